/* How alive a tenant looks, in a word. Must not be known here: why. */

import type { HealthStatus } from '../../api/types';
import { Tag, type Tone } from '../../components/Tag';

const WORDS: Readonly<Record<HealthStatus, { tone: Tone; word: string }>> = {
  healthy: { tone: 'good', word: 'Healthy' },
  empty: { tone: 'calm', word: 'Empty' },
  warning: { tone: 'warn', word: 'Needs a look' },
  stale: { tone: 'bad', word: 'Stale' },
  unhealthy: { tone: 'bad', word: 'Unhealthy' },
};

export const HealthTag = ({ status }: { status: HealthStatus }) => <Tag tone={WORDS[status].tone}>{WORDS[status].word}</Tag>;
