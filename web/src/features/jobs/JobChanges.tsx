/* The records that a job changed, retired or put back. Must not be known here: how they are drawn. */

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { BASE } from '../../api/client';
import { jobChangesQuery } from '../../api/queries';
import type { Job, RecordKind } from '../../api/types';
import { ChangePages } from './ChangePages';
import { recordTotal } from './records';

/** Whether a job has such a list. */
export const hasChanges = (job: Job): boolean =>
  job.status === 'completed' && (job.action === 'patch' || job.action === 'undo') && !job.shiftBy && recordTotal(job.recordsChanged) + recordTotal(job.action === 'patch' ? job.recordsDeleted : null) > 0;

export function JobChanges({ job }: { job: Job }) {
  const [kind, setKind] = useState<RecordKind>();
  const pages = useInfiniteQuery({ ...jobChangesQuery(job.id, kind), placeholderData: keepPreviousData });
  const file = (format: string): string => `${BASE}/patch-jobs/${job.id}/changes?format=${format}${kind ? `&entity=${kind}` : ''}`;
  return <ChangePages pages={pages} kind={kind} onKind={setKind} tense="did" files={[['XLSX', file('xlsx')], ['CSV', file('csv')]]} />;
}
