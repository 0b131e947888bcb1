/*
 * Taking a patch back: what would go and what would stay is shown first.
 *
 * Must not be known here: what the patch did.
 */

import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { forgetTenant } from '../../api/queries';
import type { Job } from '../../api/types';
import { Dialog } from '../../components/Dialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/Loading';
import { useOnce } from '../../components/useOnce';
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
  const navigate = useNavigate();
  const queries = useQueryClient();
  const params = { path: { job_id: job.id } };
  const preview = useQuery({
    queryKey: ['undo', job.id],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) => answerOf(client.GET(`${BASE}/patch-jobs/{job_id}/undo`, { signal, params })),
  });
  const undo = useMutation({
    mutationFn: (fingerprint: string) => answerOf(
      client.POST(`${BASE}/patch-jobs/{job_id}/undo`, { params, body: { expectedFingerprint: fingerprint } }),
    ),
    onSuccess: async ({ jobId }) => {
      await forgetTenant(queries, job.tenant.slug);
      void navigate(`/jobs/${jobId}`);
    },
    // what was shown may not be so any more
    onError: () => void preview.refetch(),
  });
  const send = useOnce(undo);
  const shown = preview.data;
  const error = preview.error ?? undo.error;
  return (
    <Dialog title="Undo this patch" onClose={onClose} size="lg">
      <Stack gap="md">
        {preview.isPending && !error && <LoadingRows rows={3} label="Looking at what it would take back" />}
        {error && <ErrorNotice title="It cannot be undone" error={error} />}
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
            loading={undo.isPending || undo.isSuccess}
            onClick={() => shown && send(shown.fingerprint)}
          >
            Undo the patch
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
