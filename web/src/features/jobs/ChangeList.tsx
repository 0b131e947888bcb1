/* What happens to existing records: counts, and a few of them before and after. Must not be known here: what makes it happen. */

import { Stack, Table, Text } from '@mantine/core';
import type { RecordChanges } from '../../api/types';
import { Facts } from '../../components/Facts';
import { ScrollRegion } from '../../components/ScrollRegion';
import { recordsText } from './records';

const FIELDS: Record<string, string> = {
  became_lead_at: 'became a lead',
  closed_at: 'closed',
  company_id: 'company',
  contact_id: 'contact',
  created_at: 'created',
  deal_id: 'deal',
  demo_source_month: 'month',
  expected_close_on: 'expected close',
  lost_reason: 'lost because',
  occurred_at: 'took place',
};

const KINDS: Record<string, string> = { companies: 'Company', contacts: 'Contact', deals: 'Deal', activities: 'Activity' };

/** "closed 2025-03-02 14:05", without fractions of seconds. */
function textOf(fields: Record<string, unknown> | null): string {
  return Object.entries(fields ?? {})
    .map(([name, value]) => `${FIELDS[name] ?? name} ${value === null ? 'none' : String(value).replace(/:\d{2}(\.\d+)?\+00:00$/, ' UTC')}`)
    .join(', ');
}

/** Whether it is still to come, has happened, or was not done after all. */
export type Tense = 'will' | 'did' | 'would';

const WORDS: Record<Tense, { changed: string; retired: string; before: string; after: string }> = {
  will: { changed: 'Will change', retired: 'Will be retired', before: 'Now', after: 'Then' },
  did: { changed: 'Changed', retired: 'Retired', before: 'Before', after: 'After' },
  would: { changed: 'Would have changed', retired: 'Would have been retired', before: 'Before', after: 'After' },
};

export function ChangeList({ changes, tense }: { changes: RecordChanges; tense: Tense }) {
  const words = WORDS[tense];
  return (
    <Stack gap="xs">
      <Facts facts={[[words.changed, recordsText(changes.changed)], [words.retired, recordsText(changes.deleted)]]} />
      {changes.samples.length > 0 && (
        <ScrollRegion label="Samples of changed records" maxHeight="36vh">
          <Table stickyHeader fz={13}>
            <Table.Thead>
              <Table.Tr>{['Record', words.before, words.after].map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}</Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changes.samples.map((sample, place) => (
                <Table.Tr key={place}>
                  <Table.Td>{KINDS[sample.entity]} {sample.name || sample.id}</Table.Td>
                  <Table.Td>{sample.action === 'deleted' ? 'live' : textOf(sample.before ?? null)}</Table.Td>
                  <Table.Td>{sample.action === 'deleted' ? <Text span size="sm" fw={600}>retired</Text> : textOf(sample.after ?? null)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollRegion>
      )}
    </Stack>
  );
}
