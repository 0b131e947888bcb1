/*
 * A page's filters, kept in its address: what is chosen can be shared, and Back undoes it.
 *
 * Must not be known here: which filters there are.
 */

import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

type Values = Readonly<Record<string, string | null>>;

/** Reads parameters, and sets several at once; null takes one out. */
export function useAddress(): [(name: string) => string | null, (values: Values, how?: { replace?: boolean }) => void] {
  const [parameters, setParameters] = useSearchParams();
  const get = useCallback((name: string) => parameters.get(name), [parameters]);
  const set = useCallback((values: Values, { replace = true }: { replace?: boolean } = {}) => {
    setParameters((before) => {
      const after = new URLSearchParams(before);
      for (const [name, value] of Object.entries(values)) {
        if (value === null || value === '') after.delete(name);
        else after.set(name, value);
      }
      return after;
    }, { replace, preventScrollReset: true });
  }, [setParameters]);
  return [get, set];
}
