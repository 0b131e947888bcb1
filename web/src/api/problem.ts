/*
 * What can go wrong with a call, as one class: the server's problem document, or that no answer came.
 *
 * Must not be known here: which calls there are, how an error is drawn.
 */

import type { components } from './schema';
import type { Issue } from './types';

type Document = Partial<components['schemas']['Problem']>;

export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string;
  readonly errors: readonly Issue[];
  readonly fields: Readonly<Record<string, string>>;
  readonly requestId: string | null;

  constructor(status: number, document: Document) {
    super(document.detail ?? `The server answered with status ${status}.`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = document.code ?? 'unexpected';
    this.hint = document.hint ?? 'Try again in a moment.';
    this.errors = document.errors ?? [];
    this.fields = document.fields ?? {};
    this.requestId = document.requestId ?? null;
  }

  /** Asking the same again can give another answer. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 502 || this.status === 504;
  }
}

export const offline = (): ApiProblem =>
  new ApiProblem(0, { code: 'offline', detail: 'The server cannot be reached.', hint: 'Check your connection; nothing you entered is lost.' });

export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem(500, { code: 'page_failed', detail: error instanceof Error ? error.message : String(error), hint: 'Reload the page.' });
