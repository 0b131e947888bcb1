/* Facts about requests that are sent once. */

import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { useOnce } from './useOnce';

it('a request goes out once, and again only when it has failed', () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const mutate = vi.fn<(wish: string, options: { onError: () => void }) => void>();
  let send: (wish: string) => void = () => undefined;
  function Page() {
    send = useOnce({ mutate });
    return null;
  }
  act(() => createRoot(document.createElement('div')).render(<Page />));
  send('first');
  send('second');
  expect(mutate).toHaveBeenCalledTimes(1);
  mutate.mock.calls[0]?.[1].onError();
  send('third');
  expect(mutate.mock.calls.map(([wish]) => wish)).toEqual(['first', 'third']);
  vi.unstubAllGlobals();
});
