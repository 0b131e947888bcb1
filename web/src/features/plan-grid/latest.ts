/*
 * What event handlers need to see of the newest render. Handlers are made once and read this, so
 * that memoised rows and cells never see a new function.
 *
 * Must not be known here: events, drawing.
 */

import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Target } from './clipboard';
import { selectedBox, type GridState } from './state';
import type { GridColumn, GridCurrency } from './types';

export interface Latest {
  state: GridState;
  columns: readonly GridColumn[];
  currency: GridCurrency;
  /** The selected range as something to paste or fill into. */
  target: () => Target;
  onPasteTable: ((text: string) => void) | undefined;
}

export function useLatest(
  state: GridState,
  columns: readonly GridColumn[],
  currency: GridCurrency,
  onPasteTable: ((text: string) => void) | undefined,
): RefObject<Latest> {
  const fresh: Latest = {
    state,
    columns,
    currency,
    target: () => ({ columns, currency, rowCount: state.rows.length, box: selectedBox(state) }),
    onPasteTable,
  };
  const latest = useRef(fresh);
  useLayoutEffect(() => {
    latest.current = fresh;
  });
  return latest;
}
