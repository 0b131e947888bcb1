/*
 * A tenant that was asked for before a reload, and whose answer was lost, may be there: then it is shown in the form's place.
 *
 * Must not be known here: the form.
 */

import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { outcomeQuery, type Sent } from '../../api/sending';
import type { TenantMade } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingPage } from '../../components/Loading';
import { useAddress } from '../../components/useAddress';
import { forgetForm, keepSent, readSent } from './kept';

const NOTHING: Sent = { key: '', path: '' };

/** Goes where the new tenant is, or is being made. */
export function useFollowMade(): (made: TenantMade) => void {
  const navigate = useNavigate();
  const [, set] = useAddress();
  return useCallback(({ tenant, jobId }) => {
    if (jobId === null) void navigate(`/tenants/${tenant.slug}/overview`);
    else set({ job: jobId });
  }, [navigate, set]);
}

export function AfterLostRequest({ children }: { children: ReactNode }) {
  const [lost] = useState(readSent);
  const { data, error, isFetching, refetch } = useQuery({ ...outcomeQuery(lost ?? NOTHING), enabled: lost !== null });
  const follow = useFollowMade();
  useEffect(() => {
    if (!data) return;
    keepSent(null);
    if (!data.done) return;
    forgetForm();
    follow(data.answer as TenantMade);
  }, [data, follow]);
  if (lost === null || data?.done === false) return children;
  return error
    ? <ErrorNotice title="Whether the tenant was made is not known" error={error} onRetry={() => void refetch()} retrying={isFetching} />
    : <LoadingPage />;
}
