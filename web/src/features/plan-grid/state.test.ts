/*
 * Facts about the reducer.
 *
 * Must not be known here: React, text reading beyond a given reading.
 */

import { describe, expect, it } from 'vitest';
import { asideCount, cellAt, createGridState, isAtEnd, monthsAside, reduceGrid, refusalAt, refusalCount, selectedBox, UNDO_DEPTH, type GridAction, type GridState } from './state';
import type { CellWrite, PlanRows } from './types';

const METRICS = ['orders', 'revenue', 'cost'];
const ROWS: PlanRows = [
  { month: '2026-01', cells: { orders: '12' } },
  { month: '2026-02', cells: {} },
  { month: '2026-03', cells: {} },
];

const start = (): GridState => createGridState(ROWS, METRICS);
const run = (state: GridState, ...actions: GridAction[]): GridState => actions.reduce(reduceGrid, state);
const go = (row: number, col: number): GridAction => ({ type: 'activate', at: { row, col } });
const write = (...writes: CellWrite[]): GridAction => ({ type: 'write', writes, what: 'paste', say: 'Pasted' });
const enter = (text: string, value: string | null): GridAction[] => [
  { type: 'edit', text },
  { type: 'commit', reading: { ok: true, value }, go: 'down', place: 'here' },
];
const refuse = (text: string): GridAction[] => [
  { type: 'edit', text },
  { type: 'commit', reading: { ok: false, reason: 'No.' }, go: 'down', place: 'here' },
];

describe('showing other months', () => {
  const later: PlanRows = [{ month: '2026-03', cells: {} }, { month: '2026-04', cells: {} }];
  const two = run(start(), write({ row: 1, col: 1, value: '7.00' }), go(1, 0), ...refuse('x'));

  it('keeps what is entered in the others aside, and shows it again with its month', () => {
    const away = run(two, { type: 'show', rows: later, what: 'change of months' });
    expect(away.rows).toEqual(later);
    expect([refusalCount(away), asideCount(away), monthsAside(away)]).toEqual([0, 3, ['2026-01', '2026-02']]);
    const back = run(away, { type: 'show', rows: ROWS.map(({ month }) => ({ month, cells: {} })), what: 'change of months' });
    expect(back.rows).toEqual(two.rows);
    expect([refusalCount(back), asideCount(back), refusalAt(back, { row: 1, col: 0 })?.text]).toEqual([1, 0, 'x']);
  });

  it('is one step to undo', () => {
    const undone = run(two, { type: 'show', rows: later, what: 'change of months' }, { type: 'undo' });
    expect([undone.rows, undone.refused, undone.aside]).toEqual([two.rows, two.refused, two.aside]);
    expect(run(undone, { type: 'redo' }).aside.map(({ month }) => month)).toEqual(['2026-01', '2026-02']);
  });

  it('lets a number that comes in take the place of what was kept aside or refused there, and of nothing else', () => {
    const away = run(two, { type: 'show', rows: later, what: 'change of months' });
    const pasted = { month: '2026-02', cells: { orders: '9' } };
    const state = run(away, { type: 'show', rows: [pasted, ...later], written: [pasted], what: 'paste of a table' });
    expect(state.rows[0]?.cells).toEqual({ orders: '9', revenue: '7.00' });
    expect([refusalCount(state), monthsAside(state)]).toEqual([0, ['2026-01']]);
  });
});

describe('moving', () => {
  it('stops at the edges', () => {
    expect(run(start(), { type: 'move', rows: -1, cols: 99 }).active).toEqual({ row: 0, col: 2 });
  });

  it('extends from the active cell, which stays', () => {
    const state = run(start(), go(1, 1), { type: 'move', rows: 1, cols: 0, extend: true }, { type: 'move', rows: 0, cols: 1, extend: true });
    expect(state.active).toEqual({ row: 1, col: 1 });
    expect(selectedBox(state)).toEqual({ top: 1, left: 1, bottom: 2, right: 2 });
  });

  it('wraps Tab at the end of a row and knows the ends of the grid', () => {
    expect(run(start(), go(0, 2), { type: 'step', to: 'next' }).active).toEqual({ row: 1, col: 0 });
    expect(run(start(), go(1, 0), { type: 'step', to: 'previous' }).active).toEqual({ row: 0, col: 2 });
    expect(isAtEnd(run(start(), go(2, 2)), 'next')).toBe(true);
    expect(isAtEnd(start(), 'previous')).toBe(true);
    expect(isAtEnd(start(), 'next')).toBe(false);
  });

  it('selects everything without moving the active cell', () => {
    const state = run(start(), go(1, 1), { type: 'select', keepActive: true, box: { top: 0, left: 0, bottom: 2, right: 2 } });
    expect(state.active).toEqual({ row: 1, col: 1 });
    expect(selectedBox(run(state, { type: 'collapse' }))).toEqual({ top: 1, left: 1, bottom: 1, right: 1 });
  });

  it('answers the same state when nothing changes', () => {
    const state = start();
    expect(run(state, go(0, 0))).toBe(state);
  });
});

describe('editing', () => {
  it('begins with the typed text, or with the value', () => {
    expect(run(start(), { type: 'edit', text: '5' }).edit).toEqual({ text: '5', mode: 'enter' });
    expect(run(start(), { type: 'edit' }).edit).toEqual({ text: '12', mode: 'modify' });
  });

  it('takes a reading and goes on', () => {
    const state = run(start(), ...enter('5', '5'));
    expect(cellAt(state, { row: 0, col: 0 })).toBe('5');
    expect(state.active).toEqual({ row: 1, col: 0 });
  });

  it('changes nothing when cancelled', () => {
    const state = run(start(), { type: 'edit', text: '5' }, { type: 'edit-cancel' });
    expect(state.rows).toBe(ROWS);
    expect(state.undo).toEqual([]);
  });

  it('makes no undo step of an entry that equals the value', () => {
    expect(run(start(), ...enter('12', '12')).undo).toEqual([]);
  });

  it('keeps a refused text beside the old value and stays on the cell', () => {
    const state = run(start(), ...refuse('12k'));
    expect(refusalAt(state, state.active)).toEqual({ text: '12k', reason: 'No.' });
    expect(cellAt(state, state.active)).toBe('12');
    expect(state.active).toEqual({ row: 0, col: 0 });
    expect(state.notice.text).toBe('Refused “12k” in here: No.');
    expect(refusalCount(state)).toBe(1);
  });

  it('goes on editing the refused text', () => {
    expect(run(start(), ...refuse('12k'), { type: 'edit' }).edit?.text).toBe('12k');
  });

  it('drops the refusal once the cell is written, and brings it back on undo', () => {
    const state = run(start(), ...refuse('12k'), ...enter('7', '7'));
    expect(refusalCount(state)).toBe(0);
    expect(refusalCount(run(state, { type: 'undo' }))).toBe(1);
    expect(refusalCount(run(state, { type: 'undo' }, { type: 'undo' }))).toBe(0);
  });
});

describe('writing', () => {
  it('mutates nothing and keeps untouched rows identical', () => {
    const before = start();
    const after = run(before, write({ row: 1, col: 0, value: '3' }, { row: 1, col: 1, value: '4.00' }));
    expect(before.rows).toBe(ROWS);
    expect(ROWS[1]?.cells).toEqual({});
    expect(after.rows[0]).toBe(ROWS[0]);
    expect(after.rows[1]?.cells).toEqual({ orders: '3', revenue: '4.00' });
  });

  it('is one undo step however many cells it touches', () => {
    const writes = ROWS.flatMap((_, row) => METRICS.map((__, col) => ({ row, col, value: '1' })));
    const state = run(start(), write(...writes));
    expect(state.undo).toHaveLength(1);
    expect(run(state, { type: 'undo' }).rows).toBe(ROWS);
    expect(run(state, { type: 'undo' }, { type: 'redo' }).rows).toBe(state.rows);
  });

  it('ignores writes outside the grid', () => {
    expect(run(start(), write({ row: 9, col: 0, value: '1' }, { row: 0, col: 9, value: '1' })).rows).toBe(ROWS);
  });

  it('makes the same words twice two messages', () => {
    const once = run(start(), write());
    expect(run(once, write()).notice).toEqual({ seq: once.notice.seq + 1, text: 'Pasted' });
  });
});

describe('undoing', () => {
  it('goes back no further than its depth', () => {
    let state = start();
    for (let at = 0; at < UNDO_DEPTH + 20; at += 1) state = run(state, write({ row: 0, col: 0, value: String(1000 + at) }));
    expect(state.undo).toHaveLength(UNDO_DEPTH);
    for (let at = 0; at < UNDO_DEPTH + 20; at += 1) state = run(state, { type: 'undo' });
    expect(cellAt(state, { row: 0, col: 0 })).toBe('1019');
    expect(state.notice.text).toBe('Nothing to undo');
  });

  it('forgets what could be redone after a new edit', () => {
    const state = run(start(), write({ row: 0, col: 0, value: '1' }), { type: 'undo' }, write({ row: 0, col: 0, value: '2' }));
    expect(state.redo).toEqual([]);
  });

  it('brings back the selection of the moment', () => {
    const state = run(start(), go(2, 1), write({ row: 2, col: 1, value: '1.00' }), go(0, 0), { type: 'undo' });
    expect(state.active).toEqual({ row: 2, col: 1 });
    expect(state.notice.text).toBe('Undid: paste');
  });
});

describe('loading rows from outside', () => {
  const shorter: PlanRows = [{ month: '2026-02', cells: { orders: '8' } }];

  it('can be undone', () => {
    const state = run(start(), { type: 'load', rows: shorter });
    expect(state.rows).toBe(shorter);
    expect(run(state, { type: 'undo' }).rows).toBe(ROWS);
  });

  it('keeps the active month where it still exists, and stays inside the grid', () => {
    expect(run(start(), go(1, 2), { type: 'load', rows: shorter }).active).toEqual({ row: 0, col: 2 });
    expect(run(start(), go(2, 2), { type: 'load', rows: shorter }).active).toEqual({ row: 0, col: 2 });
  });

  it('is no step when the rows are the same', () => {
    const state = start();
    expect(run(state, { type: 'load', rows: ROWS })).toBe(state);
  });
});

describe('being sent to a cell', () => {
  it('activates it and asks for focus', () => {
    const state = run(start(), { type: 'focus-cell', month: '2026-03', metric: 'cost' });
    expect(state.active).toEqual({ row: 2, col: 2 });
    expect(state.summons).toBe(1);
  });

  it('says so when there is no such cell', () => {
    const state = run(start(), { type: 'focus-cell', month: '2031-01', metric: 'cost' });
    expect(state.summons).toBe(0);
    expect(state.notice.text).toContain('2031-01');
  });
});
