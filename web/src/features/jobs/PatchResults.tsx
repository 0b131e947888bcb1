/*
 * How a job ended: the proof in numbers, its report as files, and for one that failed what to do next.
 *
 * Must not be known here: where this stands on a page.
 */

import { Alert, Anchor, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { BASE } from '../../api/client';
import type { Catalogue, Job } from '../../api/types';
import { currencyOf } from '../../lib/metrics';
import { spanLabel } from '../../lib/months';
import { countText, durationText, plural } from '../../lib/text';
import { DiffTable } from './DiffTable';
import { recordTotal, recordsText } from './records';

const FORMATS = ['xlsx', 'csv', 'json'] as const;

interface Props {
  job: Job;
  catalogue: Catalogue;
  /** Shows a link to the job's own page. */
  linked?: boolean;
  onAgain?: () => void;
}

export function PatchResults({ job, catalogue, linked = false, onAgain }: Props) {
  if (job.status === 'failed') return <Failure job={job} linked={linked} onAgain={onAgain} />;
  if (job.status === 'cancelled') {
    return (
      <Alert color="gray" title="Cancelled">
        <Text size="sm">Nothing of it was written; the tenant is as it was before.</Text>
        <Actions job={job} linked={linked} onAgain={onAgain} />
      </Alert>
    );
  }
  const report = job.diffReport;
  const changed = recordTotal(job.recordsChanged) + recordTotal(job.recordsDeleted);
  return (
    <Paper withBorder p="md">
      <Stack gap="md">
        <Group justify="space-between">
          <div role="status">
            <Title order={2}>{headline(job)}</Title>
          </div>
          <Actions job={job} linked={linked} />
        </Group>
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          <Card name="Planned numbers hit" value={report ? `${report.passed} of ${report.passed + report.failed}` : '–'} note={report?.cameAlong ? `${plural(report.cameAlong, 'other number')} came along` : undefined} />
          <Card name="Records created" value={countText(recordTotal(job.recordsCreated))} note={recordsText(job.recordsCreated)} />
          <Card name="Time" value={job.executionMetrics ? durationText(job.executionMetrics.durationMs) : '–'} note={job.executionMetrics ? `${countText(Math.round(job.executionMetrics.rowsPerSecond))} rows a second` : undefined} />
          {changed > 0
            ? <Card name="Changed or retired" value={countText(changed)} note={`${recordsText(job.recordsChanged)}; ${recordsText(job.recordsDeleted)}`} />
            : <Card name="Months" value={countText(job.plan.months.length)} note={monthsText(job)} />}
        </SimpleGrid>
        {report && <DiffTable report={report} catalogue={catalogue} currency={currencyOf(catalogue, job.tenant.currency)} />}
      </Stack>
    </Paper>
  );
}

function headline({ action, shiftBy, diffReport, undoReport }: Job): string {
  const kept = undoReport?.keptCount ?? 0;
  const gone = undoReport?.goneCount ?? 0;
  if (action === 'clear') return kept > 0 ? 'The tenant was cleared; some records stay' : 'The tenant was cleared';
  if (action === 'undo') {
    const undone = `The ${shiftBy ? 'move' : 'patch'} was undone`;
    if (kept > 0) return `${undone}; some records stay`;
    return gone > 0 ? `${undone}; some of its records were gone already` : `${undone}, exactly`;
  }
  if (action === 'shift') return diffReport?.status === 'pass' ? 'Every month arrived exactly' : 'Some months did not arrive exactly';
  return diffReport?.status === 'pass' ? 'Every number was hit exactly' : 'Some numbers were missed';
}

function monthsText({ plan: { months } }: Job): string {
  const [first, last] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
  return spanLabel(first, last);
}

function Failure({ job, linked, onAgain }: { job: Job; linked: boolean; onAgain: (() => void) | undefined }) {
  const { error } = job;
  return (
    <Alert color="red" title="The job failed; nothing of it was written" role="alert">
      <Stack gap="xs">
        <Text size="sm">{error?.message ?? 'It ended without saying why.'} {error?.hint ?? 'Apply the plan again.'}</Text>
        {error?.errors?.map((issue, place) => <Text key={place} size="sm">{issue.message} {issue.hint}</Text>)}
        <Actions job={job} linked={linked} onAgain={onAgain} />
      </Stack>
    </Alert>
  );
}

function Actions({ job, linked, onAgain }: { job: Job; linked: boolean; onAgain?: (() => void) | undefined }) {
  return (
    <Group gap="sm">
      {onAgain && <Button size="xs" variant="default" onClick={onAgain}>Back to the plan</Button>}
      {job.status === 'completed' && <ExportLinks job={job} />}
      {linked && <Button size="xs" variant="default" component={Link} to={`/jobs/${job.id}`}>View job</Button>}
    </Group>
  );
}

const ExportLinks = ({ job }: { job: Pick<Job, 'id'> }) => (
  <Group gap="xs">
    <Text size="sm" c="dimmed">Export</Text>
    {FORMATS.map((format) => (
      <Anchor key={format} size="sm" href={`${BASE}/patch-jobs/${job.id}/export?format=${format}`} download>{format.toUpperCase()}</Anchor>
    ))}
  </Group>
);

function Card({ name, value, note }: { name: string; value: string; note?: string | undefined }) {
  return (
    <div>
      <Text size="xs" c="dimmed">{name}</Text>
      <Text fw={700} fz={20} lh={1.3}>{value}</Text>
      {note && <Text size="xs" c="dimmed">{note}</Text>}
    </div>
  );
}
