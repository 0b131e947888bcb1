/*
 * One month: its header cell and its cells. Draws again only when its own cells, issues, or its
 * part of the selection change.
 *
 * Must not be known here: other months, the reducer, keyboard and pointer.
 */

import { memo, type Dispatch } from 'react';
import { issuesText, worstOf } from './issues';
import { cellMark } from './marks';
import { PlanGridCell } from './PlanGridCell';
import { monthLabel } from '../../lib/months';
import type { GridAction, Refusal } from './state';
import type { Cell, GridColumn, GridCurrency, GridIssue, PlanType } from './types';
import classes from './PatchPlanGrid.module.css';

interface PlanGridRowProps {
  index: number;
  month: string;
  cells: Readonly<Record<string, Cell>>;
  refused: Readonly<Record<string, Refusal>> | undefined;
  current: Readonly<Record<string, string>> | undefined;
  issues: Readonly<Record<string, readonly GridIssue[]>> | undefined;
  monthIssues: readonly GridIssue[] | undefined;
  columns: readonly GridColumn[];
  currency: GridCurrency;
  planType: PlanType;
  textIds: string;
  from: number;
  to: number;
  edges: number;
  activeCol: number;
  wide: boolean;
  /** The text being edited in the active cell of this row, else null. */
  editText: string | null;
  dispatch: Dispatch<GridAction>;
}

/** Where the hidden text that describes a cell's issues is found. */
export const cellTextId = (ids: string, row: number, col: number): string => `${ids}-${row}-${col}`;

export const PlanGridRow = memo(function PlanGridRow(props: PlanGridRowProps) {
  const { index, month, cells, refused, current, issues, monthIssues, columns, currency, planType, textIds, wide, activeCol, editText } = props;
  const name = monthLabel(month);
  const severity = worstOf(monthIssues);

  return (
    <tr role="row" aria-rowindex={index + 2}>
      <th
        role="rowheader"
        scope="row"
        aria-colindex={1}
        className={[classes.month, activeCol >= 0 ? classes.here : '', severity ? classes[severity] : ''].join(' ')}
      >
        {name}
        {monthIssues && <span className={classes.hidden}>. {issuesText(monthIssues)}</span>}
      </th>
      {columns.map((column, col) => {
        const refusal = refused?.[column.key];
        const cellIssues = issues?.[column.key];
        return (
          <PlanGridCell
            key={column.key}
            col={col}
            label={`${column.label}, ${name}`}
            value={cells[column.key] ?? null}
            current={current?.[column.key]}
            unit={column.unit}
            currency={currency}
            planType={planType}
            severity={worstOf(cellIssues)}
            refusedText={refusal?.text ?? null}
            describedBy={refusal || cellIssues ? cellTextId(textIds, index, col) : undefined}
            mark={cellMark(col, props, wide)}
            editText={activeCol === col ? editText : null}
            dispatch={props.dispatch}
          />
        );
      })}
    </tr>
  );
});
