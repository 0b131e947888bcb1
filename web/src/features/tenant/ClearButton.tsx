/*
 * Emptying a tenant: what would go and what would stay is shown first, for each scope.
 *
 * Must not be known here: what the tenant holds.
 */

import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { forgetTenant } from '../../api/queries';
import { useSending } from '../../api/sending';
import type { Tenant } from '../../api/types';
import { ChangeState } from '../../components/ChangeState';
import { Dialog } from '../../components/Dialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/Loading';
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
  const clear = useSending({
    path: `${BASE}/tenants/${tenant.slug}/clear`,
    send: (fingerprint: string, key) => answerOf(
      client.POST(`${BASE}/tenants/{tenant_id}/clear`, { params: { path, header: { 'Idempotency-Key': key } }, body: { scope, expectedFingerprint: fingerprint } }),
    ),
    onSuccess: () => forgetTenant(queries, tenant.slug),
    follow: ({ jobId }) => void navigate(`/jobs/${jobId}`),
    // what was shown may not be so any more
    onError: () => void preview.refetch(),
  });
  const choose = (value: string): void => {
    setScope(value as Scope);
    clear.reset();
  };
  const shown = preview.data;
  return (
    <Dialog title={`Clear ${tenant.name}`} onClose={onClose} size="lg">
      <Stack gap="md">
        <Radio.Group label="What goes" value={scope} onChange={choose} readOnly={clear.busy}>
          <Stack gap={8} mt={6}>
            {SCOPES.map(({ value, label, description }) => <Radio key={value} value={value} label={label} description={description} />)}
          </Stack>
        </Radio.Group>
        {preview.isPending && <LoadingRows rows={3} label="Looking at what would go" />}
        {preview.error ? <ErrorNotice title="It cannot be cleared" error={preview.error} /> : <ChangeState {...clear} notDone="It was not cleared" />}
        {shown && <ReversalView {...shown} />}
        <Text size="sm">A clearing cannot be undone, and neither can the patches before it.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button color="red.9" disabled={!shown || preview.isFetching} loading={clear.busy} onClick={() => shown && clear.start(shown.fingerprint)}>
            Clear the tenant
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
