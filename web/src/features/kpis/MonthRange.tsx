/* From and to which month: two lists and a few usual spans. Must not be known here: what is read for them. */

import { Button, Group } from '@mantine/core';
import { MonthSelect } from '../../components/MonthSelect';
import { addMonths } from '../../lib/months';

interface Props {
  first: string;
  last: string;
  from: string;
  to: string;
  onRange: (from: string, to: string) => void;
}

export function MonthRange({ first, last, from, to, onRange }: Props) {
  // a span that reaches over the whole history is that of All
  const spans = [
    ...[12, 24].map((count) => ({ label: `${count} months`, from: addMonths(last, 1 - count) })).filter(({ from: begin }) => begin > first),
    { label: 'All', from: first },
  ];
  return (
    <Group gap="sm" align="flex-end">
      <MonthSelect label="From" value={from} first={first} last={to} onChange={(month) => onRange(month, to)} />
      <MonthSelect label="To" value={to} first={from} last={last} onChange={(month) => onRange(from, month)} />
      <Button.Group>
        {spans.map((span) => {
          const chosen = span.from === from && to === last;
          return (
            <Button key={span.label} variant={chosen ? 'filled' : 'default'} aria-pressed={chosen} onClick={() => onRange(span.from, last)}>
              {span.label}
            </Button>
          );
        })}
      </Button.Group>
    </Group>
  );
}
