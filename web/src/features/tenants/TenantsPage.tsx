/*
 * All tenants: search, sort, pages; each with its history and how its last patch went.
 *
 * Must not be known here: what a tenant's pages show.
 */

import { Alert, Anchor, Box, Button, Group, Pagination, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { tenantsQuery, type TenantSort } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { FullName } from '../../components/FullName';
import { PlusIcon, SearchIcon } from '../../components/icons';
import { LoadingRows } from '../../components/Loading';
import { ScrollRegion } from '../../components/ScrollRegion';
import { SortHeader } from '../../components/SortHeader';
import { useAddress } from '../../components/useAddress';
import { useTitle } from '../../components/useTitle';
import { spanLabel } from '../../lib/months';
import { dayText, instantText, plural } from '../../lib/text';
import { HealthTag } from '../health';
import { OutcomeTag } from '../jobs/JobState';

const PAGE = 25;

const COLUMNS: readonly { sort: TenantSort | null; label: string; wide?: boolean }[] = [
  { sort: 'name', label: 'Name' },
  { sort: 'currency', label: 'Currency', wide: true },
  { sort: 'timezone', label: 'Time zone', wide: true },
  { sort: null, label: 'Health', wide: true },
  { sort: 'start', label: 'History' },
  { sort: 'lastPatch', label: 'Last patch' },
];

const isSort = (text: string | null): text is TenantSort => text !== null && COLUMNS.some((column) => column.sort === text);

/** The page that an address names; the first where it names none. */
const pageOf = (text: string | null): number => (text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1);

export default function TenantsPage() {
  useTitle('Tenants');
  const [get, set] = useAddress();
  const search = get('q') ?? '';
  const sorted = get('sort');
  const sort = isSort(sorted) ? sorted : 'name';
  const order = get('order') === 'desc' ? 'desc' : 'asc';
  const page = pageOf(get('page'));
  const tenants = useQuery(tenantsQuery({ search, sort, order, limit: PAGE, offset: (page - 1) * PAGE }));
  const pages = Math.ceil((tenants.data?.total ?? 0) / PAGE);

  const sortBy = (column: TenantSort): void =>
    set({ sort: column, order: column === sort && order === 'asc' ? 'desc' : null, page: null });

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>Tenants</Title>
        <Button component={Link} to="/tenants/new" leftSection={<PlusIcon />}>New demo tenant</Button>
      </Group>
      <Group justify="space-between">
        <SearchField value={search} onSearch={(text) => set({ q: text, page: null })} />
        <Text size="sm" c="dimmed" role="status">{tenants.data ? plural(tenants.data.total, 'tenant') : ''}</Text>
      </Group>
      {tenants.error && <ErrorNotice title="The tenants cannot be shown" error={tenants.error} onRetry={() => void tenants.refetch()} retrying={tenants.isFetching} />}
      {tenants.isPending && !tenants.error && <LoadingRows rows={8} height={36} label="Loading tenants" />}
      {tenants.data?.items.length === 0 && (tenants.data.total === 0 ? <NothingFound search={search} /> : (
        <EmptyState title={`There is no page ${page}`} action={<Button variant="default" onClick={() => set({ page: null })}>Go to the first page</Button>}>
          The tenants end before it.
        </EmptyState>
      ))}
      {tenants.data && tenants.data.items.length > 0 && (
        <ScrollRegion label="Tenants">
          <Table highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                {COLUMNS.map(({ sort: by, label, wide }) => (by === null ? <Table.Th key={label} scope="col" visibleFrom={wide ? 'sm' : undefined}>{label}</Table.Th> : (
                  <SortHeader
                    key={by}
                    label={label}
                    order={by === sort ? order : null}
                    onSort={() => sortBy(by)}
                    className={wide ? 'mantine-visible-from-sm' : undefined}
                  />
                )))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tenants.data.items.map((tenant) => <TenantRow key={tenant.id} tenant={tenant} />)}
            </Table.Tbody>
          </Table>
        </ScrollRegion>
      )}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={page}
          onChange={(wanted) => set({ page: wanted === 1 ? null : String(wanted) }, { replace: false })}
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
          getItemProps={(item) => ({ 'aria-label': `Page ${item}` })}
        />
      )}
    </Stack>
  );
}

function TenantRow({ tenant }: { tenant: Tenant }) {
  const { lastJob } = tenant;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/tenants/${tenant.slug}/overview`} fw={600} size="sm"><FullName>{tenant.name}</FullName></Anchor>
        {!tenant.isDemo && <Text size="xs" c="dimmed">Not a demo tenant</Text>}
        {tenant.damage && <Alert color="red" py={4} px="xs" mt={4} title="Damaged"><Text size="xs">{tenant.damage}</Text></Alert>}
        <Text size="xs" c="dimmed" hiddenFrom="sm">{tenant.currency} · {tenant.timezone}</Text>
        {tenant.health && <Box hiddenFrom="sm" mt={2}><HealthTag status={tenant.health.status} /></Box>}
      </Table.Td>
      <Table.Td visibleFrom="sm">{tenant.currency}</Table.Td>
      <Table.Td visibleFrom="sm">{tenant.timezone}</Table.Td>
      <Table.Td visibleFrom="sm">
        {tenant.health ? <HealthTag status={tenant.health.status} /> : '–'}
        {tenant.health?.staleOn && <Text size="xs" c="dimmed">{staleText(tenant.health)}</Text>}
      </Table.Td>
      <Table.Td>
        {tenant.damage ? 'Not known' : tenant.monthsOfHistory > 0 ? plural(tenant.monthsOfHistory, 'month') : 'None yet'}
        {tenant.demoStartMonth && tenant.lastMonth && (
          <Text size="xs" c="dimmed">{spanLabel(tenant.demoStartMonth, tenant.lastMonth)}</Text>
        )}
      </Table.Td>
      <Table.Td>
        {lastJob ? (
          <Group gap={8} wrap="wrap">
            <OutcomeTag job={lastJob} />
            <Anchor component={Link} to={`/jobs/${lastJob.id}`} size="xs">{instantText(lastJob.completedAt ?? lastJob.createdAt)}</Anchor>
          </Group>
        ) : '–'}
      </Table.Td>
    </Table.Tr>
  );
}

function staleText({ staleOn, checkedAt }: NonNullable<Tenant['health']>): string {
  if (staleOn === null) return '';
  return staleOn <= checkedAt.slice(0, 10) ? `since ${dayText(staleOn)}` : `stale on ${dayText(staleOn)}`;
}

function SearchField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const [sent, setSent] = useState<string | null>(null);
  // what the address says goes into the box, unless it comes from there
  if (value !== known) {
    setKnown(value);
    setSent(null);
    if (value !== sent) setText(value);
  }
  const send = useDebouncedCallback((wanted: string) => {
    setSent(wanted);
    onSearch(wanted);
  }, 200);
  return (
    <TextInput
      type="search"
      aria-label="Search tenants"
      placeholder="Search by name"
      leftSection={<SearchIcon />}
      value={text}
      maxLength={200}
      w={260}
      onChange={(event) => {
        setText(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
    />
  );
}

const NothingFound = ({ search }: { search: string }) => search === '' ? (
  <EmptyState title="No tenants yet" action={<Button component={Link} to="/tenants/new">Make the first one</Button>}>
    A demo tenant is an account filled with invented companies, contacts, deals and activities.
  </EmptyState>
) : (
  <EmptyState title={`No tenant is named like “${search}”`}>Search for another part of its name.</EmptyState>
);
