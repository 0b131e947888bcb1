/*
 * Sorting issues to the cell, the month or the column they speak about, and saying them in words.
 *
 * Must not be known here: how issues are found, how they are drawn, the reducer.
 */

import type { GridIssue, Severity } from './types';

const RANK: Record<Severity, number> = { blocker: 0, error: 1, warning: 2, note: 3 };

const SEVERITY_WORD: Record<Severity, string> = {
  blocker: 'Blocker',
  error: 'Error',
  warning: 'Warning',
  note: 'Note',
};

type ByMetric = Readonly<Record<string, readonly GridIssue[]>>;

export interface IssueIndex {
  /** month -> metric -> issues of that one cell, worst first. */
  cells: Readonly<Record<string, ByMetric>>;
  months: ByMetric;
  columns: ByMetric;
  /** Issues that name neither a month nor a metric. */
  plan: readonly GridIssue[];
}

const byRank = (a: GridIssue, b: GridIssue): number => RANK[a.severity] - RANK[b.severity];

export function indexIssues(issues: readonly GridIssue[]): IssueIndex {
  const cells: Record<string, Record<string, GridIssue[]>> = {};
  const months: Record<string, GridIssue[]> = {};
  const columns: Record<string, GridIssue[]> = {};
  const plan: GridIssue[] = [];
  for (const issue of issues.toSorted(byRank)) {
    const { month, metric } = issue;
    if (month !== undefined && metric !== undefined) ((cells[month] ??= {})[metric] ??= []).push(issue);
    else if (month !== undefined) (months[month] ??= []).push(issue);
    else if (metric !== undefined) (columns[metric] ??= []).push(issue);
    else plan.push(issue);
  }
  return { cells, months, columns, plan };
}

export const worstOf = (issues: readonly GridIssue[] | undefined): Severity | null => issues?.[0]?.severity ?? null;

/** Whether the cell's value is wrong, rather than merely worth a look. */
export const isInvalid = (severity: Severity | null): boolean => severity === 'error' || severity === 'blocker';

export const severityWord = (severity: Severity): string => SEVERITY_WORD[severity];

/** "Error: Below the last actual. Enter at least 900." */
const issueText = (issue: GridIssue): string =>
  `${severityWord(issue.severity)}: ${[issue.message, issue.hint].filter((part) => part !== '').join(' ')}`;

export const issuesText = (issues: readonly GridIssue[] | undefined): string => (issues ?? []).map(issueText).join(' ');

/** What to say about one cell: its own issues first, then those of its month, its column and the plan. */
export function issuesAround(index: IssueIndex, month: string, metric: string): readonly GridIssue[] {
  return [
    ...(index.cells[month]?.[metric] ?? []),
    ...(index.months[month] ?? []),
    ...(index.columns[metric] ?? []),
    ...index.plan,
  ];
}
