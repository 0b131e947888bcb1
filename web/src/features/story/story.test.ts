/* Facts about a story's months: what was changed in them, what is marked, and the curve that joins history. */

import { describe, expect, it } from 'vitest';
import type { KpiMonth, Metric, StoryMonth } from '../../api/types';
import { behind, changesOf, curveOf, lockChanges, marksOf, rowsOfStory, sourceText, withChanges } from './story';

const EUR = { code: 'EUR', digits: 2 };
const deals = { key: 'dealsCreated', label: 'Deals created', unit: 'count', planned: true } as Metric;
const won = { key: 'closedWonValue', label: 'Closed won value', unit: 'money', planned: true } as Metric;

const month = (name: string, values: StoryMonth['values'], others: Partial<StoryMonth> = {}): StoryMonth => ({ month: name, values, locked: [], skipped: false, unmet: null, ...others });

const STORY = [
  month('2026-10', { dealsCreated: 8 }),
  month('2026-11', { dealsCreated: 10, closedWonValue: '1000.50' }),
  month('2026-12', { dealsCreated: 12 }, { locked: ['dealsCreated'], skipped: true }),
];

describe('the months of a story in the grid', () => {
  it('are this one and those to come', () => {
    expect(rowsOfStory(STORY, '2026-11')).toEqual([
      { month: '2026-11', cells: { dealsCreated: '10', closedWonValue: '1000.50' } },
      { month: '2026-12', cells: { dealsCreated: '12' } },
    ]);
  });

  it('are sent only where they were changed, counts as numbers and money as text', () => {
    const rows = rowsOfStory(STORY, '2026-11');
    const after = rows.map((row) => (row.month === '2026-11' ? { month: row.month, cells: { dealsCreated: '11', closedWonValue: '1000.50' } } : row));
    expect(changesOf(rows, after, [deals, won])).toEqual([{ month: '2026-11', values: { dealsCreated: 11, closedWonValue: '1000.50' } }]);
    expect(changesOf(rows, rows, [deals, won])).toEqual([]);
  });

  it('keep what was written and not saved, a blanked cell too', () => {
    const rows = rowsOfStory(STORY, '2026-11');
    const after = rows.map((row) => ({ month: row.month, cells: { ...row.cells, dealsCreated: null } }));
    const kept = changesOf(rows, after, [deals, won]);
    expect(changesOf(after, withChanges(rows, kept), [deals, won])).toEqual([]);
    expect(changesOf(rows, withChanges(rows, [{ month: '2020-01', values: { dealsCreated: 1 } }]), [deals, won])).toEqual([]);
  });

  it('show which cells are locked and which months are skipped', () => {
    expect(marksOf(STORY, '2026-11').map(({ month: of, metric, severity }) => [of, metric, severity])).toEqual([
      ['2026-12', undefined, 'warning'],
      ['2026-12', 'dealsCreated', 'note'],
    ]);
  });

  it('are also earlier ones that could not be met, until they are skipped or let go', () => {
    const unmet = { metrics: ['dealsCreated'] as const, reason: 'Deals of people stand in the way.' };
    const late = [month('2026-09', { dealsCreated: 8 }, { unmet: { ...unmet, metrics: [...unmet.metrics] } }), ...STORY];
    expect(rowsOfStory(late, '2026-11').map((row) => row.month)).toEqual(['2026-09', '2026-11', '2026-12']);
    expect(behind(late).map((one) => one.month)).toEqual(['2026-09']);
    expect(marksOf(late, '2026-11')[0]).toMatchObject({ month: '2026-09', metric: 'dealsCreated', severity: 'warning', message: unmet.reason });
    expect(behind(late.map((one) => ({ ...one, skipped: true })))).toEqual([]);
  });

  it('are locked cell by cell, and unlocked', () => {
    expect(lockChanges(STORY, ['2026-12'], ['closedWonValue'], true)).toEqual([{ month: '2026-12', locked: ['dealsCreated', 'closedWonValue'] }]);
    expect(lockChanges(STORY, ['2026-12'], ['dealsCreated'], false)).toEqual([{ month: '2026-12', locked: [] }]);
  });
});

describe('the curve', () => {
  const past = [{ month: '2026-10', dealsCreated: 7, closedWonValue: '900.00' }, { month: '2026-11', dealsCreated: 4, closedWonValue: '400.25' }] as KpiMonth[];

  it('has what has happened, and above it what the month still has to bring', () => {
    const { rows, texts } = curveOf(won, past, STORY.slice(1), EUR);
    expect(rows).toEqual([
      { month: '2026-10', past: 900, coming: 0 },
      { month: '2026-11', past: 400.25, coming: 600.25 },
    ]);
    expect(texts.get('2026-11')).toEqual({ parts: { past: '€400.25', coming: '€600.25' }, total: '€1,000.50' });
  });

  it('brings nothing in skipped months, and never less than nothing', () => {
    const { rows } = curveOf(deals, [{ month: '2026-11', dealsCreated: 40 } as KpiMonth], STORY, EUR);
    expect(rows.map(({ month: of, coming }) => [of, coming])).toEqual([['2026-10', 8], ['2026-11', 0]]);
  });
});

describe('a source in words', () => {
  it('says what the numbers follow', () => {
    expect(sourceText({ origin: 'last-year', growth: -5 })).toBe('Last year’s months, −5 %');
    expect(sourceText({ origin: 'scenario', scenario: 'hockey-stick' })).toBe('Hockey stick, continued');
  });
});
