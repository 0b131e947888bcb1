export { BegunDraft } from './BegunDraft';
export { useOwnDraft } from './draftJobs';
export { IssueList } from './IssueList';
export { PatchEditor } from './PatchEditor';
export { usePlanDraft } from './usePlanDraft';
