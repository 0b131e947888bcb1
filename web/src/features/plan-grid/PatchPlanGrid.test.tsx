/*
 * Facts about what the grid tells assistive technology and how it joins keyboard and state. Layout,
 * focus order, real clipboard and timing are checked in a real browser.
 *
 * Must not be known here: how rows and cells are memoised.
 */

import { act, useReducer } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PatchPlanGrid } from './PatchPlanGrid';
import { createGridState, reduceGrid } from './state';
import type { GridColumn, GridIssue, PlanRows, PlanType } from './types';

const COLUMNS: readonly GridColumn[] = [
  { key: 'orders', label: 'Orders', unit: 'count' },
  { key: 'revenue', label: 'Net revenue', unit: 'money' },
];
const ROWS: PlanRows = [
  { month: '2026-01', cells: { orders: '0', revenue: '1250.00' } },
  { month: '2026-02', cells: {} },
];
const CURRENT = { '2026-01': { orders: '12', revenue: '1000.00' }, '2026-02': { orders: '13', revenue: '1100.50' } };
const ISSUES: readonly GridIssue[] = [
  { month: '2026-01', metric: 'revenue', severity: 'error', message: 'Too high.', hint: 'Enter at most 1,100.00.' },
  { month: '2026-02', metric: 'orders', severity: 'note', message: 'Short month.', hint: '' },
];

function Page({ planType }: { planType: PlanType }) {
  const [state, dispatch] = useReducer(reduceGrid, null, () => createGridState(ROWS, COLUMNS.map((column) => column.key)));
  return (
    <PatchPlanGrid
      label="Plan"
      columns={COLUMNS}
      currency={{ code: 'EUR', digits: 2 }}
      planType={planType}
      state={state}
      dispatch={dispatch}
      current={CURRENT}
      issues={ISSUES}
    />
  );
}

let root: Root;
let host: HTMLElement;

const one = (selector: string): Element => {
  const found = host.querySelector(selector);
  if (!found) throw new Error(`Nothing matches ${selector}`);
  return found;
};
const cell = (row: number, col: number): Element => one(`tbody tr:nth-child(${row + 1}) td:nth-of-type(${col + 1})`);
const press = (key: string): void =>
  act(() => {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
const show = (planType: PlanType): void => act(() => root.render(<Page planType={planType} />));

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});

afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

describe('the grid for assistive technology', () => {
  it('counts its heading and totals among the rows, and the months among the columns', () => {
    show('TARGETS');
    const grid = one('[role=grid]');
    expect(grid.getAttribute('aria-rowcount')).toBe('4');
    expect(grid.getAttribute('aria-colcount')).toBe('3');
  });

  it('has exactly one cell in the tab order', () => {
    show('TARGETS');
    expect(host.querySelectorAll('td[tabindex="0"]')).toHaveLength(1);
  });

  it('marks a cell with an error as invalid and describes it with message and hint', () => {
    show('TARGETS');
    const wrong = cell(0, 1);
    expect(wrong.getAttribute('aria-invalid')).toBe('true');
    const text = document.getElementById(wrong.getAttribute('aria-describedby') ?? '')?.textContent;
    expect(text).toContain('Too high. Enter at most 1,100.00.');
  });

  it('describes a cell with a note without calling it invalid', () => {
    show('TARGETS');
    expect(cell(1, 0).hasAttribute('aria-invalid')).toBe(false);
    expect(cell(1, 0).hasAttribute('aria-describedby')).toBe(true);
  });
});

describe('what a cell shows', () => {
  it('tells a blank from a zero', () => {
    show('TARGETS');
    expect(cell(0, 0).textContent).toContain('0, current 12');
    expect(cell(1, 0).textContent).toBe('–blank, current 13');
  });

  it('shows the change of a target against the current value', () => {
    show('TARGETS');
    expect(cell(0, 1).textContent).toBe('1,250.00, current 1,000, change +250');
  });

  it('shows the result of a delta on the current value', () => {
    show('DELTAS');
    expect(cell(0, 1).textContent).toBe('+1,250.00, current 1,000, result → 2,250');
  });

  it('adds up each column and says how many months are entered', () => {
    show('TARGETS');
    expect(one('tfoot td:nth-of-type(2)').textContent).toBe('1,250.001 of 2 entered');
  });
});

describe('typing into the grid', () => {
  it('replaces the value, commits on Enter and moves down', () => {
    show('TARGETS');
    act(() => cell(0, 0).dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 })));
    press('7');
    expect(host.querySelector('input')?.value).toBe('7');
    press('Enter');
    expect(cell(0, 0).textContent).toBe('7, current 12, change -5');
    expect(document.activeElement).toBe(cell(1, 0));
  });

  it('keeps a refused entry in the cell and announces why', () => {
    show('TARGETS');
    act(() => cell(1, 0).dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 })));
    press('x');
    press('Enter');
    expect(cell(1, 0).getAttribute('aria-invalid')).toBe('true');
    expect(cell(1, 0).textContent).toContain('x');
    expect(one('[role=status]').textContent).toContain('Refused “x” in Feb 2026, Orders');
  });
});
