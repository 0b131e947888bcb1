/* Plans left in other tabs, offered and never taken unasked. Must not be known here: the grid. */

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { spanLabel } from '../../lib/months';
import { instantText } from '../../lib/text';
import { draftText, firstMonth, lastMonth, type FoundDraft } from '../plan';

interface Props {
  drafts: readonly FoundDraft[];
  onTake: (draft: FoundDraft) => void;
  onDrop: (draft: FoundDraft) => void;
}

export function DraftOffers({ drafts, onTake, onDrop }: Props) {
  if (drafts.length === 0) return null;
  return (
    <Alert color="indigo" title="Unsaved plans from other tabs">
      <Stack gap={6}>
        {drafts.map((draft) => (
          <Group key={draft.key} justify="space-between" gap="sm">
            <Text size="sm">
              {draftText(draft)}, {spanLabel(firstMonth(draft.rows), lastMonth(draft.rows))}, {instantText(new Date(draft.at).toISOString())}
            </Text>
            <Group gap="xs">
              <Button size="compact-xs" variant="default" onClick={() => onTake(draft)}>Use it here</Button>
              <Button size="compact-xs" variant="subtle" onClick={() => onDrop(draft)}>Delete</Button>
            </Group>
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}
