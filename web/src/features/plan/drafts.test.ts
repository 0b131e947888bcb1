/* Facts about drafts. */

import { beforeEach, describe, expect, it } from 'vitest';
import { draftKey, draftsOf, draftText, readDraft, setAside, writeDraft, type Draft } from './drafts';

const DRAFT: Draft = { rows: [{ month: '2025-02', cells: { dealsCreated: '3' } }], refused: {}, aside: [], planType: 'DELTAS', mode: 'ADDITIVE', at: 7 };

beforeEach(() => localStorage.clear());

describe('drafts', () => {
  it('are found again, newest first, and never those of another tenant', () => {
    writeDraft(localStorage, draftKey('a', 'one'), DRAFT);
    writeDraft(localStorage, draftKey('a', 'two'), { ...DRAFT, at: 9 });
    writeDraft(localStorage, draftKey('b', 'one'), DRAFT);
    expect(draftsOf(localStorage, 'a').map((draft) => draft.at)).toEqual([9, 7]);
    expect(draftsOf(localStorage, 'a')[1]).toEqual({ ...DRAFT, key: draftKey('a', 'one') });
  });

  it('go when the last number goes', () => {
    const key = draftKey('a', 'one');
    writeDraft(localStorage, key, DRAFT);
    writeDraft(localStorage, key, { ...DRAFT, rows: [{ month: '2025-02', cells: { dealsCreated: null } }] });
    expect(readDraft(localStorage, key)).toBeNull();
  });

  it('stay with an entry that was refused, or one in a month that is not shown', () => {
    const key = draftKey('a', 'one');
    const blank = { ...DRAFT, rows: [{ month: '2025-02', cells: {} }] };
    const refused = { '2025-02': { dealsCreated: { text: '4 k', reason: 'No.' } } };
    writeDraft(localStorage, key, { ...blank, refused });
    expect(readDraft(localStorage, key)?.refused).toEqual(refused);
    writeDraft(localStorage, key, { ...blank, aside: DRAFT.rows });
    expect(readDraft(localStorage, key)?.aside).toEqual(DRAFT.rows);
  });

  it('say what they hold', () => {
    const aside = [{ month: '2025-07', cells: { dealsCreated: '8' } }];
    const refused = { '2025-02': { dealsCreated: { text: '4 k', reason: 'No.' } } };
    expect(draftText(DRAFT)).toBe('1 number');
    expect(draftText({ ...DRAFT, refused, aside })).toBe('1 number, 1 entry to correct, 1 kept aside');
    expect(draftText({ ...DRAFT, rows: [], aside })).toBe('1 kept aside');
  });

  it('that were written before entries were kept aside are read', () => {
    const { refused: _refused, aside: _aside, ...old } = DRAFT;
    localStorage.setItem('k', JSON.stringify(old));
    expect(readDraft(localStorage, 'k')).toEqual({ ...DRAFT, key: 'k' });
  });

  it('that this page did not write are left alone', () => {
    for (const text of ['', '{', 'null', '{"rows":[1],"at":1}', '{"rows":[{"month":"x","cells":{}}],"planType":"DELTAS","mode":"ADDITIVE","at":1}', '{"rows":[{"month":"2025-01","cells":{}}],"refused":{"2025-01":{"dealsCreated":"x"}},"planType":"DELTAS","mode":"ADDITIVE","at":1}', '{"rows":[{"month":"2025-99","cells":{}}],"planType":"DELTAS","mode":"ADDITIVE","at":1}']) {
      localStorage.setItem('k', text);
      expect(readDraft(localStorage, 'k')).toBeNull();
    }
  });

  it('that a job is applying make room for a new one, and are found again', () => {
    const key = draftKey('a', 'one');
    writeDraft(localStorage, key, { ...DRAFT, jobId: 'j' });
    setAside(localStorage, 'a', key);
    writeDraft(localStorage, key, { ...DRAFT, at: 9 });
    expect(draftsOf(localStorage, 'a').map(({ at, jobId }) => [at, jobId])).toEqual([[9, undefined], [7, 'j']]);
  });

  it('that no job has are not put aside', () => {
    writeDraft(localStorage, draftKey('a', 'one'), DRAFT);
    setAside(localStorage, 'a', draftKey('a', 'one'));
    expect(draftsOf(localStorage, 'a')).toHaveLength(1);
  });

  it('that cannot be kept are told', () => {
    const full = { setItem: () => { throw new DOMException('full', 'QuotaExceededError'); }, removeItem: () => undefined } as unknown as Storage;
    expect(writeDraft(full, 'k', DRAFT)).toBe(false);
  });
});
