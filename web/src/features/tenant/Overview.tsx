/*
 * A tenant at a glance: what it is, how its last full month went, its curve, its newest jobs.
 *
 * Must not be known here: how a chart or a table is drawn.
 */

import { Anchor, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { breakdownQuery, funnelQuery, jobsQuery, kpisQuery } from '../../api/queries';
import type { Catalogue, Metric, Tenant } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Facts } from '../../components/Facts';
import { LoadingBlock, LoadingRows } from '../../components/Loading';
import { useAddress } from '../../components/useAddress';
import { currencyOf, valueOf, valueText } from '../../lib/metrics';
import { addMonths, latest, monthLabel, monthNow, spanLabel } from '../../lib/months';
import { instantText, plural } from '../../lib/text';
import { HealthPanel } from '../health';
import { JobTable } from '../jobs';
import { StageFunnel, TenantKpiChart } from '../kpis';
import { changeText } from './change';
import { ClearButton } from './ClearButton';
import { ExportMenu } from './ExportMenu';
import { ShiftDialog } from './ShiftDialog';

const CARDS: readonly Metric['key'][] = ['closedWonValue', 'closedWonCount', 'dealsCreated', 'contactsCreated', 'leadsCreated', 'openPipelineValue', 'winRate', 'averageDealSize'];
const MONTHS_SHOWN = 24;
const JOBS_SHOWN = 5;
const FUNNEL_MONTHS = 12;

export function Overview({ tenant, catalogue }: { tenant: Tenant; catalogue: Catalogue }) {
  const country = catalogue.countries.find(({ code }) => code === tenant.country)?.label ?? tenant.country;
  const { demoStartMonth: start, lastMonth } = tenant;
  const [shifting, setShifting] = useState(false);
  return (
    <Stack gap="lg">
      <Facts facts={[
        ['History', start && lastMonth ? `${spanLabel(start, lastMonth)} (${plural(tenant.monthsOfHistory, 'month')})` : 'None yet'],
        ['Currency', tenant.currency],
        ['Time zone', tenant.timezone],
        ['Country', country],
        ['Made', instantText(tenant.createdAt)],
      ]} />
      {/* above all that loads: a button that moves while it is pressed is not pressed, or another is */}
      {tenant.isDemo && start && lastMonth && (
        <Group gap="sm">
          <ExportMenu tenant={tenant} />
          <Button variant="default" size="xs" onClick={() => setShifting(true)}>Move in time</Button>
          <ClearButton tenant={tenant} />
        </Group>
      )}
      {tenant.isDemo && <HealthPanel tenant={tenant} onShift={() => setShifting(true)} />}
      {start && lastMonth ? <Numbers tenant={tenant} catalogue={catalogue} start={start} last={lastMonth} /> : (
        <EmptyState title="This tenant has no numbers yet" action={<Button component={Link} to={`/tenants/${tenant.slug}/monthly-updates?edit=1`}>Add monthly update</Button>}>
          Write or paste what its months shall show.
        </EmptyState>
      )}
      <Recent tenant={tenant} />
      {shifting && <ShiftDialog tenant={tenant} onClose={() => setShifting(false)} />}
    </Stack>
  );
}

function Numbers({ tenant, catalogue, start, last }: { tenant: Tenant; catalogue: Catalogue; start: string; last: string }) {
  const [get, set] = useAddress();
  const from = latest(start, addMonths(last, 1 - MONTHS_SHOWN));
  const kpis = useQuery(kpisQuery(tenant.slug, from, last));
  const breakdown = useQuery(breakdownQuery(tenant.slug, from, last));
  const currency = currencyOf(catalogue, tenant.currency);
  const error = kpis.error ?? breakdown.error;
  if (error) return <ErrorNotice title="The numbers cannot be shown" error={error} onRetry={() => void Promise.all([kpis.refetch(), breakdown.refetch()])} />;
  if (!kpis.data || !breakdown.data) return <LoadingBlock height={420} label="Loading the numbers" />;
  const full = kpis.data.filter(({ month }) => month < monthNow(tenant.timezone));
  const [month, before] = [full.at(-1) ?? kpis.data.at(-1), full.at(-2)];
  return (
    <>
      {month && (
        <Stack gap="xs" component="section">
          <Title order={2}>{monthLabel(month.month)}</Title>
          <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
            {CARDS.map((key) => catalogue.metrics.find((metric) => metric.key === key)).filter((metric) => metric !== undefined).map((metric) => (
              <Paper key={metric.key} withBorder p="sm">
                <Text size="xs" c="dimmed">{metric.label}</Text>
                <Text fw={700} fz={{ base: 16, sm: 18 }} lh={1.4}>{valueText(valueOf(month, metric.key), metric, currency)}</Text>
                <Text size="xs" c="dimmed">{changeText(metric, month, before)}</Text>
              </Paper>
            ))}
          </SimpleGrid>
        </Stack>
      )}
      <Stack gap="xs" component="section">
        <Title order={2}>By month</Title>
        <TenantKpiChart kpis={kpis.data} breakdown={breakdown.data} currency={currency} view={get('chart') ?? 'won-value'} onView={(chart) => set({ chart })} />
      </Stack>
      <Funnel tenant={tenant} from={latest(start, addMonths(last, 1 - FUNNEL_MONTHS))} to={last} />
    </>
  );
}

/** The deals of the last months, stage by stage. */
function Funnel({ tenant, from, to }: { tenant: Tenant; from: string; to: string }) {
  const funnel = useQuery(funnelQuery(tenant.slug, from, to));
  if (funnel.error) return <ErrorNotice title="The funnel cannot be shown" error={funnel.error} onRetry={() => void funnel.refetch()} retrying={funnel.isFetching} />;
  if (!funnel.data) return <LoadingRows rows={5} label="Loading the funnel" />;
  if (funnel.data.length === 0) return null;
  return (
    <Stack gap="xs" component="section">
      <Group gap="sm" align="baseline">
        <Title order={2}>Deals by stage</Title>
        <Text size="sm" c="dimmed">created {spanLabel(from, to)}</Text>
      </Group>
      <StageFunnel stages={funnel.data} />
    </Stack>
  );
}

function Recent({ tenant }: { tenant: Tenant }) {
  const jobs = useInfiniteQuery(jobsQuery(tenant.slug, undefined, JOBS_SHOWN));
  const items = jobs.data?.pages[0]?.items ?? [];
  if (jobs.error) return <ErrorNotice title="The newest jobs cannot be shown" error={jobs.error} onRetry={() => void jobs.refetch()} />;
  if (jobs.isPending) return <LoadingRows rows={3} label="Loading the newest jobs" />;
  if (items.length === 0) return null;
  return (
    <Stack gap="xs" component="section">
      <Group justify="space-between">
        <Title order={2}>Newest jobs</Title>
        <Anchor component={Link} to={`/tenants/${tenant.slug}/patch-history`} size="sm">All jobs</Anchor>
      </Group>
      <JobTable jobs={items} />
    </Stack>
  );
}
