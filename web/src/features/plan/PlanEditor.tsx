/*
 * The grid with its ways in: typing, pasting ranges, and whole tables through the paste dialog.
 *
 * Must not be known here: what the plan is for, where drafts are kept, how it is checked.
 */

import { Button, Group, Text } from '@mantine/core';
import { useMemo, useState, type Dispatch, type Ref } from 'react';
import type { Metric, PlanMonth, PlanType } from '../../api/types';
import { valueOf } from '../../lib/metrics';
import type { Currency } from '../../lib/money';
import { earliest, latest, monthCount, spanLabel } from '../../lib/months';
import { plural } from '../../lib/text';
import { asideCount, monthsAside, PatchPlanGrid, refusalCount, type CurrentValues, type GridAction, type GridColumn, type GridIssue, type GridState, type PatchPlanGridHandle } from '../plan-grid';
import { PasteDialog, type MoneySource } from './PasteDialog';
import { cellCount, firstMonth, lastMonth, mergeMonths, resizeRows, rowOf } from './rows';

interface Props {
  metrics: readonly Metric[];
  currency: Currency;
  money: MoneySource;
  planType: PlanType;
  state: GridState;
  dispatch: Dispatch<GridAction>;
  current: CurrentValues;
  issues: readonly GridIssue[];
  /** Months in one plan, at most. */
  limit: number;
  ref?: Ref<PatchPlanGridHandle>;
}

export function PlanEditor({ metrics, currency, money, planType, state, dispatch, current, issues, limit, ref }: Props) {
  const [pasted, setPasted] = useState<string | null>(null);
  const columns = useMemo<GridColumn[]>(
    () => metrics.map(({ key, label, unit }) => ({ key, label, unit: unit === 'money' ? 'money' : 'count' })),
    [metrics],
  );

  // an untouched grid takes the pasted months as they are; one with entries grows to hold both
  const untouched = cellCount(state.rows) + refusalCount(state) === 0;
  const merged = (months: readonly PlanMonth[]) => mergeMonths(untouched ? [] : state.rows, months);
  const refusal = (months: readonly PlanMonth[]): string | null => {
    const rows = merged(months);
    const span = monthCount(firstMonth(rows), lastMonth(rows));
    return span > limit ? `Together with what is entered they span ${plural(span, 'month')}; a plan holds at most ${limit}.` : null;
  };

  return (
    <>
      <Group justify="space-between" gap="xs">
        <Button variant="default" size="xs" onClick={() => setPasted('')}>Paste from a spreadsheet</Button>
        <Text size="xs" c="dimmed" visibleFrom="sm">Type, or paste anywhere in the grid. Blank leaves a number as it is. F2 edits, Ctrl+Z undoes.</Text>
      </Group>
      <PatchPlanGrid
        ref={ref}
        label="Plan"
        columns={columns}
        currency={currency}
        planType={planType}
        state={state}
        dispatch={dispatch}
        current={current}
        issues={issues}
        onPasteTable={setPasted}
      />
      <Aside state={state} dispatch={dispatch} limit={limit} />
      {pasted !== null && (
        <PasteDialog
          text={pasted}
          money={money}
          planType={planType}
          metrics={metrics}
          refusal={refusal}
          onClose={() => setPasted(null)}
          onConfirm={(months) => {
            const [first] = months;
            const metric = metrics.find(({ key }) => first && (valueOf(first, key) ?? null) !== null);
            dispatch({ type: 'show', rows: merged(months), written: months.map(rowOf), what: 'paste of a table' });
            dispatch({ type: 'focus-cell', month: first?.month ?? '', metric: metric?.key ?? '' });
            setPasted(null);
          }}
        />
      )}
    </>
  );
}

/** What is entered in months that are not shown. */
function Aside({ state, dispatch, limit }: Pick<Props, 'state' | 'dispatch' | 'limit'>) {
  const count = asideCount(state);
  if (count === 0) return null;
  const months = [...monthsAside(state), firstMonth(state.rows), lastMonth(state.rows)];
  const [first, last] = [earliest(...months), latest(...months)];
  return (
    <Group gap="sm">
      <Text size="sm" role="status">
        {count === 1 ? '1 entry in a month that is not shown is kept. It is' : `${count} entries in months that are not shown are kept. They are`} not part of the plan.
      </Text>
      {monthCount(first, last) <= limit && (
        <Button variant="default" size="compact-xs" onClick={() => dispatch({ type: 'show', rows: resizeRows(state.rows, first, last), what: 'change of months' })}>
          Show {spanLabel(first, last)}
        </Button>
      )}
    </Group>
  );
}
