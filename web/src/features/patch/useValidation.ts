/*
 * What the server says of a plan while it is written.
 *
 * Must not be known here: the grid, how issues are drawn.
 */

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, BASE, client } from '../../api/client';
import type { Plan } from '../../api/types';

const PAUSE = 350;

export const validationQuery = (slug: string, plan: Plan) => queryOptions({
  queryKey: ['tenant', slug, 'validation', plan],
  staleTime: 0,
  gcTime: 30_000,
  queryFn: ({ signal }) => answerOf(
    client.POST(`${BASE}/tenants/{tenant_id}/patch/validate`, { signal, params: { path: { tenant_id: slug } }, body: plan }),
  ),
});

const NOTHING: Plan = { mode: 'ADDITIVE', planType: 'TARGETS', months: [] };

/** `settled` tells whether the answer is about the plan as it is now. */
export function useValidation(slug: string, plan: Plan | null) {
  const [asked] = useDebouncedValue(plan, PAUSE);
  const validation = useQuery({ ...validationQuery(slug, asked ?? NOTHING), enabled: asked !== null, placeholderData: keepPreviousData });
  return {
    validation: asked === null || plan === null ? undefined : validation.data,
    error: asked === null ? null : validation.error,
    settled: asked === plan && !validation.isFetching,
    again: () => void validation.refetch(),
  };
}
