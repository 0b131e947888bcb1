/*
 * The words the plan grid is described in: columns, rows, cells, issues, and the small
 * geometry (points and boxes) that every other room shares.
 *
 * Must not be known here: React, the DOM, how text is read, how a plan is stored or sent.
 */

import type { Currency, Unit } from '../../lib/money';

export type { Unit };
export type GridCurrency = Currency;

export interface GridColumn {
  key: string;
  label: string;
  unit: Unit;
}

export type Severity = 'error' | 'blocker' | 'warning' | 'note';

export interface GridIssue {
  month?: string;
  metric?: string;
  severity: Severity;
  message: string;
  hint: string;
}

/** Canonical plain number text ("1250", "-3", "1134672.00"); null is blank and means "leave it". */
export type Cell = string | null;

export interface PlanRow {
  month: string;
  cells: Readonly<Record<string, Cell>>;
}

export type PlanRows = readonly PlanRow[];

export type PlanType = 'TARGETS' | 'DELTAS';

/** month -> metric -> canonical plain number text. */
export type CurrentValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Point {
  row: number;
  col: number;
}

/** A rectangle of cells; both ends are inside it. */
export interface Box {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface CellWrite extends Point {
  value: Cell;
}

/** An entry that was not taken. Its text is kept so that nothing typed or pasted is lost. */
export interface CellRefusal extends Point {
  text: string;
  reason: string;
}

export const boxOf = (a: Point, b: Point): Box => ({
  top: Math.min(a.row, b.row),
  left: Math.min(a.col, b.col),
  bottom: Math.max(a.row, b.row),
  right: Math.max(a.col, b.col),
});

export const boxSize = (box: Box): number => (box.bottom - box.top + 1) * (box.right - box.left + 1);

export const samePoint = (a: Point, b: Point): boolean => a.row === b.row && a.col === b.col;

export const clampPoint = (point: Point, rowCount: number, colCount: number): Point => ({
  row: Math.max(0, Math.min(point.row, rowCount - 1)),
  col: Math.max(0, Math.min(point.col, colCount - 1)),
});

export function* pointsIn(box: Box): Generator<Point> {
  for (let row = box.top; row <= box.bottom; row += 1) {
    for (let col = box.left; col <= box.right; col += 1) yield { row, col };
  }
}

export const countOf = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
