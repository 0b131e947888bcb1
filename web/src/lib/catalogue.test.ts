/* Facts about the words for keys. */

import { describe, expect, it } from 'vitest';
import { labelOf, wordOf } from './catalogue';

describe('the word for a key', () => {
  it('is the label that the catalogue has, or else the key', () => {
    expect(labelOf([{ key: 'ADDITIVE', label: 'Add records' }], 'ADDITIVE')).toBe('Add records');
    expect(labelOf([], 'ADDITIVE')).toBe('ADDITIVE');
  });

  it('is written as a word', () => {
    expect(['growth', 'flat-growth', 'follow_up'].map(wordOf)).toEqual(['Growth', 'Flat growth', 'Follow up']);
  });
});
