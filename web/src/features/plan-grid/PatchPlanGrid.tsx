/*
 * The plan grid: a spreadsheet of months by metrics in the ARIA grid pattern. This room joins the
 * reducer's state to the table, keeps the focus on the active cell, and scrolls it into view.
 *
 * `columns` are in the order of `state.metrics`. The state and its dispatch belong to the caller,
 * who may keep, load and send the rows.
 *
 * Leaving by keyboard: Tab goes from cell to cell and leaves at the last one, Shift+Tab leaves at
 * the first. Escape and then Tab (or Shift+Tab) leaves from any cell, and F6 goes at once to the
 * status strip below the grid. One cell is in the tab order, so coming back lands where one was.
 *
 * An entry that cannot be read stays in its cell, marked and with its reason, until it is replaced,
 * blanked or undone; the stored value remains as it was before.
 *
 * Must not be known here: how text is read, how clipboard text is split, what a key means.
 */

import { useCallback, useId, useImperativeHandle, useLayoutEffect, useMemo, useRef, type Dispatch, type FocusEvent, type Ref } from 'react';
import { indexIssues, issuesAround } from './issues';
import { useLatest } from './latest';
import { rowMarks } from './marks';
import { parseCell } from './parse';
import { CellTexts, Heading, Totals } from './PlanGridEdges';
import { PlanGridRow } from './PlanGridRow';
import { monthLabel } from '../../lib/months';
import { cellAt, refusalAt, selectedBox, type GridAction, type GridState, type Step } from './state';
import { ActiveStrip, StatusStrip } from './Strips';
import { boxSize, samePoint, type CurrentValues, type GridColumn, type GridCurrency, type GridIssue, type PlanType, type Point } from './types';
import { useGridClipboard } from './useGridClipboard';
import { useGridKeyboard } from './useGridKeyboard';
import { useGridPointer } from './useGridPointer';
import classes from './PatchPlanGrid.module.css';

export interface PatchPlanGridHandle {
  /** Makes the cell active, scrolls it into view and focuses it. */
  focusCell: (month: string, metric: string) => void;
}

interface PatchPlanGridProps {
  columns: readonly GridColumn[];
  currency: GridCurrency;
  planType: PlanType;
  state: GridState;
  dispatch: Dispatch<GridAction>;
  current: CurrentValues;
  issues: readonly GridIssue[];
  /** Gets pasted text that carries its own months or headings. */
  onPasteTable?: (text: string) => void;
  label: string;
  ref?: Ref<PatchPlanGridHandle>;
}

const FALLBACK_PAGE = 10;

export function PatchPlanGrid(props: PatchPlanGridProps) {
  const { columns, planType, state, dispatch, current, issues, onPasteTable, label, ref } = props;
  const { code, digits } = props.currency;
  const currency = useMemo(() => ({ code, digits }), [code, digits]);
  const { rows, active, focus, edit, refused } = state;
  const textIds = useId();
  const table = useRef<HTMLTableElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const landing = useRef<HTMLDivElement>(null);
  const focused = useRef(false);
  const takingFocus = useRef(false);
  const followsFocus = useRef(false);
  const seenSummons = useRef(state.summons);
  const latest = useLatest(state, columns, currency, onPasteTable);
  const index = useMemo(() => indexIssues(issues), [issues]);

  const cellElement = useCallback((at: Point): HTMLTableCellElement | null => table.current?.rows[at.row + 1]?.cells[at.col + 1] ?? null, []);

  const takeFocus = useCallback((at: Point): void => {
    focused.current = true;
    takingFocus.current = true;
    cellElement(at)?.focus({ preventScroll: true });
    takingFocus.current = false;
  }, [cellElement]);

  const commit = useCallback((go: Step): boolean => {
    const { state: now, columns: cols, currency: money } = latest.current;
    const column = cols[now.active.col];
    if (!now.edit || !column) return true;
    const reading = parseCell(now.edit.text, column.unit, money);
    dispatch({ type: 'commit', reading, go, place: `${monthLabel(now.rows[now.active.row]?.month ?? '')}, ${column.label}` });
    return reading.ok;
  }, [latest, dispatch]);

  const pageRows = useCallback((): number => {
    const height = cellElement(latest.current.state.active)?.offsetHeight ?? 0;
    const room = scroller.current?.clientHeight ?? 0;
    return height > 0 && room > 0 ? Math.max(1, Math.floor(room / height) - 3) : FALLBACK_PAGE;
  }, [latest, cellElement]);

  const follow = useCallback((): void => { followsFocus.current = true; }, []);
  const leave = useCallback((): void => landing.current?.focus(), []);
  const onKeyDown = useGridKeyboard({ latest, dispatch, commit, pageRows, follow, leave });
  const pointer = useGridPointer({ latest, dispatch, commit, follow, takeFocus, scroller });
  const clipboard = useGridClipboard(latest, dispatch);

  useImperativeHandle(ref, () => ({ focusCell: (month, metric) => dispatch({ type: 'focus-cell', month, metric }) }), [dispatch]);

  const editing = edit !== null;
  useLayoutEffect(() => {
    const summoned = seenSummons.current !== state.summons;
    seenSummons.current = state.summons;
    if (!focused.current && !summoned) return;
    const cell = cellElement(active);
    if (!editing && cell && document.activeElement !== cell) cell.focus({ preventScroll: true });
    const shown = followsFocus.current ? cellElement(focus) : cell;
    followsFocus.current = false;
    shown?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active, focus, editing, rows, state.summons, cellElement]);

  const onFocus = useCallback((event: FocusEvent<HTMLElement>): void => {
    focused.current = true;
    if (takingFocus.current) return;
    // Assistive technology may focus a cell directly; it then becomes the active one.
    const { state: now } = latest.current;
    const cell = event.target;
    if (!(cell instanceof HTMLTableCellElement) || !(cell.parentElement instanceof HTMLTableRowElement)) return;
    const at = { row: cell.parentElement.rowIndex - 1, col: cell.cellIndex - 1 };
    if (!samePoint(at, now.active)) dispatch({ type: 'activate', at });
  }, [latest, dispatch]);

  const onBlur = useCallback((event: FocusEvent<HTMLElement>): void => {
    if (event.currentTarget.contains(event.relatedTarget) || !document.hasFocus()) return;
    focused.current = false;
    commit('stay');
  }, [commit]);

  const box = selectedBox(state);
  const wide = boxSize(box) > 1;
  const column = columns[active.col];
  const month = rows[active.row]?.month;
  const refusal = refusalAt(state, active);

  return (
    <section className={classes.root} aria-label={label}>
      {column && month !== undefined && (
        <ActiveStrip
          month={month}
          column={column}
          value={cellAt(state, active)}
          current={current[month]?.[column.key]}
          currency={currency}
          planType={planType}
          refusedText={refusal?.text ?? null}
        />
      )}
      <div className={classes.scroller} ref={scroller}>
        <table
          ref={table}
          role="grid"
          className={classes.table}
          aria-label={label}
          aria-rowcount={rows.length + 2}
          aria-colcount={columns.length + 1}
          aria-multiselectable="true"
          onKeyDown={onKeyDown}
          onFocus={onFocus}
          onBlur={onBlur}
          {...pointer}
          {...clipboard}
        >
          <colgroup>
            <col className={classes.monthCol} />
            {columns.map(({ key, unit }) => <col key={key} className={unit === 'money' ? classes.moneyCol : classes.countCol} />)}
          </colgroup>
          <Heading columns={columns} currency={currency} columnIssues={index.columns} activeCol={active.col} />
          <tbody role="rowgroup">
            {rows.map((row, at) => (
              <PlanGridRow
                key={row.month}
                index={at}
                month={row.month}
                cells={row.cells}
                refused={refused[row.month]}
                current={current[row.month]}
                issues={index.cells[row.month]}
                monthIssues={index.months[row.month]}
                columns={columns}
                currency={currency}
                planType={planType}
                textIds={textIds}
                {...rowMarks(at, box, active)}
                wide={wide}
                editText={edit && at === active.row ? edit.text : null}
                dispatch={dispatch}
              />
            ))}
          </tbody>
          <Totals columns={columns} currency={currency} planType={planType} rows={rows} />
        </table>
      </div>
      <StatusStrip
        label={label}
        rows={rows}
        columns={columns}
        currency={currency}
        box={box}
        notice={state.notice}
        refusal={refusal}
        issues={column && month !== undefined ? issuesAround(index, month, column.key) : index.plan}
        landing={landing}
      />
      <CellTexts ids={textIds} columns={columns} rows={rows} refused={refused} cells={index.cells} />
    </section>
  );
}
