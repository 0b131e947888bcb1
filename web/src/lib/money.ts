/*
 * Exact decimal arithmetic and formatting on plain number text. Sums and differences run on
 * BigInt, so no value ever passes through binary floating point.
 *
 * Must not be known here: columns, plans, cells, how a person types a number.
 */

export type Unit = 'count' | 'money';

export interface Currency {
  code: string;
  /** Number of decimals. */
  digits: number;
}

const PLAIN = /^-?\d+(?:\.\d+)?$/;

/** Numbers are shown one way for everybody: comma for thousands, point for decimals. */
const LOCALE = 'en-US';

interface Scaled {
  units: bigint;
  scale: number;
}

export const isPlainNumber = (text: string): boolean => PLAIN.test(text);

function toScaled(text: string): Scaled {
  if (!isPlainNumber(text)) throw new RangeError(`Not a plain number: ${JSON.stringify(text)}`);
  const point = text.indexOf('.');
  if (point < 0) return { units: BigInt(text), scale: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

function toText({ units, scale }: Scaled): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return negative ? `-${text}` : text;
}

const lift = (value: Scaled, scale: number): bigint => value.units * 10n ** BigInt(scale - value.scale);

function combine(a: string, b: string, join: (x: bigint, y: bigint) => bigint): string {
  const left = toScaled(a);
  const right = toScaled(b);
  const scale = Math.max(left.scale, right.scale);
  return toText({ units: join(lift(left, scale), lift(right, scale)), scale });
}

export const add = (a: string, b: string): string => combine(a, b, (x, y) => x + y);

export const subtract = (a: string, b: string): string => combine(a, b, (x, y) => x - y);

export function compare(a: string, b: string): -1 | 0 | 1 {
  const left = toScaled(a);
  const right = toScaled(b);
  const scale = Math.max(left.scale, right.scale);
  const x = lift(left, scale);
  const y = lift(right, scale);
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

/** Adds everything given; the result carries at least `digits` decimals. */
export function sum(values: Iterable<string>, digits = 0): string {
  let units = 0n;
  let scale = digits;
  for (const value of values) {
    const next = toScaled(value);
    if (next.scale > scale) {
      units *= 10n ** BigInt(next.scale - scale);
      scale = next.scale;
    }
    units += lift(next, scale);
  }
  return toText({ units, scale });
}

/** A non-negative amount divided by a positive count, to the amount's decimals; half a unit goes up. */
export function divideRounded(amount: string, count: number): string {
  const { units, scale } = toScaled(amount);
  const parts = BigInt(count);
  return toText({ units: (2n * units + parts) / (2n * parts), scale });
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(LOCALE, options);
  formatters.set(key, made);
  return made;
}

/** Intl reads decimal text exactly; a JavaScript number in between would lose digits. */
const formatText = (format: Intl.NumberFormat, value: string): string => format.format(value as Intl.StringNumericLiteral);

const scaleOf = (value: string): number => {
  const point = value.indexOf('.');
  return point < 0 ? 0 : value.length - point - 1;
};

export interface NumberStyle {
  /** Shows + as well as -. */
  signed?: boolean;
  /** Drops a fraction that is all zeros. Never rounds. */
  terse?: boolean;
}

/** Grouped digits without a currency mark: "1,134,672.00". Never rounds. */
export function formatPlain(value: string, digits: number, style: NumberStyle = {}): string {
  if (!isPlainNumber(value)) return value;
  const signed = style.signed ?? false;
  const bare = style.terse ? value.replace(/\.0*$/, '') : value;
  const least = style.terse && !bare.includes('.') ? 0 : digits;
  const most = Math.max(least, scaleOf(bare));
  return formatText(
    formatter(`plain ${least} ${most} ${signed}`, {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
      signDisplay: signed ? 'exceptZero' : 'negative',
    }),
    bare,
  );
}

/** With the currency's mark: "$1,134,672.00". Never rounds. */
export function formatMoney(value: string, currency: Currency, style: NumberStyle = {}): string {
  if (!isPlainNumber(value)) return value;
  const signed = style.signed ?? false;
  const most = Math.max(currency.digits, scaleOf(value));
  return formatText(
    formatter(`money ${currency.code} ${currency.digits} ${most} ${signed}`, {
      style: 'currency',
      currency: currency.code,
      minimumFractionDigits: currency.digits,
      maximumFractionDigits: most,
      signDisplay: signed ? 'exceptZero' : 'negative',
    }),
    value,
  );
}

export const digitsOf = (unit: Unit, currency: Currency): number => (unit === 'money' ? currency.digits : 0);

const knownMarks = new Map<string, readonly string[]>();

/** Every mark that means this currency: its code, and the symbols in use for it ("USD", "$", "US$"). */
export function currencyMarks(code: string): readonly string[] {
  const known = knownMarks.get(code);
  if (known) return known;
  const marks = new Set([code.toUpperCase()]);
  for (const display of ['symbol', 'narrowSymbol'] as const) {
    const parts = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: code, currencyDisplay: display }).formatToParts(0);
    const mark = parts.find((part) => part.type === 'currency')?.value.toUpperCase();
    if (mark === undefined) continue;
    marks.add(mark);
    if (mark === '$') marks.add(`${code.slice(0, 2).toUpperCase()}$`);
  }
  const found = [...marks];
  knownMarks.set(code, found);
  return found;
}
