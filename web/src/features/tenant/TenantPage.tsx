/*
 * One tenant: its name, and its tabs. The tab and its filters stand in the address.
 *
 * Must not be known here: what the tabs show.
 */

import { Anchor, Group, Skeleton, Stack, Tabs, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { catalogueQuery, healthQuery, tenantQuery } from '../../api/queries';
import type { Catalogue, Tenant } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingPage } from '../../components/Loading';
import { useAddress } from '../../components/useAddress';
import { useTitle } from '../../components/useTitle';
import { HealthTag } from '../health';
import { isStatus, PatchHistory } from '../jobs';
import { StoryTab } from '../story';
import { MonthlyUpdates } from './MonthlyUpdates';
import { Overview } from './Overview';

const TABS = [
  { value: 'overview', label: 'Overview' },
  { value: 'monthly-updates', label: 'Monthly updates' },
  { value: 'story', label: 'Story' },
  { value: 'patch-history', label: 'Patch history' },
] as const;

type Tab = (typeof TABS)[number]['value'];

const isTab = (text: string): text is Tab => TABS.some(({ value }) => value === text);

export default function TenantPage() {
  const { slug = '', tab = '' } = useParams();
  const tenant = useQuery(tenantQuery(slug));
  const catalogue = useQuery(catalogueQuery);
  useTitle(tenant.data?.name ?? slug);
  if (!isTab(tab)) return <Navigate to={`/tenants/${slug}/overview`} replace />;
  if (tenant.error instanceof ApiProblem && tenant.error.status === 404) {
    return <EmptyState page title={`There is no tenant “${slug}”`} action={<Anchor component={Link} to="/tenants" size="sm">See all tenants</Anchor>} />;
  }
  const error = (tenant.data ? null : tenant.error) ?? (catalogue.data ? null : catalogue.error);
  if (error) {
    const retry = (): void => void Promise.all([tenant.refetch(), catalogue.refetch()]);
    return <ErrorNotice title="The tenant cannot be shown" error={error} onRetry={retry} retrying={tenant.isFetching || catalogue.isFetching} />;
  }
  if (!tenant.data || !catalogue.data) return <LoadingPage />;
  return <TenantView key={tenant.data.id} tenant={tenant.data} catalogue={catalogue.data} tab={tab} />;
}

function TenantView({ tenant, catalogue, tab }: { tenant: Tenant; catalogue: Catalogue; tab: Tab }) {
  const navigate = useNavigate();
  const health = useQuery({ ...healthQuery(tenant.slug), enabled: tenant.isDemo });
  const status = health.data?.status ?? tenant.health?.status;
  return (
    <Stack gap="md">
      <div>
        <Anchor component={Link} to="/tenants" size="sm">Tenants</Anchor>
        <Group gap="sm" align="baseline">
          <Title order={1} lineClamp={3} title={tenant.name}>{tenant.name}</Title>
          <Text size="sm" c="dimmed">{tenant.currency} · {tenant.timezone}</Text>
          {status ? <HealthTag status={status} /> : health.isLoading && <Skeleton width={80} height={20} radius="xl" />}
        </Group>
      </div>
      <Tabs value={tab} onChange={(value) => void navigate(`/tenants/${tenant.slug}/${value ?? 'overview'}`)} keepMounted={false}>
        <Tabs.List mb="md">
          {TABS.map(({ value, label }) => <Tabs.Tab key={value} value={value}>{label}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="overview"><Overview tenant={tenant} catalogue={catalogue} /></Tabs.Panel>
        <Tabs.Panel value="monthly-updates"><MonthlyUpdates tenant={tenant} catalogue={catalogue} /></Tabs.Panel>
        <Tabs.Panel value="story"><StoryTab tenant={tenant} catalogue={catalogue} /></Tabs.Panel>
        <Tabs.Panel value="patch-history"><HistoryTab tenant={tenant} /></Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function HistoryTab({ tenant }: { tenant: Tenant }) {
  const [get, set] = useAddress();
  const status = get('status');
  return <PatchHistory slug={tenant.slug} status={isStatus(status) ? status : undefined} onStatus={(wanted) => set({ status: wanted })} />;
}
