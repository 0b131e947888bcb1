/*
 * Moving a tenant's history so that it ends in another month: what would move and what would stay is shown first.
 *
 * Must not be known here: how dates move.
 */

import { Alert, Button, Group, List, Radio, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { forgetTenant } from '../../api/queries';
import { useSending } from '../../api/sending';
import type { ShiftPreview, Tenant } from '../../api/types';
import { ChangeState } from '../../components/ChangeState';
import { Dialog } from '../../components/Dialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Facts } from '../../components/Facts';
import { LoadingRows } from '../../components/Loading';
import { MonthSelect } from '../../components/MonthSelect';
import { addMonths, monthNow, spanLabel } from '../../lib/months';
import { plural } from '../../lib/text';
import { recordsText } from '../jobs';

type Edited = ShiftPreview['edited'];

const EDITED: readonly { value: Edited; label: string; description: string }[] = [
  { value: 'move', label: 'Move them too', description: 'Every generated record moves, whether people edited it or not.' },
  { value: 'stay', label: 'Leave them', description: 'What people edited stays where it is, with what it needs.' },
];

const FURTHEST_BACK = 60;
const MOST_SHOWN = 6;

export function ShiftDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const now = monthNow(tenant.timezone);
  const [end, setEnd] = useState(now);
  const [edited, setEdited] = useState<Edited>('move');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const path = { tenant_id: tenant.slug };
  const preview = useQuery({
    queryKey: ['shift', tenant.id, end, edited],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) => answerOf(client.GET(`${BASE}/tenants/{tenant_id}/shift`, { signal, params: { path, query: { end, edited } } })),
  });
  const shift = useSending({
    path: `${BASE}/tenants/${tenant.slug}/shift`,
    send: (fingerprint: string, key) => answerOf(
      client.POST(`${BASE}/tenants/{tenant_id}/shift`, { params: { path, header: { 'Idempotency-Key': key } }, body: { end, edited, expectedFingerprint: fingerprint } }),
    ),
    onSuccess: () => forgetTenant(queries, tenant.slug),
    follow: ({ jobId }) => void navigate(`/jobs/${jobId}`),
    // what was shown may not be so any more
    onError: () => void preview.refetch(),
  });
  const choose = (change: () => void): void => {
    change();
    shift.reset();
  };
  const shown = preview.data;
  const nothing = preview.error instanceof ApiProblem && preview.error.code === 'nothing_to_move' ? `${preview.error.message} ${preview.error.hint}` : null;
  return (
    <Dialog title={`Move ${tenant.name} in time`} onClose={onClose} size="lg">
      <Stack gap="md">
        <MonthSelect label="Ends in" value={end} first={addMonths(now, -FURTHEST_BACK)} last={now} onChange={(month) => choose(() => setEnd(month))} />
        <Radio.Group label="Records that people edited" value={edited} onChange={(value) => choose(() => setEdited(value as Edited))}>
          <Stack gap={8} mt={6}>
            {EDITED.map(({ value, label, description }) => <Radio key={value} value={value} label={label} description={description} />)}
          </Stack>
        </Radio.Group>
        {preview.isPending && <LoadingRows rows={3} label="Looking at what would move" />}
        {nothing && <Alert color="blue">{nothing}</Alert>}
        {preview.error && !nothing ? <ErrorNotice title="It cannot be moved" error={preview.error} /> : <ChangeState {...shift} notDone="It was not moved" />}
        {shown && <Moves {...shown} />}
        <Text size="sm">Every date moves by whole months, onto business days, with its time of day. It can be undone.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button disabled={!shown || preview.isFetching} loading={shift.busy} onClick={() => shown && shift.start(shown.fingerprint)}>
            Move it
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Moves({ months, from, to, moving, staying, kept, warnings }: ShiftPreview) {
  return (
    <Stack gap="sm">
      <Facts facts={[
        ['Now', spanLabel(from.first, from.last)],
        ['Then', `${spanLabel(to.first, to.last)} (${plural(Math.abs(months), 'month')} ${months > 0 ? 'later' : 'earlier'})`],
        ['Moves', recordsText(moving)],
        ['Stays', recordsText(staying)],
      ]} />
      {warnings.map((warning) => <Alert key={warning} color="yellow" py="xs"><Text size="sm">{warning}</Text></Alert>)}
      {kept.length > 0 && (
        <List size="sm" spacing={2}>
          {kept.slice(0, MOST_SHOWN).map((stay) => <List.Item key={stay.id}>{stay.name ?? stay.id}: {stay.reason}</List.Item>)}
          {kept.length > MOST_SHOWN && <List.Item>and {plural(kept.length - MOST_SHOWN, 'more that stays', 'more that stay')}</List.Item>}
        </List>
      )}
    </Stack>
  );
}
