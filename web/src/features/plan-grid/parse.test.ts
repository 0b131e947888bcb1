/*
 * Facts about reading one typed cell.
 *
 * Must not be known here: the grid.
 */

import { describe, expect, it } from 'vitest';
import { parseCell, type Reading } from './parse';

const USD = { code: 'USD', digits: 2 };
const EUR = { code: 'EUR', digits: 2 };
const taken = (value: string | null): Reading => ({ ok: true, value });
const count = (text: string) => parseCell(text, 'count', EUR);
const euro = (text: string) => parseCell(text, 'money', EUR);
const dollar = (text: string) => parseCell(text, 'money', USD);

function reasonOf(reading: Reading): string {
  return reading.ok ? `taken as ${reading.value ?? 'blank'}` : reading.reason;
}

describe('counts', () => {
  it.each([
    ['1250', '1250'], ['1,250', '1250'], ['1.250', '1250'], ['1 250', '1250'], ['1\u00a0250', '1250'], ['1\u202f250', '1250'],
    ["1'250", '1250'], ['1,250,000', '1250000'], [' 7 ', '7'], ['007', '7'], ['0', '0'], ['+150', '150'], ['-3', '-3'],
    ['\u22123', '-3'], ['(3)', '-3'], ['(1,250)', '-1250'], ['-0', '0'], ['5.00', '5'],
  ])('reads %j as %s', (text, value) => {
    expect(count(text)).toEqual(taken(value));
  });

  it('takes only whole numbers', () => {
    expect(reasonOf(count('1.5'))).toContain('whole numbers');
    expect(reasonOf(count('12,50'))).toContain('whole numbers');
  });

  it('takes no currency', () => {
    expect(reasonOf(count('€5'))).toContain('no currency');
  });
});

describe('money', () => {
  it.each([
    ['$1,234.50', '1234.50'], ['1,234', '1234.00'], ['1234.5', '1234.50'], ['USD 12', '12.00'], ['12 usd', '12.00'],
    ['-$5', '-5.00'], ['$-5', '-5.00'], ['($5.25)', '-5.25'], ['.5', '0.50'], ['5.', '5.00'], ['1134672.00', '1134672.00'],
    ['1,234,567', '1234567.00'], ['0,50', '0.50'], ['12,5', '12.50'],
  ])('in dollars reads %j as %s', (text, value) => {
    expect(dollar(text)).toEqual(taken(value));
  });

  it.each([
    ['1.234,50 €', '1234.50'], ['1 234,50', '1234.50'], ['1.234', '1234.00'], ['1.234.567,89', '1234567.89'], ['€ 3', '3.00'],
  ])('in euros reads %j as %s', (text, value) => {
    expect(euro(text)).toEqual(taken(value));
  });

  it('keeps digits that a floating point number would lose', () => {
    expect(euro('999999999999999.99')).toEqual(taken('999999999999999.99'));
  });

  it('takes no more decimals than the currency has', () => {
    expect(reasonOf(euro('1.2345'))).toBe('EUR has at most 2 decimals; this has 4.');
    expect(reasonOf(euro('0.123'))).toContain('at most 2 decimals');
    expect(reasonOf(euro('1234,567'))).toContain('at most 2 decimals');
  });

  it('takes no decimals where the currency has none', () => {
    expect(reasonOf(parseCell('12.5', 'money', { code: 'JPY', digits: 0 }))).toContain('JPY has no decimals');
  });

  it('reads a point with three digits as the decimal in a currency of three decimals, as it writes it itself', () => {
    const dinar = { code: 'KWD', digits: 3 };
    expect(parseCell('1.500', 'money', dinar)).toEqual(taken('1.500'));
    expect(parseCell('1,500', 'money', dinar)).toEqual(taken('1500.000'));
  });

  it('does not take the money of another currency', () => {
    expect(reasonOf(euro('$5'))).toContain('This plan is in EUR, not $');
    expect(reasonOf(dollar('5 EUR'))).toContain('This plan is in USD, not EUR');
  });
});

describe('blank and refused entries', () => {
  it.each([[''], [' '], ['\u00a0'], ['\ufeff']])('reads %j as blank, which is not zero', (text) => {
    expect(count(text)).toEqual(taken(null));
  });

  it.each([
    ['12k', 'in full'], ['1.5m', 'in full'], ['12%', 'Percentages'], ['=A1+1', 'Formulas'], ['1e5', 'Powers of ten'],
    ['-', 'dash'], ['–', 'dash'], ['abc', 'not a number'], ['(-3)', 'sign'], ['5-', 'sign'], ['--5', 'sign'], ['12 50', 'separators'],
    ['1,23,4', 'separators'], ['1.234,5.6', 'separators'], ['12 apples', 'not part of a number'], ['1234567890123456', 'too long'],
    ['2026-03', 'sign'], ['NaN', 'not a number'], ['Infinity', 'not a number'], ['()', 'not a number'], ['$', 'not a number'],
  ])('refuses %j and says why', (text, why) => {
    expect(reasonOf(euro(text))).toContain(why);
  });
});
