/* How a number went against the month before, in words. Must not be known here: where it stands. */

import type { KpiMonth, Metric } from '../../api/types';
import { valueOf } from '../../lib/metrics';
import { monthLabel } from '../../lib/months';
import { percentText } from '../../lib/text';

/** Blank where one of the two months has no value. */
export function changeText(metric: Pick<Metric, 'key' | 'unit'>, month: KpiMonth, before: KpiMonth | undefined): string {
  const [earlier, later] = [before && valueOf(before, metric.key), valueOf(month, metric.key)];
  if (!before || earlier === null || earlier === undefined || later === null || later === undefined) return ' ';
  const [then, now] = [Number(earlier), Number(later)];
  const name = monthLabel(before.month);
  if (then === now) return `as in ${name}`;
  if (metric.unit === 'ratio') return `${now > then ? '+' : '−'}${Math.abs((now - then) * 100).toFixed(1)} points on ${name}`;
  return then === 0 ? `none in ${name}` : `${now > then ? '+' : '−'}${percentText(Math.abs(now - then) / then)} on ${name}`;
}
