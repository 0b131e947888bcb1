/*
 * The questions about one pasted table, from the first reading of it to the last.
 *
 * Must not be known here: React, what an answer does.
 */

import type { PlanAnswers, PlanQuestion } from '../../api/types';

/** What was answered, by the ids of questions; `sheet` is the sheet that was chosen. */
export type Given = Readonly<Record<string, string | number | null>>;

const HEADING = 'heading:';

/** The answers as the server takes them: those about headings stand under the headings. */
export function asAnswers(given: Given): PlanAnswers {
  const entries = Object.entries(given);
  const headings = entries.filter(([id]) => id.startsWith(HEADING)).map(([id, value]) => [id.slice(HEADING.length), String(value)] as const);
  const others = entries.filter(([id]) => !id.startsWith(HEADING));
  return { ...Object.fromEntries(others), headings: Object.fromEntries(headings) } as PlanAnswers;
}

/** In the order in which they came up; each as it was last asked. The same array where nothing is new. */
export function mergeQuestions(known: readonly PlanQuestion[], fresh: readonly PlanQuestion[]): readonly PlanQuestion[] {
  if (fresh.every((question) => known.includes(question))) return known;
  const latest = new Map([...known, ...fresh].map((question) => [question.id, question]));
  return [...latest.values()];
}

/** Those that wait for an answer, and those that had one, so that it can be changed. */
export const openQuestions = (known: readonly PlanQuestion[], waiting: readonly PlanQuestion[], answers: Given): PlanQuestion[] =>
  known.filter(({ id }) => waiting.some((question) => question.id === id) || id in answers);
