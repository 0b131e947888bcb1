export { StoryTab } from './StoryTab';
