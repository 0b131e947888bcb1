/* Choosing one month from a span: a plain list, grouped by year, so that none can be skipped. Must not be known here: what for. */

import { NativeSelect } from '@mantine/core';
import { monthLabel, monthsBetween } from '../lib/months';

interface Props {
  label: string;
  value: string;
  first: string;
  last: string;
  onChange: (month: string) => void;
  description?: string;
}

export function MonthSelect({ label, value, first, last, onChange, description }: Props) {
  const months = monthsBetween(first, last);
  const years = [...new Set(months.map((month) => month.slice(0, 4)))].reverse();
  const data = years.map((group) => ({
    group,
    items: months.filter((month) => month.startsWith(group)).map((month) => ({ value: month, label: monthLabel(month) })),
  }));
  return (
    <NativeSelect label={label} value={value} data={data} description={description} onChange={(event) => onChange(event.currentTarget.value)} w={132} />
  );
}
