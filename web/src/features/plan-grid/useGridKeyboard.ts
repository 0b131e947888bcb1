/*
 * Carrying out what keys.ts says a key means. Leaving the grid by keyboard is decided here: Tab at
 * the last cell (Shift+Tab at the first) is left to the browser, so is Tab after Escape, and F6
 * goes straight to the status strip.
 *
 * Must not be known here: how cells are drawn, how text is read, the clipboard.
 */

import { useCallback, useRef, type Dispatch, type KeyboardEvent, type RefObject } from 'react';
import { cellsIn, planBlank, planFill, reportOf } from './clipboard';
import { intentWhenEditing, intentWhenMoving, type Intent } from './keys';
import { isAtEnd, selectedBox, type GridAction, type Step } from './state';
import type { Latest } from './latest';
import { samePoint, type Point } from './types';

interface KeyboardParts {
  latest: RefObject<Latest>;
  dispatch: Dispatch<GridAction>;
  /** Takes the text being edited; false when it was refused. */
  commit: (go: Step) => boolean;
  pageRows: () => number;
  follow: () => void;
  leave: () => void;
}

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

export function useGridKeyboard({ latest, dispatch, commit, pageRows, follow, leave }: KeyboardParts) {
  /** Where Escape was pressed: while that cell stays active, the next Tab leaves the grid. */
  const leavingFrom = useRef<Point | null>(null);

  const select = useCallback((what: 'all' | 'column' | 'row'): void => {
    const { state } = latest.current;
    const { active, rows, metrics } = state;
    dispatch({
      type: 'select',
      keepActive: true,
      box: {
        top: what === 'row' ? active.row : 0,
        bottom: what === 'row' ? active.row : rows.length - 1,
        left: what === 'column' ? active.col : 0,
        right: what === 'column' ? active.col : metrics.length - 1,
      },
    });
  }, [latest, dispatch]);

  const fill = useCallback((direction: 'down' | 'right'): void => {
    const { state, target } = latest.current;
    const plan = planFill(state.rows, target(), direction);
    const say = plan.pasted + plan.refused.length === 0
      ? `Nothing to fill from ${direction === 'down' ? 'above' : 'the left'}`
      : reportOf(direction === 'down' ? 'Filled down' : 'Filled right', plan);
    dispatch({ type: 'write', writes: plan.writes, refused: plan.refused, what: `fill of ${cellsIn(plan.covered)}`, say });
  }, [latest, dispatch]);

  const blank = useCallback((): void => {
    const box = selectedBox(latest.current.state);
    const cells = cellsIn(box);
    dispatch({ type: 'write', writes: planBlank(box), what: `blanking of ${cells}`, say: `Blanked ${cells}` });
  }, [latest, dispatch]);

  const escape = useCallback((armed: boolean): void => {
    if (latest.current.state.edit) {
      dispatch({ type: 'edit-cancel' });
      return;
    }
    dispatch({ type: 'collapse' });
    if (!armed) dispatch({ type: 'say', text: 'Press Tab to leave the grid' });
  }, [latest, dispatch]);

  /** Whether the grid has dealt with the Tab; otherwise the browser moves the focus on. */
  const tab = useCallback((to: 'next' | 'previous', armed: boolean): boolean => {
    const { state } = latest.current;
    const atEnd = isAtEnd(state, to);
    if (state.edit) {
      const taken = commit(atEnd ? 'stay' : to);
      return !(taken && atEnd);
    }
    if (atEnd || armed) return false;
    dispatch({ type: 'step', to });
    return true;
  }, [latest, dispatch, commit]);

  const carryOut = useCallback((intent: Intent, armed: boolean): boolean => {
    switch (intent.do) {
      case 'move':
        if (intent.extend) follow();
        dispatch({ type: 'move', rows: intent.rows, cols: intent.cols, extend: intent.extend });
        return true;
      case 'page':
        if (intent.extend) follow();
        dispatch({ type: 'move', rows: intent.direction * pageRows(), cols: 0, extend: intent.extend });
        return true;
      case 'tab': return tab(intent.to, armed);
      case 'step': dispatch({ type: 'step', to: intent.to }); return true;
      case 'commit': commit(intent.go); return true;
      case 'edit': dispatch({ type: 'edit' }); return true;
      case 'type': dispatch({ type: 'edit', text: intent.text }); return true;
      case 'caret': dispatch({ type: 'edit-mode' }); return true;
      case 'escape': escape(armed); return true;
      case 'blank': blank(); return true;
      case 'select': select(intent.what); return true;
      case 'fill': fill(intent.direction); return true;
      case 'undo': dispatch({ type: 'undo' }); return true;
      case 'redo': dispatch({ type: 'redo' }); return true;
      case 'leave':
        if (latest.current.state.edit && !commit('stay')) return true;
        leave();
        return true;
      case 'nothing': return true;
    }
  }, [latest, dispatch, commit, pageRows, follow, leave, tab, escape, blank, select, fill]);

  return useCallback((event: KeyboardEvent<HTMLElement>): void => {
    if (event.nativeEvent.isComposing || MODIFIERS.has(event.key)) return;
    const { state } = latest.current;
    if (state.rows.length === 0) return;
    const armed = leavingFrom.current !== null && samePoint(leavingFrom.current, state.active);
    leavingFrom.current = event.key === 'Escape' && !state.edit ? state.active : null;
    // AltGr reports as Ctrl+Alt on Windows, yet it types a character.
    const altGraph = event.getModifierState('AltGraph');
    const press = {
      key: event.key,
      ctrl: (event.ctrlKey || event.metaKey) && !altGraph,
      shift: event.shiftKey,
      alt: event.altKey && !altGraph,
    };
    const intent = state.edit ? intentWhenEditing(press, state.edit.mode) : intentWhenMoving(press);
    if (!intent) return;
    if (carryOut(intent, armed)) event.preventDefault();
  }, [latest, carryOut]);
}
