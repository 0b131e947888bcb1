/* A column's heading that sorts by it. Must not be known here: what is sorted, and how. */

import { Table, UnstyledButton } from '@mantine/core';
import type { CSSProperties } from 'react';
import { SortIcon } from './icons';
import classes from './SortHeader.module.css';

export type Order = 'asc' | 'desc';

interface Props {
  label: string;
  /** The order in which this column sorts now; null where another one does. */
  order: Order | null;
  onSort: () => void;
  align?: 'left' | 'right';
  unit?: string;
  className?: string;
  style?: CSSProperties;
}

export function SortHeader({ label, order, onSort, align = 'left', unit, className, style }: Props) {
  const sorted = order === null ? 'none' : order === 'asc' ? 'ascending' : 'descending';
  return (
    <Table.Th scope="col" aria-sort={sorted} className={className} style={style} ta={align}>
      <UnstyledButton className={classes.button} data-align={align} onClick={onSort}>
        <span>{label}{unit && <span className={classes.unit}> {unit}</span>}</span>
        <SortIcon direction={order} />
      </UnstyledButton>
    </Table.Th>
  );
}
