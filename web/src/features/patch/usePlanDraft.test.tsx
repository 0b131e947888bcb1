/* Facts about a tab's plan, its draft, and the jobs that drafts were handed to. */

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, offline } from '../../api/problem';
import { jobKey } from '../../api/queries';
import { outcomeQuery } from '../../api/sending';
import type { JobStatus, Metric } from '../../api/types';
import { draftKey, readDraft, writeDraft } from '../plan';
import { refusalAt } from '../plan-grid/state';
import { begunOf, checkOf } from './draftJobs';
import { usePlanDraft } from './usePlanDraft';

const METRICS = [{ key: 'dealsCreated' }] as unknown as readonly Metric[];
const OWN = draftKey('t', 'own');
const OTHER = draftKey('t', 'other');

type PlanDraft = ReturnType<typeof usePlanDraft>;

let root: Root;
let queries: QueryClient;
let draft: PlanDraft;

function Page() {
  const found = usePlanDraft({ tenantId: 't', tab: 'own', begun: readDraft(localStorage, OWN), metrics: METRICS, from: '2025-01', to: '2025-02' });
  useEffect(() => {
    draft = found;
  });
  return null;
}

const keep = (key: string, number: string, jobId?: string): boolean =>
  writeDraft(localStorage, key, { rows: [{ month: '2025-02', cells: { dealsCreated: number } }], refused: {}, aside: [], planType: 'DELTAS', mode: 'ADDITIVE', at: 7, ...(jobId ? { jobId } : {}) });
const open = (): void => act(() => root.render(<QueryClientProvider client={queries}><Page /></QueryClientProvider>));
const enter = (value: string): void =>
  act(() => draft.dispatch({ type: 'write', writes: [{ row: 0, col: 0, value }], what: 'entry', say: '' }));
const end = (jobId: string, status: JobStatus): void => {
  queries.setQueryData(jobKey(jobId), { status, log: [], tenant: { slug: 't' } });
};

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
  queries = new QueryClient();
  root = createRoot(document.createElement('div'));
});

afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

describe('the plan of a tab', () => {
  it('belongs to a job as it was handed over, and to none once it is changed', () => {
    keep(OWN, '3', 'failed');
    open();
    expect(readDraft(localStorage, OWN)?.jobId).toBe('failed');
    enter('4');
    expect(readDraft(localStorage, OWN)).not.toHaveProperty('jobId');
    act(() => draft.handOver('next'));
    expect(readDraft(localStorage, OWN)).toMatchObject({ jobId: 'next', rows: [{ cells: { dealsCreated: '4' } }] });
  });

  it('is kept with what was refused and with the months that are not shown, and begun with both', () => {
    open();
    act(() => draft.dispatch({ type: 'write', writes: [{ row: 1, col: 0, value: '5' }], refused: [{ row: 0, col: 0, text: 'x', reason: 'No.' }], what: 'entry', say: '' }));
    act(() => draft.dispatch({ type: 'show', rows: draft.grid.rows.slice(0, 1), what: 'change of months' }));
    act(() => root.unmount());
    root = createRoot(document.createElement('div'));
    open();
    expect(refusalAt(draft.grid, { row: 0, col: 0 })?.text).toBe('x');
    expect(draft.grid.rows.map(({ month }) => month)).toEqual(['2025-01']);
    act(() => draft.dispatch({ type: 'show', rows: [{ month: '2025-02', cells: {} }], what: 'change of months' }));
    expect(draft.grid.rows[0]?.cells).toEqual({ dealsCreated: '5' });
  });

  it('begins as targets that add records, whatever was chosen before', () => {
    localStorage.setItem('demogen.patch-config', JSON.stringify({ mode: 'RECONCILE', planType: 'DELTAS', open: false }));
    open();
    expect(draft.config).toEqual({ mode: 'ADDITIVE', planType: 'TARGETS', open: false });
    act(() => draft.configure({ mode: 'RECONCILE', planType: 'DELTAS', open: true }));
    act(() => root.unmount());
    root = createRoot(document.createElement('div'));
    open();
    expect(draft.config).toEqual({ mode: 'ADDITIVE', planType: 'TARGETS', open: true });
  });

  it('keeps the request that is to apply it until it is known what became of that', () => {
    keep(OWN, '3');
    open();
    act(() => draft.keepSent({ key: 'k', path: '/apply' }));
    expect(readDraft(localStorage, OWN)?.sent).toEqual({ key: 'k', path: '/apply' });
    act(() => draft.keepSent(null));
    expect(readDraft(localStorage, OWN)).not.toHaveProperty('sent');
    expect(readDraft(localStorage, OWN)?.rows[0]?.cells).toEqual({ dealsCreated: '3' });
  });

  it('is not offered before it is known what became of the request that was to apply it', () => {
    const sent = (key: string) => ({ key, path: '/apply' });
    const written = { rows: [{ month: '2025-02', cells: { dealsCreated: '3' } }], refused: {}, aside: [], planType: 'DELTAS', mode: 'ADDITIVE', at: 7 } as const;
    for (const key of ['done', 'withdrawn', 'unknown']) writeDraft(localStorage, draftKey('t', key), { ...written, sent: sent(key) });
    queries.setQueryData(outcomeQuery(sent('done')).queryKey, { done: true, status: 202, answer: { jobId: 'runs' } });
    queries.setQueryData(outcomeQuery(sent('withdrawn')).queryKey, { done: false, status: null, answer: null });
    end('runs', 'running');
    open();
    expect(draft.others.map(({ key }) => key)).toEqual([draftKey('t', 'withdrawn')]);
    expect(readDraft(localStorage, draftKey('t', 'done'))).toMatchObject({ jobId: 'runs' });
    expect(readDraft(localStorage, draftKey('t', 'done'))).not.toHaveProperty('sent');
    expect(readDraft(localStorage, draftKey('t', 'withdrawn'))).not.toHaveProperty('sent');
    expect(readDraft(localStorage, draftKey('t', 'unknown'))?.sent).toEqual(sent('unknown'));
  });

  it('leaves what was kept aside when its job has applied the rest', () => {
    end('done', 'completed');
    const rows = [{ month: '2025-02', cells: { dealsCreated: '3' } }];
    writeDraft(localStorage, OTHER, { rows, refused: {}, aside: [{ month: '2025-07', cells: { dealsCreated: '8' } }], planType: 'DELTAS', mode: 'ADDITIVE', at: 7, jobId: 'done' });
    const applied = readDraft(localStorage, OTHER);
    open();
    const left = readDraft(localStorage, OTHER);
    expect(left).toMatchObject({ rows: [{ month: '2025-02', cells: {} }], aside: [{ month: '2025-07', cells: { dealsCreated: '8' } }] });
    expect(left).not.toHaveProperty('jobId');
    expect(begunOf(applied, 'applied')).toEqual(left);
    expect(begunOf(applied, 'applying')).toBeNull();
  });

  it('is written again when an entry is undone', () => {
    keep(OWN, '3');
    open();
    enter('4');
    act(() => draft.dispatch({ type: 'undo' }));
    expect(readDraft(localStorage, OWN)?.rows[0]?.cells).toEqual({ dealsCreated: '3' });
  });

  it('is offered what other tabs left, but nothing that was or is being applied', () => {
    end('done', 'completed');
    end('runs', 'running');
    end('stopped', 'cancelled');
    keep(draftKey('t', 'a'), '1', 'done');
    keep(draftKey('t', 'b'), '1', 'runs');
    keep(draftKey('t', 'c'), '1', 'stopped');
    keep(draftKey('t', 'd'), '1', 'not answered yet');
    keep(draftKey('t', 'e'), '1');
    open();
    expect(draft.others.map(({ key }) => key)).toEqual([draftKey('t', 'c'), draftKey('t', 'e')]);
    expect(readDraft(localStorage, draftKey('t', 'a'))).toBeNull();
    expect(readDraft(localStorage, draftKey('t', 'b'))).not.toBeNull();
  });

  it('does not take over what its own tab has applied meanwhile', () => {
    keep(OTHER, '9');
    open();
    const [offer] = draft.others;
    if (!offer) throw new Error('Nothing was offered.');
    keep(OTHER, '9', 'just now');
    act(() => draft.take(offer));
    expect(draft.grid.rows[0]?.cells).toEqual({});
    expect(draft.others).toEqual([]);
    expect(readDraft(localStorage, OTHER)?.jobId).toBe('just now');
  });
});

describe('a draft that was handed to a job', () => {
  it('is open again when the job did nothing, and not before that is known', () => {
    const standing = (status: JobStatus) => checkOf('j', { data: { status }, error: null }).standing;
    expect((['queued', 'running', 'completed', 'failed', 'cancelled'] as const).map(standing))
      .toEqual(['applying', 'applying', 'applied', 'open', 'open']);
    expect(checkOf('j', { data: undefined, error: new ApiProblem(404, {}) }).standing).toBe('open');
    expect(checkOf('j', { data: undefined, error: offline() }).standing).toBe('unknown');
    expect(checkOf('j', { data: undefined, error: null }).standing).toBe('unknown');
  });
});
