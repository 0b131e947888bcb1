/* Numbers of records in words. Must not be known here: where they come from. */

import type { RecordCounts, RecordKind } from '../../api/types';
import { plural } from '../../lib/text';

const WORDS = { companies: ['company', 'companies'], contacts: ['contact', 'contacts'], deals: ['deal', 'deals'], activities: ['activity', 'activities'] } as const;

export const KINDS = Object.keys(WORDS) as RecordKind[];

export const isKind = (text: string): text is RecordKind => KINDS.some((kind) => kind === text);

export const NOUNS: Record<RecordKind, string> = { companies: 'Company', contacts: 'Contact', deals: 'Deal', activities: 'Activity' };
export const PLURALS: Record<RecordKind, string> = { companies: 'Companies', contacts: 'Contacts', deals: 'Deals', activities: 'Activities' };

export const recordTotal = (records: RecordCounts | null): number =>
  records ? KINDS.reduce((total, entity) => total + records[entity], 0) : 0;

/** "12 companies, 30 contacts"; "no records" where there are none. */
export function recordsText(records: RecordCounts | null): string {
  const parts = KINDS.filter((entity) => records && records[entity] > 0).map((entity) => {
    const [one, many] = WORDS[entity];
    return plural(records?.[entity] ?? 0, one, many);
  });
  return parts.length > 0 ? parts.join(', ') : 'no records';
}
