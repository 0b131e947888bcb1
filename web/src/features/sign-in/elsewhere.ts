/*
 * Signing in in one tab of a browser, told to its other tabs.
 *
 * Must not be known here: React, how sessions are kept.
 */

const CHANNEL = 'demogen.signed-in';

export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** Calls when somebody may have signed in elsewhere: another tab says so, or this one is looked at again. */
export function whenMaybeSignedIn(look: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  const seen = (): void => {
    if (document.visibilityState === 'visible') look();
  };
  channel.addEventListener('message', look);
  document.addEventListener('visibilitychange', seen);
  window.addEventListener('focus', look);
  return () => {
    channel.close();
    document.removeEventListener('visibilitychange', seen);
    window.removeEventListener('focus', look);
  };
}
