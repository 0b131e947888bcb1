/* Facts about how often a job is looked at. */

import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, offline } from '../../api/problem';
import { jobIn, jobQuery, pauseAfter } from './useJob';

describe('the pause before the next look at a job', () => {
  it('ends once the job has ended', () => {
    for (const status of ['completed', 'failed', 'cancelled'] as const) expect(pauseAfter(3, 0, { status }, null)).toBe(false);
  });

  it('is short at first, then longer', () => {
    const pauses = [1, 20, 200].map((looks) => pauseAfter(looks, 0, { status: 'running' }, null));
    expect(pauses).toEqual([400, 1000, 2500]);
  });

  it('doubles while no answer comes, up to a limit, and never gives up', () => {
    const pauses = [1, 2, 3, 10].map((failures) => pauseAfter(5, failures, { status: 'running' }, offline()));
    expect(pauses).toEqual([1000, 2000, 4000, 15_000]);
  });

  it('gives up on a job that is not there, but not on a session that ended', () => {
    expect(pauseAfter(0, 1, undefined, new ApiProblem(404, {}))).toBe(false);
    expect(pauseAfter(0, 1, undefined, new ApiProblem(401, {}))).toBe(1000);
  });
});

describe('a job as the server wrote it', () => {
  it('keeps every digit of its seed, and every word that looks like one', () => {
    const job = jobIn(JSON.stringify({ id: 'j', currentStep: '"seed":12' }).replace('{', '{"seed":9223372036854775807,'));
    expect(job).toEqual({ id: 'j', seed: '9223372036854775807', currentStep: '"seed":12' });
  });
});

describe('a job that is followed', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is looked at after ever longer pauses while no answer comes, and often again after one', async () => {
    const looks: number[] = [];
    let answers = false;
    vi.stubGlobal('fetch', async () => {
      looks.push(Date.now());
      if (!answers) throw new TypeError('Failed to fetch');
      return new Response(JSON.stringify({ id: 'a', status: 'running', log: [] }), { headers: { 'Content-Type': 'application/json' } });
    });
    const observer = new QueryObserver(new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } }), jobQuery('a'));
    const leave = observer.subscribe(() => undefined);
    const pauses = (): number[] => looks.slice(1).map((at, place) => at - (looks[place] ?? 0));
    await vi.advanceTimersByTimeAsync(8_000);
    expect(pauses().map((pause) => Math.round(pause / 100) * 100)).toEqual([1000, 2000, 4000]);

    answers = true;
    await vi.advanceTimersByTimeAsync(8_000);
    answers = false;
    await vi.advanceTimersByTimeAsync(500);
    looks.splice(0, looks.length - 1);
    await vi.advanceTimersByTimeAsync(3_200);
    expect(pauses().map((pause) => Math.round(pause / 100) * 100)).toEqual([1000, 2000]);
    leave();
  });
});
