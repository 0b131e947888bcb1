/*
 * How a cell stands to the selection, packed into one number, so that a memoised cell can tell
 * with a single comparison whether it has to be drawn again.
 *
 * Must not be known here: React, the reducer, colours.
 */

import { boxSize, type Box, type Point } from './types';

export const SELECTED = 1;
export const ACTIVE = 2;
export const EDGE_TOP = 4;
export const EDGE_RIGHT = 8;
export const EDGE_BOTTOM = 16;
export const EDGE_LEFT = 32;
/** Part of a range of more than one cell. */
export const IN_RANGE = 64;

/** What one row has to know of the selection; all primitives. */
interface RowMarks {
  /** First and last selected column, -1 when the row is outside the range. */
  from: number;
  to: number;
  /** EDGE_TOP and EDGE_BOTTOM, where the outline of a range runs along this row. */
  edges: number;
  activeCol: number;
}

export function rowMarks(row: number, box: Box, active: Point): RowMarks {
  const inside = row >= box.top && row <= box.bottom;
  const outlined = inside && boxSize(box) > 1;
  return {
    from: inside ? box.left : -1,
    to: inside ? box.right : -1,
    edges: outlined ? (row === box.top ? EDGE_TOP : 0) | (row === box.bottom ? EDGE_BOTTOM : 0) : 0,
    activeCol: active.row === row ? active.col : -1,
  };
}

/** `wide` says that the range is more than one cell and so has an outline and a tint. */
export function cellMark(col: number, { from, to, edges, activeCol }: RowMarks, wide: boolean): number {
  let mark = activeCol === col ? ACTIVE : 0;
  if (from < 0 || col < from || col > to) return mark;
  mark |= SELECTED;
  if (!wide) return mark;
  return mark | IN_RANGE | edges | (col === from ? EDGE_LEFT : 0) | (col === to ? EDGE_RIGHT : 0);
}
