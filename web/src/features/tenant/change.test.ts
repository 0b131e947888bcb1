/* Facts about changes in words. */

import { describe, expect, it } from 'vitest';
import type { KpiMonth } from '../../api/types';
import { changeText } from './change';

const month = (name: string, values: Partial<KpiMonth>): KpiMonth => ({ month: name, ...values }) as KpiMonth;

const RATE = { key: 'winRate', unit: 'ratio' } as const;
const DEALS = { key: 'dealsCreated', unit: 'count' } as const;

describe('a change against the month before', () => {
  it('is told in percent, and that of a rate in points', () => {
    const [may, june] = [month('2025-05', { dealsCreated: 40, winRate: 0.25 }), month('2025-06', { dealsCreated: 30, winRate: 0.3 })];
    expect(changeText(DEALS, june, may)).toBe('−25% on May 2025');
    expect(changeText(RATE, june, may)).toBe('+5.0 points on May 2025');
  });

  it('is told from none, and where there is no change', () => {
    expect(changeText(DEALS, month('2025-06', { dealsCreated: 3 }), month('2025-05', { dealsCreated: 0 }))).toBe('none in May 2025');
    expect(changeText(DEALS, month('2025-06', { dealsCreated: 3 }), month('2025-05', { dealsCreated: 3 }))).toBe('as in May 2025');
  });

  it('is not told where a month has no value, for none is not zero', () => {
    const [none, some] = [month('2025-05', { winRate: null }), month('2025-06', { winRate: 0.3 })];
    expect([changeText(RATE, some, none), changeText(RATE, none, some), changeText(RATE, none, none), changeText(RATE, some, undefined)].map((text) => text.trim()))
      .toEqual(['', '', '', '']);
  });
});
