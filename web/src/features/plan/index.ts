export { draftKey, draftsOf, dropDraft, readDraft, writeDraft, type Draft, type FoundDraft } from './drafts';
export { gridIssues } from './issues';
export { PlanEditor } from './PlanEditor';
export * from './rows';
export { tabId } from './tab';
