/*
 * Reading what a person typed or pasted into one cell: either canonical plain number text, or
 * blank, or a refusal that says what to do instead. The stored value is built from the digits
 * themselves, never from a floating point number.
 *
 * How separators are read:
 *   - both "." and "," present: the last one is the decimal, the other groups thousands;
 *   - one of them once, with one to three digits before it and exactly three after it: thousands;
 *   - one of them once otherwise: decimal;
 *   - one of them several times: thousands;
 *   - a space or an apostrophe always groups thousands.
 * One exception: in a currency with three decimals a point with three digits after it is the
 * decimal, because that is how this grid writes such a value itself.
 *
 * Must not be known here: where the cell is, what the plan does with the value.
 */

import { currencyMarks } from '../../lib/money';
import { countOf, type Cell, type GridCurrency, type Unit } from './types';

export type Reading = { ok: true; value: Cell } | { ok: false; reason: string };

const MAX_WHOLE_DIGITS = 15;
const ANY_SPACE = /[\s\u00a0\u2007\u2009\u202f]+/g;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;

const refuse = (reason: string): Reading => ({ ok: false, reason });

/** Ordinary, no-break and thin spaces become one kind of space, invisible marks go. */
export const tidy = (text: string): string => text.replace(INVISIBLE, '').replace(ANY_SPACE, ' ').trim();

interface Signed {
  negative: boolean;
  rest: string;
}

function takeSign(text: string): Signed | null {
  const inside = /^\((.*)\)$/.exec(text);
  if (inside) {
    const rest = (inside[1] ?? '').trim();
    return /[-\u2212+()]/.test(rest) ? null : { negative: true, rest };
  }
  const sign = /[-\u2212+]/.exec(text);
  if (!sign) return { negative: false, rest: text };
  const before = text.slice(0, sign.index).trim();
  const after = text.slice(sign.index + 1).trim();
  if (/\d/.test(before) || /[-\u2212+]/.test(after)) return null;
  return { negative: sign[0] !== '+', rest: `${before}${after}` };
}

interface Marked {
  mark: string | null;
  rest: string;
}

function takeMark(text: string): Marked {
  const lead = /^([\p{L}\p{Sc}]+\.?)\s*(?=[\d.,])/u.exec(text);
  if (lead) return { mark: (lead[1] ?? '').toUpperCase(), rest: text.slice(lead[0].length) };
  const trail = /(?<=[\d.,])\s*([\p{L}\p{Sc}]+)$/u.exec(text);
  if (trail) return { mark: (trail[1] ?? '').toUpperCase(), rest: text.slice(0, trail.index) };
  return { mark: null, rest: text };
}

interface Split {
  whole: string;
  fraction: string;
}

const GROUPED = /^\d{1,3}(?:([ '’.,])\d{3})(?:\1\d{3})*$/;

const ungroup = (whole: string): string | null => {
  if (/^\d*$/.test(whole)) return whole;
  return GROUPED.test(whole) ? whole.replace(/\D/g, '') : null;
};

function decimalAt(body: string, threeDecimals: boolean): number {
  const points = body.split('.').length - 1;
  const commas = body.split(',').length - 1;
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  if (points > 0 && commas > 0) return last;
  if (points + commas !== 1) return -1;
  const after = body.length - last - 1;
  const thousands = after === 3 && /^[1-9]\d{0,2}$/.test(body.slice(0, last));
  if (!thousands) return last;
  return threeDecimals && body[last] === '.' ? last : -1;
}

function splitNumber(body: string, threeDecimals: boolean): Split | null {
  const at = decimalAt(body, threeDecimals);
  const whole = ungroup(at < 0 ? body : body.slice(0, at));
  const fraction = at < 0 ? '' : body.slice(at + 1);
  if (whole === null || !/^\d*$/.test(fraction) || whole + fraction === '') return null;
  return { whole: whole.replace(/^0+(?=\d)/, '') || '0', fraction };
}

function refusalOfMark(mark: string, unit: Unit, currency: GridCurrency, marks: readonly string[]): string | null {
  if (/^(K|M|MN|MIO|MM|B|BN|TSD|THOUSAND|MILLION|BILLION)$/.test(mark) && !marks.includes(mark)) {
    return `Write the number in full; “${mark.toLowerCase()}” is not read as thousands or millions.`;
  }
  const isSymbol = /\p{Sc}/u.test(mark) || /^[A-Z]{3}$/.test(mark);
  if (!marks.includes(mark)) {
    return isSymbol && unit === 'money'
      ? `This plan is in ${currency.code}, not ${mark}. Enter the amount in ${currency.code}.`
      : `“${mark.toLowerCase()}” is not part of a number. Enter digits only.`;
  }
  return unit === 'count' ? 'This column counts things, so it takes no currency.' : null;
}

export function parseCell(text: string, unit: Unit, currency: GridCurrency): Reading {
  const clean = tidy(text);
  if (clean === '') return { ok: true, value: null };
  if (clean.startsWith('=')) return refuse('Formulas are not calculated here. Enter the resulting number.');
  if (/[%‰]/.test(clean)) return refuse('Percentages are not taken. Enter the resulting number.');
  if (/^[-\u2212\u2013\u2014]$/.test(clean)) return refuse('A dash is neither blank nor zero. Enter 0, or clear the cell.');
  if (/\d\s*e\s*[-+]?\d/i.test(clean)) return refuse('Powers of ten are not taken. Write the number in full.');

  const signed = takeSign(clean);
  if (!signed) return refuse('The sign is unclear. Write a negative as -3 or (3).');
  const { mark, rest } = takeMark(signed.rest);
  if (mark !== null) {
    const reason = refusalOfMark(mark, unit, currency, currencyMarks(currency.code));
    if (reason !== null) return refuse(reason);
  }
  if (!/^[\d., '’]+$/.test(rest) || !/\d/.test(rest)) return refuse('This is not a number. Enter digits, such as 1250.');

  const parts = splitNumber(rest.trim(), unit === 'money' && currency.digits === 3);
  if (!parts) return refuse('The separators are unclear. Write it without thousands separators.');
  if (parts.whole.length > MAX_WHOLE_DIGITS) return refuse(`The number is too long; ${MAX_WHOLE_DIGITS} digits before the decimal are the most.`);
  return canonical(parts, signed.negative, unit, currency);
}

function canonical({ whole, fraction }: Split, negative: boolean, unit: Unit, currency: GridCurrency): Reading {
  if (unit === 'count' && /[1-9]/.test(fraction)) return refuse('This column counts things, so it takes whole numbers only.');
  if (unit === 'money' && fraction.length > currency.digits) {
    return refuse(
      currency.digits === 0
        ? `${currency.code} has no decimals. Enter a whole amount.`
        : `${currency.code} has at most ${countOf(currency.digits, 'decimal')}; this has ${fraction.length}.`,
    );
  }
  const digits = unit === 'money' ? currency.digits : 0;
  const plain = digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0')}`;
  return { ok: true, value: negative && /[1-9]/.test(plain) ? `-${plain}` : plain };
}
