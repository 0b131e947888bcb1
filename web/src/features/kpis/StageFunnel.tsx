/*
 * How deals went through the stages: how many came to each, where they went from there, how long they stayed.
 *
 * Must not be known here: which deals are meant.
 */

import { Table, Text } from '@mantine/core';
import type { StageFlow } from '../../api/types';
import { ScrollRegion } from '../../components/ScrollRegion';
import { countText, daysText, percentText } from '../../lib/text';
import classes from './StageFunnel.module.css';

const COLUMNS = ['Came to it', 'Moved on', 'Won', 'Lost', 'There now', 'Days on average', 'Half within'] as const;

export function StageFunnel({ stages }: { stages: readonly StageFlow[] }) {
  const open = stages.filter(({ stage }) => !stage.startsWith('closed'));
  const most = Math.max(1, ...open.map(({ entered }) => entered));
  return (
    <ScrollRegion label="Funnel by stage">
      <Table fz={13}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Stage</Table.Th>
            {COLUMNS.map((name) => <Table.Th key={name} scope="col" ta="right" style={{ whiteSpace: 'nowrap' }}>{name}</Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {open.map((flow) => (
            <Table.Tr key={flow.stage}>
              <Table.Th scope="row" className={classes.stage}>
                <span>{flow.label}</span>
                <span className={classes.bar} style={{ width: `${(100 * flow.entered) / most}%` }} aria-hidden="true" />
              </Table.Th>
              <Table.Td ta="right">
                {countText(flow.entered)}
                <Text size="xs" c="dimmed">{percentText(flow.entered / most)}</Text>
              </Table.Td>
              <Table.Td ta="right">{countText(flow.movedOn)}</Table.Td>
              <Table.Td ta="right">{countText(flow.won)}</Table.Td>
              <Table.Td ta="right">{countText(flow.lost)}</Table.Td>
              <Table.Td ta="right">{countText(flow.now)}</Table.Td>
              <Table.Td ta="right">{flow.averageDays === null ? '–' : daysText(flow.averageDays)}</Table.Td>
              <Table.Td ta="right">{flow.medianDays === null ? '–' : daysText(flow.medianDays)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}
