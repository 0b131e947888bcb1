/* Numbers of records in words. Must not be known here: where they come from. */

import type { RecordCounts } from '../../api/types';
import { plural } from '../../lib/text';

const WORDS = { companies: ['company', 'companies'], contacts: ['contact', 'contacts'], deals: ['deal', 'deals'], activities: ['activity', 'activities'] } as const;

const ENTITIES = Object.keys(WORDS) as (keyof RecordCounts)[];

export const recordTotal = (records: RecordCounts | null): number =>
  records ? ENTITIES.reduce((total, entity) => total + records[entity], 0) : 0;

/** "12 companies, 30 contacts"; "no records" where there are none. */
export function recordsText(records: RecordCounts | null): string {
  const parts = ENTITIES.filter((entity) => records && records[entity] > 0).map((entity) => {
    const [one, many] = WORDS[entity];
    return plural(records?.[entity] ?? 0, one, many);
  });
  return parts.length > 0 ? parts.join(', ') : 'no records';
}
