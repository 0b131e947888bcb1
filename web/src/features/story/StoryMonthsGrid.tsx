/*
 * The coming months of a story in the plan grid: written by hand, locked, skipped. What was written and not
 * saved is kept for this tab.
 *
 * Must not be known here: how the story runs.
 */

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useReducer } from 'react';
import { answerOf, BASE, client } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { failureTitle } from '../../api/sending';
import type { Catalogue, KpiMonth, Metric, MonthChange, Story, Tenant } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import type { Currency } from '../../lib/money';
import { monthLabel, monthsBetween } from '../../lib/months';
import { plural } from '../../lib/text';
import { asGridIssue, currentValues, firstMonth, lastMonth, noValues, PlanEditor } from '../plan';
import { createGridState, reduceGrid, refusalCount, selectedBox } from '../plan-grid';
import { changesOf, lockChanges, marksOf, rowsOfStory, withChanges } from './story';

interface Props {
  tenant: Tenant;
  catalogue: Catalogue;
  story: Story;
  metrics: readonly Metric[];
  currency: Currency;
  history: readonly KpiMonth[];
  now: string;
  onStory: (story: Story) => void;
}

export function StoryMonthsGrid({ tenant, catalogue, story, metrics, currency, history, now, onStory }: Props) {
  const base = useMemo(() => rowsOfStory(story.months, now), [story.months, now]);
  const [kept, setKept] = useSessionStorage<MonthChange[]>({ key: `demogen.story.${tenant.id}`, defaultValue: [], getInitialValueInEffect: false });
  const [grid, dispatch] = useReducer(reduceGrid, null, () => createGridState(withChanges(base, kept), metrics.map(({ key }) => key)));
  const changes = useMemo(() => changesOf(base, grid.rows, metrics), [base, grid.rows, metrics]);
  const refused = refusalCount(grid);
  useEffect(() => setKept(changes), [changes, setKept]);

  const save = useMutation({
    mutationFn: (months: MonthChange[]) => answerOf(client.PATCH(`${BASE}/tenants/{tenant_id}/story/months`, { params: { path: { tenant_id: tenant.slug } }, body: { months } })),
    onSuccess: onStory,
  });
  const problems = save.error instanceof ApiProblem ? save.error.errors : [];
  const issues = useMemo(
    () => [...problems.map((issue) => asGridIssue(issue, 'error')), ...marksOf(story.months, now)],
    [problems, story.months, now],
  );
  const current = useMemo(() => {
    const keys = metrics.map(({ key }) => key);
    return { ...noValues(monthsBetween(firstMonth(base), lastMonth(base)), keys), ...currentValues(history.filter(({ month }) => base.some((row) => row.month === month)), keys) };
  }, [base, history, metrics]);

  const box = selectedBox(grid);
  const chosen = grid.rows.slice(box.top, box.bottom + 1).map(({ month }) => month);
  const keys = metrics.slice(box.left, box.right + 1).map(({ key }) => key);
  const known = story.months.filter(({ month }) => chosen.includes(month));
  const locked = known.length > 0 && known.every((month) => keys.every((key) => month.locked.includes(key)));
  const skipped = known.length > 0 && known.every((month) => month.skipped);
  const send = (months: MonthChange[]): void => {
    if (months.length > 0 && !save.isPending) save.mutate(months);
  };
  const what = chosen.length === 1 ? monthLabel(chosen[0] ?? '') : plural(chosen.length, 'month');

  return (
    <Stack gap="xs" component="section">
      <Group justify="space-between">
        <Title order={2}>Coming months</Title>
        <Group gap="xs">
          <Button size="xs" variant="default" disabled={known.length === 0} onClick={() => send(lockChanges(story.months, chosen, keys, !locked))}>
            {locked ? 'Unlock' : 'Lock'} {plural(chosen.length * keys.length, 'cell')}
          </Button>
          <Button size="xs" variant="default" disabled={known.length === 0} onClick={() => send(known.map(({ month }) => ({ month, skipped: !skipped })))}>
            {skipped ? 'Bring about' : 'Skip'} {what}
          </Button>
        </Group>
      </Group>
      <PlanEditor metrics={metrics} currency={currency} money={{ tenantId: tenant.id }} planType="TARGETS" state={grid} dispatch={dispatch} current={current} issues={issues} limit={catalogue.limits.months} />
      {save.error && <ErrorNotice title={failureTitle('The months were not changed', save.error)} error={save.error} />}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">{standing(changes.length, refused)}</Text>
        <Group gap="sm">
          <Button variant="subtle" color="gray" disabled={changes.length === 0 && refused === 0} onClick={() => dispatch({ type: 'load', rows: base, what: 'discarding of changes' })}>Discard</Button>
          <Button disabled={changes.length === 0 || refused > 0} loading={save.isPending} onClick={() => send(changes)}>Save changes</Button>
        </Group>
      </Group>
    </Stack>
  );
}

function standing(changed: number, refused: number): string {
  if (refused > 0) return `${plural(refused, 'entry', 'entries')} could not be read. Correct or delete what is marked.`;
  return changed === 0 ? 'As it is told.' : `${plural(changed, 'month')} changed, not saved yet.`;
}
