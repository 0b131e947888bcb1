/* The browser tab's title. Must not be known here: pages. */

import { useEffect } from 'react';

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · demogen`;
  }, [title]);
}
