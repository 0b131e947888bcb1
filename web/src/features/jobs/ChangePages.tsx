/*
 * All records that change, page after page, of one kind or of all.
 *
 * Must not be known here: whether they have changed already, where the pages come from.
 */

import { Anchor, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query';
import { ApiProblem } from '../../api/problem';
import type { ChangePage, RecordKind } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/Loading';
import { countText } from '../../lib/text';
import { ChangeTable, type Tense } from './ChangeTable';
import { isKind, KINDS, PLURALS } from './records';

interface Props {
  pages: UseInfiniteQueryResult<InfiniteData<ChangePage>>;
  kind: RecordKind | undefined;
  onKind: (kind: RecordKind | undefined) => void;
  tense: Tense;
  /** Files of all: a name and an address for each. */
  files?: readonly (readonly [string, string])[];
}

export function ChangePages({ pages, kind, onKind, tense, files = [] }: Props) {
  const { data, error } = pages;
  if (!data) {
    if (error instanceof ApiProblem && error.code === 'changes_not_kept') return <Text size="sm" c="dimmed">{error.message} {error.hint}</Text>;
    return error
      ? <ErrorNotice title="The changed records cannot be shown" error={error} onRetry={() => void pages.refetch()} retrying={pages.isFetching} />
      : <LoadingRows rows={6} label="Loading the changed records" />;
  }
  const [first] = data.pages;
  const records = data.pages.flatMap(({ items }) => items);
  const counts = first?.counts;
  const total = (kind ? counts?.[kind] : first?.total) ?? 0;
  const choices = KINDS.filter((one) => (counts?.[one] ?? 0) > 0).map((one) => ({ value: one, label: `${PLURALS[one]} (${countText(counts?.[one] ?? 0)})` }));
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <NativeSelect
            size="xs"
            aria-label="Kind of record"
            value={kind ?? ''}
            data={[{ value: '', label: `All records (${countText(first?.total ?? 0)})` }, ...choices]}
            onChange={({ currentTarget: { value } }) => onKind(isKind(value) ? value : undefined)}
          />
          <Text size="sm" c="dimmed" role="status">{countText(records.length)} of {countText(total)} shown</Text>
        </Group>
        {files.length > 0 && (
          <Group gap="xs">
            <Text size="sm" c="dimmed">All as a file</Text>
            {files.map(([name, address]) => <Anchor key={name} size="sm" href={address} aria-label={`Changed records as ${name}`} download>{name}</Anchor>)}
          </Group>
        )}
      </Group>
      <ChangeTable records={records} tense={tense} />
      {pages.isFetchNextPageError && error && <ErrorNotice title="No more could be shown" error={error} />}
      {pages.hasNextPage && (
        <Group justify="center">
          <Button variant="default" size="xs" onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>Show more</Button>
        </Group>
      )}
    </Stack>
  );
}
