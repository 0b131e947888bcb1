/* Facts about signing in in another tab. */

import { expect, it, vi } from 'vitest';
import { whenMaybeSignedIn } from './elsewhere';

it('a tab that is looked at again looks whether somebody has signed in, until it need not', () => {
  const look = vi.fn();
  const stop = whenMaybeSignedIn(look);
  window.dispatchEvent(new Event('focus'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(look).toHaveBeenCalledTimes(2);
  stop();
  window.dispatchEvent(new Event('focus'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(look).toHaveBeenCalledTimes(2);
});
