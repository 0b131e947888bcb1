/*
 * How kept drafts stand with the jobs that they were handed to: one whose job has completed is done
 * with and goes, one whose job still runs is nobody's to go on with.
 *
 * Must not be known here: the grid, how a draft is offered.
 */

import { useQueries, useQueryClient } from '@tanstack/react-query';
import { use, useEffect } from 'react';
import { ApiProblem } from '../../api/problem';
import { forgetTenant } from '../../api/queries';
import type { Job } from '../../api/types';
import { isActive, jobQuery } from '../jobs';
import { draftKey, readDraft, restOf, settleDraft, tabId, type FoundDraft } from '../plan';

/** `open` may be gone on with; `unknown` is not answered yet. */
export type Standing = 'open' | 'applying' | 'applied' | 'unknown';

interface DraftCheck {
  standing: Standing;
  jobId: string | null;
  /** Why it is unknown. */
  error: Error | null;
}

interface Look {
  data: Pick<Job, 'status'> | undefined;
  error: Error | null;
}

const OPEN: DraftCheck = { standing: 'open', jobId: null, error: null };

/** A job that failed, was cancelled or is not there has done nothing, so the draft is open again. */
export function checkOf(jobId: string, { data, error }: Look): DraftCheck {
  if (data) return { standing: isActive(data.status) ? 'applying' : data.status === 'completed' ? 'applied' : 'open', jobId, error: null };
  const gone = error instanceof ApiProblem && error.status === 404;
  return { standing: gone ? 'open' : 'unknown', jobId, error: gone ? null : error };
}

/** One check for each draft; of those that were applied only what was kept aside stays. */
export function useDraftChecks(drafts: readonly FoundDraft[]): DraftCheck[] {
  const queries = useQueryClient();
  const ids = [...new Set(drafts.flatMap(({ jobId }) => jobId ?? []))];
  const jobs = useQueries({ queries: ids.map((id) => jobQuery(id)) });
  const checks = drafts.map(({ jobId }): DraftCheck => {
    const job = jobId === undefined ? undefined : jobs[ids.indexOf(jobId)];
    return jobId === undefined || job === undefined ? OPEN : checkOf(jobId, job);
  });
  useEffect(() => {
    drafts.forEach(({ key, jobId }, place) => {
      const now = readDraft(localStorage, key);
      if (checks[place]?.standing !== 'applied' || !now || now.jobId !== jobId) return;
      settleDraft(localStorage, now);
      const slug = jobs[ids.indexOf(jobId ?? '')]?.data?.tenant.slug;
      if (slug !== undefined) void forgetTenant(queries, slug);
    });
  });
  return checks;
}

/** This tab's draft as it is kept now. */
export function useOwnDraft(tenantId: string): { draft: FoundDraft | null; check: DraftCheck } {
  const draft = readDraft(localStorage, draftKey(tenantId, use(tabId())));
  const [check] = useDraftChecks(draft ? [draft] : []);
  return { draft, check: check ?? OPEN };
}

/** What of a draft may be gone on with; null for one that is being applied. */
export function begunOf(draft: FoundDraft | null, standing: Standing): FoundDraft | null {
  if (!draft || standing === 'applying') return null;
  return standing === 'applied' ? restOf(draft) : draft;
}
