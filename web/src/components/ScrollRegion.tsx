/* A wide thing that scrolls sideways within the page, by keyboard too. Must not be known here: what it holds. */

import type { CSSProperties, ReactNode } from 'react';
import classes from './ScrollRegion.module.css';

interface Props {
  label: string;
  children: ReactNode;
  maxHeight?: CSSProperties['maxHeight'];
}

export const ScrollRegion = ({ label, children, maxHeight }: Props) => (
  <div className={classes.region} role="region" aria-label={label} tabIndex={0} style={{ maxHeight }}>{children}</div>
);
