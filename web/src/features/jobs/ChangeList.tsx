/*
 * What a plan would do to existing records: counts, the first of them, and all where they are asked for.
 *
 * Must not be known here: how the plan is applied.
 */

import { Button, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { planChangesQuery } from '../../api/queries';
import type { Plan, RecordChanges, RecordKind } from '../../api/types';
import { Facts } from '../../components/Facts';
import { countText } from '../../lib/text';
import { ChangePages } from './ChangePages';
import { ChangeTable } from './ChangeTable';
import { recordsText } from './records';

interface Props {
  slug: string;
  plan: Plan;
  /** That of the preview that the changes belong to. */
  fingerprint: string;
  changes: RecordChanges;
}

export function ChangeList({ slug, plan, fingerprint, changes }: Props) {
  const [all, setAll] = useState(false);
  const { total, shown, samples } = changes;
  return (
    <Stack gap="xs">
      <Facts facts={[['Will change', recordsText(changes.changed)], ['Will be retired', recordsText(changes.deleted)]]} />
      {all && <AllChanges slug={slug} plan={plan} fingerprint={fingerprint} />}
      {!all && samples.length > 0 && (
        <>
          <Group gap="sm">
            <Text size="sm" c="dimmed">{countText(shown)} of {countText(total)} shown</Text>
            {shown < total && <Button variant="default" size="compact-xs" onClick={() => setAll(true)}>Show all</Button>}
          </Group>
          <ChangeTable records={samples} tense="will" maxHeight="40vh" />
        </>
      )}
    </Stack>
  );
}

function AllChanges({ slug, plan, fingerprint }: Omit<Props, 'changes'>) {
  const [kind, setKind] = useState<RecordKind>();
  const pages = useInfiniteQuery({ ...planChangesQuery(slug, plan, fingerprint, kind), placeholderData: keepPreviousData });
  return <ChangePages pages={pages} kind={kind} onKind={setKind} tense="will" />;
}
