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
import { monthCount } from '../../lib/months';
import { plural } from '../../lib/text';
import { PatchPlanGrid, type CurrentValues, type GridAction, type GridColumn, type GridIssue, type GridState, type PatchPlanGridHandle } from '../plan-grid';
import { PasteDialog, type MoneySource } from './PasteDialog';
import { cellCount, firstMonth, lastMonth, mergeMonths } from './rows';

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

  // an untouched grid takes the pasted months as they are; one with numbers grows to hold both
  const merged = (months: readonly PlanMonth[]) => mergeMonths(cellCount(state.rows) === 0 ? [] : state.rows, months);
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
            dispatch({ type: 'load', rows: merged(months), what: 'paste of a table' });
            dispatch({ type: 'focus-cell', month: first?.month ?? '', metric: metric?.key ?? '' });
            setPasted(null);
          }}
        />
      )}
    </>
  );
}
