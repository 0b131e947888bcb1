export { HealthPanel } from './HealthPanel';
export { HealthTag } from './HealthTag';
