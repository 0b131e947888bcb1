/*
 * Emptying a tenant: what would go and what would stay is shown first, for each scope.
 *
 * Must not be known here: what the tenant holds.
 */

import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { forgetTenant } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { Dialog } from '../../components/Dialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/Loading';
import { useOnce } from '../../components/useOnce';
import { ReversalView } from '../jobs';

type Scope = 'generated' | 'edited' | 'all';

const SCOPES: readonly { value: Scope; label: string; description: string }[] = [
  { value: 'generated', label: 'Generated records', description: 'What people edited or added stays, with what it needs.' },
  { value: 'edited', label: 'Edited ones too', description: 'Generated records go, whether people edited them or not.' },
  { value: 'all', label: 'Everything', description: 'What people added goes too.' },
];

export function ClearButton({ tenant }: { tenant: Tenant }) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsked(true)}>Clear tenant</Button>
      {asked && <ClearDialog tenant={tenant} onClose={() => setAsked(false)} />}
    </>
  );
}

function ClearDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const [scope, setScope] = useState<Scope>('generated');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const path = { tenant_id: tenant.slug };
  const preview = useQuery({
    queryKey: ['clear', tenant.id, scope],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) => answerOf(client.GET(`${BASE}/tenants/{tenant_id}/clear`, { signal, params: { path, query: { scope } } })),
  });
  const clear = useMutation({
    mutationFn: (fingerprint: string) => answerOf(
      client.POST(`${BASE}/tenants/{tenant_id}/clear`, { params: { path }, body: { scope, expectedFingerprint: fingerprint } }),
    ),
    onSuccess: async ({ jobId }) => {
      await forgetTenant(queries, tenant.slug);
      void navigate(`/jobs/${jobId}`);
    },
    // what was shown may not be so any more
    onError: () => void preview.refetch(),
  });
  const send = useOnce(clear);
  const choose = (value: string): void => {
    setScope(value as Scope);
    clear.reset();
  };
  const shown = preview.data;
  const error = preview.error ?? clear.error;
  return (
    <Dialog title={`Clear ${tenant.name}`} onClose={onClose} size="lg">
      <Stack gap="md">
        <Radio.Group label="What goes" value={scope} onChange={choose}>
          <Stack gap={8} mt={6}>
            {SCOPES.map(({ value, label, description }) => <Radio key={value} value={value} label={label} description={description} />)}
          </Stack>
        </Radio.Group>
        {preview.isPending && !error && <LoadingRows rows={3} label="Looking at what would go" />}
        {error && <ErrorNotice title="It cannot be cleared" error={error} />}
        {shown && <ReversalView {...shown} />}
        <Text size="sm">A clearing cannot be undone, and neither can the patches before it.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button color="red.9" disabled={!shown || preview.isFetching} loading={clear.isPending || clear.isSuccess} onClick={() => shown && send(shown.fingerprint)}>
            Clear the tenant
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
