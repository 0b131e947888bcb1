/* What an undo or a clearing takes back, and what stays. Must not be known here: whether it has happened. */

import { Alert, List, Stack, Text } from '@mantine/core';
import type { Reversal } from '../../api/types';
import { Facts } from '../../components/Facts';
import { countText, plural } from '../../lib/text';
import { recordsText } from './records';

const MOST_SHOWN = 10;

type Props = Pick<Reversal, 'removed' | 'restored' | 'kept' | 'keptCount'>;

export function ReversalView({ removed, restored, kept, keptCount }: Props) {
  return (
    <Stack gap="sm">
      <Facts facts={[['Removed', recordsText(removed)], ['Restored', recordsText(restored)]]} />
      {keptCount > 0 && (
        <Alert color="yellow" title={plural(keptCount, 'record stays', 'records stay')}>
          <List size="sm" spacing={2}>
            {kept.slice(0, MOST_SHOWN).map((stay) => <List.Item key={stay.id}>{stay.name || stay.id}: {stay.reason}</List.Item>)}
          </List>
          {keptCount > MOST_SHOWN && <Text size="sm" c="dimmed" mt={4}>and {countText(keptCount - MOST_SHOWN)} more</Text>}
        </Alert>
      )}
    </Stack>
  );
}
