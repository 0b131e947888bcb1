/*
 * A plan's rows as the grid holds them, and as the server reads them: made for a span of months,
 * resized, filled from a plan, and turned into one.
 *
 * Must not be known here: React, what is valid, where drafts are kept.
 */

import type { KpiMonth, MetricKey, Mode, Plan, PlanMonth, PlanType } from '../../api/types';
import { valueOf } from '../../lib/metrics';
import { earliest, latest, monthsBetween } from '../../lib/months';
import { numbersIn, type CurrentValues, type PlanRow, type PlanRows } from '../plan-grid';

export const emptyRows = (first: string, last: string): PlanRow[] => monthsBetween(first, last).map((month) => ({ month, cells: {} }));

export const firstMonth = (rows: PlanRows): string => rows[0]?.month ?? '';
export const lastMonth = (rows: PlanRows): string => rows.at(-1)?.month ?? '';

export const cellCount = (rows: PlanRows): number =>
  rows.reduce((total, row) => total + numbersIn(row), 0);

/** The months from `first` to `last`; rows that stay keep their cells. */
export function resizeRows(rows: PlanRows, first: string, last: string): PlanRow[] {
  const known = new Map(rows.map((row) => [row.month, row]));
  return emptyRows(first, last).map((row) => known.get(row.month) ?? row);
}

/** A plan's month with its numbers, and nothing where it has none. */
export function rowOf({ month, ...values }: PlanMonth): PlanRow {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return { month, cells: Object.fromEntries(given.map(([key, value]) => [key, String(value)])) };
}

/** Cells of the given months go over those that are there; the span grows to hold them. */
export function mergeMonths(rows: PlanRows, months: readonly PlanMonth[]): PlanRow[] {
  if (months.length === 0) return [...rows];
  const names = [...rows.map((row) => row.month), ...months.map(({ month }) => month)];
  const given = new Map(months.map((month) => [month.month, rowOf(month)]));
  return resizeRows(rows, earliest(...names), latest(...names)).map((row) => {
    const found = given.get(row.month);
    return found ? { month: row.month, cells: { ...row.cells, ...found.cells } } : row;
  });
}

/** Exactly the given months, within a span that holds the rows' months too. */
export const rowsOfPlan = (rows: PlanRows, months: readonly PlanMonth[]): PlanRow[] =>
  mergeMonths(rows.map((row) => ({ month: row.month, cells: {} })), months);

/** Months with at least one number. A month without any is not part of the plan. */
export function toPlan(rows: PlanRows, planType: PlanType, mode: Mode): Plan | null {
  const months = rows.flatMap((row): PlanMonth[] => {
    const cells = Object.entries(row.cells).filter(([, cell]) => cell !== null);
    return cells.length === 0 ? [] : [{ month: row.month, ...Object.fromEntries(cells) }];
  });
  return months.length === 0 ? null : { mode, planType, months };
}

/** What the months show now, as the grid compares with it. */
export function currentValues(months: readonly KpiMonth[], keys: readonly MetricKey[]): CurrentValues {
  return Object.fromEntries(months.map((month) => [
    month.month,
    Object.fromEntries(keys.map((key) => [key, String(valueOf(month, key) ?? 0)])),
  ]));
}

/** Zeros, for months of a tenant that does not exist yet. */
export const noValues = (months: readonly string[], keys: readonly string[]): CurrentValues =>
  Object.fromEntries(months.map((month) => [month, Object.fromEntries(keys.map((key) => [key, '0']))]));
