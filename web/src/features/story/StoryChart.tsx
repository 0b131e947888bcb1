/* A story's curve behind the tenant's history, one KPI at a time. Must not be known here: how the story is changed. */

import { Group, NativeSelect, Stack } from '@mantine/core';
import { useMemo } from 'react';
import type { KpiMonth, Metric, StoryMonth } from '../../api/types';
import { MonthBars } from '../../components/MonthBars';
import { axisText, valueOf } from '../../lib/metrics';
import type { Currency } from '../../lib/money';
import { curveOf } from './story';

const HEIGHT = 260;
const PARTS = [{ key: 'past', label: 'So far', color: 'teal.6' }, { key: 'coming', label: 'To come', color: 'indigo.4' }];

interface Props {
  metrics: readonly Metric[];
  currency: Currency;
  history: readonly KpiMonth[];
  months: readonly StoryMonth[];
  /** Key of the KPI; an unknown one shows the usual one. */
  shown: string | null;
  onShow: (key: string) => void;
}

export function StoryChart({ metrics, currency, history, months, shown, onShow }: Props) {
  const metric = metrics.find(({ key }) => key === shown) ?? usual(metrics, months);
  const curve = useMemo(() => metric && curveOf(metric, history, months, currency), [metric, history, months, currency]);
  if (!metric || !curve) return null;
  return (
    <Stack gap="xs">
      <Group>
        <NativeSelect
          aria-label="Story chart shows"
          value={metric.key}
          data={metrics.map(({ key, label }) => ({ value: key, label }))}
          onChange={(event) => onShow(event.currentTarget.value)}
        />
      </Group>
      <MonthBars
        label={`${metric.label} by month, so far and to come`}
        parts={PARTS}
        rows={curve.rows}
        texts={curve.texts}
        axisText={(value) => axisText(value, metric.unit)}
        height={HEIGHT}
      />
    </Stack>
  );
}

/** What is won, where the story tells it; else the first KPI that it tells. */
function usual(metrics: readonly Metric[], months: readonly StoryMonth[]): Metric | undefined {
  const told = metrics.filter(({ key }) => months.some(({ values }) => (valueOf(values, key) ?? null) !== null));
  return told.find(({ key }) => key === 'closedWonValue') ?? told[0] ?? metrics[0];
}
