export { answerDraft, draftKey, draftsOf, draftText, dropDraft, readDraft, restOf, setAside, settleDraft, writeDraft, type FoundDraft } from './drafts';
export { asGridIssue, gridIssues } from './issues';
export { PlanEditor } from './PlanEditor';
export * from './rows';
export { tabId } from './tab';
