/*
 * The one client of the server. Types come from its OpenAPI document; a form token goes with every
 * change, and is fetched again once where the server has forgotten it.
 *
 * Must not be known here: which pages call what, what is cached.
 */

import createClient from 'openapi-fetch';
import { ApiProblem, offline } from './problem';
import type { paths } from './schema';

export const BASE = '/api/master/demo-generator';

let formToken = '';

export const keepFormToken = (token: string | null): void => {
  formToken = token ?? '';
};

async function lostToken(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  const document: unknown = await response.clone().json().catch(() => null);
  const code = typeof document === 'object' && document !== null && 'code' in document ? document.code : '';
  return code === 'csrf_missing' || code === 'csrf_expired';
}

async function guardedFetch(request: Request): Promise<Response> {
  if (request.method === 'GET') return fetch(request);
  const again = request.clone();
  request.headers.set('X-CSRF-Token', formToken);
  const response = await fetch(request);
  if (!(await lostToken(response))) return response;
  const answer = await fetch(`${BASE}/session`);
  if (!answer.ok) return answer; // a session that ended is told as such, not as a token that is missing
  const session: { csrfToken?: string } = await answer.json();
  keepFormToken(session.csrfToken ?? null);
  again.headers.set('X-CSRF-Token', formToken);
  return fetch(again);
}

export const client = createClient<paths>({ fetch: guardedFetch });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body; raises ApiProblem for everything else. */
export async function answerOf<T>(pending: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await pending;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw offline();
  }
  if (answer.error !== undefined || !answer.response.ok) {
    const document = typeof answer.error === 'object' && answer.error !== null ? answer.error : {};
    throw new ApiProblem(answer.response.status, document);
  }
  return answer.data as T;
}
