/*
 * A tenant's health: what is wrong, each finding with what cures it, and the day on which it goes stale.
 *
 * Must not be known here: how findings are found, what a shift does.
 */

import { Alert, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { forgetTenant, healthQuery } from '../../api/queries';
import type { HealthCure, HealthFinding, HealthStatus, Tenant, TenantHealth } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/Loading';
import { dayText } from '../../lib/text';
import { HealthTag } from './HealthTag';

interface Props {
  tenant: Tenant;
  /** Opens the shift; another room knows how. */
  onShift: () => void;
}

export function HealthPanel({ tenant, onShift }: Props) {
  const health = useQuery(healthQuery(tenant.slug));
  if (health.error && !health.data) return <ErrorNotice title="The tenant’s health cannot be shown" error={health.error} onRetry={() => void health.refetch()} retrying={health.isFetching} />;
  if (!health.data) return <LoadingRows rows={1} label="Looking at the tenant’s health" />;
  const { status, findings } = health.data;
  return (
    <Stack gap="xs" component="section">
      <Group gap="sm">
        <Title order={2}>Health</Title>
        <HealthTag status={status} />
        <Text size="sm" c="dimmed">{outlook(health.data)}</Text>
      </Group>
      {findings.map((finding, place) => <FindingAlert key={`${finding.code} ${place}`} tenant={tenant} finding={finding} onShift={onShift} />)}
    </Stack>
  );
}

function outlook({ staleOn, findings, checkedAt }: TenantHealth): string {
  if (staleOn === null) return findings.length === 0 ? 'Nothing is missing, and nothing will be.' : '';
  return staleOn <= checkedAt.slice(0, 10) ? `Stale since ${dayText(staleOn)}.` : `Goes stale on ${dayText(staleOn)}.`;
}

const COLORS: Readonly<Record<HealthStatus, string>> = { healthy: 'teal', empty: 'gray', warning: 'yellow', stale: 'red', unhealthy: 'red' };

function FindingAlert({ tenant, finding, onShift }: Props & { finding: HealthFinding }) {
  return (
    <Alert color={COLORS[finding.severity]} py="xs">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Text size="sm" flex="1 1 280px">{finding.message}</Text>
        <Group gap="xs">
          {finding.cures.map((cure) => <CureButton key={cure.kind} tenant={tenant} cure={cure} onShift={onShift} />)}
        </Group>
      </Group>
    </Alert>
  );
}

function CureButton({ tenant, cure, onShift }: Props & { cure: HealthCure }) {
  const { slug } = tenant;
  const go = (to: string): ReactNode => <Button size="compact-sm" variant="default" component={Link} to={to}>{cure.label}</Button>;
  switch (cure.kind) {
    case 'tell_story':
    case 'change_story':
    case 'await_story': return go(`/tenants/${slug}/story`);
    case 'patch': return go(`/tenants/${slug}/monthly-updates?edit=1`);
    case 'shift': return <Button size="compact-sm" variant="default" onClick={onShift}>{cure.label}</Button>;
    case 'run_story':
    case 'skip_month':
    case 'let_go':
    case 'resume_story': return <StoryButton tenant={tenant} cure={cure} />;
    case 'restore':
    case 'correct': return (
      <Stack gap={2}>
        {cure.jobId ? go(`/jobs/${cure.jobId}`) : <Text size="sm">{cure.label}.</Text>}
        {cure.command && <Code fz="xs" style={{ overflowWrap: 'anywhere' }}>{cure.command}</Code>}
      </Stack>
    );
  }
}

/** Runs the story now, lets it go on, or gives up what of a month it cannot meet. */
function StoryButton({ tenant: { slug }, cure }: Pick<Props, 'tenant'> & { cure: HealthCure }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const act = useMutation({
    mutationFn: async (): Promise<string | null> => {
      const params = { path: { tenant_id: slug } };
      if (cure.kind === 'resume_story') {
        await answerOf(client.PATCH(`${BASE}/tenants/{tenant_id}/story`, { params, body: { paused: false } }));
        return null;
      }
      if (cure.kind === 'skip_month' || cure.kind === 'let_go') {
        const months = cure.months.map((month) => (cure.kind === 'let_go' ? { month, letGo: true } : { month, skipped: true }));
        await answerOf(client.PATCH(`${BASE}/tenants/{tenant_id}/story/months`, { params, body: { months } }));
        return null;
      }
      return (await answerOf(client.POST(`${BASE}/tenants/{tenant_id}/story/run`, { params }))).jobId;
    },
    onSuccess: async (jobId) => {
      await forgetTenant(queries, slug);
      void navigate(jobId === null ? `/tenants/${slug}/story` : `/jobs/${jobId}`);
    },
  });
  return (
    <Stack gap={2}>
      <Button size="compact-sm" variant="default" loading={act.isPending} onClick={() => !act.isPending && act.mutate()}>{cure.label}</Button>
      {act.error && <Text size="xs" c="var(--mantine-color-error)" role="alert">{act.error.message}</Text>}
    </Stack>
  );
}
