/*
 * Turning a range into clipboard text and clipboard text into writes. Text out is plain canonical
 * numbers with tabs and line feeds; text in is what spreadsheets put on the clipboard. Pasting and
 * filling never extend the grid, and whatever is not taken is counted and given back.
 *
 * Must not be known here: React, clipboard events, the undo stack, how the grid looks.
 */

import Papa from 'papaparse';
import { parseCell, tidy } from './parse';
import {
  boxSize, countOf, pointsIn,
  type Box, type Cell, type CellRefusal, type CellWrite, type GridColumn, type GridCurrency, type PlanRows,
} from './types';

export function copyRange(rows: PlanRows, metrics: readonly string[], box: Box): string {
  const lines: string[] = [];
  for (let row = box.top; row <= box.bottom; row += 1) {
    const cells: string[] = [];
    for (let col = box.left; col <= box.right; col += 1) cells.push(cellText(rows, metrics, row, col) ?? '');
    lines.push(cells.join('\t'));
  }
  return lines.join('\n');
}

const cellText = (rows: PlanRows, metrics: readonly string[], row: number, col: number): Cell =>
  rows[row]?.cells[metrics[col] ?? ''] ?? null;

/** Cells of pasted text. A quoted cell may hold tabs and line breaks; one trailing line break is no row. */
export function splitPasted(text: string, delimiter = '\t'): string[][] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const parsed = Papa.parse<string[]>(lines, { delimiter, newline: '\n', header: false, skipEmptyLines: false });
  const broken = parsed.errors.some((error) => error.type === 'Quotes');
  const table = broken ? lines.split('\n').map((line) => line.split(delimiter)) : parsed.data;
  return table.length === 0 ? [['']] : table.map((cells) => cells.map(tidy));
}

const MONTH_NAME = /^(?:(?:\d{1,2}|\d{4})[\s./-]*)?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?:[\s.,'’/-]*(?:\d{2}|\d{4}))?$/i;
const MONTH_NUMBER = /^(?:(?:19|20)\d{2}[-/](?:0[1-9]|1[0-2])(?:[-/]\d{1,2})?|(?:0?[1-9]|1[0-2])[-/](?:19|20)\d{2})$/;
const HEADER_WORDS = new Set([
  'month', 'months', 'date', 'period', 'metric', 'metrics', 'kpi', 'kpis', 'measure', 'name', 'unit',
  'value', 'amount', 'target', 'targets', 'delta', 'deltas', 'plan', 'actual', 'actuals', 'budget', 'forecast', 'total', 'currency',
]);

const isWord = (cell: string): boolean => /^\p{L}[^\d/]{2,}$/u.test(cell);

/** A line of nothing but words above other lines. */
const isHeading = (row: readonly string[] = []): boolean =>
  row.filter((cell) => cell !== '').length > 1 && row.every((cell) => cell === '' || isWord(cell));

/** Whether the text carries its own months or headings, so that its cells belong where those say. */
export function looksLikeTable(text: string, labels: readonly string[] = []): boolean {
  const words = new Set([...HEADER_WORDS, ...labels.map((label) => tidy(label).toLowerCase())]);
  const delimiters = text.includes('\t') ? ['\t'] : ['\t', ',', ';'];
  return delimiters.map((delimiter) => splitPasted(text, delimiter)).some((rows) =>
    (rows.length > 1 && isHeading(rows[0])) || rows.some((row) =>
      row.some((cell) => /[a-z/-]/i.test(cell) && (MONTH_NAME.test(cell) || MONTH_NUMBER.test(cell) || words.has(cell.toLowerCase())))));
}

export interface Target {
  columns: readonly GridColumn[];
  currency: GridCurrency;
  rowCount: number;
  /** The selected range; a block is laid down from its top left corner. */
  box: Box;
}

interface PastePlan {
  writes: CellWrite[];
  pasted: number;
  /** Cells of the block that would lie outside the grid and were left out. */
  clipped: number;
  refused: CellRefusal[];
  /** The part of the grid the block covers. */
  covered: Box;
}

const readInto = (plan: PastePlan, target: Target, row: number, col: number, text: string): void => {
  const column = target.columns[col];
  if (!column || row >= target.rowCount) {
    plan.clipped += 1;
    return;
  }
  const reading = parseCell(text, column.unit, target.currency);
  if (reading.ok) plan.writes.push({ row, col, value: reading.value });
  else plan.refused.push({ row, col, text, reason: reading.reason });
};

const emptyPlan = (covered: Box): PastePlan => ({ writes: [], pasted: 0, clipped: 0, refused: [], covered });

export function planPaste(text: string, target: Target): PastePlan {
  const block = splitPasted(text);
  const { box } = target;
  const single = block.length === 1 && block[0]?.length === 1 ? (block[0][0] ?? '') : null;
  const plan = emptyPlan(box);
  if (single !== null) {
    for (const { row, col } of pointsIn(box)) readInto(plan, target, row, col, single);
  } else {
    const width = Math.max(...block.map((cells) => cells.length));
    plan.covered = {
      top: box.top,
      left: box.left,
      bottom: Math.min(box.top + block.length, target.rowCount) - 1,
      right: Math.min(box.left + width, target.columns.length) - 1,
    };
    block.forEach((cells, row) => cells.forEach((cell, col) => readInto(plan, target, box.top + row, box.left + col, cell)));
  }
  plan.pasted = plan.writes.length;
  return plan;
}

/** Repeats the first row (down) or column (right) of the range; a single one repeats its neighbour. */
export function planFill(rows: PlanRows, target: Target, direction: 'down' | 'right'): PastePlan {
  const { box } = target;
  const down = direction === 'down';
  const single = down ? box.top === box.bottom : box.left === box.right;
  const from = (down ? box.top : box.left) - (single ? 1 : 0);
  const metrics = target.columns.map((column) => column.key);
  const plan = emptyPlan(box);
  if (from < 0) return plan;
  for (const { row, col } of pointsIn(box)) {
    if ((down ? row : col) === from) continue;
    readInto(plan, target, row, col, cellText(rows, metrics, down ? from : row, down ? col : from) ?? '');
  }
  plan.pasted = plan.writes.length;
  return plan;
}

export const planBlank = (box: Box): CellWrite[] => [...pointsIn(box)].map((point) => ({ ...point, value: null }));

/** "Pasted 540 cells, 2 refused, 18 outside the grid left out" */
export function reportOf(verb: string, plan: PastePlan): string {
  const parts = [`${verb} ${countOf(plan.pasted, 'cell')}`];
  if (plan.refused.length > 0) parts.push(`${plan.refused.length} refused`);
  if (plan.clipped > 0) parts.push(`${plan.clipped} outside the grid left out`);
  return parts.join(', ');
}

export const cellsIn = (box: Box): string => countOf(boxSize(box), 'cell');
