/*
 * The proof as a table: before, after, target and deviation of each KPI in each month, with pass or fail.
 *
 * Must not be known here: how the report came about.
 */

import { Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Catalogue, DiffCell, DiffReport } from '../../api/types';
import { CheckIcon, CrossIcon } from '../../components/icons';
import { ScrollRegion } from '../../components/ScrollRegion';
import { Tag } from '../../components/Tag';
import { plainText } from '../../lib/metrics';
import type { Currency } from '../../lib/money';
import { monthLabel } from '../../lib/months';
import { countText, plural } from '../../lib/text';
import classes from './DiffTable.module.css';

interface Props {
  report: DiffReport;
  catalogue: Catalogue;
  currency: Currency;
}

type Shown = 'planned' | 'changed' | 'all';

const shows: Record<Shown, (cell: DiffCell) => boolean> = {
  planned: (cell) => cell.target !== null,
  changed: (cell) => cell.target !== null || Number(cell.delta) !== 0,
  all: () => true,
};

export function DiffTable({ report, catalogue, currency }: Props) {
  const [shown, setShown] = useState<Shown>('changed');
  const rows = report.months.flatMap(({ month, metrics }) =>
    catalogue.metrics.flatMap((metric) => {
      const cell = metrics[metric.key];
      return cell && shows[shown](cell) ? [{ month, metric, cell }] : [];
    }));
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">{countText(report.passed)} of {plural(report.passed + report.failed, 'planned number')} hit{report.cameAlong ? `; ${plural(report.cameAlong, 'other number')} came along` : ''}.</Text>
        <SegmentedControl
          size="xs"
          aria-label="Which numbers"
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          data={[{ value: 'planned', label: 'Planned' }, { value: 'changed', label: 'Changed' }, { value: 'all', label: 'All' }]}
        />
      </Group>
      <ScrollRegion label="Comparison" maxHeight="60vh">
        <Table stickyHeader className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Month</Table.Th>
              <Table.Th scope="col">KPI</Table.Th>
              {['Before', 'After', 'Change', 'Target', 'Deviation'].map((name) => <Table.Th key={name} scope="col" ta="right">{name}</Table.Th>)}
              <Table.Th scope="col">Result</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ month, metric, cell }) => (
              <Table.Tr key={`${month} ${metric.key}`}>
                <Table.Td className={classes.text}>{monthLabel(month)}</Table.Td>
                <Table.Th scope="row" fw={400} className={classes.text}>{metric.label}{metric.unit === 'money' ? ` (${currency.code})` : ''}</Table.Th>
                <Table.Td className={classes.number}>{plainText(cell.before, metric, currency)}</Table.Td>
                <Table.Td className={classes.number}>{plainText(cell.after, metric, currency)}</Table.Td>
                <Table.Td className={classes.number}>{plainText(cell.delta, metric, currency, { signed: true })}</Table.Td>
                <Table.Td className={classes.number}>{plainText(cell.target, metric, currency)}</Table.Td>
                <Table.Td className={classes.number}>{plainText(cell.deviation, metric, currency, { signed: true })}</Table.Td>
                <Table.Td><Result cell={cell} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollRegion>
    </Stack>
  );
}

function Result({ cell }: { cell: DiffCell }) {
  if (cell.status === 'pass') return <Tag tone="good"><CheckIcon /> Pass</Tag>;
  if (cell.status === 'fail') return <Tag tone="bad"><CrossIcon /> Fail</Tag>;
  return <Text span size="xs" c="dimmed">{cell.cameAlong ? 'Came along' : 'Not planned'}</Text>;
}
