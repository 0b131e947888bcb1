/*
 * What this browser tab keeps of a new tenant: the form, and the request whose answer is not known yet.
 *
 * Must not be known here: what is asked for.
 */

import { isSent, type Sent } from '../../api/sending';

export const FORM_KEY = 'demogen.new-tenant';

const SENT_KEY = 'demogen.new-tenant.sent';

export const forgetForm = (): void => sessionStorage.removeItem(FORM_KEY);

export function readSent(): Sent | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(SENT_KEY) ?? 'null');
    return isSent(found) ? found : null;
  } catch {
    return null;
  }
}

/** A browser that keeps nothing forgets it with the page. */
export function keepSent(sent: Sent | null): void {
  try {
    if (sent) sessionStorage.setItem(SENT_KEY, JSON.stringify(sent));
    else sessionStorage.removeItem(SENT_KEY);
  } catch {
    // then a reload cannot ask for it
  }
}
