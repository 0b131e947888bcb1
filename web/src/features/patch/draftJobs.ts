/*
 * How kept drafts stand with the jobs that they were handed to: one whose job has completed is done
 * with and goes, one whose job still runs is nobody's to go on with. Where the answer that named the job was
 * lost, the server is asked.
 *
 * Must not be known here: the grid, how a draft is offered.
 */

import { useQueries, useQueryClient } from '@tanstack/react-query';
import { use, useEffect } from 'react';
import { ApiProblem } from '../../api/problem';
import { forgetTenant } from '../../api/queries';
import { jobIdOf, outcomeQuery } from '../../api/sending';
import type { Job } from '../../api/types';
import { isActive, jobQuery } from '../jobs';
import { answerDraft, draftKey, readDraft, restOf, settleDraft, tabId, type FoundDraft } from '../plan';

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

/** Which job a draft was handed to, and why that is not known. */
interface Handed {
  known: boolean;
  jobId: string | null;
  error: Error | null;
}

/** Asks what became of the requests whose answers were lost, and notes it in their drafts. */
function useHanded(drafts: readonly FoundDraft[]): Handed[] {
  const lost = drafts.flatMap(({ sent }) => sent ?? []);
  const outcomes = useQueries({ queries: lost.map((sent) => outcomeQuery(sent)) });
  const handed = drafts.map(({ jobId = null, sent }): Handed => {
    const found = sent && outcomes[lost.indexOf(sent)];
    if (!found) return { known: true, jobId, error: null };
    return found.data ? { known: true, jobId: jobIdOf(found.data), error: null } : { known: false, jobId: null, error: found.error };
  });
  useEffect(() => {
    drafts.forEach(({ key, sent }, place) => {
      const now = readDraft(localStorage, key);
      const found = handed[place];
      if (sent && found?.known && now?.sent?.key === sent.key) answerDraft(localStorage, now, found.jobId);
    });
  });
  return handed;
}

/** One check for each draft; of those that were applied only what was kept aside stays. */
export function useDraftChecks(drafts: readonly FoundDraft[]): DraftCheck[] {
  const queries = useQueryClient();
  const handed = useHanded(drafts);
  const ids = [...new Set(handed.flatMap(({ jobId }) => jobId ?? []))];
  const jobs = useQueries({ queries: ids.map((id) => jobQuery(id)) });
  const checks = handed.map(({ known, jobId, error }): DraftCheck => {
    if (!known) return { standing: 'unknown', jobId: null, error };
    const job = jobId === null ? undefined : jobs[ids.indexOf(jobId)];
    return jobId === null || job === undefined ? OPEN : checkOf(jobId, job);
  });
  useEffect(() => {
    drafts.forEach(({ key }, place) => {
      const now = readDraft(localStorage, key);
      const { standing, jobId = null } = checks[place] ?? {};
      if (standing !== 'applied' || !now || now.jobId !== jobId) return;
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
  if (standing === 'applied') return restOf(draft);
  const { sent: _sent, ...open } = draft;
  return open;
}
