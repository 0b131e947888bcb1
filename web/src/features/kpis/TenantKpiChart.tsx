/*
 * A tenant's KPIs as stacked bars by month, one view at a time.
 *
 * Must not be known here: addresses, which months are wanted.
 */

import { Group, NativeSelect, Stack } from '@mantine/core';
import { useMemo } from 'react';
import type { BreakdownMonth, KpiMonth } from '../../api/types';
import { MonthBars } from '../../components/MonthBars';
import { axisText } from '../../lib/metrics';
import type { Currency } from '../../lib/money';
import { drawingOf, VIEWS } from './series';

const HEIGHT = 300;

interface Props {
  kpis: readonly KpiMonth[];
  breakdown: readonly BreakdownMonth[];
  currency: Currency;
  /** Key of the view; an unknown one shows the first. */
  view: string | null;
  onView?: (view: string) => void;
}

export function TenantKpiChart({ kpis, breakdown, currency, view: wanted, onView }: Props) {
  const view = VIEWS.find((candidate) => candidate.key === wanted) ?? VIEWS[0];
  const drawing = useMemo(() => view && drawingOf(view, kpis, breakdown, currency), [view, kpis, breakdown, currency]);
  if (!view || !drawing) return null;
  return (
    <Stack gap="xs">
      {onView && (
        <Group>
          <NativeSelect
            aria-label="Chart shows"
            value={view.key}
            data={VIEWS.map(({ key, label }) => ({ value: key, label }))}
            onChange={(event) => onView(event.currentTarget.value)}
          />
        </Group>
      )}
      <MonthBars
        label={`${view.label} by month`}
        parts={drawing.parts}
        rows={drawing.rows}
        texts={drawing.texts}
        axisText={(value) => axisText(value, view.unit)}
        height={HEIGHT}
      />
    </Stack>
  );
}
