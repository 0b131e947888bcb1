/*
 * Taking a patch back: what would go and what would stay is shown first.
 *
 * Must not be known here: what the patch did.
 */

import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { forgetTenant } from '../../api/queries';
import { useSending } from '../../api/sending';
import type { Job } from '../../api/types';
import { ChangeState } from '../../components/ChangeState';
import { Dialog } from '../../components/Dialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/Loading';
import { ReversalView } from './ReversalView';

export const canBeUndone = (job: Job): boolean =>
  job.kind === 'patch' && (job.action === 'patch' || job.action === 'shift') && job.status === 'completed' && job.undoneBy === null;

export function UndoButton({ job }: { job: Job }) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsked(true)}>Undo</Button>
      {asked && <UndoDialog job={job} onClose={() => setAsked(false)} />}
    </>
  );
}

function UndoDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const noun = job.action === 'shift' ? 'move' : 'patch';
  const navigate = useNavigate();
  const queries = useQueryClient();
  const params = { path: { job_id: job.id } };
  const preview = useQuery({
    queryKey: ['undo', job.id],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) => answerOf(client.GET(`${BASE}/patch-jobs/{job_id}/undo`, { signal, params })),
  });
  const undo = useSending({
    path: `${BASE}/patch-jobs/${job.id}/undo`,
    send: (fingerprint: string, key) => answerOf(
      client.POST(`${BASE}/patch-jobs/{job_id}/undo`, { params: { ...params, header: { 'Idempotency-Key': key } }, body: { expectedFingerprint: fingerprint } }),
    ),
    onSuccess: () => forgetTenant(queries, job.tenant.slug),
    follow: ({ jobId }) => void navigate(`/jobs/${jobId}`),
    // what was shown may not be so any more
    onError: () => void preview.refetch(),
  });
  const shown = preview.data;
  return (
    <Dialog title={`Undo this ${noun}`} onClose={onClose} size="lg">
      <Stack gap="md">
        {preview.isPending && <LoadingRows rows={3} label="Looking at what it would take back" />}
        {preview.error ? <ErrorNotice title="It cannot be undone" error={preview.error} /> : <ChangeState {...undo} notDone="It was not undone" />}
        {shown && shown.refused.length > 0 && (
          <Alert color="red" title="Later jobs built on this one">
            <Text size="sm">Undo those first, the latest one first:</Text>
            {shown.refused.map((id) => <Anchor key={id} component={Link} to={`/jobs/${id}`} size="sm" display="block" onClick={onClose}>{id}</Anchor>)}
          </Alert>
        )}
        {shown && shown.refused.length === 0 && <ReversalView {...shown} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button
            disabled={!shown || preview.isFetching || shown.refused.length > 0}
            loading={undo.busy}
            onClick={() => shown && undo.start(shown.fingerprint)}
          >
            Undo the {noun}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
