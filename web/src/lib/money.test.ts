/*
 * Facts about exact decimal arithmetic and formatting.
 *
 * Must not be known here: the grid.
 */

import { describe, expect, it } from 'vitest';
import { add, compare, currencyMarks, formatMoney, formatPlain, subtract, sum } from './money';

describe('exact arithmetic', () => {
  it('adds tenths that binary floating point cannot add', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
  });

  it('keeps cents on amounts beyond the safe integers', () => {
    expect(add('90071992547409931.01', '0.01')).toBe('90071992547409931.02');
  });

  it('keeps the larger number of decimals', () => {
    expect(add('1.50', '2')).toBe('3.50');
    expect(subtract('1', '0.005')).toBe('0.995');
  });

  it('subtracts below zero and writes the leading zero', () => {
    expect(subtract('1.00', '1.05')).toBe('-0.05');
  });

  it('never answers a negative zero', () => {
    expect(subtract('-0.50', '-0.50')).toBe('0.00');
  });

  it('compares by value, not by text', () => {
    expect(compare('10', '9.99')).toBe(1);
    expect(compare('-2', '1')).toBe(-1);
    expect(compare('1.0', '1.00')).toBe(0);
  });

  it('sums a column exactly, whatever the decimals of its parts', () => {
    expect(sum(['1134672.00', '0.01', '-3', '0.005'], 2)).toBe('1134669.015');
  });

  it('sums nothing to zero with the decimals asked for', () => {
    expect(sum([], 2)).toBe('0.00');
  });

  it('will not calculate with text that is not a plain number', () => {
    expect(() => add('1,000', '1')).toThrow(RangeError);
  });
});

describe('formatting', () => {
  it('groups thousands and keeps every digit', () => {
    expect(formatPlain('90071992547409931.02', 2)).toBe('90,071,992,547,409,931.02');
  });

  it('never rounds a value that has more decimals than the currency', () => {
    expect(formatPlain('1.005', 2)).toBe('1.005');
    expect(formatMoney('1.005', { code: 'EUR', digits: 2 })).toBe('€1.005');
  });

  it('leaves out a fraction of zeros when asked to be terse, and no other', () => {
    expect(formatPlain('1134672.00', 2, { terse: true })).toBe('1,134,672');
    expect(formatPlain('1134672.50', 2, { terse: true })).toBe('1,134,672.50');
  });

  it('shows the plus sign when asked, but not on zero', () => {
    expect(formatPlain('150', 0, { signed: true })).toBe('+150');
    expect(formatPlain('0', 0, { signed: true })).toBe('0');
  });

  it('writes money with the mark of its currency', () => {
    expect(formatMoney('1134672.00', { code: 'USD', digits: 2 })).toBe('$1,134,672.00');
  });

  it('knows the code and the symbols of a currency', () => {
    expect(currencyMarks('USD')).toEqual(expect.arrayContaining(['USD', '$', 'US$']));
    expect(currencyMarks('EUR')).toEqual(expect.arrayContaining(['EUR', '€']));
  });
});
