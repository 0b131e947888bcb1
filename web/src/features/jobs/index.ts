export { ChangeList } from './ChangeList';
export { isActive } from './JobState';
export { isStatus, JobTable, PatchHistory } from './PatchHistory';
export { PatchProgress } from './PatchProgress';
export { PatchResults } from './PatchResults';
export { ReversalView } from './ReversalView';
export { recordsText, recordTotal } from './records';
export { jobQuery, useJob } from './useJob';
