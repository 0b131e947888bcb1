/*
 * Months before and after a change as a drawing: what stays, what comes on top, what goes.
 *
 * Must not be known here: how a chart is drawn, where the change comes from.
 */

import type { KpiMonth, Metric } from '../../api/types';
import { subtract, type Currency } from '../../lib/money';
import { plainText, valueOf, valueText } from '../../lib/metrics';
import type { Drawing, Part } from './series';

const KEPT: Part = { key: 'kept', label: 'Before', color: 'gray.5' };
const ADDED: Part = { key: 'added', label: 'Added', color: 'indigo.6' };
const REMOVED: Part = { key: 'removed', label: 'Taken away', color: 'red.4' };

export function beforeAfterDrawing(metric: Metric, before: readonly KpiMonth[], after: readonly KpiMonth[], currency: Currency): Drawing {
  const later = new Map(after.map((month) => [month.month, month]));
  const texts: Map<string, { parts: Record<string, string>; total: string }> = new Map();
  let anyRemoved = false;
  const rows = before.map((month) => {
    const then = String(valueOf(month, metric.key) ?? 0);
    const now = String(valueOf(later.get(month.month) ?? month, metric.key) ?? 0);
    const change = Number(now) - Number(then);
    anyRemoved ||= change < 0;
    const changeText = metric.unit === 'ratio' ? '–' : plainText(subtract(now, then), metric, currency, { signed: true });
    texts.set(month.month, {
      parts: { kept: valueText(then, metric, currency), added: change > 0 ? changeText : '–', removed: change < 0 ? changeText : '–' },
      total: valueText(now, metric, currency),
    });
    return { month: month.month, kept: Math.min(Number(then), Number(now)), added: Math.max(change, 0), removed: Math.max(-change, 0) };
  });
  return { parts: anyRemoved ? [KEPT, ADDED, REMOVED] : [KEPT, ADDED], rows, texts };
}
