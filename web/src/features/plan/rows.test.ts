/* Facts about a plan's rows. */

import { describe, expect, it } from 'vitest';
import type { PlanRows } from '../plan-grid';
import { cellCount, emptyRows, mergeMonths, resizeRows, rowsOfPlan, toPlan } from './rows';

const ROWS: PlanRows = [
  { month: '2025-02', cells: { dealsCreated: '3', closedWonValue: '10.00' } },
  { month: '2025-03', cells: { dealsCreated: null } },
];

describe('the rows of a plan', () => {
  it('keep their cells when the span moves', () => {
    const rows = resizeRows(ROWS, '2025-01', '2025-02');
    expect(rows.map((row) => row.month)).toEqual(['2025-01', '2025-02']);
    expect(rows[1]).toBe(ROWS[0]);
  });

  it('grow to hold pasted months, and keep what is not pasted over', () => {
    const rows = mergeMonths(ROWS, [{ month: '2025-05', dealsCreated: 0 }, { month: '2025-02', dealsCreated: 7 }]);
    expect(rows.map((row) => row.month)).toEqual(['2025-02', '2025-03', '2025-04', '2025-05']);
    expect(rows[0]?.cells).toEqual({ dealsCreated: '7', closedWonValue: '10.00' });
    expect(rows[3]?.cells).toEqual({ dealsCreated: '0' });
  });

  it('become exactly a plan that is loaded', () => {
    const rows = rowsOfPlan(ROWS, [{ month: '2025-03', closedWonCount: 2 }]);
    expect(rows).toEqual([{ month: '2025-02', cells: {} }, { month: '2025-03', cells: { closedWonCount: '2' } }]);
  });

  it('are sent without months that hold nothing; zero is a number', () => {
    expect(toPlan(ROWS, 'DELTAS', 'ADDITIVE')).toEqual({
      mode: 'ADDITIVE', planType: 'DELTAS', months: [{ month: '2025-02', dealsCreated: '3', closedWonValue: '10.00' }],
    });
    expect(toPlan([{ month: '2025-01', cells: { dealsCreated: '0' } }], 'TARGETS', 'ADDITIVE')?.months).toHaveLength(1);
    expect(toPlan(emptyRows('2025-01', '2025-06'), 'TARGETS', 'ADDITIVE')).toBeNull();
  });

  it('count what is entered', () => {
    expect(cellCount(ROWS)).toBe(2);
  });
});
