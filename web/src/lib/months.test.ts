/* Facts about months. */

import { describe, expect, it } from 'vitest';
import { addMonths, isMonth, monthCount, monthLabel, monthNow, monthsBetween, newestOf, spanLabel } from './months';

describe('months', () => {
  it('never skip February', () => {
    expect(monthsBetween('2024-12', '2025-03')).toEqual(['2024-12', '2025-01', '2025-02', '2025-03']);
  });

  it('cross years both ways', () => {
    expect(addMonths('2025-01', -1)).toBe('2024-12');
    expect(addMonths('2025-11', 14)).toBe('2027-01');
    expect(monthCount('2024-02', '2025-02')).toBe(13);
  });

  it('between a later and an earlier one there are none', () => {
    expect(monthsBetween('2025-03', '2025-01')).toEqual([]);
  });

  it('of a long history are its newest', () => {
    expect(newestOf('2015-01', '2025-12', 60)).toEqual(['2021-01', '2025-12']);
    expect(newestOf('2025-03', '2025-12', 60)).toEqual(['2025-03', '2025-12']);
  });

  it('are twelve a year', () => {
    expect(['2025-00', '2025-01', '2025-12', '2025-13', '2025-1', '2025-01-01', ''].map(isMonth)).toEqual([false, true, true, false, false, false, false]);
  });

  it('are read by people as name and year', () => {
    expect(monthLabel('2025-02')).toBe('Feb 2025');
    expect(spanLabel('2025-02', '2025-04')).toBe('Feb 2025 – Apr 2025');
    expect(spanLabel('2025-02', '2025-02')).toBe('Feb 2025');
  });

  it('turn at midnight of the time zone', () => {
    const instant = new Date('2025-03-31T20:00:00Z');
    expect(monthNow('Europe/London', instant)).toBe('2025-03');
    expect(monthNow('Asia/Tokyo', instant)).toBe('2025-04');
  });
});
