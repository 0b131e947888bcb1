/*
 * Waits until it is known whether this tab's draft may be gone on with, and hands it on; it is not
 * looked at again, since from then on it is the editor's.
 *
 * Must not be known here: what is drawn with it.
 */

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { jobKey } from '../../api/queries';
import { SENT } from '../../api/sending';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingBlock } from '../../components/Loading';
import type { FoundDraft } from '../plan';
import { begunOf, useOwnDraft } from './draftJobs';

interface Props {
  tenantId: string;
  /** Gets null where there is none, and while it is being applied. */
  children: (begun: FoundDraft | null) => ReactNode;
}

export function BegunDraft({ tenantId, children }: Props) {
  const [begun, setBegun] = useState<{ draft: FoundDraft | null } | null>(null);
  return begun ? children(begun.draft) : <Looking tenantId={tenantId} onKnown={(draft) => setBegun({ draft })} />;
}

function Looking({ tenantId, onKnown }: { tenantId: string; onKnown: (draft: FoundDraft | null) => void }) {
  const queries = useQueryClient();
  const { draft, check } = useOwnDraft(tenantId);
  const known = check.standing !== 'unknown';
  useEffect(() => {
    if (known) onKnown(begunOf(draft, check.standing));
  });
  if (known || !check.error) return <LoadingBlock height={240} label="Looking at your plan" />;
  const retry = (): void => void queries.refetchQueries({ queryKey: check.jobId === null ? SENT : jobKey(check.jobId) });
  return <ErrorNotice title="Whether your plan was applied is not known" error={check.error} onRetry={retry} />;
}
