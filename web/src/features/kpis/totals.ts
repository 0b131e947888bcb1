/*
 * What a column of KPIs comes to: counts and money add up exactly, rates follow from the totals of
 * what they are made of, and month-end states have no total.
 *
 * Must not be known here: tables, labels.
 */

import type { KpiMonth, Metric } from '../../api/types';
import { divideRounded, sum, type Currency } from '../../lib/money';
import { valueOf, type Value } from '../../lib/metrics';

export function totalOf(metric: Metric, months: readonly KpiMonth[], currency: Currency): Value {
  if (metric.key === 'winRate') {
    const won = addUp(months, 'closedWonCount');
    const closed = won + addUp(months, 'closedLostCount');
    return closed === 0 ? null : won / closed;
  }
  if (metric.key === 'averageDealSize') {
    const won = addUp(months, 'closedWonCount');
    const value = sum(months.map((month) => month.closedWonValue), currency.digits);
    return won === 0 ? null : divideRounded(value, won);
  }
  if (!metric.planned) return null;
  return sum(months.map((month) => String(valueOf(month, metric.key) ?? 0)), metric.unit === 'money' ? currency.digits : 0);
}

const addUp = (months: readonly KpiMonth[], key: 'closedWonCount' | 'closedLostCount'): number =>
  months.reduce((total, month) => total + month[key], 0);

/** Months in the order of one column; those without a value stand last. */
export function sortMonths(months: readonly KpiMonth[], key: 'month' | Metric['key'], descending: boolean): KpiMonth[] {
  const sign = descending ? -1 : 1;
  if (key === 'month') return months.toSorted((a, b) => sign * (a.month < b.month ? -1 : 1));
  return months.toSorted((a, b) => {
    const [left, right] = [valueOf(a, key), valueOf(b, key)];
    if (left === null || left === undefined) return right === null || right === undefined ? 0 : 1;
    if (right === null || right === undefined) return -1;
    return sign * (Number(left) - Number(right));
  });
}
