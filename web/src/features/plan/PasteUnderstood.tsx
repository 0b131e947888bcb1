/* How a pasted table was understood: which sheet was read, and whose numbers are in thousands. Must not be known here: how it is read. */

import { Alert, List, NativeSelect } from '@mantine/core';
import type { Metric, ParsedPlan } from '../../api/types';

interface Props {
  dialect: ParsedPlan['dialect'];
  metrics: readonly Metric[];
  onSheet: (sheet: string) => void;
}

export function PasteUnderstood({ dialect, metrics, onSheet }: Props) {
  const sheets = dialect.sheet !== null && !dialect.sheets.includes(dialect.sheet) ? [dialect.sheet, ...dialect.sheets] : dialect.sheets;
  const labelOf = (key: string): string => metrics.find((metric) => metric.key === key)?.label ?? key;
  return (
    <>
      {sheets.length > 1 && (
        <NativeSelect
          label="Sheet"
          description={`${sheets.length} sheets hold months. One is read at a time.`}
          value={dialect.sheet ?? ''}
          data={sheets}
          onChange={(event) => onSheet(event.currentTarget.value)}
        />
      )}
      {dialect.scales.length > 0 && (
        <Alert color="indigo" title="Not written in full">
          <List size="sm" spacing={2}>
            {dialect.scales.map(({ metric, factor, said }) => (
              <List.Item key={metric}>{labelOf(metric)} is {factor.toLocaleString('en')} times what is written, as “{said}” says.</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}
