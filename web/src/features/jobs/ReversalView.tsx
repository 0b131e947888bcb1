/* What an undo or a clearing takes back, what stays and what is gone. Must not be known here: whether it has happened. */

import { Alert, List, Stack, Text } from '@mantine/core';
import type { Reversal } from '../../api/types';
import { Facts } from '../../components/Facts';
import { monthLabel } from '../../lib/months';
import { countText, plural } from '../../lib/text';
import { recordsText } from './records';

const MOST_SHOWN = 10;

type Props = Pick<Reversal, 'removed' | 'restored' | 'kept' | 'keptCount' | 'gone' | 'goneCount' | 'differences'>;

export function ReversalView({ removed, restored, kept, keptCount, gone = [], goneCount = 0, differences = [] }: Props) {
  return (
    <Stack gap="sm">
      <Facts facts={[['Removed', recordsText(removed)], ['Restored', recordsText(restored)]]} />
      {keptCount > 0 && <Named title={plural(keptCount, 'record stays', 'records stay')} count={keptCount} records={kept} />}
      {goneCount > 0 && <Named title={plural(goneCount, 'record is gone already', 'records are gone already')} count={goneCount} records={gone} />}
      {differences.length > 0 && (
        <Alert color="blue" title="Numbers that are not what they were before">
          <List size="sm" spacing={2}>
            {differences.slice(0, MOST_SHOWN).map(({ month, metric, label, value }) => (
              <List.Item key={`${month} ${metric}`}>{monthLabel(month)}, {label}: {signed(value)}</List.Item>
            ))}
          </List>
          <More count={differences.length} />
        </Alert>
      )}
    </Stack>
  );
}

function Named({ title, count, records }: { title: string; count: number; records: Reversal['kept'] }) {
  return (
    <Alert color="yellow" title={title}>
      <List size="sm" spacing={2}>
        {records.slice(0, MOST_SHOWN).map(({ id, name, reason }) => <List.Item key={id}>{name || id}: {reason}</List.Item>)}
      </List>
      <More count={count} shown={Math.min(records.length, MOST_SHOWN)} />
    </Alert>
  );
}

const More = ({ count, shown = MOST_SHOWN }: { count: number; shown?: number }) => (
  count > shown ? <Text size="sm" c="dimmed" mt={4}>and {countText(count - shown)} more</Text> : null
);

const signed = (value: number | string): string => (String(value).startsWith('-') ? String(value) : `+${value}`);
