/*
 * Everything about one job: who and when, the plan, the proof, what was made, the log.
 *
 * Must not be known here: how the job came to be.
 */

import { Anchor, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { catalogueQuery } from '../../api/queries';
import type { Catalogue, Job } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { FullName } from '../../components/FullName';
import { Facts, type Fact } from '../../components/Facts';
import { LoadingPage } from '../../components/Loading';
import { ScrollRegion } from '../../components/ScrollRegion';
import { useTitle } from '../../components/useTitle';
import { labelOf, wordOf } from '../../lib/catalogue';
import { currencyOf, plainText, plannedMetrics, valueOf } from '../../lib/metrics';
import { monthLabel } from '../../lib/months';
import { countText, durationText, instantText, plural } from '../../lib/text';
import { BeforeAfter } from '../kpis';
import { isActive, StatusTag, VerdictTag } from './JobState';
import { LogView } from './LogView';
import { PatchProgress } from './PatchProgress';
import { PatchResults } from './PatchResults';
import { recordsText } from './records';
import { hasChanges, JobChanges } from './JobChanges';
import { ReversalView } from './ReversalView';
import { canBeUndone, UndoButton } from './UndoButton';
import { useJob } from './useJob';

export default function JobPage() {
  const { jobId = '' } = useParams();
  useTitle('Job');
  const job = useJob(jobId);
  const catalogue = useQuery(catalogueQuery);
  if (job.error instanceof ApiProblem && job.error.status === 404) {
    return <EmptyState page title="There is no such job" action={<Anchor component={Link} to="/tenants" size="sm">Go to the tenants</Anchor>}>{job.error.hint}</EmptyState>;
  }
  const error = (job.data ? null : job.error) ?? (catalogue.data ? null : catalogue.error);
  if (error) {
    const retry = (): void => void Promise.all([job.refetch(), catalogue.refetch()]);
    return <ErrorNotice title="The job cannot be shown" error={error} onRetry={retry} retrying={job.isFetching || catalogue.isFetching} />;
  }
  if (!job.data || !catalogue.data) return <LoadingPage />;
  return <JobView job={job.data} catalogue={catalogue.data} lost={job.error !== null} />;
}

function JobView({ job, catalogue, lost }: { job: Job; catalogue: Catalogue; lost: boolean }) {
  const currency = currencyOf(catalogue, job.tenant.currency);
  const active = isActive(job.status);
  return (
    <Stack gap="lg">
      <div>
        <Anchor component={Link} to={`/tenants/${job.tenant.slug}/patch-history`} size="sm"><FullName>{job.tenant.name}</FullName></Anchor>
        <Group gap="sm" mt={2}>
          <Title order={1}>{TITLES[job.action]}</Title>
          <StatusTag status={job.status} progress={job.progress} />
          {job.diffReport && <VerdictTag verdict={job.diffReport.status} />}
          {canBeUndone(job) && <UndoButton job={job} />}
        </Group>
        {job.undoneBy && <Text size="sm" mt={4}>Undone by <Anchor component={Link} to={`/jobs/${job.undoneBy}`} size="sm">a later job</Anchor>.</Text>}
        {job.undoes && <Text size="sm" mt={4}>Takes <Anchor component={Link} to={`/jobs/${job.undoes}`} size="sm">an earlier {job.shiftBy ? 'move' : 'patch'}</Anchor> back.</Text>}
      </div>
      <Facts facts={factsOf(job, catalogue)} />
      {active ? <PatchProgress job={job} title="In progress" lost={lost} /> : <PatchResults job={job} catalogue={catalogue} />}
      {job.beforeKpis && job.afterKpis && (
        <Part title="KPIs before and after">
          <BeforeAfter before={job.beforeKpis.months} after={job.afterKpis.months} metrics={catalogue.metrics} currency={currency} />
        </Part>
      )}
      {job.undoReport && <Part title="Taken back"><ReversalView {...job.undoReport} /></Part>}
      {hasChanges(job) && <Part title={job.action === 'undo' ? 'Records put back' : 'Changed records'}><JobChanges job={job} /></Part>}
      {job.action !== 'clear' && !job.shiftBy && (
        <Part title="Plan">
          <PlanTable job={job} catalogue={catalogue} />
        </Part>
      )}
      {job.validation && job.validation.warnings.length > 0 && (
        <Part title="Warnings">
          {job.validation.warnings.map((issue, place) => <Text key={place} size="sm">{issue.message} <Text span c="dimmed">{issue.hint}</Text></Text>)}
        </Part>
      )}
      <Part title="Records">
        <Facts facts={[
          ['Created', recordsText(job.recordsCreated)],
          ['Changed', recordsText(job.recordsChanged)],
          ['Retired', recordsText(job.recordsDeleted)],
        ]} />
      </Part>
      {!active && <Part title="Log"><LogView lines={job.log} /></Part>}
      <Part title="Who did what">
        <AuditTable job={job} />
      </Part>
    </Stack>
  );
}

const TITLES: Record<Job['action'], string> = { patch: 'Patch', undo: 'Undo', clear: 'Clearing', shift: 'Move in time', generate: 'History of the tenant' };

function factsOf(job: Job, catalogue: Catalogue): Fact[] {
  const metrics = job.executionMetrics;
  const facts: Fact[] = [
    ['By', job.createdByName ?? (job.storyRun ? 'Schedule' : 'Command line')],
    ['Asked for', instantText(job.createdAt)],
    ...(job.shiftBy ? shiftFacts(job, job.shiftBy) : planFacts(job, catalogue)),
  ];
  if (job.scenario) facts.push(['Scenario', wordOf(job.scenario)]);
  if (job.completedAt) facts.push(['Ended', instantText(job.completedAt)]);
  if (metrics) facts.push(['Took', `${durationText(metrics.durationMs)} for ${plural(metrics.rows, 'row')} (${countText(Math.round(metrics.rowsPerSecond))} a second)`]);
  facts.push(['Seed', job.seed], ['Job', <code key="id">{job.id}</code>]);
  return facts;
}

const planFacts = (job: Job, catalogue: Catalogue): Fact[] => [
  ['Mode', labelOf(catalogue.modes, job.mode)],
  ['Plan type', labelOf(catalogue.planTypes, job.planType)],
  ['Months', plural(job.plan.months.length, 'month')],
];

const shiftFacts = (job: Job, by: number): Fact[] => [
  ['Moves', `${plural(Math.abs(by), 'month')} ${by > 0 ? 'later' : 'earlier'}`],
  ...(job.action === 'shift' ? [['Records that people edited', job.scope === 'stay' ? 'Stay' : 'Move too'] as const] : []),
  ['Months', `${plural(job.plan.months.length, 'month')}: those it leaves and those it comes to`],
];

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <Stack gap="xs" component="section">
    <Title order={2}>{title}</Title>
    {children}
  </Stack>
);

function PlanTable({ job, catalogue }: { job: Job; catalogue: Catalogue }) {
  const currency = currencyOf(catalogue, job.tenant.currency);
  const used = plannedMetrics(catalogue).filter(({ key }) => job.plan.months.some((month) => valueOf(month, key) !== undefined));
  const signed = job.planType === 'DELTAS';
  return (
    <ScrollRegion label="Plan" maxHeight="50vh">
      <Table stickyHeader fz={13}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Month</Table.Th>
            {used.map(({ key, label, unit }) => <Table.Th key={key} scope="col" ta="right">{label}{unit === 'money' ? ` (${currency.code})` : ''}</Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {job.plan.months.map((month) => (
            <Table.Tr key={month.month}>
              <Table.Th scope="row" fw={400}>{monthLabel(month.month)}</Table.Th>
              {used.map((metric) => <Table.Td key={metric.key} ta="right">{plainText(valueOf(month, metric.key), metric, currency, { signed })}</Table.Td>)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}

const ACTIONS: Record<string, string> = {
  'patch.submit': 'Asked for the patch',
  'generation.submit': 'Asked for the history',
  'undo.submit': 'Asked for the undo',
  'clear.submit': 'Asked for the clearing',
  'shift.submit': 'Asked for the move',
  'job.cancel': 'Cancelled the job',
};

function AuditTable({ job }: { job: Job }) {
  if (job.audit.length === 0) return <Text size="sm" c="dimmed">Nothing was recorded.</Text>;
  return (
    <ScrollRegion label="Who did what">
      <Table fz={13}>
        <Table.Thead>
          <Table.Tr>{['When', 'Who', 'What', 'From'].map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {job.audit.map((entry, place) => (
            <Table.Tr key={place}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{instantText(entry.at)}</Table.Td>
              <Table.Td>{entry.actor}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{ACTIONS[entry.action] ?? entry.action}</Table.Td>
              <Table.Td>{entry.address ?? '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}
