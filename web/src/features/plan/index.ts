export { draftKey, draftsOf, draftText, dropDraft, readDraft, restOf, setAside, settleDraft, writeDraft, type FoundDraft } from './drafts';
export { gridIssues } from './issues';
export { PlanEditor } from './PlanEditor';
export * from './rows';
export { tabId } from './tab';
