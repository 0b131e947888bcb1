/*
 * Every read of the server, with the key under which it is kept. Changes stand beside the pages that
 * make them.
 *
 * Must not be known here: React components, how anything is drawn.
 */

import { keepPreviousData, QueryCache, MutationCache, QueryClient, infiniteQueryOptions, queryOptions, type QueryKey } from '@tanstack/react-query';
import { answerOf, BASE, client, keepFormToken } from './client';
import { ApiProblem } from './problem';
import type { ChangePage, JobStatus, Plan, RecordKind, Session, Story } from './types';

export type TenantSort = 'name' | 'currency' | 'timezone' | 'start' | 'created' | 'lastPatch';

interface TenantSearch {
  search: string;
  sort: TenantSort;
  order: 'asc' | 'desc';
  limit: number;
  offset: number;
}

const SESSION: QueryKey = ['session'];

/** A client that forgets the session as soon as the server says that it has ended. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (error instanceof ApiProblem && error.status === 401) queries.setQueryData(SESSION, null);
  };
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // the server may stand on this machine, so "offline" says nothing about it
      queries: {
        networkMode: 'always',
        staleTime: 10_000,
        retry: (count, error) => count < 2 && error instanceof ApiProblem && error.mayPass,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return queries;
}

/** Null where nobody is signed in. */
export const sessionQuery = queryOptions<Session | null>({
  queryKey: SESSION,
  staleTime: Infinity,
  queryFn: async ({ signal }) => {
    try {
      const session = await answerOf(client.GET(`${BASE}/session`, { signal }));
      keepFormToken(session.csrfToken);
      return session;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  staleTime: Infinity,
  queryFn: ({ signal }) => answerOf(client.GET(`${BASE}/catalogue`, { signal })),
});

export const tenantsQuery = (query: TenantSearch) => queryOptions({
  queryKey: ['tenants', query],
  placeholderData: keepPreviousData,
  queryFn: ({ signal }) => answerOf(client.GET(`${BASE}/tenants`, { signal, params: { query } })),
});

const ofTenant = (slug: string): QueryKey => ['tenant', slug];

export const tenantQuery = (slug: string) => queryOptions({
  queryKey: ofTenant(slug),
  queryFn: ({ signal }) => answerOf(client.GET(`${BASE}/tenants/{tenant_id}`, { signal, params: { path: { tenant_id: slug } } })),
});

export const kpisQuery = (slug: string, from: string, to: string) => queryOptions({
  queryKey: [...ofTenant(slug), 'kpis', from, to],
  placeholderData: keepPreviousData,
  queryFn: ({ signal }) => answerOf(
    client.GET(`${BASE}/tenants/{tenant_id}/kpis`, { signal, params: { path: { tenant_id: slug }, query: { from, to } } }),
  ),
});

export const breakdownQuery = (slug: string, from: string, to: string) => queryOptions({
  queryKey: [...ofTenant(slug), 'breakdown', from, to],
  placeholderData: keepPreviousData,
  queryFn: ({ signal }) => answerOf(
    client.GET(`${BASE}/tenants/{tenant_id}/kpis/breakdown`, { signal, params: { path: { tenant_id: slug }, query: { from, to } } }),
  ),
});

export const funnelQuery = (slug: string, from: string, to: string) => queryOptions({
  queryKey: [...ofTenant(slug), 'funnel', from, to],
  queryFn: ({ signal }) => answerOf(
    client.GET(`${BASE}/tenants/{tenant_id}/kpis/funnel`, { signal, params: { path: { tenant_id: slug }, query: { from, to } } }),
  ),
});

export const healthQuery = (slug: string) => queryOptions({
  queryKey: [...ofTenant(slug), 'health'],
  queryFn: ({ signal }) => answerOf(client.GET(`${BASE}/tenants/{tenant_id}/health`, { signal, params: { path: { tenant_id: slug } } })),
});

/** Null where the tenant has none. */
export const storyQuery = (slug: string) => queryOptions<Story | null>({
  queryKey: [...ofTenant(slug), 'story'],
  queryFn: ({ signal }) => answerOf(client.GET(`${BASE}/tenants/{tenant_id}/story`, { signal, params: { path: { tenant_id: slug } } })),
});

export const jobsQuery = (slug: string, status: JobStatus | undefined, limit = 25) => ({
  queryKey: [...ofTenant(slug), 'jobs', status ?? 'all', limit],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) => answerOf(
    client.GET(`${BASE}/tenants/{tenant_id}/patch-jobs`, {
      signal,
      params: { path: { tenant_id: slug }, query: { cursor: pageParam, limit, status } },
    }),
  ),
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
});

const followCursor = ({ nextCursor }: { nextCursor: string | null }): string | undefined => nextCursor ?? undefined;

/** The records that a completed job changed, retired or put back; of one kind or all. */
export const jobChangesQuery = (id: string, entity: RecordKind | undefined) => infiniteQueryOptions({
  queryKey: [...jobKey(id), 'changes', entity ?? 'all'],
  staleTime: Infinity,
  initialPageParam: undefined as string | undefined,
  // without a format the answer is a page
  queryFn: async ({ pageParam, signal }) => await answerOf(
    client.GET(`${BASE}/patch-jobs/{job_id}/changes`, { signal, params: { path: { job_id: id }, query: { cursor: pageParam, entity } } }),
  ) as ChangePage,
  getNextPageParam: followCursor,
});

/** The records that a plan would change or retire, as its preview counted them. */
export const planChangesQuery = (slug: string, plan: Plan, fingerprint: string, entity: RecordKind | undefined) => infiniteQueryOptions({
  queryKey: [...ofTenant(slug), 'plan-changes', fingerprint, plan, entity ?? 'all'],
  staleTime: Infinity,
  gcTime: 30_000,
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) => answerOf(
    client.POST(`${BASE}/tenants/{tenant_id}/patch/changes`, {
      signal, params: { path: { tenant_id: slug }, query: { cursor: pageParam, entity } }, body: { ...plan, expectedFingerprint: fingerprint },
    }),
  ),
  getNextPageParam: followCursor,
});

export const jobKey = (id: string): QueryKey => ['job', id];

/** A tenant's numbers and jobs have changed. */
export const forgetTenant = async (queries: QueryClient, slug: string): Promise<void> => {
  await Promise.all([queries.invalidateQueries({ queryKey: ofTenant(slug) }), queries.invalidateQueries({ queryKey: ['tenants'] })]);
};
