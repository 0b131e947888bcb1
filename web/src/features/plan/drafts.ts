/*
 * Plans that are being written, kept in the browser's storage: one for each tenant and tab. They
 * survive a reload, a lost session and a closed tab.
 *
 * Must not be known here: React, which tab this is, what is valid.
 */

import type { Mode, PlanType } from '../../api/types';
import { isMonth } from '../../lib/months';
import type { PlanRow, PlanRows } from '../plan-grid';
import { cellCount } from './rows';

export interface Draft {
  rows: PlanRows;
  planType: PlanType;
  mode: Mode;
  /** When it was last changed, in milliseconds. */
  at: number;
  /** The job that it was handed to as it stands; when that has applied it, the draft goes. */
  jobId?: string;
}

export interface FoundDraft extends Draft {
  key: string;
}

const PREFIX = 'demogen.draft.';

export const draftKey = (tenantId: string, tab: string): string => `${PREFIX}${tenantId}.${tab}`;

const isRow = (value: unknown): value is PlanRow =>
  typeof value === 'object' && value !== null && 'month' in value && typeof value.month === 'string'
  && isMonth(value.month) && 'cells' in value && typeof value.cells === 'object' && value.cells !== null
  && Object.values(value.cells).every((cell) => cell === null || typeof cell === 'string');

/** Null for what is not there, or was not written by this page. */
export function readDraft(storage: Storage, key: string): FoundDraft | null {
  try {
    const found: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    if (typeof found !== 'object' || found === null || !('rows' in found) || !Array.isArray(found.rows)) return null;
    const { rows, planType, mode, at, jobId } = found as Partial<Draft>;
    if (!rows?.every(isRow) || rows.length === 0 || typeof at !== 'number') return null;
    if ((planType !== 'TARGETS' && planType !== 'DELTAS') || (mode !== 'ADDITIVE' && mode !== 'RECONCILE')) return null;
    return { key, rows, planType, mode, at, ...(typeof jobId === 'string' ? { jobId } : {}) };
  } catch {
    return null;
  }
}

/** Whether it was kept. A plan without any number is not kept. */
export function writeDraft(storage: Storage, key: string, draft: Draft): boolean {
  try {
    if (cellCount(draft.rows) === 0) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export const dropDraft = (storage: Storage, key: string): void => storage.removeItem(key);

/** Moves a draft that a job is applying out of the way of a new one; it is found again should the job fail. */
export function setAside(storage: Storage, tenantId: string, key: string): void {
  const draft = readDraft(storage, key);
  if (draft?.jobId === undefined) return;
  const { key: _key, ...kept } = draft;
  writeDraft(storage, draftKey(tenantId, draft.jobId), kept);
}

/** The drafts of one tenant, newest first. */
export function draftsOf(storage: Storage, tenantId: string): FoundDraft[] {
  return Object.keys(storage)
    .filter((key) => key.startsWith(`${PREFIX}${tenantId}.`))
    .flatMap((key) => readDraft(storage, key) ?? [])
    .sort((a, b) => b.at - a.at);
}
