/*
 * The fixed edges of the table: the heading row above and the totals row below, and the hidden
 * texts that describe cells with issues.
 *
 * Must not be known here: selection, editing, events.
 */

import { memo } from 'react';
import { issuesText, worstOf, type IssueIndex } from './issues';
import { digitsOf, formatPlain, sum } from '../../lib/money';
import { cellTextId } from './PlanGridRow';
import type { Refusals } from './state';
import type { GridColumn, GridCurrency, GridIssue, PlanRows, PlanType } from './types';
import classes from './PatchPlanGrid.module.css';

interface HeadingProps {
  columns: readonly GridColumn[];
  currency: GridCurrency;
  columnIssues: Readonly<Record<string, readonly GridIssue[]>>;
  activeCol: number;
}

export const Heading = memo(function Heading({ columns, currency, columnIssues, activeCol }: HeadingProps) {
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1}>
        <th role="columnheader" scope="col" aria-colindex={1} className={classes.corner}>
          Month
        </th>
        {columns.map((column, col) => {
          const issues = columnIssues[column.key];
          const severity = worstOf(issues);
          return (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              aria-colindex={col + 2}
              title={column.label}
              className={[classes.heading, col === activeCol ? classes.here : '', severity ? classes[severity] : ''].join(' ')}
            >
              <span className={classes.headingLabel}>{column.label}</span>
              <span className={classes.headingUnit}>{column.unit === 'money' ? currency.code : 'count'}</span>
              {issues && <span className={classes.hidden}>. {issuesText(issues)}</span>}
            </th>
          );
        })}
      </tr>
    </thead>
  );
});

interface TotalsProps {
  columns: readonly GridColumn[];
  currency: GridCurrency;
  planType: PlanType;
  rows: PlanRows;
}

/** Adds up what is entered; blank cells are left out, not counted as zero. */
export const Totals = memo(function Totals({ columns, currency, planType, rows }: TotalsProps) {
  return (
    <tfoot role="rowgroup">
      <tr role="row" aria-rowindex={rows.length + 2}>
        <th role="rowheader" scope="row" aria-colindex={1} className={classes.totalHead}>
          Total
        </th>
        {columns.map((column, col) => {
          const digits = digitsOf(column.unit, currency);
          const entered = rows.map((row) => row.cells[column.key] ?? null).filter((value) => value !== null);
          return (
            <td key={column.key} role="gridcell" aria-colindex={col + 2} aria-readonly="true" className={classes.total}>
              <span className={classes.value}>
                {entered.length === 0 ? '–' : formatPlain(sum(entered, digits), digits, { signed: planType === 'DELTAS' })}
              </span>
              <span className={classes.small}>
                <span className={classes.effect}>{entered.length} of {rows.length}<span className={classes.hidden}> entered</span></span>
              </span>
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
});

interface CellTextsProps {
  ids: string;
  columns: readonly GridColumn[];
  rows: PlanRows;
  refused: Refusals;
  cells: IssueIndex['cells'];
}

/** Kept out of the table, so that a cell's content is not read twice. */
export const CellTexts = memo(function CellTexts({ ids, columns, rows, refused, cells }: CellTextsProps) {
  return (
    <div hidden>
      {rows.map(({ month }, row) =>
        refused[month] || cells[month]
          ? columns.map(({ key }, col) => {
              const refusal = refused[month]?.[key];
              const issues = cells[month]?.[key];
              return refusal || issues ? (
                <span key={`${month} ${key}`} id={cellTextId(ids, row, col)}>
                  {refusal && `Refused ${refusal.text}: ${refusal.reason} `}
                  {issuesText(issues)}
                </span>
              ) : null;
            })
          : null,
      )}
    </div>
  );
});
