/*
 * Making a demo tenant: who it is, and which history it gets, shown before it is made.
 *
 * Must not be known here: how a chart is drawn, how the grid works.
 */

import { Anchor, Button, Group, Paper, Radio, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue, useSessionStorage } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { use, useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { catalogueQuery } from '../../api/queries';
import { useSending } from '../../api/sending';
import type { Catalogue, NewTenant, Scenario } from '../../api/types';
import { ChangeState } from '../../components/ChangeState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingBlock, LoadingPage } from '../../components/Loading';
import { MonthSelect } from '../../components/MonthSelect';
import { useAddress } from '../../components/useAddress';
import { useTitle } from '../../components/useTitle';
import { newSeed } from '../../lib/id';
import { wordOf } from '../../lib/catalogue';
import { currencyOf, plannedMetrics } from '../../lib/metrics';
import { addMonths, earliest, latest, monthNow, monthsBetween } from '../../lib/months';
import { plural } from '../../lib/text';
import { isActive, PatchProgress, PatchResults, useJob } from '../jobs';
import { BegunDraft, IssueList, useOwnDraft, usePlanDraft } from '../patch';
import { firstMonth, gridIssues, lastMonth, noValues, PlanEditor, resizeRows, tabId, toPlan, type FoundDraft } from '../plan';
import { refusalCount } from '../plan-grid';
import { AfterLostRequest, useFollowMade } from './AfterLostRequest';
import { isSame, nameless, requestOf, usualForm, type HistoryKind, type TenantForm } from './form';
import { HistoryPreview } from './HistoryPreview';
import { FORM_KEY, keepSent } from './kept';

const EARLIEST = '2010-01';

/** Stands for the tenant among the drafts. */
const UNBORN = 'new';

/** What the server may find wrong that has an input of its own here. */
const PLACED: readonly string[] = ['name', 'country', 'currency', 'timezone'];

interface Wish {
  request: NewTenant;
  body: NewTenant;
}

const TENANTS = `${BASE}/tenants`;

export default function NewTenantPage() {
  useTitle('New demo tenant');
  const catalogue = useQuery(catalogueQuery);
  const [get] = useAddress();
  const job = get('job');
  if (job !== null) return <Making jobId={job} />;
  if (catalogue.error && !catalogue.data) return <ErrorNotice error={catalogue.error} onRetry={() => void catalogue.refetch()} retrying={catalogue.isFetching} />;
  if (!catalogue.data) return <LoadingPage />;
  const known = catalogue.data;
  return (
    <AfterLostRequest>
      <BegunDraft tenantId={UNBORN}>{(begun) => <TenantFormPage catalogue={known} begun={begun} />}</BegunDraft>
    </AfterLostRequest>
  );
}

function TenantFormPage({ catalogue, begun }: { catalogue: Catalogue; begun: FoundDraft | null }) {
  const queries = useQueryClient();
  const follow = useFollowMade();
  const [usual] = useMemo(() => [usualForm(catalogue, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone)], [catalogue]);
  const [form, setForm] = useSessionStorage<TenantForm>({ key: FORM_KEY, defaultValue: usual, getInitialValueInEffect: false });
  const change = (values: Partial<TenantForm>): void => setForm({ ...form, ...values });
  const now = monthNow(form.timezone);
  const metrics = useMemo(() => plannedMetrics(catalogue), [catalogue]);
  const currency = useMemo(() => currencyOf(catalogue, form.currency), [catalogue, form.currency]);

  const { months: limit } = catalogue.limits;
  const draft = usePlanDraft({ tenantId: UNBORN, tab: use(tabId()), begun, metrics, from: form.start, to: earliest(form.last, addMonths(form.start, limit - 1)) });
  const { grid, dispatch } = draft;
  const plan = useMemo(() => toPlan(grid.rows, 'TARGETS', 'ADDITIVE'), [grid.rows]);
  const [from, to] = [firstMonth(grid.rows), lastMonth(grid.rows)];
  const byPlan = form.history === 'plan';
  const [start, last] = byPlan ? [from, to] : [form.start, form.last];
  const request = useMemo(() => requestOf({ ...form, start }, plan), [form, start, plan]);
  const [settled] = useDebouncedValue(request, 300);
  const asked = nameless(settled);
  const preview = useQuery({
    queryKey: ['new-tenant', asked],
    enabled: form.history === 'scenario' || (byPlan && plan !== null),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    queryFn: ({ signal }) => answerOf(client.POST(`${BASE}/plans/preview`, { signal, body: asked })),
  });
  const previewed = form.history === 'none' || (preview.data !== undefined && !preview.isPlaceholderData && isSame(asked, nameless(request)));
  const validation = preview.data?.validation ?? undefined;
  const issues = useMemo(() => (byPlan && plan ? gridIssues(validation) : []), [byPlan, plan, validation]);
  const current = useMemo(() => noValues(monthsBetween(from, to), metrics.map(({ key }) => key)), [from, to, metrics]);

  const create = useSending({
    path: TENANTS,
    keep: (sent) => {
      keepSent(sent);
      if (byPlan) draft.keepSent(sent);
    },
    send: ({ body }: Wish, key) => answerOf(client.POST(`${BASE}/tenants`, { body, params: { header: { 'Idempotency-Key': key } } })),
    onSuccess: (made, wish) => {
      if (wish.body.plan && made.jobId !== null && isSame(wish.request, request)) draft.handOver(made.jobId);
      setForm({ ...usual, seed: newSeed() });
      return queries.invalidateQueries({ queryKey: ['tenants'] });
    },
    follow,
  });
  const wished = (): Wish => ({ request, body: { ...request, anchor: form.history === 'none' ? null : (preview.data?.anchor ?? null) } });
  const fields: Readonly<Record<string, string>> = { ...fieldsOf(preview.error), ...fieldsOf(create.error) };
  const nameIsBlank = form.name.trim() === '';
  const [submitted, setSubmitted] = useState(false);
  const nameInput = useRef<HTMLInputElement>(null);
  const blocked = !previewed || (byPlan && (plan === null || refusalCount(grid) > 0 || validation?.valid === false));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSubmitted(true);
    if (nameIsBlank) nameInput.current?.focus();
    else if (!blocked) create.start(wished());
  };
  const span = (first: string, end: string): void => {
    change({ start: first, last: end });
    if (byPlan) dispatch({ type: 'show', rows: resizeRows(grid.rows, first, end), what: 'change of months' });
  };
  const turnTo = (history: HistoryKind): void => {
    change({ history });
    const end = earliest(form.last, addMonths(form.start, limit - 1));
    // an empty grid gets the months chosen so far; one with numbers has its own
    const fits = from === form.start && to === end;
    if (history === 'plan' && plan === null && !fits) dispatch({ type: 'show', rows: resizeRows(grid.rows, form.start, end), what: 'change of months' });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <div>
          <Anchor component={Link} to="/tenants" size="sm">Tenants</Anchor>
          <Title order={1}>New demo tenant</Title>
        </div>
        <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }} spacing="md">
          <TextInput
            ref={nameInput}
            label="Name"
            required
            maxLength={200}
            autoFocus
            placeholder="Sample company"
            value={form.name}
            error={submitted && nameIsBlank ? 'Give the tenant a name; spaces alone are none.' : fields['name']}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
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
              <Text id="history-kind" size="sm" fw={600}>History</Text>
              <SegmentedControl
                aria-labelledby="history-kind"
                value={form.history}
                onChange={(kind) => turnTo(kind as HistoryKind)}
                data={[{ value: 'scenario', label: 'Scenario' }, { value: 'plan', label: 'Plan' }, { value: 'none', label: 'Empty' }]}
              />
            </Stack>
            <MonthSelect
              label="First month"
              value={start}
              first={earliest(EARLIEST, start)}
              last={latest(now, start)}
              onChange={(month) => span(month, earliest(latest(last, month), addMonths(month, limit - 1)))}
            />
            {form.history !== 'none' && (
              <MonthSelect
                label="Last month"
                value={last}
                first={start}
                last={latest(last, earliest(now, addMonths(start, limit - 1)))}
                onChange={(month) => span(start, month)}
              />
            )}
          </Group>
          {form.history === 'none' && <Text size="sm" c="dimmed">The tenant gets its users and nothing else. Add monthly updates to it later.</Text>}
        </Stack>
        {byPlan && (
          <Stack gap="xs">
            <PlanEditor metrics={metrics} currency={currency} money={{ currency: form.currency }} planType="TARGETS" state={grid} dispatch={dispatch} current={current} issues={issues} limit={limit} />
            <IssueList issues={issues.filter(({ severity }) => severity !== 'note')} onGo={(month, metric) => dispatch({ type: 'focus-cell', month, metric: metric ?? metrics[0]?.key ?? '' })} />
          </Stack>
        )}
        {preview.error && !isPlaced(preview.error) && <ErrorNotice title="The history cannot be shown" error={preview.error} onRetry={() => void preview.refetch()} retrying={preview.isFetching} />}
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
        <ChangeState {...create} notDone="The tenant was not made" />
        <Group justify="flex-end" gap="sm">
          {byPlan && plan === null && <Text size="sm" c="dimmed">Enter or paste at least one number.</Text>}
          {form.history === 'scenario' && preview.data?.plan && <Text size="sm" c="dimmed">{plural(preview.data.plan.months.length, 'month')} of history</Text>}
          <Button variant="default" component={Link} to="/tenants">Cancel</Button>
          <Button type="submit" disabled={blocked} loading={create.busy}>Create tenant</Button>
        </Group>
      </Stack>
    </form>
  );
}

const fieldsOf = (error: Error | null): Readonly<Record<string, string>> => (error instanceof ApiProblem ? error.fields : {});

/** Whether everything that it finds wrong is told beside an input. */
const isPlaced = (error: Error): boolean => {
  const names = Object.keys(fieldsOf(error));
  return names.length > 0 && names.every((name) => PLACED.includes(name));
};

interface ScenariosProps {
  catalogue: Catalogue;
  value: Scenario;
  onChange: (scenario: Scenario) => void;
}

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
  const own = useOwnDraft(UNBORN);
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
  if (job.data.action !== 'generate') return <Navigate to={`/jobs/${jobId}`} replace />;
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
        The tenant is there, without a history. <Anchor component={Link} to={`/tenants/${job.data.tenant.slug}/monthly-updates?edit=1`}>Add a monthly update to it</Anchor>,
        or <Anchor component={Link} to="/tenants/new">make another one</Anchor>{own.draft?.jobId === jobId ? '; your plan is kept there' : ''}.
      </Text>
    </Stack>
  );
}
