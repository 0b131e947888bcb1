/* Facts about how often a job is looked at. */

import { describe, expect, it } from 'vitest';
import { ApiProblem, offline } from '../../api/problem';
import { pauseAfter } from './useJob';

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
