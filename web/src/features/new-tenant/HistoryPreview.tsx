/* The curve that a new tenant's months will have. Must not be known here: the form, the request. */

import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Metric, MetricKey, Plan, PlanMonth } from '../../api/types';
import { MonthBars } from '../../components/MonthBars';
import { axisText, valueOf, valueText } from '../../lib/metrics';
import { sum, type Currency } from '../../lib/money';

const HEIGHT = 220;

interface Props {
  plan: Plan;
  metrics: readonly Metric[];
  currency: Currency;
}

const cellOf = (month: PlanMonth, key: MetricKey): string => String(valueOf(month, key) ?? 0);

export function HistoryPreview({ plan, metrics, currency }: Props) {
  const [key, setKey] = useState('closedWonValue');
  const metric = metrics.find((candidate) => candidate.key === key) ?? metrics[0];
  const drawing = useMemo(() => metric && {
    rows: plan.months.map((month) => ({ month: month.month, value: Number(cellOf(month, metric.key)) })),
    texts: new Map(plan.months.map((month) => [month.month, { parts: { value: valueText(cellOf(month, metric.key), metric, currency) }, total: null }])),
    total: valueText(sum(plan.months.map((month) => cellOf(month, metric.key))), metric, currency),
  }, [plan, metric, currency]);
  if (!metric || !drawing) return null;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <NativeSelect aria-label="Preview shows" value={metric.key} data={metrics.map(({ key: value, label }) => ({ value, label }))} onChange={(event) => setKey(event.currentTarget.value)} />
        <Text size="sm" c="dimmed">{drawing.total} in all</Text>
      </Group>
      <MonthBars
        label={`${metric.label} by month`}
        parts={[{ key: 'value', label: metric.label, color: metric.unit === 'money' ? 'teal.6' : 'indigo.6' }]}
        rows={drawing.rows}
        texts={drawing.texts}
        axisText={(value) => axisText(value, metric.unit)}
        height={HEIGHT}
      />
    </Stack>
  );
}
