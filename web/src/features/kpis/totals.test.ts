/* Facts about totals and sorting of KPI months. */

import { describe, expect, it } from 'vitest';
import type { KpiMonth, Metric } from '../../api/types';
import { sortMonths, totalOf } from './totals';

const EUR = { code: 'EUR', digits: 2 };

const month = (name: string, values: Partial<KpiMonth>): KpiMonth => ({
  month: name, leadsCreated: 0, contactsCreated: 0, companiesCreated: 0, dealsCreated: 0, dealsCreatedValue: '0.00',
  closedWonCount: 0, closedWonValue: '0.00', closedLostCount: 0, activitiesCreated: 0, openPipelineValue: '0.00',
  openDeals: 0, winRate: null, averageDealSize: null, ...values,
});

const metric = (key: Metric['key'], unit: Metric['unit'], planned: boolean, stock = false): Metric =>
  ({ key, unit, planned, stock, label: key, entity: null });

const MONTHS = [
  month('2025-01', { dealsCreated: 3, closedWonCount: 2, closedLostCount: 1, closedWonValue: '100.10', winRate: 2 / 3, openDeals: 4 }),
  month('2025-02', { dealsCreated: 9, closedWonCount: 1, closedLostCount: 3, closedWonValue: '0.20', winRate: 0.25, openDeals: 2 }),
  month('2025-03', { dealsCreated: 0 }),
];

describe('totals', () => {
  it('add money up to the cent', () => {
    expect(totalOf(metric('closedWonValue', 'money', true), MONTHS, EUR)).toBe('100.30');
  });

  it('of a rate follow from what it is made of', () => {
    expect(totalOf(metric('winRate', 'ratio', false), MONTHS, EUR)).toBeCloseTo(3 / 7, 12);
    expect(totalOf(metric('averageDealSize', 'money', false), MONTHS, EUR)).toBe('33.43');
  });

  it('do not exist for month-end states, nor for rates without a divisor', () => {
    expect(totalOf(metric('openDeals', 'count', false, true), MONTHS, EUR)).toBeNull();
    expect(totalOf(metric('winRate', 'ratio', false), MONTHS.slice(2), EUR)).toBeNull();
  });
});

describe('sorting', () => {
  it('puts months without a value last, whichever way it goes', () => {
    const order = (descending: boolean) => sortMonths(MONTHS, 'winRate', descending).map((row) => row.month);
    expect(order(false)).toEqual(['2025-02', '2025-01', '2025-03']);
    expect(order(true)).toEqual(['2025-01', '2025-02', '2025-03']);
  });

  it('by month follows time', () => {
    expect(sortMonths(MONTHS, 'month', true)[0]?.month).toBe('2025-03');
  });
});
