/* Facts about texts. */

import { describe, expect, it } from 'vitest';
import { durationText } from './text';

describe('a duration', () => {
  it('is told as coarsely as it is long', () => {
    expect([7, 1250, 59_940, 61_400, 754_000].map(durationText)).toEqual(['7 ms', '1.3 s', '59.9 s', '1 min 1 s', '12 min 34 s']);
  });

  it('never has a part as long as the next one', () => {
    expect([999.6, 59_960, 119_700, 3_599_600].map(durationText)).toEqual(['1.0 s', '1 min 0 s', '2 min 0 s', '60 min 0 s']);
  });
});
