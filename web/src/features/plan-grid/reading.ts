/*
 * What one cell says: the entered value, the current value, and what the entry does to it, as
 * display text. A target is compared with the current value; a delta is added to it.
 *
 * Must not be known here: React, selection, issues, where the numbers come from.
 */

import { add, digitsOf, formatPlain, isPlainNumber, subtract } from '../../lib/money';
import type { Cell, GridCurrency, PlanType, Unit } from './types';

export interface CellReading {
  /** Null when blank. */
  entered: string | null;
  current: string | null;
  /** TARGETS: the signed change. DELTAS: the result. Null when there is nothing to work out. */
  effect: string | null;
}

/** `terse` drops fractions that are all zeros, for the small line under a value. */
export function readCell(
  value: Cell,
  current: string | undefined,
  unit: Unit,
  currency: GridCurrency,
  planType: PlanType,
  terse: boolean,
): CellReading {
  const digits = digitsOf(unit, currency);
  const deltas = planType === 'DELTAS';
  const known = current !== undefined && isPlainNumber(current) ? current : null;
  return {
    entered: value === null ? null : formatPlain(value, digits, { signed: deltas }),
    current: known === null ? null : formatPlain(known, digits, { terse }),
    effect: value === null || known === null ? null : effectOf(value, known, digits, deltas, terse),
  };
}

function effectOf(value: string, current: string, digits: number, deltas: boolean, terse: boolean): string {
  if (deltas) return formatPlain(add(current, value), digits, { terse });
  const change = subtract(value, current);
  return /[1-9]/.test(change) ? formatPlain(change, digits, { signed: true, terse }) : '±0';
}
