/* Facts about the questions that a pasted table raises. */

import { describe, expect, it } from 'vitest';
import type { PlanQuestion } from '../../api/types';
import { asAnswers, mergeQuestions, openQuestions } from './questions';

const question = (id: PlanQuestion['id'], text: string): PlanQuestion => ({ id, text, choices: [] });

const ORDER = question('dateOrder', 'Is 01/02 the first of February?');
const YEAR = question('year', 'Which year is it?');

describe('the questions about a table', () => {
  it('stand as they were last asked, in the order in which they came up', () => {
    const again = question('dateOrder', 'Is 03/04 the third of April?');
    expect(mergeQuestions([ORDER, YEAR], [again])).toEqual([again, YEAR]);
    expect(mergeQuestions([ORDER], [YEAR])).toEqual([ORDER, YEAR]);
  });

  it('are the same array as long as nothing new is asked', () => {
    const known = [ORDER, YEAR];
    expect(mergeQuestions(known, [YEAR])).toBe(known);
    expect(mergeQuestions(known, [])).toBe(known);
  });

  it('stay once answered, even while the answer is being changed, and go when they are not asked any more', () => {
    expect(openQuestions([ORDER, YEAR], [YEAR], { dateOrder: 'day' })).toEqual([ORDER, YEAR]);
    expect(openQuestions([ORDER, YEAR], [], { year: null })).toEqual([YEAR]);
  });

  it('are answered under their ids, those about headings under the headings', () => {
    expect(asAnswers({ year: 2026, 'heading:Leads: EMEA': 'leadsCreated', sheet: '2025' })).toEqual({ year: 2026, sheet: '2025', headings: { 'Leads: EMEA': 'leadsCreated' } });
    expect(asAnswers({})).toEqual({ headings: {} });
  });
});
