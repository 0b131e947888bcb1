/*
 * Facts about copying, pasting and filling as plain data.
 *
 * Must not be known here: React, clipboard events.
 */

import { describe, expect, it } from 'vitest';
import { copyRange, looksLikeTable, planFill, planPaste, reportOf, splitPasted, type Target } from './clipboard';
import type { Box, GridColumn, PlanRows } from './types';

const COLUMNS: readonly GridColumn[] = [
  { key: 'orders', label: 'Orders', unit: 'count' },
  { key: 'revenue', label: 'Net revenue', unit: 'money' },
  { key: 'cost', label: 'Cost', unit: 'money' },
];
const METRICS = COLUMNS.map((column) => column.key);
const ROWS: PlanRows = [
  { month: '2026-01', cells: { orders: '12', revenue: '1134672.00', cost: null } },
  { month: '2026-02', cells: { orders: null, revenue: '12.50' } },
  { month: '2026-03', cells: {} },
];

const box = (top: number, left: number, bottom: number, right: number): Box => ({ top, left, bottom, right });
const into = (range: Box): Target => ({ columns: COLUMNS, currency: { code: 'EUR', digits: 2 }, rowCount: ROWS.length, box: range });

describe('copying', () => {
  it('writes plain canonical numbers with tabs, and nothing for a blank', () => {
    expect(copyRange(ROWS, METRICS, box(0, 0, 1, 2))).toBe('12\t1134672.00\t\n\t12.50\t');
  });

  it('can be pasted back unchanged', () => {
    const plan = planPaste(copyRange(ROWS, METRICS, box(0, 0, 1, 1)), into(box(0, 0, 0, 0)));
    expect(plan.writes).toEqual([
      { row: 0, col: 0, value: '12' }, { row: 0, col: 1, value: '1134672.00' },
      { row: 1, col: 0, value: null }, { row: 1, col: 1, value: '12.50' },
    ]);
  });
});

describe('splitting pasted text', () => {
  it('takes CRLF and LF alike and drops exactly one trailing line break', () => {
    expect(splitPasted('1\t2\r\n3\t4\n')).toEqual([['1', '2'], ['3', '4']]);
    expect(splitPasted('1\n\n')).toEqual([['1'], ['']]);
  });

  it('honours quoted cells with tabs, line breaks and doubled quotes', () => {
    expect(splitPasted('"a\tb"\t"say ""hi"""\n"1\n2"\t3')).toEqual([['a b', 'say "hi"'], ['1 2', '3']]);
  });

  it('reads an unclosed quote as an ordinary character instead of swallowing the rest', () => {
    expect(splitPasted('"5\t6\n7\t8')).toEqual([['"5', '6'], ['7', '8']]);
  });

  it('turns no-break spaces into nothing that matters', () => {
    expect(splitPasted('\u00a01\u00a0250\u00a0\t2')).toEqual([['1 250', '2']]);
  });

  it('keeps empty cells and empty lines inside the block', () => {
    expect(splitPasted('1\t\t3\n\n4\t5\t6')).toEqual([['1', '', '3'], [''], ['4', '5', '6']]);
  });
});

describe('pasting', () => {
  it('fills a range with one value', () => {
    const plan = planPaste('5', into(box(0, 0, 2, 1)));
    expect(plan.pasted).toBe(6);
    expect(plan.writes.map((write) => write.value)).toEqual(['5', '5.00', '5', '5.00', '5', '5.00']);
  });

  it('lays a block down from the corner of the range and goes no further than the block', () => {
    const plan = planPaste('1\t2\n3\t4', into(box(0, 0, 2, 2)));
    expect(plan.covered).toEqual(box(0, 0, 1, 1));
    expect(plan.pasted).toBe(4);
  });

  it('never adds months or columns, and counts what lies outside', () => {
    const plan = planPaste('1\t2\t3\n4\t5\t6', into(box(2, 1, 2, 1)));
    expect(plan.pasted).toBe(2);
    expect(plan.clipped).toBe(4);
    expect(plan.covered).toEqual(box(2, 1, 2, 2));
    expect(reportOf('Pasted', plan)).toBe('Pasted 2 cells, 4 outside the grid left out');
  });

  it('gives back each refused cell with its text and the reason', () => {
    const plan = planPaste('1\t12k\n2\t3', into(box(0, 0, 0, 0)));
    expect(plan.refused).toEqual([{ row: 0, col: 1, text: '12k', reason: expect.stringContaining('in full') }]);
    expect(reportOf('Pasted', plan)).toBe('Pasted 3 cells, 1 refused');
  });

  it('blanks where the block is blank', () => {
    expect(planPaste('\t7', into(box(0, 0, 0, 0))).writes).toEqual([{ row: 0, col: 0, value: null }, { row: 0, col: 1, value: '7.00' }]);
  });

  it('leaves alone the cells that a short line does not reach', () => {
    expect(planPaste('1\t2\n3', into(box(0, 0, 0, 0))).writes.filter((write) => write.row === 1)).toEqual([{ row: 1, col: 0, value: '3' }]);
  });

  it('says one cell in the singular', () => {
    expect(reportOf('Pasted', planPaste('1', into(box(0, 0, 0, 0))))).toBe('Pasted 1 cell');
  });
});

describe('filling', () => {
  it('repeats the first row downwards', () => {
    expect(planFill(ROWS, into(box(0, 0, 2, 0)), 'down').writes).toEqual([{ row: 1, col: 0, value: '12' }, { row: 2, col: 0, value: '12' }]);
  });

  it('takes the neighbour when only one row or column is selected', () => {
    expect(planFill(ROWS, into(box(1, 0, 1, 0)), 'down').writes).toEqual([{ row: 1, col: 0, value: '12' }]);
    expect(planFill(ROWS, into(box(0, 2, 0, 2)), 'right').writes).toEqual([{ row: 0, col: 2, value: '1134672.00' }]);
  });

  it('rereads a count as money when it fills to the right', () => {
    expect(planFill(ROWS, into(box(0, 0, 0, 1)), 'right').writes).toEqual([{ row: 0, col: 1, value: '12.00' }]);
  });

  it('has nothing to repeat in the first row', () => {
    expect(planFill(ROWS, into(box(0, 0, 0, 0)), 'down')).toMatchObject({ writes: [], pasted: 0 });
  });
});

describe('telling a table from a block', () => {
  it.each([
    ['2026-01\t5'], ['January\tFebruary\n1\t2'], ['Jan 2026\t5'], ["Mar '26\t5"], ['Sept.\t5'], ['01/2026\t5'], ['Month\tOrders'],
    ['5\t6\nTotal\t7'], ['2026-03-01\t5'], ['Feb-26\t5'], ['Monat\tKontakte\n1\t2'],
    ['month,orders\n2026-01,5'], ['2026-01,5\n2026-02,6'], ['Monat;Umsatz\nMär 26;1.234,50'], ['"month","orders, all"\n"x","5"'],
  ])('sees a table in %j', (text) => {
    expect(looksLikeTable(text)).toBe(true);
  });

  it.each([['1\t2\n3\t4'], ['-3'], ['2026'], ['12k\tx'], ['$1,234.50\t1.234,50 €'], ['(3)'], ['10/12'], [''], ['1,234\n2,345'], ['1,5\t2,5\n3,5\t4,5'], ['1;2\n3;4'], ['n/a\tx\n5k\t6']])('sees a block in %j', (text) => {
    expect(looksLikeTable(text)).toBe(false);
  });

  it('knows the labels of the columns as headings', () => {
    expect(looksLikeTable('net revenue\n5')).toBe(false);
    expect(looksLikeTable('net revenue\n5', ['Net revenue'])).toBe(true);
  });
});
