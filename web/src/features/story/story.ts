/*
 * A tenant's story as the page shows it: its source in words, its coming months as grid rows, what was
 * changed in them, and the curve that joins history.
 *
 * Must not be known here: React, how anything is sent.
 */

import type { KpiMonth, Metric, MetricKey, MonthChange, Scenario, StoryMonth, StorySource, Unmet } from '../../api/types';
import { valueOf, valueText } from '../../lib/metrics';
import { formatMoney, type Currency } from '../../lib/money';
import { countText } from '../../lib/text';
import type { GridIssue, PlanRow, PlanRows } from '../plan-grid';

/** What the scenarios mean where they go on from a history. */
export const SCENARIOS: Readonly<Record<Scenario, { word: string; says: string }>> = {
  growth: { word: 'Growth', says: 'Goes on growing as of late, more and more calmly.' },
  steady: { word: 'Steady', says: 'Stays at the level of the last months.' },
  seasonal: { word: 'Seasonal', says: 'Rises and falls with the seasons.' },
  'hockey-stick': { word: 'Hockey stick', says: 'Takes off, then calms down.' },
  dip: { word: 'Dip', says: 'Falls for some months, then recovers.' },
};

export function sourceText(source: StorySource): string {
  switch (source.origin) {
    case 'scenario': return `${SCENARIOS[source.scenario ?? 'steady'].word}, continued`;
    case 'last-year': return `Last year’s months, ${growthText(source.growth ?? 0)}`;
    case 'every-month': return 'The same every month';
    case 'plan': return 'A plan of its own';
  }
}

const growthText = (growth: number): string => (growth === 0 ? 'unchanged' : `${growth > 0 ? '+' : '−'}${countText(Math.abs(growth))} %`);

/** The months that can still be written: this one, those to come, and earlier ones that could not be met. */
export const rowsOfStory = (months: readonly StoryMonth[], now: string): PlanRow[] =>
  months.filter(({ month, unmet }) => month >= now || unmet !== null).map(({ month, values }) => ({ month, cells: cellsOf(values) }));

const cellsOf = (values: StoryMonth['values']): PlanRow['cells'] =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined).map(([key, value]) => [key, String(value)]));

/** A month's cells as the server reads them. */
export function valuesOf(cells: PlanRow['cells'], metrics: readonly Metric[]): StoryMonth['values'] {
  const given = metrics.flatMap(({ key, unit }) => {
    const cell = cells[key] ?? null;
    return cell === null ? [] : [[key, unit === 'money' ? cell : Number(cell)] as const];
  });
  return Object.fromEntries(given);
}

const isSame = (before: PlanRow['cells'], after: PlanRow['cells'], keys: readonly string[]): boolean =>
  keys.every((key) => (before[key] ?? null) === (after[key] ?? null));

/** The months whose numbers are not those of the story. */
export function changesOf(before: PlanRows, after: PlanRows, metrics: readonly Metric[]): MonthChange[] {
  const known = new Map(before.map((row) => [row.month, row.cells]));
  const keys = metrics.map(({ key }) => key);
  return after
    .filter(({ month, cells }) => !isSame(known.get(month) ?? {}, cells, keys))
    .map(({ month, cells }) => ({ month, values: valuesOf(cells, metrics) }));
}

/** The story's rows with changes that were kept; those of months that are over are left out. */
export function withChanges(rows: PlanRows, changes: readonly MonthChange[]): PlanRow[] {
  const given = new Map(changes.map(({ month, values }) => [month, values]));
  return rows.map((row) => {
    const values = given.get(row.month);
    return values ? { month: row.month, cells: cellsOf(values) } : row;
  });
}

/** Months of which something could not be met, and that nobody skipped. */
export const behind = (months: readonly StoryMonth[]): (StoryMonth & { unmet: Unmet })[] =>
  months.flatMap((month) => (month.unmet && !month.skipped ? [{ ...month, unmet: month.unmet }] : []));

/** Locked cells, skipped months and what cannot be met, as the grid marks them. */
export const marksOf = (months: readonly StoryMonth[], now: string): GridIssue[] => months.filter(({ month, unmet }) => month >= now || unmet !== null).flatMap(({ month, locked, skipped, unmet }) => [
  ...(skipped ? [{ month, severity: 'warning', message: 'This month is skipped.', hint: 'It is left as it is.' } satisfies GridIssue] : []),
  ...(skipped || !unmet ? [] : unmet.metrics.map((metric): GridIssue => ({ month, metric, severity: 'warning', message: unmet.reason, hint: 'Write another number, skip the month, or let it go.' }))),
  ...locked.map((metric): GridIssue => ({ month, metric, severity: 'note', message: 'Locked.', hint: 'It keeps its number when the story is told anew.' })),
]);

/** Which locks the months get when some of their cells are locked or unlocked. */
export function lockChanges(months: readonly StoryMonth[], wanted: readonly string[], keys: readonly MetricKey[], lock: boolean): MonthChange[] {
  return months.filter(({ month }) => wanted.includes(month)).map(({ month, locked }) => {
    const others = locked.filter((key) => !keys.includes(key));
    return { month, locked: lock ? [...others, ...keys] : others };
  });
}

export interface Curve {
  rows: { month: string; past: number; coming: number }[];
  texts: ReadonlyMap<string, { parts: Readonly<Record<string, string>>; total: string | null }>;
}

/** History and story of one KPI; the month under way has a part of both. Heights are drawn, texts are exact. */
export function curveOf(metric: Metric, history: readonly KpiMonth[], story: readonly StoryMonth[], currency: Currency): Curve {
  const past = new Map(history.map((month) => [month.month, valueOf(month, metric.key) ?? 0]));
  const told = new Map(story.filter(({ skipped }) => !skipped).map((month) => [month.month, valueOf(month.values, metric.key)]));
  const months = [...new Set([...past.keys(), ...told.keys()])].sort();
  const texts: Map<string, { parts: Record<string, string>; total: string | null }> = new Map();
  const rows = months.map((month) => {
    const [now, target] = [Number(past.get(month) ?? 0), told.get(month)];
    const coming = target === null || target === undefined ? 0 : Math.max(Number(target) - now, 0);
    texts.set(month, {
      parts: { past: past.has(month) ? valueText(past.get(month), metric, currency) : '–', coming: restText(metric, coming, currency) },
      total: target === null || target === undefined ? null : valueText(target, metric, currency),
    });
    return { month, past: now, coming };
  });
  return { rows, texts };
}

const restText = ({ unit }: Metric, rest: number, currency: Currency): string =>
  unit === 'money' ? formatMoney(rest.toFixed(currency.digits), currency) : countText(rest);
