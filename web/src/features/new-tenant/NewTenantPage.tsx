/*
 * Making a demo tenant: who it is, and which history it gets, shown before it is made.
 *
 * Must not be known here: how a chart is drawn, how the grid works.
 */

import { Anchor, Button, Group, Paper, Radio, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue, useSessionStorage } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { use, useEffect, useMemo, type FormEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { catalogueQuery } from '../../api/queries';
import type { Catalogue, NewTenant, Scenario } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingBlock, LoadingPage } from '../../components/Loading';
import { MonthSelect } from '../../components/MonthSelect';
import { useAddress } from '../../components/useAddress';
import { useTitle } from '../../components/useTitle';
import { newKey, newSeed } from '../../lib/id';
import { currencyOf, plannedMetrics } from '../../lib/metrics';
import { addMonths, earliest, latest, monthNow, monthsBetween } from '../../lib/months';
import { plural } from '../../lib/text';
import { isActive, PatchProgress, PatchResults, useJob } from '../jobs';
import { IssueList, usePlanDraft } from '../patch';
import { firstMonth, gridIssues, lastMonth, noValues, PlanEditor, resizeRows, tabId, toPlan } from '../plan';
import { refusalCount } from '../plan-grid';
import { requestOf, usualForm, type HistoryKind, type TenantForm } from './form';
import { HistoryPreview } from './HistoryPreview';

const FORM_KEY = 'demogen.new-tenant';
const EARLIEST = '2010-01';

export default function NewTenantPage() {
  useTitle('New demo tenant');
  const catalogue = useQuery(catalogueQuery);
  const [get] = useAddress();
  const job = get('job');
  if (job !== null) return <Making jobId={job} />;
  if (catalogue.error && !catalogue.data) return <ErrorNotice error={catalogue.error} onRetry={() => void catalogue.refetch()} retrying={catalogue.isFetching} />;
  if (!catalogue.data) return <LoadingPage />;
  return <TenantFormPage catalogue={catalogue.data} />;
}

function TenantFormPage({ catalogue }: { catalogue: Catalogue }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [, set] = useAddress();
  const [usual] = useMemo(() => [usualForm(catalogue, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone)], [catalogue]);
  const [form, setForm] = useSessionStorage<TenantForm>({ key: FORM_KEY, defaultValue: usual, getInitialValueInEffect: false });
  const change = (values: Partial<TenantForm>): void => setForm({ ...form, ...values });
  const now = monthNow(form.timezone);
  const metrics = useMemo(() => plannedMetrics(catalogue), [catalogue]);
  const currency = useMemo(() => currencyOf(catalogue, form.currency), [catalogue, form.currency]);

  const draft = usePlanDraft({ tenantId: 'new', tab: use(tabId()), metrics, from: form.start, to: earliest(form.last, addMonths(form.start, catalogue.limits.months - 1)) });
  const { grid, dispatch } = draft;
  const plan = useMemo(() => toPlan(grid.rows, 'TARGETS', 'ADDITIVE'), [grid.rows]);
  const [from, to] = [firstMonth(grid.rows), lastMonth(grid.rows)];
  const byPlan = form.history === 'plan';
  const request = useMemo(() => requestOf(byPlan && from !== '' ? { ...form, start: earliest(form.start, from) } : form, plan), [form, plan, byPlan, from]);
  const [asked] = useDebouncedValue(request, 300);
  const preview = useQuery({
    queryKey: ['new-tenant', asked],
    enabled: form.history === 'scenario' || (byPlan && plan !== null),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    queryFn: ({ signal }) => answerOf(client.POST(`${BASE}/plans/preview`, { signal, body: asked })),
  });
  const validation = preview.data?.validation ?? undefined;
  const issues = useMemo(() => (byPlan && plan ? gridIssues(validation) : []), [byPlan, plan, validation]);
  const current = useMemo(() => noValues(monthsBetween(from, to), metrics.map(({ key }) => key)), [from, to, metrics]);

  // the same wish has the same key, so that a second click makes no second tenant
  const wish = useMemo(() => ({ body: request, key: newKey() }), [request]);
  const create = useMutation({
    mutationFn: ({ body, key }: { body: NewTenant; key: string }) => answerOf(
      client.POST(`${BASE}/tenants`, { body: { ...body, anchor: preview.data?.anchor ?? null }, params: { header: { 'Idempotency-Key': key } } }),
    ),
    onSuccess: ({ tenant, jobId }) => {
      draft.discard();
      setForm({ ...usual, seed: newSeed() });
      void queries.invalidateQueries({ queryKey: ['tenants'] });
      if (jobId === null) void navigate(`/tenants/${tenant.slug}/overview`);
      else set({ job: jobId });
    },
  });
  const fields = create.error instanceof ApiProblem ? create.error.fields : preview.error instanceof ApiProblem ? preview.error.fields : {};
  const blocked = byPlan && (plan === null || refusalCount(grid) > 0 || validation?.valid === false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!create.isPending && !create.isSuccess && !blocked) create.mutate(wish);
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <div>
          <Anchor component={Link} to="/tenants" size="sm">Tenants</Anchor>
          <Title order={1}>New demo tenant</Title>
        </div>
        <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }} spacing="md">
          <TextInput label="Name" required maxLength={200} autoFocus placeholder="Sample company" value={form.name} error={fields['name']} onChange={(event) => change({ name: event.currentTarget.value })} />
          <Select
            label="Country"
            required
            searchable
            allowDeselect={false}
            value={form.country}
            error={fields['country']}
            data={catalogue.countries.map(({ code, label }) => ({ value: code, label }))}
            onChange={(code) => code && change({ country: code, currency: catalogue.countries.find((country) => country.code === code)?.currency ?? form.currency })}
          />
          <Select
            label="Currency"
            required
            searchable
            allowDeselect={false}
            value={form.currency}
            error={fields['currency']}
            data={catalogue.currencies.map(({ code, label }) => ({ value: code, label: `${code} – ${label}` }))}
            onChange={(code) => code && change({ currency: code })}
          />
          <Select
            label="Time zone"
            required
            searchable
            allowDeselect={false}
            limit={80}
            value={form.timezone}
            error={fields['timezone']}
            data={catalogue.timezones}
            onChange={(zone) => zone && change({ timezone: zone })}
          />
        </SimpleGrid>
        <Stack gap="sm">
          <Group gap="md" align="flex-end">
            <Stack gap={4}>
              <Text id="history-kind" size="sm" fw={500}>History</Text>
              <SegmentedControl
                aria-labelledby="history-kind"
                value={form.history}
                onChange={(kind) => change({ history: kind as HistoryKind })}
                data={[{ value: 'scenario', label: 'Scenario' }, { value: 'plan', label: 'Plan' }, { value: 'none', label: 'Empty' }]}
              />
            </Stack>
            <MonthSelect
              label="First month"
              value={form.start}
              first={EARLIEST}
              last={now}
              onChange={(month) => {
                const last = earliest(latest(form.last, month), addMonths(month, catalogue.limits.months - 1));
                change({ start: month, last });
                if (byPlan) dispatch({ type: 'load', rows: resizeRows(grid.rows, month, latest(to, month)), what: 'change of months' });
              }}
            />
            {form.history !== 'none' && (
              <MonthSelect
                label="Last month"
                value={byPlan ? to : form.last}
                first={form.start}
                last={earliest(now, addMonths(form.start, catalogue.limits.months - 1))}
                onChange={(month) => {
                  change({ last: month });
                  if (byPlan) dispatch({ type: 'load', rows: resizeRows(grid.rows, form.start, month), what: 'change of months' });
                }}
              />
            )}
          </Group>
          {form.history === 'none' && <Text size="sm" c="dimmed">The tenant gets its users and nothing else. Add monthly updates to it later.</Text>}
        </Stack>
        {byPlan && (
          <Stack gap="xs">
            <PlanEditor metrics={metrics} currency={currency} money={{ currency: form.currency }} planType="TARGETS" state={grid} dispatch={dispatch} current={current} issues={issues} limit={catalogue.limits.months} />
            <IssueList issues={issues.filter(({ severity }) => severity !== 'note')} onGo={(month, metric) => dispatch({ type: 'focus-cell', month, metric: metric ?? metrics[0]?.key ?? '' })} />
          </Stack>
        )}
        {preview.error && Object.keys(fields).length === 0 && <ErrorNotice title="The history cannot be shown" error={preview.error} onRetry={() => void preview.refetch()} retrying={preview.isFetching} />}
        {form.history !== 'none' && (
          <SimpleGrid cols={{ base: 1, md: form.history === 'scenario' ? 2 : 1 }} spacing="xl">
            {form.history === 'scenario' && (
              <Scenarios catalogue={catalogue} value={form.scenario} onChange={(scenario) => change({ scenario })} />
            )}
            {(!byPlan || plan !== null) && (
              <Paper withBorder p="md">
                {preview.data?.plan
                  ? <HistoryPreview plan={preview.data.plan} metrics={metrics} currency={currency} />
                  : !preview.error && <LoadingBlock height={270} label="Loading the preview" />}
              </Paper>
            )}
          </SimpleGrid>
        )}
        {create.error && <ErrorNotice title="The tenant was not made" error={create.error} />}
        <Group justify="flex-end" gap="sm">
          {byPlan && plan === null && <Text size="sm" c="dimmed">Enter or paste at least one number.</Text>}
          {form.history === 'scenario' && preview.data?.plan && <Text size="sm" c="dimmed">{plural(preview.data.plan.months.length, 'month')} of history</Text>}
          <Button variant="default" component={Link} to="/tenants">Cancel</Button>
          <Button type="submit" disabled={blocked} loading={create.isPending || create.isSuccess}>Create tenant</Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ScenariosProps {
  catalogue: Catalogue;
  value: Scenario;
  onChange: (scenario: Scenario) => void;
}

const wordOf = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll('-', ' ');

const Scenarios = ({ catalogue, value, onChange }: ScenariosProps) => (
  <Radio.Group label="Scenario" value={value} onChange={(key) => onChange(key as Scenario)}>
    <Stack gap={10} mt={6}>
      {catalogue.scenarios.map(({ key, label }) => <Radio key={key} value={key} label={wordOf(key)} description={label} />)}
    </Stack>
  </Radio.Group>
);

function Making({ jobId }: { jobId: string }) {
  const navigate = useNavigate();
  const job = useJob(jobId);
  const catalogue = useQuery(catalogueQuery);
  const done = job.data?.status === 'completed' ? job.data.tenant.slug : null;
  useEffect(() => {
    if (done !== null) void navigate(`/tenants/${done}/overview`, { replace: true });
  }, [done, navigate]);
  const error = (job.data ? null : job.error) ?? (catalogue.data ? null : catalogue.error);
  if (error) {
    const retry = (): void => void Promise.all([job.refetch(), catalogue.refetch()]);
    return <ErrorNotice title="The job cannot be shown" error={error} onRetry={retry} retrying={job.isFetching || catalogue.isFetching} />;
  }
  if (!job.data || !catalogue.data || done !== null) return <LoadingPage />;
  if (isActive(job.data.status)) {
    return (
      <Stack gap="md">
        <Title order={1}>New demo tenant</Title>
        <PatchProgress job={job.data} title={`Making ${job.data.tenant.name}`} lost={job.error !== null} />
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      <PatchResults job={job.data} catalogue={catalogue.data} linked />
      <Text size="sm">
        The tenant is there, without a history. <Anchor component={Link} to={`/tenants/${job.data.tenant.slug}/monthly-updates?edit=1`}>Add a monthly update to it</Anchor>, or make another one.
      </Text>
    </Stack>
  );
}
