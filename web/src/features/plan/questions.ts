/*
 * The questions about one pasted table, from the first reading of it to the last.
 *
 * Must not be known here: React, what an answer does.
 */

import type { PlanAnswers, PlanQuestion } from '../../api/types';

/** In the order in which they came up; each as it was last asked. The same array where nothing is new. */
export function mergeQuestions(known: readonly PlanQuestion[], fresh: readonly PlanQuestion[]): readonly PlanQuestion[] {
  if (fresh.every((question) => known.includes(question))) return known;
  const latest = new Map([...known, ...fresh].map((question) => [question.id, question]));
  return [...latest.values()];
}

/** Those that wait for an answer, and those that had one, so that it can be changed. */
export const openQuestions = (known: readonly PlanQuestion[], waiting: readonly PlanQuestion[], answers: Partial<PlanAnswers>): PlanQuestion[] =>
  known.filter(({ id }) => waiting.some((question) => question.id === id) || id in answers);
