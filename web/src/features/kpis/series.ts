/*
 * What the KPI chart can show: each view is a stack of parts that mean something together, with the
 * exact text of every part beside the number that is drawn.
 *
 * Must not be known here: how a chart is drawn, where the months come from.
 */

import type { BreakdownMonth, KpiMonth } from '../../api/types';
import { wordOf } from '../../lib/catalogue';
import { sum, type Currency } from '../../lib/money';
import { valueText } from '../../lib/metrics';

export interface Part {
  key: string;
  label: string;
  color: string;
}

interface ChartRow {
  month: string;
  /** Drawn heights by part. */
  [part: string]: number | string;
}

export interface View {
  key: string;
  label: string;
  unit: 'count' | 'money' | 'ratio';
  /** Whether the parts' sum says something. */
  total: boolean;
  parts: (breakdown: readonly BreakdownMonth[]) => readonly Part[];
  /** Exact values by part. */
  values: (kpis: KpiMonth, breakdown: BreakdownMonth | undefined) => Readonly<Record<string, number | string | null>>;
}

const WON = { label: 'Won', color: 'teal.6' };
const LOST = { label: 'Lost', color: 'red.6' };
const OPEN = { label: 'Still open', color: 'blue.4' };
const HUES = ['indigo.6', 'teal.6', 'orange.6', 'grape.6', 'cyan.6', 'lime.7', 'pink.6'];

const outcomes = (): readonly Part[] => [{ key: 'won', ...WON }, { key: 'open', ...OPEN }, { key: 'lost', ...LOST }];

const single = (key: string, label: string, unit: View['unit'], color: string, value: (kpis: KpiMonth) => number | string | null): View => ({
  key, label, unit, total: false, parts: () => [{ key: 'value', label, color }], values: (kpis) => ({ value: value(kpis) }),
});

export const VIEWS: readonly View[] = [
  { key: 'deals', label: 'Deals created, by outcome', unit: 'count', total: true, parts: outcomes, values: (_, by) => ({ ...by?.deals }) },
  { key: 'deals-value', label: 'Deals created value, by outcome', unit: 'money', total: true, parts: outcomes, values: (_, by) => ({ ...by?.dealsValue }) },
  {
    key: 'closed', label: 'Deals closed', unit: 'count', total: true,
    parts: () => [{ key: 'won', ...WON }, { key: 'lost', ...LOST }],
    values: (kpis) => ({ won: kpis.closedWonCount, lost: kpis.closedLostCount }),
  },
  single('won-value', 'Closed won value', 'money', 'teal.6', (kpis) => kpis.closedWonValue),
  {
    key: 'contacts', label: 'Contacts created', unit: 'count', total: true,
    parts: () => [{ key: 'leads', label: 'Leads', color: 'indigo.6' }, { key: 'others', label: 'Other contacts', color: 'gray.5' }],
    values: (_, by) => ({ ...by?.contacts }),
  },
  single('leads', 'Leads created', 'count', 'indigo.6', (kpis) => kpis.leadsCreated),
  single('companies', 'Companies created', 'count', 'grape.6', (kpis) => kpis.companiesCreated),
  {
    key: 'activities', label: 'Activities, by type', unit: 'count', total: true,
    parts: (breakdown) => [...new Set(breakdown.flatMap((month) => Object.keys(month.activities)))]
      .map((type, place) => ({ key: type, label: wordOf(type), color: HUES[place % HUES.length] ?? 'indigo.6' })),
    values: (_, by) => ({ ...by?.activities }),
  },
  single('pipeline', 'Open pipeline value', 'money', 'blue.5', (kpis) => kpis.openPipelineValue),
  single('open-deals', 'Open deals', 'count', 'blue.5', (kpis) => kpis.openDeals),
  single('win-rate', 'Win rate', 'ratio', 'teal.6', (kpis) => kpis.winRate),
  single('deal-size', 'Average deal size', 'money', 'orange.6', (kpis) => kpis.averageDealSize),
];

export interface Drawing {
  parts: readonly Part[];
  rows: readonly ChartRow[];
  /** month -> what the tooltip says. */
  texts: ReadonlyMap<string, { parts: Readonly<Record<string, string>>; total: string | null }>;
}

export function drawingOf(view: View, kpis: readonly KpiMonth[], breakdown: readonly BreakdownMonth[], currency: Currency): Drawing {
  const byMonth = new Map(breakdown.map((month) => [month.month, month]));
  const parts = view.parts(breakdown);
  const texts: Map<string, { parts: Record<string, string>; total: string | null }> = new Map();
  const rows = kpis.map((month): ChartRow => {
    const values = view.values(month, byMonth.get(month.month));
    const row: ChartRow = { month: month.month };
    const said: Record<string, string> = {};
    for (const { key } of parts) {
      const value = values[key] ?? null;
      row[key] = Number(value ?? 0);
      said[key] = valueText(value, view, currency);
    }
    const total = view.total ? sum(Object.values(values).map((value) => String(value ?? 0)), view.unit === 'money' ? currency.digits : 0) : null;
    texts.set(month.month, { parts: said, total: total === null ? null : valueText(total, view, currency) });
    return row;
  });
  return { parts, rows, texts };
}
