/*
 * A job that waits or runs: how far it is, what it does now, its log, and a way to stop it.
 *
 * Must not be known here: what follows when it ends.
 */

import { Alert, Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, BASE, client } from '../../api/client';
import { jobKey } from '../../api/queries';
import type { Job } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LogView } from './LogView';

interface Props {
  job: Job;
  title: string;
  /** The last look at it failed; it goes on being looked at. */
  lost: boolean;
}

export function PatchProgress({ job, title, lost }: Props) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => answerOf(client.POST(`${BASE}/patch-jobs/{job_id}/cancel`, { params: { path: { job_id: job.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: jobKey(job.id) }),
  });
  const step = job.currentStep ?? (job.status === 'queued' ? 'waiting for a worker' : 'starting');
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2}>{title}</Title>
          <Button variant="default" size="xs" onClick={() => cancel.mutate()} loading={cancel.isPending}>Cancel</Button>
        </Group>
        {lost && <Alert color="yellow" title="The connection is lost">The job goes on without it. Trying again…</Alert>}
        {cancel.error && <ErrorNotice title="Not cancelled" error={cancel.error} />}
        <Progress.Root size="lg">
          <Progress.Section value={job.progress} aria-label="Progress" />
        </Progress.Root>
        <Group justify="space-between">
          <Text size="sm" role="status">{step.charAt(0).toUpperCase() + step.slice(1)}</Text>
          <Text size="sm" fw={600}>{job.progress} %</Text>
        </Group>
        <LogView lines={job.log} />
        <Text size="xs" c="dimmed">You may leave or reload this page; the job goes on. Until it is done, the tenant stays as it was.</Text>
      </Stack>
    </Paper>
  );
}
