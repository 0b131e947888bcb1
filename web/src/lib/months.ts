/*
 * Months as "YYYY-MM" texts, which sort as they follow each other. No dates and no time zones: a
 * month is a number of its own, so none is ever skipped.
 *
 * Must not be known here: tenants, plans, the clock.
 */

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const pattern = /^(\d{4})-(\d{2})/;

/** Months since year 0. */
function indexOf(month: string): number {
  const parts = pattern.exec(month);
  if (!parts) throw new RangeError(`Not a month: ${JSON.stringify(month)}`);
  return Number(parts[1]) * 12 + Number(parts[2]) - 1;
}

const ofIndex = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;

export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

export const addMonths = (month: string, count: number): string => ofIndex(indexOf(month) + count);

/** How many months lie from `first` to `last`, both counted. */
export const monthCount = (first: string, last: string): number => indexOf(last) - indexOf(first) + 1;

/** Every month from `first` to `last`, both included. */
export const monthsBetween = (first: string, last: string): string[] =>
  Array.from({ length: Math.max(0, monthCount(first, last)) }, (_, step) => addMonths(first, step));

export const earliest = (...months: string[]): string => months.reduce((a, b) => (a < b ? a : b));
export const latest = (...months: string[]): string => months.reduce((a, b) => (a > b ? a : b));

/** The last months of a span, at most so many. */
export const newestOf = (first: string, last: string, limit: number): [first: string, last: string] => [latest(first, addMonths(last, 1 - limit)), last];

/** "2026-03" reads as "Mar 2026"; any other text stays as it is. */
export function monthLabel(month: string): string {
  const parts = pattern.exec(month);
  const name = parts ? NAMES[Number(parts[2]) - 1] : undefined;
  return parts && name ? `${name} ${parts[1]}` : month;
}

/** "Mar 2025 – Dec 2025", or the one month. */
export const spanLabel = (first: string, last: string): string =>
  first === last ? monthLabel(first) : `${monthLabel(first)} – ${monthLabel(last)}`;

/** The month it is now in a time zone. */
export function monthNow(timezone: string, now = new Date()): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit' }).formatToParts(now);
  const part = (type: string): string => parts.find((found) => found.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}`;
}
