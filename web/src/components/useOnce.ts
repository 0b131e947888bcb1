/*
 * A request that is sent once: however often its button is pressed, and however late the page is drawn
 * again, it goes out a second time only after the first has failed.
 *
 * Must not be known here: what is asked for.
 */

import { useRef } from 'react';

interface Sending<Wish> {
  mutate: (wish: Wish, options: { onError: () => void }) => void;
}

export function useOnce<Wish>({ mutate }: Sending<Wish>): (wish: Wish) => void {
  const sent = useRef(false);
  return (wish) => {
    if (sent.current) return;
    sent.current = true;
    mutate(wish, { onError: () => { sent.current = false; } });
  };
}
