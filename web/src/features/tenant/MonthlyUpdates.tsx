/*
 * A tenant's months: look at them, write an update, follow it, see its proof. Which of these is shown
 * stands in the address, so a reload goes on where one was.
 *
 * Must not be known here: how a plan is written, how a chart is drawn.
 */

import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { breakdownQuery, kpisQuery } from '../../api/queries';
import type { Catalogue, Tenant } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { FullName } from '../../components/FullName';
import { PlusIcon } from '../../components/icons';
import { LoadingBlock, LoadingRows } from '../../components/Loading';
import { useAddress } from '../../components/useAddress';
import { currencyOf } from '../../lib/metrics';
import { addMonths, earliest, isMonth, latest, monthNow, spanLabel } from '../../lib/months';
import { isActive, PatchProgress, PatchResults, useJob } from '../jobs';
import { MonthRange, TenantKpiChart, TenantKpiTable, type KpiSort } from '../kpis';
import { PatchEditor, useOwnDraft } from '../patch';
import { draftText, firstMonth, lastMonth } from '../plan';

interface Props {
  tenant: Tenant;
  catalogue: Catalogue;
}

export function MonthlyUpdates({ tenant, catalogue }: Props) {
  const [get, set] = useAddress();
  const job = get('job');
  if (!tenant.isDemo) {
    return <EmptyState title="This is not a demo tenant">Its numbers are real, so they are neither shown nor changed here.</EmptyState>;
  }
  if (job !== null) {
    return <Outcome jobId={job} tenant={tenant} catalogue={catalogue} onDone={() => set({ job: null }, { replace: false })} onAgain={() => set({ job: null, edit: '1' })} />;
  }
  if (get('edit') !== null) {
    return (
      <PatchEditor
        tenant={tenant}
        catalogue={catalogue}
        onApplied={(id) => set({ edit: null, job: id })}
        onClose={() => set({ edit: null }, { replace: false })}
      />
    );
  }
  return <Months tenant={tenant} catalogue={catalogue} onEdit={() => set({ edit: '1' }, { replace: false })} />;
}

const MONTHS_SHOWN = 12;

function Months({ tenant, catalogue, onEdit }: Props & { onEdit: () => void }) {
  const [get, set] = useAddress();
  const last = tenant.lastMonth ?? monthNow(tenant.timezone);
  const first = earliest(tenant.demoStartMonth ?? last, last);
  const [wantedFrom, wantedTo] = [get('from'), get('to')];
  const to = wantedTo !== null && isMonth(wantedTo) ? latest(first, earliest(wantedTo, last)) : last;
  const from = wantedFrom !== null && isMonth(wantedFrom) ? earliest(to, latest(first, wantedFrom)) : latest(first, addMonths(to, 1 - MONTHS_SHOWN));
  const kpis = useQuery(kpisQuery(tenant.slug, from, to));
  const breakdown = useQuery(breakdownQuery(tenant.slug, from, to));
  const currency = currencyOf(catalogue, tenant.currency);
  const error = kpis.error ?? breakdown.error;
  const wantedSort = get('sort');
  const sort: KpiSort = catalogue.metrics.find(({ key }) => key === wantedSort)?.key ?? 'month';
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <MonthRange first={first} last={last} from={from} to={to} onRange={(begin, end) => set({ from: begin, to: end === last ? null : end })} />
        <Button leftSection={<PlusIcon />} onClick={onEdit}>Add monthly update</Button>
      </Group>
      <OwnDraft tenant={tenant} onEdit={onEdit} onFollow={(job) => set({ job }, { replace: false })} />
      {error && <ErrorNotice title="The months cannot be shown" error={error} onRetry={() => void Promise.all([kpis.refetch(), breakdown.refetch()])} />}
      {!error && (!kpis.data || !breakdown.data) && (
        <>
          <LoadingBlock height={300} label="Loading the chart" />
          <LoadingRows rows={8} label="Loading the table" />
        </>
      )}
      {kpis.data && breakdown.data && (
        <>
          <TenantKpiChart kpis={kpis.data} breakdown={breakdown.data} currency={currency} view={get('chart')} onView={(chart) => set({ chart })} />
          <TenantKpiTable
            months={kpis.data}
            metrics={catalogue.metrics}
            currency={currency}
            sort={sort}
            order={get('order') === 'desc' ? 'desc' : 'asc'}
            onSort={(column, order) => set({ sort: column === 'month' ? null : column, order: order === 'asc' ? null : order })}
          />
        </>
      )}
    </Stack>
  );
}

/** A plan that was begun in this tab, or is being applied. */
function OwnDraft({ tenant, onEdit, onFollow }: { tenant: Tenant; onEdit: () => void; onFollow: (jobId: string) => void }) {
  const { draft, check } = useOwnDraft(tenant.id);
  const { standing, jobId } = check;
  if (!draft || standing === 'applied' || standing === 'unknown') return null;
  const applying = standing === 'applying' && jobId !== null;
  return (
    <Alert color="indigo" title={applying ? 'Your plan is being applied' : 'You have an unsaved plan'}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{draftText(draft)}, {spanLabel(firstMonth(draft.rows), lastMonth(draft.rows))}.</Text>
        <Button size="xs" variant="default" onClick={applying ? () => onFollow(jobId) : onEdit}>{applying ? 'Follow it' : 'Continue'}</Button>
      </Group>
    </Alert>
  );
}

function Outcome({ jobId, tenant, catalogue, onDone, onAgain }: Props & { jobId: string; onDone: () => void; onAgain: () => void }) {
  const job = useJob(jobId);
  useOwnDraft(tenant.id);
  if (job.error instanceof ApiProblem && job.error.status === 404) {
    return <EmptyState title="There is no such job" action={<Button variant="default" onClick={onDone}>See the months</Button>} />;
  }
  if (!job.data) {
    return job.error
      ? <ErrorNotice title="The job cannot be shown" error={job.error} onRetry={() => void job.refetch()} retrying={job.isFetching} />
      : <LoadingBlock height={240} label="Loading the job" />;
  }
  if (job.data.tenant.id !== tenant.id) {
    return (
      <EmptyState title="This job is not of this tenant" action={<Button variant="default" onClick={onDone}>See the months</Button>}>
        It belongs to <Anchor component={Link} to={`/jobs/${jobId}`} size="sm"><FullName>{job.data.tenant.name}</FullName></Anchor>.
      </EmptyState>
    );
  }
  if (isActive(job.data.status)) return <PatchProgress job={job.data} title="Applying your plan" lost={job.error !== null} />;
  return (
    <Stack gap="md">
      <PatchResults job={job.data} catalogue={catalogue} linked onAgain={onAgain} />
      <Group>
        <Button variant="default" onClick={onDone}>See the months</Button>
      </Group>
    </Stack>
  );
}
