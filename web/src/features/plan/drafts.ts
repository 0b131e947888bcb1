/*
 * Plans that are being written, kept in the browser's storage: one for each tenant and tab. They
 * survive a reload, a lost session and a closed tab.
 *
 * Must not be known here: React, which tab this is, what is valid.
 */

import { isSent, type Sent } from '../../api/sending';
import type { Mode, PlanType } from '../../api/types';
import { isMonth } from '../../lib/months';
import { plural } from '../../lib/text';
import { asideCount, refusalCount, type PlanRow, type Refusals, type Sheet } from '../plan-grid';
import { cellCount, emptyRows, firstMonth, lastMonth } from './rows';

export interface Draft extends Sheet {
  planType: PlanType;
  mode: Mode;
  /** When it was last changed, in milliseconds. */
  at: number;
  /** The job that it was handed to as it stands; when that has applied it, the draft goes. */
  jobId?: string;
  /** The request that was to apply it as it stands; what became of that is not known yet. */
  sent?: Sent;
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

const isRefusals = (value: unknown): value is Refusals =>
  typeof value === 'object' && value !== null && Object.entries(value).every(([month, row]) =>
    isMonth(month) && typeof row === 'object' && row !== null && Object.values(row).every((refusal: unknown) =>
      typeof refusal === 'object' && refusal !== null && 'text' in refusal && typeof refusal.text === 'string'
      && 'reason' in refusal && typeof refusal.reason === 'string'));

/** Null for what is not there, or was not written by this page. */
export function readDraft(storage: Storage, key: string): FoundDraft | null {
  try {
    const found: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    if (typeof found !== 'object' || found === null || !('rows' in found) || !Array.isArray(found.rows)) return null;
    const { rows, refused = {}, aside = [], planType, mode, at, jobId, sent } = found as Partial<Draft>;
    if (!rows?.every(isRow) || rows.length === 0 || typeof at !== 'number') return null;
    if (!isRefusals(refused) || !Array.isArray(aside) || !aside.every(isRow)) return null;
    if ((planType !== 'TARGETS' && planType !== 'DELTAS') || (mode !== 'ADDITIVE' && mode !== 'RECONCILE')) return null;
    return { key, rows, refused, aside, planType, mode, at, ...(typeof jobId === 'string' ? { jobId } : {}), ...(isSent(sent) ? { sent } : {}) };
  } catch {
    return null;
  }
}

const isEmpty = (sheet: Sheet): boolean => cellCount(sheet.rows) + refusalCount(sheet) + asideCount(sheet) === 0;

/** What is entered, in words. */
export function draftText(sheet: Sheet): string {
  const [numbers, refused, aside] = [cellCount(sheet.rows), refusalCount(sheet), asideCount(sheet)];
  const parts = [
    numbers > 0 && plural(numbers, 'number'),
    refused > 0 && `${plural(refused, 'entry', 'entries')} to correct`,
    aside > 0 && `${aside} kept aside`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

/** Whether it was kept. A plan without any entry is not kept. */
export function writeDraft(storage: Storage, key: string, draft: Draft): boolean {
  try {
    if (isEmpty(draft)) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export const dropDraft = (storage: Storage, key: string): void => storage.removeItem(key);

/** What is left of a draft whose months were applied: what was kept aside of them. */
export function restOf({ jobId: _jobId, sent: _sent, ...draft }: FoundDraft): FoundDraft | null {
  const rest = { ...draft, rows: emptyRows(firstMonth(draft.rows), lastMonth(draft.rows)) };
  return asideCount(rest) > 0 ? rest : null;
}

/** It is known what became of the request that was to apply it: a job has it, or nobody. */
export function answerDraft(storage: Storage, { key, sent: _sent, ...draft }: FoundDraft, jobId: string | null): void {
  writeDraft(storage, key, { ...draft, ...(jobId === null ? {} : { jobId }) });
}

/** Its months were applied. */
export function settleDraft(storage: Storage, draft: FoundDraft): void {
  const rest = restOf(draft);
  if (!rest) return dropDraft(storage, draft.key);
  const { key, ...kept } = rest;
  writeDraft(storage, key, kept);
}

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
