/* A word with a colour that means something; never the colour alone. Must not be known here: what is tagged. */

import type { ReactNode } from 'react';
import classes from './Tag.module.css';

export type Tone = 'good' | 'bad' | 'busy' | 'warn' | 'calm';

export const Tag = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={classes.tag} data-tone={tone}>{children}</span>
);
