/*
 * What the server found, as the grid and the lists show it.
 *
 * Must not be known here: React, how it was found.
 */

import type { Issue, Validation } from '../../api/types';
import type { GridIssue, Severity } from '../plan-grid';

export const asGridIssue = (issue: Issue, severity: Severity): GridIssue => ({
  severity,
  message: issue.message,
  hint: issue.hint,
  ...(issue.month ? { month: issue.month } : {}),
  ...(issue.metric ? { metric: issue.metric } : {}),
});

/** Everything about a plan, worst first. */
export function gridIssues(validation: Validation | undefined): GridIssue[] {
  if (!validation) return [];
  const blockers = new Set(validation.preview?.blockers.map(({ code }) => code));
  return [
    ...validation.errors.map((issue) => asGridIssue(issue, blockers.has(issue.code) ? 'blocker' : 'error')),
    ...validation.warnings.map((issue) => asGridIssue(issue, 'warning')),
    ...(validation.preview?.notes ?? []).map((issue) => asGridIssue(issue, 'note')),
  ];
}
