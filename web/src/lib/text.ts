/*
 * Numbers, instants and durations as people read them, one way for everybody.
 *
 * Must not be known here: money (see money.ts), what the numbers stand for.
 */

const COUNT = new Intl.NumberFormat('en-US');
const PERCENT = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });
const INSTANT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export const countText = (count: number): string => COUNT.format(count);
export const percentText = (ratio: number): string => PERCENT.format(ratio);
export const instantText = (iso: string): string => INSTANT.format(new Date(iso));
export const plural = (count: number, one: string, many = `${one}s`): string => `${countText(count)} ${count === 1 ? one : many}`;

/** Rounded before it is taken apart, so that no part reaches the next one's size. */
export function durationText(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** "2026-09-07" as a day, whatever the time zone. */
export const dayText = (day: string): string => DAY.format(new Date(`${day}T00:00:00Z`));

/** A number of days, rounded as one speaks of them. */
export const daysText = (days: number): string => (days < 10 ? `${days.toFixed(1)} days` : plural(Math.round(days), 'day'));
