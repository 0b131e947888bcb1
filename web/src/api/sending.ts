/*
 * Changes that are asked for by key, so that what became of a lost one can be found out: the server gives
 * the answer that was lost, or promises that the request will do nothing should it still arrive.
 *
 * Must not be known here: what is asked for, how it is shown.
 */

import { queryOptions, useMutation, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { newKey } from '../lib/id';
import { answerOf, BASE, client } from './client';
import { ApiProblem } from './problem';
import type { RequestOutcome } from './types';

/** A request whose answer is not known yet. */
export interface Sent {
  key: string;
  path: string;
}

export const isSent = (value: unknown): value is Sent =>
  typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string' && 'path' in value && typeof value.path === 'string';

/** The job that an answer names. */
export function jobIdOf({ answer }: RequestOutcome): string | null {
  const jobId: unknown = answer?.['jobId'];
  return typeof jobId === 'string' ? jobId : null;
}

/** Every question about a lost request. */
export const SENT: QueryKey = ['sent'];

const NOT_ARRIVED = 'not_arrived';
const SLOWEST_MS = 15_000;
const SIGNED_OUT_MS = 3_000;

const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;

/** Whether the server has said that it did nothing. A server that failed may have done it before. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.code !== 'idempotency_key_in_flight';

/** The title over an error of a change: what was not done, unless that is not known. */
export const failureTitle = (notDone: string, error: unknown): string =>
  isRefusal(error) || (error instanceof ApiProblem && error.code === NOT_ARRIVED) ? notDone : 'No answer came, so it may have been done';

const notArrived = (): ApiProblem =>
  new ApiProblem(0, { code: NOT_ARRIVED, detail: 'The request did not reach the server, so nothing was done.', hint: 'Send it again.' });

/** Asks until the server answers, or the session has ended. */
export const outcomeQuery = ({ key, path }: Sent) => queryOptions<RequestOutcome>({
  queryKey: [...SENT, path, key],
  staleTime: Infinity,
  retry: (_, error) => !isSignedOut(error),
  retryDelay: (count) => Math.min(SLOWEST_MS, 500 * 2 ** count),
  queryFn: ({ signal }) => answerOf(client.POST(`${BASE}/requests/withdraw`, { signal, body: { key, path } })),
});

/** Where a session has ended, goes on once somebody has signed in. */
async function outcomeOf(queries: QueryClient, sent: Sent): Promise<RequestOutcome> {
  for (;;) {
    try {
      return await queries.fetchQuery(outcomeQuery(sent));
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      await new Promise((resolve) => { setTimeout(resolve, SIGNED_OUT_MS); });
    }
  }
}

interface Options<Wish, Answer> {
  /** The address that `send` sends to. */
  path: string;
  send: (wish: Wish, key: string) => Promise<Answer>;
  /** Told what is on its way, and null once its outcome is known. */
  keep?: (sent: Sent | null) => void;
  /** Whether it can be asked for again once it is done. */
  repeatable?: boolean;
  onSuccess?: (answer: Answer, wish: Wish) => void | Promise<void>;
  /** Where to go then, if the page that asked is still shown. */
  follow?: (answer: Answer) => void;
  onError?: (error: Error, wish: Wish) => void;
}

/** A change that goes out once, however often its button is pressed, and again only when it is known that nothing was done. */
export function useSending<Wish, Answer>({ path, send, keep, repeatable = false, onSuccess, follow, onError }: Options<Wish, Answer>) {
  const queries = useQueryClient();
  const [lost, setLost] = useState(false);
  const going = useRef(false);
  const change = useMutation<Answer, Error, Wish>({
    mutationFn: async (wish) => {
      const sent = { key: newKey(), path };
      keep?.(sent);
      try {
        return await send(wish, sent.key);
      } catch (error) {
        if (isRefusal(error)) throw error;
        setLost(true);
        const outcome = await outcomeOf(queries, sent);
        if (outcome.done) return outcome.answer as Answer;
        throw notArrived();
      } finally {
        setLost(false);
        keep?.(null);
      }
    },
    onSuccess: (answer, wish) => {
      going.current = !repeatable;
      return onSuccess?.(answer, wish);
    },
    onError: (error, wish) => {
      going.current = false;
      onError?.(error, wish);
    },
  });
  return {
    start: (wish: Wish): void => {
      if (going.current) return;
      going.current = true;
      change.mutate(wish, { onSuccess: (answer) => follow?.(answer) });
    },
    /** It is on its way, or done for good. */
    busy: change.isPending || (change.isSuccess && !repeatable),
    /** Its answer was lost, and the server is asked. */
    lost,
    error: change.error,
    answer: change.data,
    wish: change.variables,
    /** Forgets how it went. */
    reset: (): void => {
      going.current = false;
      change.reset();
    },
  };
}
