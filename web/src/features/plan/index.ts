export { draftKey, draftsOf, dropDraft, readDraft, setAside, writeDraft, type FoundDraft } from './drafts';
export { gridIssues } from './issues';
export { PlanEditor } from './PlanEditor';
export * from './rows';
export { tabId } from './tab';
