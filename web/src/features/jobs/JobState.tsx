/* How a job stands, in a word or two. Must not be known here: what the job does. */

import type { JobSummary } from '../../api/types';
import { CheckIcon, CrossIcon } from '../../components/icons';
import { Tag, type Tone } from '../../components/Tag';

const STATES: Record<JobSummary['status'], { tone: Tone; word: string }> = {
  queued: { tone: 'busy', word: 'Waiting' },
  running: { tone: 'busy', word: 'Running' },
  completed: { tone: 'good', word: 'Completed' },
  failed: { tone: 'bad', word: 'Failed' },
  cancelled: { tone: 'calm', word: 'Cancelled' },
};

export const STATUS_WORDS = Object.entries(STATES).map(([value, { word }]) => ({ value, label: word }));

export function StatusTag({ status, progress }: { status: JobSummary['status']; progress?: number }) {
  const { tone, word } = STATES[status];
  return <Tag tone={tone}>{word}{status === 'running' && progress !== undefined ? ` ${progress} %` : ''}</Tag>;
}

export function VerdictTag({ verdict }: { verdict: JobSummary['verdict'] }) {
  if (verdict === null) return <span aria-label="No verdict">–</span>;
  return verdict === 'pass' ? <Tag tone="good"><CheckIcon /> Pass</Tag> : <Tag tone="bad"><CrossIcon /> Fail</Tag>;
}

/** What became of the newest job: its verdict once it has one, else how it stands. */
export const OutcomeTag = ({ job }: { job: JobSummary }) =>
  job.verdict === null ? <StatusTag status={job.status} progress={job.progress} /> : <VerdictTag verdict={job.verdict} />;

export const isActive = (status: JobSummary['status']): boolean => status === 'queued' || status === 'running';
