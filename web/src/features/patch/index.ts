export { IssueList } from './IssueList';
export { PatchEditor } from './PatchEditor';
export { usePlanDraft } from './usePlanDraft';
