/*
 * Real copy, cut and paste events on the grid. A table that carries its own months or headings is
 * not laid into cells by position; it goes to whoever can read it as a table.
 *
 * Must not be known here: how text is split and read, the undo stack, keys.
 */

import { useCallback, type ClipboardEvent, type Dispatch, type RefObject } from 'react';
import { cellsIn, copyRange, looksLikeTable, planBlank, planPaste, reportOf } from './clipboard';
import type { Latest } from './latest';
import { refusalAt, selectedBox, type GridAction } from './state';
import { pointsIn } from './types';

const isManyCells = (text: string): boolean => /\t|[\r\n]./s.test(text.replace(/\r\n/g, '\n').trimEnd());

export function useGridClipboard(latest: RefObject<Latest>, dispatch: Dispatch<GridAction>) {
  const copy = useCallback((event: ClipboardEvent<HTMLElement>): boolean => {
    const { state } = latest.current;
    if (state.edit || state.rows.length === 0) return false;
    event.preventDefault();
    event.clipboardData.setData('text/plain', copyRange(state.rows, state.metrics, selectedBox(state)));
    return true;
  }, [latest]);

  const onCopy = useCallback((event: ClipboardEvent<HTMLElement>): void => {
    if (!copy(event)) return;
    const { state } = latest.current;
    const box = selectedBox(state);
    const refused = [...pointsIn(box)].filter((point) => refusalAt(state, point) !== null).length;
    const aside = refused > 0 ? `; ${refused} refused left out, their kept values copied` : '';
    dispatch({ type: 'say', text: `Copied ${cellsIn(box)}${aside}` });
  }, [latest, dispatch, copy]);

  const onCut = useCallback((event: ClipboardEvent<HTMLElement>): void => {
    if (!copy(event)) return;
    const box = selectedBox(latest.current.state);
    dispatch({ type: 'write', writes: planBlank(box), what: `cutting of ${cellsIn(box)}`, say: `Cut ${cellsIn(box)}` });
  }, [latest, dispatch, copy]);

  const onPaste = useCallback((event: ClipboardEvent<HTMLElement>): void => {
    const { state, columns, target, onPasteTable } = latest.current;
    const text = event.clipboardData.getData('text/plain');
    // One value pasted while editing belongs to the text field; a block would lose its line breaks there.
    if (state.rows.length === 0 || (state.edit && !isManyCells(text))) return;
    event.preventDefault();
    if (text === '') {
      dispatch({ type: 'say', text: 'Nothing to paste: the clipboard holds no text' });
      return;
    }
    if (looksLikeTable(text, columns.flatMap((column) => [column.label, column.key]))) {
      dispatch({ type: 'say', text: 'Not pasted into cells: the clipboard holds a table with its own months or headings' });
      onPasteTable?.(text);
      return;
    }
    const plan = planPaste(text, target());
    dispatch({
      type: 'write',
      writes: plan.writes,
      refused: plan.refused,
      what: `paste of ${cellsIn(plan.covered)}`,
      say: reportOf('Pasted', plan),
      select: plan.covered,
    });
  }, [latest, dispatch]);

  return { onCopy, onCut, onPaste };
}
