/* Facts about the client: what happens when the server has forgotten the form token. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { answerOf, BASE, client, keepFormToken } from './client';

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

const lost = (): Response => json(403, { status: 403, code: 'csrf_expired', detail: 'The token has expired.', hint: '' });

interface Call {
  what: string;
  token: string | null;
}

/** Answers in turn; what was asked is returned. */
function serve(...answers: Response[]): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (asked: Request | string) => {
    const [method, url, token] = typeof asked === 'string' ? ['GET', asked, null] : [asked.method, asked.url, asked.headers.get('X-CSRF-Token')];
    calls.push({ what: `${method} ${url.replace(/^.*demo-generator/, '')}`, token });
    return answers.shift();
  });
  return calls;
}

const signOut = () => answerOf(client.DELETE(`${BASE}/session`));

afterEach(() => vi.unstubAllGlobals());

describe('a form token that the server has forgotten', () => {
  it('is fetched again, and the change sent once more with it', async () => {
    keepFormToken('old');
    const calls = serve(lost(), json(200, { csrfToken: 'new' }), json(200, {}));
    await signOut();
    expect(calls).toEqual([
      { what: 'DELETE /session', token: 'old' }, { what: 'GET /session', token: null }, { what: 'DELETE /session', token: 'new' },
    ]);
  });

  it('of a session that has ended is told as the end of the session', async () => {
    const calls = serve(lost(), json(401, { status: 401, code: 'not_signed_in', detail: 'Your session has ended.', hint: '' }));
    await expect(signOut()).rejects.toMatchObject({ status: 401, code: 'not_signed_in' });
    expect(calls).toHaveLength(2);
  });

  it('that cannot be fetched is told as what keeps it from being fetched', async () => {
    serve(lost(), json(503, { status: 503, code: 'database_unreachable', detail: 'The database does not answer.', hint: '' }));
    await expect(signOut()).rejects.toMatchObject({ status: 503 });
  });
});
