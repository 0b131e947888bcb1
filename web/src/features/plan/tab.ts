/*
 * Which browser tab this is: an id that a reload keeps and no second tab shares, not even a duplicated
 * one, which is born with a copy of this tab's storage.
 *
 * Must not be known here: what is kept by tab.
 */

import { newKey } from '../../lib/id';

const KEY = 'demogen.tab';

let claimed: Promise<string> | undefined;

/** Holds the id for as long as this page lives; false where another page holds it. */
function hold(id: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(`demogen tab ${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<never>(() => undefined);
    });
  });
}

async function claim(): Promise<string> {
  const known = sessionStorage.getItem(KEY);
  if (known !== null && (await hold(known))) return known;
  const made = newKey();
  sessionStorage.setItem(KEY, made);
  await hold(made);
  return made;
}

export const tabId = (): Promise<string> => (claimed ??= claim());
