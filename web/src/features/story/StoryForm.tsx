/*
 * Telling a tenant's story: where its numbers come from and how often it is brought about, with its
 * curve shown before it is begun.
 *
 * Must not be known here: how a chart or a grid is drawn.
 */

import { Button, Group, Radio, SegmentedControl, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useReducer, useState, type FormEvent } from 'react';
import { answerOf, BASE, client } from '../../api/client';
import { forgetTenant, kpisQuery, storyQuery } from '../../api/queries';
import { failureTitle } from '../../api/sending';
import type { Catalogue, Metric, Plan, Scenario, Schedule, StorySource, Tenant } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingBlock } from '../../components/Loading';
import { currencyOf, plannedMetrics } from '../../lib/metrics';
import type { Currency } from '../../lib/money';
import { addMonths, latest, monthNow, monthsBetween } from '../../lib/months';
import { emptyRows, noValues, PlanEditor, toPlan } from '../plan';
import { createGridState, parseCell, reduceGrid, refusalCount } from '../plan-grid';
import { SCENARIOS, valuesOf } from './story';
import { StoryChart } from './StoryChart';

type Origin = StorySource['origin'];

const ORIGINS: readonly { value: Origin; label: string; says: string }[] = [
  { value: 'scenario', label: 'Scenario', says: 'Goes on from the last months in a shape of your choice.' },
  { value: 'last-year', label: 'Last year', says: 'The same month of the year before, grown by some percent.' },
  { value: 'every-month', label: 'Every month', says: 'The same numbers month after month.' },
  { value: 'plan', label: 'Plan', says: 'Exactly these months; the story ends with the last of them.' },
];

export const SCHEDULES: readonly { value: Schedule; label: string }[] = [
  { value: 'daily', label: 'Daily' },
  { value: 'monthly', label: 'Monthly' },
  { value: 'off', label: 'Only when asked' },
];

const HISTORY_SHOWN = 12;
const MONTHS_PLANNED = 12;

interface Props {
  tenant: Tenant;
  catalogue: Catalogue;
  onCancel: (() => void) | null;
  onTold: () => void;
}

export function StoryForm({ tenant, catalogue, onCancel, onTold }: Props) {
  const { slug } = tenant;
  const queries = useQueryClient();
  const metrics = useMemo(() => plannedMetrics(catalogue), [catalogue]);
  const currency = useMemo(() => currencyOf(catalogue, tenant.currency), [catalogue, tenant.currency]);
  const now = monthNow(tenant.timezone);
  const [origin, setOrigin] = useState<Origin>(tenant.lastMonth ? 'scenario' : 'every-month');
  const [scenario, setScenario] = useState<Scenario>('growth');
  const [growth, setGrowth] = useState('10');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [schedule, setSchedule] = useState<Schedule>('daily');
  const [shown, setShown] = useState<string | null>(null);
  const [grid, dispatch] = useReducer(reduceGrid, null, () => createGridState(emptyRows(now, addMonths(now, MONTHS_PLANNED - 1)), metrics.map(({ key }) => key)));
  const plan = useMemo(() => toPlan(grid.rows, 'TARGETS', 'ADDITIVE'), [grid.rows]);
  const monthly = useMemo(() => readings(texts, metrics, currency), [texts, metrics, currency]);
  const growthError = /^[+-]?\d{1,4}([.,]\d{1,3})?$/.test(growth.trim()) ? null : 'Write a number of percent, such as 10 or -5.';

  const wish = useMemo(
    () => wishOf(origin, { scenario, growth: growthError ? null : growth, values: monthly.complete ? valuesOf(monthly.cells, metrics) : null, plan: refusalCount(grid) > 0 ? null : plan }),
    [origin, scenario, growth, growthError, monthly, metrics, plan, grid],
  );
  const [settled] = useDebouncedValue(wish, 300);
  const preview = useQuery({
    queryKey: ['story-preview', tenant.id, settled],
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answerOf(client.POST(`${BASE}/tenants/{tenant_id}/story/preview`, { signal, params: { path: { tenant_id: slug } }, body: settled ?? NOTHING })),
  });
  const first = latest(tenant.demoStartMonth ?? now, addMonths(now, -HISTORY_SHOWN));
  const history = useQuery({ ...kpisQuery(slug, first, now), enabled: first <= now });
  const tell = useMutation({
    mutationFn: (body: Wish) => answerOf(client.PUT(`${BASE}/tenants/{tenant_id}/story`, { params: { path: { tenant_id: slug } }, body: { ...body, schedule } })),
    onSuccess: (story) => {
      queries.setQueryData(storyQuery(slug).queryKey, story);
      void forgetTenant(queries, slug);
      onTold();
    },
    // what is there now may be the story whose answer was lost
    onError: () => void forgetTenant(queries, slug),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (wish && !tell.isPending && !tell.isSuccess) tell.mutate(wish);
  };
  const current = useMemo(() => noValues(monthsBetween(now, addMonths(now, MONTHS_PLANNED * 5)), metrics.map(({ key }) => key)), [now, metrics]);

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <div>
          <Title order={2}>{onCancel ? 'Tell another story' : 'Give this tenant a story'}</Title>
          <Text size="sm" c="dimmed" maw={680}>
            A story says what the coming months shall bring. It is brought about by itself, exactly, so that the demo never looks
            abandoned. Every run can be seen, and undone.
          </Text>
        </div>
        <Stack gap={6}>
          <Text id="story-origin" size="sm" fw={500}>Its numbers</Text>
          <SegmentedControl size="xs" aria-labelledby="story-origin" value={origin} onChange={(value) => setOrigin(value as Origin)} data={ORIGINS.map(({ value, label }) => ({ value, label }))} style={{ alignSelf: 'flex-start' }} />
          <Text size="sm" c="dimmed">{ORIGINS.find(({ value }) => value === origin)?.says}</Text>
        </Stack>
        {origin === 'scenario' && (
          <Radio.Group label="Scenario" value={scenario} onChange={(key) => setScenario(key as Scenario)}>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={10} mt={6}>
              {Object.entries(SCENARIOS).map(([key, { word, says }]) => <Radio key={key} value={key} label={word} description={says} />)}
            </SimpleGrid>
          </Radio.Group>
        )}
        {origin === 'last-year' && (
          <TextInput label="Growth in percent a year" inputMode="decimal" value={growth} error={growthError} onChange={(event) => setGrowth(event.currentTarget.value)} w={220} />
        )}
        {origin === 'every-month' && (
          <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
            {metrics.map(({ key, label, unit }) => (
              <TextInput
                key={key}
                label={unit === 'money' ? `${label} (${currency.code})` : label}
                inputMode="decimal"
                value={texts[key] ?? ''}
                error={monthly.errors[key]}
                onChange={(event) => setTexts({ ...texts, [key]: event.currentTarget.value })}
              />
            ))}
          </SimpleGrid>
        )}
        {origin === 'plan' && (
          <PlanEditor metrics={metrics} currency={currency} money={{ tenantId: tenant.id }} planType="TARGETS" state={grid} dispatch={dispatch} current={current} issues={[]} limit={catalogue.limits.months} />
        )}
        {wish && preview.error && <ErrorNotice title="This story cannot be told" error={preview.error} onRetry={() => void preview.refetch()} retrying={preview.isFetching} />}
        {wish && !preview.error && (preview.data && (history.data || history.error)
          ? <StoryChart metrics={metrics} currency={currency} history={history.data ?? []} months={preview.data.months} shown={shown} onShow={setShown} />
          : <LoadingBlock height={300} label="Loading the story" />)}
        <Stack gap={6}>
          <Text id="story-schedule" size="sm" fw={500}>Brought about</Text>
          <SegmentedControl size="xs" aria-labelledby="story-schedule" value={schedule} onChange={(value) => setSchedule(value as Schedule)} data={SCHEDULES.map(({ value, label }) => ({ value, label }))} style={{ alignSelf: 'flex-start' }} />
          <Text size="sm" c="dimmed">{SCHEDULE_SAYS[schedule]}</Text>
        </Stack>
        {tell.error && <ErrorNotice title={failureTitle('The story was not told', tell.error)} error={tell.error} />}
        <Group justify="flex-end" gap="sm">
          {!wish && <Text size="sm" c="dimmed">{LACKING[origin]}</Text>}
          {onCancel && <Button variant="default" onClick={onCancel}>Cancel</Button>}
          <Button type="submit" disabled={!wish || Boolean(preview.error)} loading={tell.isPending || tell.isSuccess}>{onCancel ? 'Tell this story' : 'Begin the story'}</Button>
        </Group>
      </Stack>
    </form>
  );
}

const SCHEDULE_SAYS: Readonly<Record<Schedule, string>> = {
  daily: 'Each business day brings its share of the month, so that today and this week are alive.',
  monthly: 'The last business day of a month brings the whole month.',
  off: 'Nothing happens by itself.',
};

const LACKING: Readonly<Record<Origin, string>> = {
  scenario: '',
  'last-year': 'Write the growth first.',
  'every-month': 'Write at least one number.',
  plan: 'Enter or paste at least one number.',
};

interface Wish {
  source: StorySource;
  plan?: Plan;
}

const NOTHING: Wish = { source: { origin: 'scenario' } };

interface Given {
  scenario: Scenario;
  growth: string | null;
  values: NonNullable<StorySource['values']> | null;
  plan: Plan | null;
}

/** What would be asked of the server; null while something is missing. */
function wishOf(origin: Origin, { scenario, growth, values, plan }: Given): Wish | null {
  switch (origin) {
    case 'scenario': return { source: { origin, scenario } };
    case 'last-year': return growth === null ? null : { source: { origin, growth: Number(growth.trim().replace(',', '.')) } };
    case 'every-month': return values === null ? null : { source: { origin, values } };
    case 'plan': return plan === null ? null : { source: { origin }, plan };
  }
}

interface Readings {
  cells: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
  /** There is at least one number, and nothing that cannot be read. */
  complete: boolean;
}

function readings(texts: Readonly<Record<string, string>>, metrics: readonly Metric[], currency: Currency): Readings {
  const cells: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const { key, unit } of metrics) {
    const reading = parseCell(texts[key] ?? '', unit === 'money' ? 'money' : 'count', currency);
    if (!reading.ok) errors[key] = reading.reason;
    else if (reading.value !== null) cells[key] = reading.value;
  }
  return { cells, errors, complete: Object.keys(cells).length > 0 && Object.keys(errors).length === 0 };
}
