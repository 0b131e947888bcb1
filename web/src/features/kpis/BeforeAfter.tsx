/*
 * Before and after, KPI by KPI: bars over each other, and the numbers of each month.
 *
 * Must not be known here: whether the change has happened.
 */

import { Group, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { KpiMonth, Metric } from '../../api/types';
import { MonthBars } from '../../components/MonthBars';
import { ScrollRegion } from '../../components/ScrollRegion';
import { axisText, plainText, valueOf } from '../../lib/metrics';
import { subtract, type Currency } from '../../lib/money';
import { monthLabel } from '../../lib/months';
import { beforeAfterDrawing } from './beforeAfter';
import classes from './BeforeAfter.module.css';

const HEIGHT = 220;

interface Props {
  before: readonly KpiMonth[];
  after: readonly KpiMonth[];
  metrics: readonly Metric[];
  currency: Currency;
}

const differs = (metric: Metric, before: readonly KpiMonth[], after: readonly KpiMonth[]): boolean =>
  before.some((month, place) => {
    const later = after[place];
    return later !== undefined && valueOf(month, metric.key) !== valueOf(later, metric.key);
  });

export function BeforeAfter({ before, after, metrics, currency }: Props) {
  const changed = metrics.filter((metric) => differs(metric, before, after));
  const [wanted, setWanted] = useState<string | null>(null);
  const metric = changed.find(({ key }) => key === wanted) ?? changed.find(({ key }) => key === 'closedWonValue') ?? changed[0];
  const drawing = useMemo(() => metric && beforeAfterDrawing(metric, before, after, currency), [metric, before, after, currency]);
  if (changed.length === 0) return <Text size="sm" c="dimmed">No number changes.</Text>;
  if (!metric || !drawing) return null;
  return (
    <Stack gap="xs">
      <Group>
        <NativeSelect
          aria-label="Chart compares"
          value={metric.key}
          data={changed.map(({ key, label }) => ({ value: key, label }))}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </Group>
      <MonthBars
        label={`${metric.label} before and after, by month`}
        parts={drawing.parts}
        rows={drawing.rows}
        texts={drawing.texts}
        axisText={(value) => axisText(value, metric.unit)}
        height={HEIGHT}
      />
      <ScrollRegion label="KPIs before and after" maxHeight="50vh">
        <Table stickyHeader className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Month</Table.Th>
              {changed.map(({ key, label, unit }) => (
                <Table.Th key={key} scope="col" ta="right">{label}{unit === 'money' ? ` (${currency.code})` : ''}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {before.map((month, place) => (
              <Table.Tr key={month.month}>
                <Table.Th scope="row" className={classes.month}>{monthLabel(month.month)}</Table.Th>
                {changed.map((column) => (
                  <Table.Td key={column.key} className={classes.number}>
                    <Change metric={column} before={month} after={after[place] ?? month} currency={currency} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollRegion>
    </Stack>
  );
}

function Change({ metric, before, after, currency }: { metric: Metric; before: KpiMonth; after: KpiMonth; currency: Currency }) {
  const [then, now] = [valueOf(before, metric.key), valueOf(after, metric.key)];
  if (then === now) return <span className={classes.same}>{plainText(now, metric, currency)}</span>;
  const change = metric.unit === 'ratio' || then === null || now === null ? null : subtract(String(now), String(then));
  return (
    <>
      <span className={classes.then}>{plainText(then, metric, currency)}</span> → <strong>{plainText(now, metric, currency)}</strong>
      {change !== null && <span className={classes.change}>{plainText(change, metric, currency, { signed: true })}</span>}
    </>
  );
}
