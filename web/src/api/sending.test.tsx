/* Facts about changes that are asked for by key. */

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, offline } from './problem';
import { failureTitle, isRefusal, useSending, type Sent } from './sending';

type Outcome = { done: boolean; status: number | null; answer: unknown };

let root: Root;
let sending: ReturnType<typeof useSending<string, { jobId: string }>>;
let keys: string[];
let kept: (Sent | null)[];
let followed: string[];
let send: (wish: string) => Promise<{ jobId: string }>;

function Page() {
  sending = useSending({
    path: '/apply',
    keep: (sent) => void kept.push(sent),
    send: (wish: string, key) => {
      keys.push(key);
      return send(wish);
    },
    follow: ({ jobId }) => void followed.push(jobId),
  });
  return null;
}

const answering = (...answers: (Outcome | 'nothing')[]): void => {
  vi.stubGlobal('fetch', () => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    return next === 'nothing' ? Promise.reject(new TypeError('gone')) : Promise.resolve(Response.json(next));
  });
};
const pass = (ms = 0): Promise<void> => act(async () => { await vi.advanceTimersByTimeAsync(ms); });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('Request', class extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === 'string' && input.startsWith('/') ? `http://localhost${input}` : input, init);
    }
  });
  [keys, kept, followed] = [[], [], []];
  root = createRoot(document.createElement('div'));
  act(() => root.render(<QueryClientProvider client={new QueryClient()}><Page /></QueryClientProvider>));
});

afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a change', () => {
  it('goes out once, however often it is asked for, and again with another key when it was refused', async () => {
    send = () => Promise.reject(new ApiProblem(409, { code: 'preview_outdated' }));
    act(() => {
      sending.start('a');
      sending.start('a');
    });
    await pass();
    expect(keys).toHaveLength(1);
    act(() => sending.start('a'));
    await pass();
    expect(new Set(keys).size).toBe(2);
  });

  it('whose answer was lost is asked for until the server answers, and followed', async () => {
    send = () => Promise.reject(offline());
    answering('nothing', 'nothing', { done: true, status: 202, answer: { jobId: 'j' } });
    act(() => sending.start('a'));
    await pass(100);
    expect([sending.lost, sending.busy, sending.error]).toEqual([true, true, null]);
    expect(kept).toEqual([{ key: keys[0], path: '/apply' }]);
    act(() => sending.start('a'));
    await pass(10_000);
    expect(followed).toEqual(['j']);
    expect(keys).toHaveLength(1);
    expect([sending.lost, kept.at(-1)]).toEqual([false, null]);
  });

  it('that never arrived is known not to have been done, and may be sent again', async () => {
    send = () => Promise.reject(new ApiProblem(503, {}));
    answering({ done: false, status: null, answer: null });
    act(() => sending.start('a'));
    await pass(100);
    expect(sending.error?.message).toBe('The request did not reach the server, so nothing was done.');
    send = () => Promise.resolve({ jobId: 'k' });
    act(() => sending.start('a'));
    await pass();
    expect([followed, new Set(keys).size]).toEqual([['k'], 2]);
  });
});

describe('an error of a change', () => {
  it('is a refusal only where the server has said that it did nothing', () => {
    const statuses = [0, 401, 409, 422, 500, 502, 503].map((status) => isRefusal(new ApiProblem(status, {})));
    expect(statuses).toEqual([false, true, true, true, false, false, false]);
    expect(isRefusal(new ApiProblem(409, { code: 'idempotency_key_in_flight' }))).toBe(false);
    expect(failureTitle('Not saved', new ApiProblem(422, {}))).toBe('Not saved');
    expect(failureTitle('Not saved', offline())).toBe('No answer came, so it may have been done');
  });
});
