/*
 * One job, followed until it ends: often at first, then less; after a lost answer with growing
 * pauses. Log lines are fetched once and kept.
 *
 * Must not be known here: how a job is drawn.
 */

import { queryOptions, useQuery, useQueryClient, type Query } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { answerOf, BASE, client } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { forgetTenant, jobKey } from '../../api/queries';
import type { Job } from '../../api/types';
import { isActive } from './JobState';

const SLOWEST = 15_000;

/** Milliseconds to the next look; false once the job has ended. */
export function pauseAfter(looks: number, failures: number, job: Pick<Job, 'status'> | undefined, error: unknown): number | false {
  if (job && !isActive(job.status)) return false;
  if (error instanceof ApiProblem && !error.mayPass && error.status !== 401) return false;
  if (failures > 0) return Math.min(SLOWEST, 1000 * 2 ** (failures - 1));
  if (looks < 10) return 400;
  return looks < 60 ? 1000 : 2500;
}

type Look = Pick<Query<Job>, 'state'>;

/** Failures that each job's query had had when it was last answered. */
const forgiven = new WeakMap<Look, number>();

/** Failures since the last answer. The query's own count begins anew with every look. */
function failuresOf(look: Look): number {
  const { status, errorUpdateCount } = look.state;
  if (status === 'success') forgiven.set(look, errorUpdateCount);
  return errorUpdateCount - (forgiven.get(look) ?? 0);
}

/** A job as the server wrote it; its seed would lose digits as a number. No text holds `"seed":`, since its quotes would be escaped. */
export const jobIn = (json: string): Job => JSON.parse(json.replaceAll(/"seed":\s*(\d+)/g, '"seed":"$1"')) as Job;

export const jobQuery = (id: string) => queryOptions({
  queryKey: jobKey(id),
  retry: false,
  staleTime: 0,
  queryFn: async ({ signal, client: queries }) => {
    const known = queries.getQueryData<Job>(jobKey(id));
    const after = known?.log.at(-1)?.seq ?? 0;
    const found = jobIn(await answerOf(client.GET(`${BASE}/patch-jobs/{job_id}`, { signal, parseAs: 'text', params: { path: { job_id: id }, query: { after } } })));
    return { ...found, log: [...(known?.log ?? []), ...found.log] };
  },
  refetchInterval: (query: Query<Job>) => pauseAfter(query.state.dataUpdateCount, failuresOf(query), query.state.data, query.state.error),
  refetchIntervalInBackground: true,
});

export function useJob(id: string) {
  const queries = useQueryClient();
  const job = useQuery(jobQuery(id));

  const active = job.data !== undefined && isActive(job.data.status);
  const wasActive = useRef(false);
  const slug = job.data?.tenant.slug;
  useEffect(() => {
    if (wasActive.current && !active && slug !== undefined) void forgetTenant(queries, slug);
    wasActive.current = active;
  }, [active, slug, queries]);
  return job;
}
