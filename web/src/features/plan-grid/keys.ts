/*
 * Which key means what, as plain data. One table for moving about and one for editing.
 *
 *   arrows, Home/End, Page Up/Down   move; with Shift they extend the range
 *   Ctrl+Home/End, Ctrl+arrows       to the corner or edge of the grid
 *   Tab, Shift+Tab                   next and previous cell, across row ends; at the last (first)
 *                                    cell they leave the grid
 *   Escape, then Tab or Shift+Tab    leaves the grid from any cell
 *   F6                               leaves at once, to the status strip below the grid
 *   Enter, Shift+Enter               down and up
 *   F2 or a typed character          edits; typing replaces what is there
 *   Ctrl+A, Ctrl+Space, Shift+Space  selects all, the column, the month
 *   Delete, Backspace                blanks the range
 *   Ctrl+D, Ctrl+R                   fills down, fills right
 *   Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z     undo, redo
 *
 * Must not be known here: the reducer, React, what any of these does.
 */

import type { Step } from './state';

export interface KeyPress {
  key: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
}

export type Intent =
  | { do: 'move'; rows: number; cols: number; extend: boolean }
  | { do: 'page'; direction: 1 | -1; extend: boolean }
  | { do: 'step'; to: Step }
  | { do: 'tab'; to: 'next' | 'previous' }
  | { do: 'commit'; go: Step }
  | { do: 'edit' }
  | { do: 'type'; text: string }
  | { do: 'caret' }
  | { do: 'escape' }
  | { do: 'blank' }
  | { do: 'select'; what: 'all' | 'column' | 'row' }
  | { do: 'fill'; direction: 'down' | 'right' }
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'leave' }
  | { do: 'nothing' };

/** Further than any grid reaches; the reducer stops at the edge. */
const EDGE = 1_000_000;

const ARROWS: Readonly<Record<string, { rows: number; cols: number; step: Step }>> = {
  ArrowDown: { rows: 1, cols: 0, step: 'down' },
  ArrowUp: { rows: -1, cols: 0, step: 'up' },
  ArrowLeft: { rows: 0, cols: -1, step: 'left' },
  ArrowRight: { rows: 0, cols: 1, step: 'right' },
};

function withControl({ key, shift }: KeyPress): Intent | null {
  const arrow = ARROWS[key];
  if (arrow) return { do: 'move', rows: arrow.rows * EDGE, cols: arrow.cols * EDGE, extend: shift };
  switch (key.toLowerCase()) {
    case 'home': return { do: 'move', rows: -EDGE, cols: -EDGE, extend: shift };
    case 'end': return { do: 'move', rows: EDGE, cols: EDGE, extend: shift };
    case 'a': return { do: 'select', what: 'all' };
    case ' ': return { do: 'select', what: 'column' };
    case 'd': return { do: 'fill', direction: 'down' };
    case 'r': return shift ? null : { do: 'fill', direction: 'right' };
    case 'z': return shift ? { do: 'redo' } : { do: 'undo' };
    case 'y': return { do: 'redo' };
    default: return null;
  }
}

/** A null answer leaves the key to the browser. */
export function intentWhenMoving(press: KeyPress): Intent | null {
  const { key, ctrl, shift, alt } = press;
  if (alt) return null;
  if (ctrl) return withControl(press);
  const arrow = ARROWS[key];
  if (arrow) return { do: 'move', rows: arrow.rows, cols: arrow.cols, extend: shift };
  switch (key) {
    case 'Home': return { do: 'move', rows: 0, cols: -EDGE, extend: shift };
    case 'End': return { do: 'move', rows: 0, cols: EDGE, extend: shift };
    case 'PageDown': return { do: 'page', direction: 1, extend: shift };
    case 'PageUp': return { do: 'page', direction: -1, extend: shift };
    case 'Tab': return { do: 'tab', to: shift ? 'previous' : 'next' };
    case 'Enter': return { do: 'step', to: shift ? 'up' : 'down' };
    case 'F2': return { do: 'edit' };
    case 'F6': return shift ? null : { do: 'leave' };
    case 'Escape': return { do: 'escape' };
    case 'Delete':
    case 'Backspace': return { do: 'blank' };
    case ' ': return shift ? { do: 'select', what: 'row' } : { do: 'nothing' };
    default: return key.length === 1 ? { do: 'type', text: key } : null;
  }
}

export function intentWhenEditing(press: KeyPress, mode: 'enter' | 'modify'): Intent | null {
  const { key, ctrl, shift, alt } = press;
  if (alt || ctrl) return null;
  const arrow = ARROWS[key];
  if (arrow) return mode === 'enter' && !shift ? { do: 'commit', go: arrow.step } : null;
  switch (key) {
    case 'Enter': return { do: 'commit', go: shift ? 'up' : 'down' };
    case 'Tab': return { do: 'tab', to: shift ? 'previous' : 'next' };
    case 'Escape': return { do: 'escape' };
    case 'F2': return { do: 'caret' };
    case 'F6': return shift ? null : { do: 'leave' };
    default: return null;
  }
}
