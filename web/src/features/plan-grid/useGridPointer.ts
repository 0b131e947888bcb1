/*
 * Mouse and touch: a press activates, Shift+press and dragging extend, a press on a heading selects
 * its month or column, a double press or a second tap edits. Dragging past the edge scrolls.
 *
 * Must not be known here: how cells are drawn, keys, the clipboard.
 */

import { useCallback, useEffect, useRef, type Dispatch, type MouseEvent, type PointerEvent, type RefObject } from 'react';
import type { Latest } from './latest';
import type { GridAction, Step } from './state';
import { samePoint, type Point } from './types';

interface PointerParts {
  latest: RefObject<Latest>;
  dispatch: Dispatch<GridAction>;
  commit: (go: Step) => boolean;
  follow: () => void;
  takeFocus: (at: Point) => void;
  scroller: RefObject<HTMLDivElement | null>;
}

/** Row and column of a table cell; -1 is a heading. Null outside the table's cells. */
function placeOf(target: EventTarget | null): Point | null {
  const cell = target instanceof Element ? target.closest('td, th') : null;
  if (!(cell instanceof HTMLTableCellElement) || !(cell.parentElement instanceof HTMLTableRowElement)) return null;
  return { row: cell.parentElement.rowIndex - 1, col: cell.cellIndex - 1 };
}

/** Keeps a clamped pointer off the border between two cells. */
const INSET = 4;
const SCROLL_STEP = 24;
const SCROLL_EVERY_MS = 40;

export function useGridPointer({ latest, dispatch, commit, follow, takeFocus, scroller }: PointerParts) {
  const touch = useRef(false);
  const endDrag = useRef<(() => void) | null>(null);
  useEffect(() => () => endDrag.current?.(), []);

  const startDrag = useCallback((): void => {
    const area = scroller.current;
    if (!area) return;
    let pointer = { x: 0, y: 0, moved: false };
    const style = getComputedStyle(area);
    const [top, bottom, left] = [style.scrollPaddingTop, style.scrollPaddingBottom, style.scrollPaddingLeft].map((text) => parseInt(text, 10) || 0);
    const clamp = (value: number, from: number, to: number): number => Math.max(from, Math.min(value, to));
    /** Extends to the cell under the pointer, or the nearest one between the sticky edges. */
    const extend = (): void => {
      const box = area.getBoundingClientRect();
      const x = clamp(pointer.x, box.left + (left ?? 0) + INSET, box.left + area.clientWidth - INSET);
      const y = clamp(pointer.y, box.top + (top ?? 0) + INSET, box.top + area.clientHeight - (bottom ?? 0) - INSET);
      const at = placeOf(document.elementFromPoint(x, y));
      if (!at || at.row < 0 || at.col < 0 || samePoint(at, latest.current.state.focus)) return;
      follow();
      dispatch({ type: 'activate', at, extend: true });
    };
    const move = (event: globalThis.MouseEvent): void => {
      if ((event.buttons & 1) === 0) {
        endDrag.current?.();
        return;
      }
      pointer = { x: event.clientX, y: event.clientY, moved: true };
      extend();
    };
    const timer = window.setInterval(() => {
      if (!pointer.moved) return;
      const box = area.getBoundingClientRect();
      const past = (value: number, from: number, to: number): number => (value < from ? -SCROLL_STEP : value > to ? SCROLL_STEP : 0);
      const across = past(pointer.x, box.left + (left ?? 0), box.right);
      const along = past(pointer.y, box.top + (top ?? 0), box.bottom - (bottom ?? 0));
      if (across === 0 && along === 0) return;
      area.scrollBy(across, along);
      extend();
    }, SCROLL_EVERY_MS);
    endDrag.current?.();
    endDrag.current = () => {
      window.removeEventListener('mousemove', move);
      window.removeEventListener('mouseup', stop);
      window.clearInterval(timer);
      endDrag.current = null;
    };
    const stop = (): void => endDrag.current?.();
    window.addEventListener('mousemove', move);
    window.addEventListener('mouseup', stop);
  }, [latest, dispatch, follow, scroller]);

  const selectHeading = useCallback((place: Point): void => {
    const { rows, metrics } = latest.current.state;
    const box = {
      top: Math.max(0, place.row),
      bottom: place.row < 0 ? rows.length - 1 : place.row,
      left: Math.max(0, place.col),
      right: place.col < 0 ? metrics.length - 1 : place.col,
    };
    dispatch({ type: 'select', box });
    takeFocus({ row: box.top, col: box.left });
  }, [latest, dispatch, takeFocus]);

  const onPointerDown = useCallback((event: PointerEvent<HTMLElement>): void => {
    touch.current = event.pointerType === 'touch';
  }, []);

  const onMouseDown = useCallback((event: MouseEvent<HTMLElement>): void => {
    const { state } = latest.current;
    const place = placeOf(event.target);
    if (event.button !== 0 || !place || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    if (place.row >= state.rows.length) return;
    if (state.edit) commit('stay');
    if (place.row < 0 || place.col < 0) {
      selectHeading(place);
      return;
    }
    if (touch.current) {
      const again = samePoint(place, state.active) && !state.edit;
      dispatch({ type: 'activate', at: place });
      takeFocus(place);
      if (again) dispatch({ type: 'edit' });
      return;
    }
    dispatch({ type: 'activate', at: place, extend: event.shiftKey });
    takeFocus(event.shiftKey ? state.active : place);
    startDrag();
  }, [latest, dispatch, commit, selectHeading, takeFocus, startDrag]);

  const onDoubleClick = useCallback((event: MouseEvent<HTMLElement>): void => {
    const place = placeOf(event.target);
    const { rows } = latest.current.state;
    if (!place || place.row < 0 || place.col < 0 || place.row >= rows.length || event.target instanceof HTMLInputElement) return;
    dispatch({ type: 'edit' });
  }, [latest, dispatch]);

  return { onPointerDown, onMouseDown, onDoubleClick };
}
