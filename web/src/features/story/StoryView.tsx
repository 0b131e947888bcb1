/*
 * A tenant's story: how it stands, its curve, its coming months, and what can be done with it.
 *
 * Must not be known here: where its numbers come from, how the grid works.
 */

import { Alert, Anchor, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { forgetTenant, kpisQuery, storyQuery } from '../../api/queries';
import { failureTitle, useSending } from '../../api/sending';
import type { Catalogue, Schedule, Story, Tenant } from '../../api/types';
import { ChangeState } from '../../components/ChangeState';
import { Dialog } from '../../components/Dialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Facts } from '../../components/Facts';
import { LoadingBlock } from '../../components/Loading';
import { Tag } from '../../components/Tag';
import { currencyOf, plannedMetrics } from '../../lib/metrics';
import { addMonths, latest, monthNow } from '../../lib/months';
import { instantText } from '../../lib/text';
import { behind, sourceText } from './story';
import { StoryChart } from './StoryChart';
import { SCHEDULES } from './StoryForm';
import { StoryMonthsGrid } from './StoryMonthsGrid';
import { UnmetMonths } from './UnmetMonths';

const HISTORY_SHOWN = 12;

interface Props {
  tenant: Tenant;
  catalogue: Catalogue;
  story: Story;
  onTellAnother: () => void;
}

export function StoryView({ tenant, catalogue, story, onTellAnother }: Props) {
  const { slug } = tenant;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [shown, setShown] = useState<string | null>(null);
  const [removing, setRemoving] = useState(false);
  const metrics = useMemo(() => plannedMetrics(catalogue), [catalogue]);
  const currency = useMemo(() => currencyOf(catalogue, tenant.currency), [catalogue, tenant.currency]);
  const now = monthNow(tenant.timezone);
  const history = useQuery(kpisQuery(slug, latest(tenant.demoStartMonth ?? now, addMonths(now, -HISTORY_SHOWN)), now));
  const path = { tenant_id: slug };
  const keep = (found: Story): void => {
    queries.setQueryData(storyQuery(slug).queryKey, found);
    void forgetTenant(queries, slug);
  };
  const set = useMutation({
    mutationFn: (body: { schedule?: Schedule; paused?: boolean }) => answerOf(client.PATCH(`${BASE}/tenants/{tenant_id}/story`, { params: { path }, body })),
    onSuccess: keep,
    onError: () => void forgetTenant(queries, slug),
  });
  const run = useSending({
    path: `${BASE}/tenants/${slug}/story/run`,
    repeatable: true,
    send: (_: null, key) => answerOf(client.POST(`${BASE}/tenants/{tenant_id}/story/run`, { params: { path, header: { 'Idempotency-Key': key } } })),
    onSuccess: () => forgetTenant(queries, slug),
    follow: ({ jobId }) => {
      if (jobId !== null) void navigate(`/jobs/${jobId}`);
    },
  });
  const remove = useMutation({
    mutationFn: () => answerOf(client.DELETE(`${BASE}/tenants/{tenant_id}/story`, { params: { path } })),
    onSettled: () => forgetTenant(queries, slug),
  });

  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <Group gap="sm">
          <Text fw={600}>{sourceText(story.source)}</Text>
          <StateTag story={story} />
        </Group>
        <Group gap="xs">
          <Button size="xs" disabled={story.running || !(story.due || behind(story.months).length > 0)} loading={run.busy} onClick={() => run.start(null)}>Run now</Button>
          <Button size="xs" variant="default" loading={set.isPending && set.variables.paused !== undefined} onClick={() => set.mutate({ paused: !story.paused })}>{story.paused ? 'Resume' : 'Pause'}</Button>
          <Button size="xs" variant="default" onClick={onTellAnother}>Tell another story</Button>
          <Button size="xs" variant="default" onClick={() => setRemoving(true)}>Remove</Button>
        </Group>
      </Group>
      {set.error && <ErrorNotice title={failureTitle('The story was not changed', set.error)} error={set.error} />}
      <ChangeState {...run} notDone="It was not run" />
      {run.answer?.jobId === null && <Text size="sm" role="status">{run.answer.message}</Text>}
      {story.failure && (
        <Alert color="red" title={`The last run failed${story.failedAt ? `, ${instantText(story.failedAt)}` : ''}`}>
          <Text size="sm">{story.failure.message} {story.failure.hint}</Text>
          <Text size="sm">It is tried again after a while; “Run now” tries at once.</Text>
        </Alert>
      )}
      <UnmetMonths tenant={tenant} story={story} onStory={keep} />
      <Facts facts={[
        ['Brought about until', instantText(story.coveredUntil)],
        ['Next run', nextText(story)],
        ['Last run', story.lastJobId ? <Anchor key="job" component={Link} to={`/jobs/${story.lastJobId}`} size="sm">See the job</Anchor> : 'None yet'],
      ]} />
      <Group gap="sm">
        <Text id="schedule" size="sm" fw={500}>Brought about</Text>
        <SegmentedControl
          aria-labelledby="schedule"
          size="xs"
          value={story.schedule}
          disabled={set.isPending}
          onChange={(schedule) => set.mutate({ schedule: schedule as Schedule })}
          data={SCHEDULES.map(({ value, label }) => ({ value, label }))}
        />
      </Group>
      {history.error && <ErrorNotice title="The history cannot be shown" error={history.error} onRetry={() => void history.refetch()} retrying={history.isFetching} />}
      {!history.error && (history.data
        ? (
          <>
            <StoryChart metrics={metrics} currency={currency} history={history.data} months={story.months.filter(({ month }) => month >= now)} shown={shown} onShow={setShown} />
            <StoryMonthsGrid key={told(story)} tenant={tenant} catalogue={catalogue} story={story} metrics={metrics} currency={currency} history={history.data} now={now} onStory={keep} />
          </>
        )
        : <LoadingBlock height={300} label="Loading the story" />)}
      {removing && (
        <Dialog title="Remove the story" onClose={() => setRemoving(false)}>
          <Stack gap="md">
            <Text size="sm">Nothing more will happen by itself. The records that it brought stay.</Text>
            {remove.error && <ErrorNotice title={failureTitle('It was not removed', remove.error)} error={remove.error} />}
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={() => setRemoving(false)}>Cancel</Button>
              <Button color="red.9" loading={remove.isPending || remove.isSuccess} onClick={() => !remove.isPending && !remove.isSuccess && remove.mutate()}>Remove the story</Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </Stack>
  );
}

/** Stands for the months that there are and their numbers: another story is another grid. */
const told = ({ months }: Story): string => JSON.stringify(months.map(({ month, values }) => [month, values]));

function StateTag({ story }: { story: Story }) {
  if (story.running) return <Tag tone="busy">Running</Tag>;
  if (story.failure) return <Tag tone="bad">Failed</Tag>;
  if (story.paused) return <Tag tone="warn">Paused</Tag>;
  return story.schedule === 'off' ? <Tag tone="calm">Only when asked</Tag> : <Tag tone="good">Running by itself</Tag>;
}

function nextText(story: Story): string {
  if (story.paused) return 'Paused';
  if (story.nextRun === null) return 'Only when asked';
  return story.due ? 'Within minutes' : instantText(story.nextRun);
}
