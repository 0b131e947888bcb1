/*
 * The two strips around the table. Above: which cell is active and its figures in full. Below: what
 * is wrong with it, the last thing that happened, and what is selected.
 *
 * Must not be known here: the table, events, how issues are found.
 */

import { memo, type Ref } from 'react';
import { countOf, boxSize, type Box, type Cell, type GridColumn, type GridCurrency, type GridIssue, type PlanRows, type PlanType } from './types';
import { severityWord } from './issues';
import { digitsOf, formatMoney, formatPlain, sum } from '../../lib/money';
import { monthLabel } from '../../lib/months';
import { readCell } from './reading';
import { describeSelection, type Refusal } from './state';
import classes from './PatchPlanGrid.module.css';

interface ActiveStripProps {
  month: string;
  column: GridColumn;
  value: Cell;
  current: string | undefined;
  currency: GridCurrency;
  planType: PlanType;
  refusedText: string | null;
}

export const ActiveStrip = memo(function ActiveStrip({ month, column, value, current, currency, planType, refusedText }: ActiveStripProps) {
  const deltas = planType === 'DELTAS';
  const reading = readCell(value, current, column.unit, currency, planType, false);
  return (
    <div className={classes.activeStrip}>
      <span className={classes.place}>{monthLabel(month)}</span>
      <span className={classes.placeMetric}>{column.label}</span>
      <span className={classes.placeUnit}>{column.unit === 'money' ? currency.code : 'count'}</span>
      <dl className={classes.figures}>
        <div>
          <dt>{deltas ? 'Delta' : 'Target'}</dt>
          <dd className={reading.entered === null ? classes.soft : undefined}>{reading.entered ?? 'blank, changes nothing'}</dd>
        </div>
        <div>
          <dt>Current</dt>
          <dd className={reading.current === null ? classes.soft : undefined}>{reading.current ?? 'none'}</dd>
        </div>
        {reading.effect !== null && (
          <div>
            <dt>{deltas ? 'Result' : 'Change'}</dt>
            <dd>{reading.effect}</dd>
          </div>
        )}
        {refusedText !== null && (
          <div>
            <dt>Refused</dt>
            <dd className={classes.refusedText}>{refusedText}</dd>
          </div>
        )}
      </dl>
    </div>
  );
});

function describeRange(rows: PlanRows, columns: readonly GridColumn[], currency: GridCurrency, box: Box): string {
  if (boxSize(box) === 1) return '';
  const within = columns.slice(box.left, box.right + 1);
  const values = rows
    .slice(box.top, box.bottom + 1)
    .flatMap((row) => within.map((column) => row.cells[column.key] ?? null))
    .filter((value) => value !== null);
  const parts = [describeSelection(box), `${values.length} of ${countOf(boxSize(box), 'cell')} entered`];
  const unit = within[0]?.unit;
  if (unit && values.length > 0 && within.every((column) => column.unit === unit)) {
    const digits = digitsOf(unit, currency);
    const total = sum(values, digits);
    parts.push(`sum ${unit === 'money' ? formatMoney(total, currency) : formatPlain(total, digits)}`);
  }
  return parts.join(' · ');
}

/** The strip stays a strip; the cell's own issues come first. */
const MOST_ISSUES = 4;

interface StatusStripProps {
  label: string;
  rows: PlanRows;
  columns: readonly GridColumn[];
  currency: GridCurrency;
  box: Box;
  notice: { seq: number; text: string };
  refusal: Refusal | null;
  issues: readonly GridIssue[];
  landing: Ref<HTMLDivElement>;
}

export function StatusStrip({ label, rows, columns, currency, box, notice, refusal, issues, landing }: StatusStripProps) {
  return (
    <div className={classes.statusStrip} ref={landing} tabIndex={-1} role="group" aria-label={`${label}, status`}>
      <div className={classes.issues}>
        {refusal && (
          <p>
            <span className={`${classes.tag} ${classes.tagError}`}>Refused</span>
            <strong>“{refusal.text}”</strong> <span>{refusal.reason}</span>
          </p>
        )}
        {issues.slice(0, MOST_ISSUES).map((issue, at) => (
          <p key={`${at} ${issue.message}`}>
            <span className={`${classes.tag} ${classes[`tag${severityWord(issue.severity)}`]}`}>{severityWord(issue.severity)}</span>
            <strong>{issue.message}</strong> <span>{issue.hint}</span>
          </p>
        ))}
        {issues.length > MOST_ISSUES && <p className={classes.soft}>and {issues.length - MOST_ISSUES} more for this month, column or plan</p>}
        {!refusal && issues.length === 0 && (
          <p className={classes.soft}>Type to replace, F2 to edit, Ctrl+D fills down, Ctrl+Z undoes. Esc, then Tab leaves the grid.</p>
        )}
      </div>
      <div className={classes.statusLine} role="status" aria-live="polite">
        <span key={notice.seq}>{notice.text}</span>
        <span className={classes.range}>{describeRange(rows, columns, currency, box)}</span>
      </div>
    </div>
  );
}
