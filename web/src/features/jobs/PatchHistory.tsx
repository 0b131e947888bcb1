/*
 * All jobs of a tenant, newest first, page after page.
 *
 * Must not be known here: a job's own page.
 */

import { Anchor, Button, Group, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { catalogueQuery, jobsQuery } from '../../api/queries';
import type { JobStatus, JobSummary } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/Loading';
import { ScrollRegion } from '../../components/ScrollRegion';
import { labelOf } from '../../lib/catalogue';
import { spanLabel } from '../../lib/months';
import { countText, instantText } from '../../lib/text';
import { STATUS_WORDS, StatusTag, VerdictTag, isActive } from './JobState';
import { recordTotal } from './records';

interface Props {
  slug: string;
  status: JobStatus | undefined;
  onStatus: (status: string | null) => void;
}

export const isStatus = (text: string | null): text is JobStatus => STATUS_WORDS.some(({ value }) => value === text);

export function PatchHistory({ slug, status, onStatus }: Props) {
  const jobs = useInfiniteQuery({
    ...jobsQuery(slug, status),
    refetchInterval: (query) => (query.state.data?.pages.some((page) => page.items.some((job) => isActive(job.status))) ? 2000 : false),
  });
  const items = jobs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="sm">
      <Group>
        <NativeSelect
          aria-label="Status"
          value={status ?? ''}
          data={[{ value: '', label: 'Every status' }, ...STATUS_WORDS]}
          onChange={(event) => onStatus(event.currentTarget.value || null)}
        />
      </Group>
      {jobs.error && <ErrorNotice title="The history cannot be shown" error={jobs.error} onRetry={() => void jobs.refetch()} retrying={jobs.isFetching} />}
      {jobs.isPending && !jobs.error && <LoadingRows rows={6} height={32} label="Loading the history" />}
      {jobs.data && items.length === 0 && (
        <EmptyState title={status ? 'No job has this status' : 'Nothing has been done here yet'}>
          {status ? 'Choose another status to see more.' : 'Add a monthly update; it will stand here.'}
        </EmptyState>
      )}
      {items.length > 0 && <JobTable jobs={items} />}
      {jobs.hasNextPage && (
        <Group justify="center">
          <Button variant="default" onClick={() => void jobs.fetchNextPage()} loading={jobs.isFetchingNextPage}>Show older ones</Button>
        </Group>
      )}
    </Stack>
  );
}

export function JobTable({ jobs }: { jobs: readonly JobSummary[] }) {
  return (
    <ScrollRegion label="Jobs">
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {['Date', 'Status', 'Verdict', 'Months', 'Mode', 'By'].map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}
            <Table.Th scope="col" ta="right">Records</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{jobs.map((job) => <JobRow key={job.id} job={job} />)}</Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}

const KINDS: Record<Exclude<JobSummary['action'], 'patch'>, string> = { generate: 'History of the tenant', undo: 'Undo', clear: 'Clearing', shift: 'Move in time' };

function JobRow({ job }: { job: JobSummary }) {
  const { data: catalogue } = useQuery(catalogueQuery);
  const [first, last] = [job.months.at(0), job.months.at(-1)];
  const touched = recordTotal(job.recordsCreated) + recordTotal(job.recordsChanged) + recordTotal(job.recordsDeleted);
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Anchor component={Link} to={`/jobs/${job.id}`} size="sm">{instantText(job.createdAt)}</Anchor>
      </Table.Td>
      <Table.Td><StatusTag status={job.status} progress={job.progress} /></Table.Td>
      <Table.Td><VerdictTag verdict={job.verdict} /></Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {first && last ? spanLabel(first, last) : '–'}
        {job.action !== 'patch' && <Text size="xs" c="dimmed">{KINDS[job.action]}</Text>}
        {job.isStoryRun && <Text size="xs" c="dimmed">Run of the story</Text>}
        {job.undoneBy && <Text size="xs" c="dimmed">Undone</Text>}
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {labelOf(catalogue?.modes ?? [], job.mode)}
        <Text size="xs" c="dimmed">{labelOf(catalogue?.planTypes ?? [], job.planType)}</Text>
      </Table.Td>
      <Table.Td>{job.createdByName ?? (job.isStoryRun ? 'Schedule' : 'Command line')}</Table.Td>
      <Table.Td ta="right">{job.status === 'completed' ? countText(touched) : '–'}</Table.Td>
    </Table.Tr>
  );
}
