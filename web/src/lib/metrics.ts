/*
 * Values of KPIs as text: what a cell shows, for every unit. The KPIs themselves come from the
 * server's catalogue.
 *
 * Must not be known here: where the values stand.
 */

import type { Catalogue, Metric, MetricKey } from '../api/types';
import { formatMoney, formatPlain, type Currency, type NumberStyle } from './money';
import { countText, percentText } from './text';

export type Value = number | string | null | undefined;

export const currencyOf = (catalogue: Catalogue, code: string): Currency => ({
  code,
  digits: catalogue.currencies.find((currency) => currency.code === code)?.digits ?? 2,
});

export const plannedMetrics = (catalogue: Catalogue): readonly Metric[] => catalogue.metrics.filter((metric) => metric.planned);

/** One number of a month: of its KPIs, of a plan, or of what changes. */
export const valueOf = (month: { readonly [key in MetricKey]?: Value }, key: MetricKey): Value => month[key];

/** "1,250", "$1,234.00", "38.5 %", or a dash where there is no value. */
export function valueText(value: Value, metric: Pick<Metric, 'unit'>, currency: Currency): string {
  if (value === null || value === undefined) return '–';
  if (metric.unit === 'ratio') return percentText(Number(value));
  return metric.unit === 'money' ? formatMoney(String(value), currency) : countText(Number(value));
}

/** The same without the currency's mark, for tables whose heading has it. */
export function plainText(value: Value, metric: Pick<Metric, 'unit'>, currency: Currency, style: NumberStyle = {}): string {
  if (value === null || value === undefined) return '–';
  if (metric.unit === 'ratio') return percentText(Number(value));
  return formatPlain(String(value), metric.unit === 'money' ? currency.digits : 0, style);
}

const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });

/** A number beside an axis, where there is little room. */
export const axisText = (value: number, unit: Metric['unit']): string => (unit === 'ratio' ? percentText(value) : SHORT.format(value));
