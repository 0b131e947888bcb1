/*
 * One cell: the entered value, and small under it the current value and what the entry does to it.
 * Its props are primitives (and two stable objects), so it draws again only when it changes.
 *
 * Must not be known here: other cells, the state, events. The table listens for all its cells.
 */

import { memo, type Dispatch } from 'react';
import { CellEditor } from './CellEditor';
import { isInvalid } from './issues';
import { ACTIVE, EDGE_BOTTOM, EDGE_LEFT, EDGE_RIGHT, EDGE_TOP, IN_RANGE, SELECTED } from './marks';
import { parseCell } from './parse';
import { readCell, type CellReading } from './reading';
import type { GridAction } from './state';
import type { Cell, GridCurrency, PlanType, Severity, Unit } from './types';
import classes from './PatchPlanGrid.module.css';

interface PlanGridCellProps {
  col: number;
  label: string;
  value: Cell;
  current: string | undefined;
  unit: Unit;
  currency: GridCurrency;
  planType: PlanType;
  severity: Severity | null;
  refusedText: string | null;
  describedBy: string | undefined;
  mark: number;
  /** Null unless this very cell is being edited. */
  editText: string | null;
  dispatch: Dispatch<GridAction>;
}

const EDGES = [
  [EDGE_TOP, classes.edgeTop],
  [EDGE_RIGHT, classes.edgeRight],
  [EDGE_BOTTOM, classes.edgeBottom],
  [EDGE_LEFT, classes.edgeLeft],
] as const;

function classNames(mark: number, severity: Severity | null, refused: boolean): string {
  const names = [classes.cell];
  if (mark & ACTIVE) names.push(classes.active);
  if (mark & IN_RANGE) {
    names.push(classes.selected);
    for (const [bit, name] of EDGES) if (mark & bit) names.push(name);
  }
  if (refused) names.push(classes.refused);
  if (severity) names.push(classes[severity]);
  return names.join(' ');
}

/** While typing, the small line already follows the text, as long as it can be read. */
function valueWhileEditing(text: string, { value, unit, currency }: PlanGridCellProps): Cell {
  const reading = parseCell(text, unit, currency);
  return reading.ok ? reading.value : value;
}

function Small({ reading, planType, kept }: { reading: CellReading; planType: PlanType; kept: string | null }) {
  if (kept !== null) return <span className={classes.small}><span className={classes.effect}>kept {kept}</span></span>;
  const { current, effect } = reading;
  const deltas = planType === 'DELTAS';
  return (
    <span className={classes.small}>
      {current === null ? (
        <span className={classes.current}>no current</span>
      ) : (
        <span className={classes.current}><span className={classes.hidden}>, current </span>{current}</span>
      )}
      {effect !== null && (
        <span className={classes.effect}>
          <span className={classes.hidden}>{deltas ? ', result ' : ', change '}</span>
          {deltas && <span aria-hidden="true">→ </span>}
          {effect}
        </span>
      )}
    </span>
  );
}

export const PlanGridCell = memo(function PlanGridCell(props: PlanGridCellProps) {
  const { col, label, value, current, unit, currency, planType, severity, refusedText, describedBy, mark, editText, dispatch } = props;
  const editing = editText !== null;
  const refused = refusedText !== null && !editing;
  const invalid = refused || isInvalid(severity);
  const shown = editing ? valueWhileEditing(editText, props) : value;
  const reading = readCell(shown, current, unit, currency, planType, true);

  return (
    <td
      role="gridcell"
      className={classNames(mark, severity, refused)}
      aria-colindex={col + 2}
      aria-selected={(mark & SELECTED) !== 0}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      tabIndex={mark & ACTIVE && !editing ? 0 : -1}
    >
      {editing ? (
        <CellEditor
          text={editText}
          label={label}
          invalid={isInvalid(severity)}
          describedBy={describedBy}
          inputMode={planType === 'DELTAS' ? 'text' : 'decimal'}
          dispatch={dispatch}
        />
      ) : (
        <span className={classes.value}>
          {refused && refusedText}
          {!refused && reading.entered}
          {!refused && reading.entered === null && (
            <>
              <span className={classes.blank} aria-hidden="true">–</span>
              <span className={classes.hidden}>blank</span>
            </>
          )}
        </span>
      )}
      <Small reading={reading} planType={planType} kept={refused ? (reading.entered ?? 'blank') : null} />
    </td>
  );
});
