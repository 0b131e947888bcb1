/*
 * The whole behaviour of the grid as one pure reducer: the active cell, the selected range, the
 * cell being edited, the rows, refused entries, and the undo and redo stacks. Nothing is mutated,
 * and an untouched row keeps its identity, so a view can compare rows with ===.
 *
 * A refused entry leaves the stored value as it was; its text is kept beside the rows until the
 * cell is written, blanked or undone. `refusalCount` tells a caller whether any are left. What is
 * entered in months that are no longer shown is kept aside, and is there again when they are.
 *
 * Must not be known here: React, the DOM, the clipboard, how text becomes a number, labels.
 */

import {
  boxOf, boxSize, clampPoint, countOf, samePoint,
  type Box, type Cell, type CellRefusal, type CellWrite, type PlanRow, type PlanRows, type Point,
} from './types';
import type { Reading } from './parse';

export const UNDO_DEPTH = 200;

export interface Refusal {
  text: string;
  reason: string;
}

/** month -> metric -> the entry that was not taken. */
export type Refusals = Readonly<Record<string, Readonly<Record<string, Refusal>>>>;

/** `enter` began by typing over the cell, so arrows commit; in `modify` arrows move the caret. */
interface Edit {
  text: string;
  mode: 'enter' | 'modify';
}

/** Everything that is entered. */
export interface Sheet {
  rows: PlanRows;
  /** Of all months, shown or not. */
  refused: Refusals;
  /** Months that are not shown, with their numbers. */
  aside: PlanRows;
}

interface Snapshot extends Sheet {
  active: Point;
  anchor: Point;
  focus: Point;
  what: string;
}

export interface GridState extends Sheet {
  metrics: readonly string[];
  active: Point;
  anchor: Point;
  focus: Point;
  edit: Edit | null;
  undo: readonly Snapshot[];
  redo: readonly Snapshot[];
  /** `seq` grows with every message, so that the same words twice are still news. */
  notice: { seq: number; text: string };
  /** Grows whenever something outside the grid asks for a cell to be brought into focus. */
  summons: number;
}

export type Step = 'down' | 'up' | 'left' | 'right' | 'next' | 'previous' | 'stay';

export type GridAction =
  | { type: 'load'; rows: PlanRows; refused?: Refusals; aside?: PlanRows; metrics?: readonly string[]; what?: string }
  /** Other months are shown; `written` are the entries that come in with them, over what was refused there. */
  | { type: 'show'; rows: PlanRows; written?: PlanRows; what: string }
  | { type: 'activate'; at: Point; extend?: boolean }
  | { type: 'move'; rows: number; cols: number; extend?: boolean }
  | { type: 'step'; to: Step }
  | { type: 'select'; box: Box; keepActive?: boolean }
  | { type: 'collapse' }
  | { type: 'edit'; text?: string }
  | { type: 'edit-text'; text: string }
  | { type: 'edit-mode' }
  | { type: 'edit-cancel' }
  | { type: 'commit'; reading: Reading; go: Step; place: string }
  | { type: 'write'; writes: readonly CellWrite[]; refused?: readonly CellRefusal[]; what: string; say: string; select?: Box }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'focus-cell'; month: string; metric: string }
  | { type: 'say'; text: string };

const ORIGIN: Point = { row: 0, col: 0 };
const NO_REFUSALS: Refusals = {};

export const createGridState = (rows: PlanRows, metrics: readonly string[], { refused = NO_REFUSALS, aside = [] }: Partial<Sheet> = {}): GridState => ({
  metrics, rows, refused, aside, active: ORIGIN, anchor: ORIGIN, focus: ORIGIN,
  edit: null, undo: [], redo: [], notice: { seq: 0, text: '' }, summons: 0,
});

export const selectedBox = (state: GridState): Box => boxOf(state.anchor, state.focus);

export function cellAt(state: GridState, at: Point): Cell {
  const metric = state.metrics[at.col];
  return metric === undefined ? null : (state.rows[at.row]?.cells[metric] ?? null);
}

export function refusalAt(state: GridState, at: Point): Refusal | null {
  const month = state.rows[at.row]?.month;
  const metric = state.metrics[at.col];
  return month === undefined || metric === undefined ? null : (state.refused[month]?.[metric] ?? null);
}

const countIn = (record: object | undefined): number => Object.keys(record ?? {}).length;

/** In the months that are shown. */
export const refusalCount = ({ rows, refused }: Pick<Sheet, 'rows' | 'refused'>): number =>
  rows.reduce((total, { month }) => total + countIn(refused[month]), 0);

/** Numbers and refused entries in months that are not shown. */
export const asideCount = (sheet: Sheet): number =>
  sheet.aside.reduce((total, row) => total + numbersIn(row), 0)
  + Object.values(sheet.refused).reduce((total, row) => total + countIn(row), 0) - refusalCount(sheet);

/** Every month with an entry that is not shown. */
export const monthsAside = ({ rows, refused, aside }: Sheet): string[] => {
  const shown = new Set(rows.map(({ month }) => month));
  return [...new Set([...aside.map(({ month }) => month), ...Object.keys(refused)])].filter((month) => !shown.has(month)).sort();
};

export const numbersIn = ({ cells }: PlanRow): number => Object.values(cells).filter((cell) => cell !== null).length;

const say = (state: GridState, text: string): GridState => ({ ...state, notice: { seq: state.notice.seq + 1, text } });

function goTo(state: GridState, at: Point, extend = false): GridState {
  const point = clampPoint(at, state.rows.length, state.metrics.length);
  if (extend) return samePoint(point, state.focus) ? state : { ...state, anchor: state.active, focus: point };
  if (samePoint(point, state.active) && samePoint(point, state.anchor) && samePoint(point, state.focus)) return state;
  return { ...state, active: point, anchor: point, focus: point };
}

function stepFrom({ active, metrics }: GridState, to: Step): Point {
  const { row, col } = active;
  const width = metrics.length;
  switch (to) {
    case 'down': return { row: row + 1, col };
    case 'up': return { row: row - 1, col };
    case 'left': return { row, col: col - 1 };
    case 'right': return { row, col: col + 1 };
    case 'next': return col + 1 < width ? { row, col: col + 1 } : { row: row + 1, col: 0 };
    case 'previous': return col > 0 ? { row, col: col - 1 } : { row: row - 1, col: width - 1 };
    case 'stay': return active;
  }
}

/** Whether `next` or `previous` would run off the grid, where Tab has to leave it. */
export function isAtEnd(state: GridState, to: 'next' | 'previous'): boolean {
  const target = stepFrom(state, to);
  return target.row < 0 || target.row >= state.rows.length;
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in record)) return record;
  const { [key]: _gone, ...rest } = record;
  return rest;
}

function changeSheet(state: GridState, writes: readonly CellWrite[], refusals: readonly CellRefusal[]): Sheet {
  const rows = new Map<number, PlanRow>();
  let refused = state.refused;
  const setRefused = (month: string, metric: string, refusal: Refusal | null): void => {
    const before = refused[month] ?? {};
    const known = before[metric];
    if (refusal ? known?.text === refusal.text && known.reason === refusal.reason : known === undefined) return;
    const after = refusal ? { ...before, [metric]: refusal } : without(before, metric);
    refused = Object.keys(after).length > 0 ? { ...refused, [month]: after } : without(refused, month);
  };
  for (const { row, col, value } of writes) {
    const metric = state.metrics[col];
    const before = rows.get(row) ?? state.rows[row];
    if (metric === undefined || before === undefined) continue;
    if ((before.cells[metric] ?? null) !== value) rows.set(row, { ...before, cells: { ...before.cells, [metric]: value } });
    setRefused(before.month, metric, null);
  }
  for (const { row, col, text, reason } of refusals) {
    const metric = state.metrics[col];
    const month = state.rows[row]?.month;
    if (metric !== undefined && month !== undefined) setRefused(month, metric, { text, reason });
  }
  return { rows: rows.size === 0 ? state.rows : state.rows.map((row, index) => rows.get(index) ?? row), refused, aside: state.aside };
}

const snapshot = (state: GridState, what: string): Snapshot => ({
  rows: state.rows, refused: state.refused, aside: state.aside, active: state.active, anchor: state.anchor, focus: state.focus, what,
});

/** Takes a new sheet as one undo step; an unchanged sheet is no step. */
function record(state: GridState, sheet: Sheet, what: string): GridState {
  if (sheet.rows === state.rows && sheet.refused === state.refused && sheet.aside === state.aside) return state;
  return { ...state, ...sheet, undo: [...state.undo, snapshot(state, what)].slice(-UNDO_DEPTH), redo: [] };
}

function commit(state: GridState, { reading, go, place }: Extract<GridAction, { type: 'commit' }>): GridState {
  if (!state.edit) return state;
  const closed: GridState = { ...state, edit: null };
  if (reading.ok) {
    const written = record(closed, changeSheet(closed, [{ ...state.active, value: reading.value }], []), 'entry');
    return go === 'stay' ? written : goTo(written, stepFrom(written, go));
  }
  const refusal = { ...state.active, text: state.edit.text, reason: reading.reason };
  return say(record(closed, changeSheet(closed, [], [refusal]), 'refused entry'), `Refused “${refusal.text}” in ${place}: ${reading.reason}`);
}

function load(state: GridState, action: Extract<GridAction, { type: 'load' }>): GridState {
  const { rows, refused = NO_REFUSALS, aside = [], metrics = state.metrics } = action;
  if (rows === state.rows && metrics === state.metrics) return state;
  return putSheet({ ...state, metrics }, { rows, refused, aside }, action.what ?? 'loading');
}

/** The active cell stays with its month, where that is still there. */
function putSheet(state: GridState, sheet: Sheet, what: string): GridState {
  const month = state.rows[state.active.row]?.month;
  const row = sheet.rows.findIndex((candidate) => candidate.month === month);
  return goTo(record({ ...state, edit: null }, sheet, what), { row: row < 0 ? state.active.row : row, col: state.active.col });
}

function show(state: GridState, { rows, written = [], what }: Extract<GridAction, { type: 'show' }>): GridState {
  const shown = new Set(rows.map(({ month }) => month));
  const kept = new Map(state.aside.map((row) => [row.month, row]));
  let { refused } = state;
  for (const { month, cells } of written) {
    const left = Object.keys(cells).reduce(without, refused[month] ?? {});
    refused = countIn(left) > 0 ? { ...refused, [month]: left } : without(refused, month);
  }
  return putSheet(state, {
    rows: rows.map((row) => {
      const back = kept.get(row.month);
      return back ? { ...row, cells: { ...back.cells, ...row.cells } } : row;
    }),
    refused,
    aside: [...state.aside, ...state.rows].filter((row) => !shown.has(row.month) && numbersIn(row) > 0),
  }, what);
}

function travel(state: GridState, from: 'undo' | 'redo'): GridState {
  const to = from === 'undo' ? 'redo' : 'undo';
  const target = state[from].at(-1);
  if (!target) return say(state, from === 'undo' ? 'Nothing to undo' : 'Nothing to redo');
  const { what, rows, refused, aside } = target;
  const fit = (point: Point): Point => clampPoint(point, rows.length, state.metrics.length);
  return say({
    ...state, rows, refused, aside, edit: null,
    active: fit(target.active), anchor: fit(target.anchor), focus: fit(target.focus),
    [from]: state[from].slice(0, -1),
    [to]: [...state[to], snapshot(state, what)],
  }, `${from === 'undo' ? 'Undid' : 'Redid'}: ${what}`);
}

function startEdit(state: GridState, text: string | undefined): GridState {
  if (state.edit || state.rows.length === 0) return state;
  const edit: Edit = text === undefined
    ? { text: refusalAt(state, state.active)?.text ?? cellAt(state, state.active) ?? '', mode: 'modify' }
    : { text, mode: 'enter' };
  return { ...goTo(state, state.active), edit };
}

export function reduceGrid(state: GridState, action: GridAction): GridState {
  switch (action.type) {
    case 'load': return load(state, action);
    case 'show': return show(state, action);
    case 'activate': return goTo(state, action.at, action.extend);
    case 'move': {
      const from = action.extend ? state.focus : state.active;
      return goTo(state, { row: from.row + action.rows, col: from.col + action.cols }, action.extend);
    }
    case 'step': return goTo(state, stepFrom(state, action.to));
    case 'select': {
      const anchor = { row: action.box.top, col: action.box.left };
      const focus = { row: action.box.bottom, col: action.box.right };
      return { ...state, anchor, focus, active: action.keepActive ? state.active : anchor };
    }
    case 'collapse': return goTo(state, state.active);
    case 'edit': return startEdit(state, action.text);
    case 'edit-text': return state.edit ? { ...state, edit: { ...state.edit, text: action.text } } : state;
    case 'edit-mode': return state.edit ? { ...state, edit: { ...state.edit, mode: 'modify' } } : state;
    case 'edit-cancel': return state.edit ? { ...state, edit: null } : state;
    case 'commit': return commit(state, action);
    case 'write': {
      const sheet = changeSheet(state, action.writes, action.refused ?? []);
      const written = say(record({ ...state, edit: null }, sheet, action.what), action.say);
      return action.select ? reduceGrid(written, { type: 'select', box: action.select }) : written;
    }
    case 'undo': return travel(state, 'undo');
    case 'redo': return travel(state, 'redo');
    case 'focus-cell': {
      const row = state.rows.findIndex((candidate) => candidate.month === action.month);
      const col = state.metrics.indexOf(action.metric);
      if (row < 0 || col < 0) return say(state, `There is no cell for ${action.metric} in ${action.month}`);
      return { ...goTo(state, { row, col }), edit: null, summons: state.summons + 1 };
    }
    case 'say': return say(state, action.text);
  }
}

export const describeSelection = (box: Box): string =>
  boxSize(box) === 1 ? '' : `${countOf(box.bottom - box.top + 1, 'month')} × ${countOf(box.right - box.left + 1, 'column')}`;
