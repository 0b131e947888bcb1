/*
 * Stacked bars by month with exact tooltips: Mantine's chart, with a tooltip of our own. The drawing is
 * for the eye; who does not see it has the same numbers as a table.
 *
 * Must not be known here: what the bars stand for, how numbers become texts.
 */

import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { ColorSwatch, Group, Paper, Text, useMantineTheme, VisuallyHidden } from '@mantine/core';
import { monthLabel } from '../lib/months';

interface BarPart {
  key: string;
  label: string;
  color: string;
}

interface BarTexts {
  parts: Readonly<Record<string, string>>;
  total: string | null;
}

interface Props {
  label: string;
  parts: readonly BarPart[];
  rows: readonly Readonly<Record<string, number | string>>[];
  texts: ReadonlyMap<string, BarTexts>;
  axisText: (value: number) => string;
  height?: number;
  legend?: boolean;
}

export default function StackedBars({ label, parts, rows, texts, axisText, height = 280, legend = true }: Props) {
  const theme = useMantineTheme();
  return (
    <figure aria-label={label} style={{ margin: 0, position: 'relative' }}>
      {legend && parts.length > 1 && (
        <Group gap="md" mb={6} component="figcaption">
          {parts.map((part) => (
            <Group key={part.key} gap={6}>
              <ColorSwatch size={10} color={theme.variantColorResolver({ color: part.color, theme, variant: 'filled' }).background} withShadow={false} />
              <Text size="xs">{part.label}</Text>
            </Group>
          ))}
        </Group>
      )}
      <BarTable label={label} parts={parts} rows={rows} texts={texts} />
      <BarChart
        aria-hidden
        barChartProps={{ accessibilityLayer: false }}
        h={height}
        data={rows as Record<string, number | string>[]}
        dataKey="month"
        type="stacked"
        series={parts.map((part) => ({ name: part.key, label: part.label, color: part.color }))}
        gridAxis="x"
        tickLine="none"
        maxBarWidth={44}
        barProps={{ isAnimationActive: false }}
        xAxisProps={{ tickFormatter: monthLabel, minTickGap: 16, interval: 'preserveStartEnd' }}
        yAxisProps={{ tickFormatter: axisText, width: 64 }}
        tooltipProps={{
          isAnimationActive: false,
          content: ({ label: month }) => <BarTooltip month={String(month)} parts={parts} texts={texts.get(String(month))} />,
        }}
      />
    </figure>
  );
}

function BarTable({ label, parts, rows, texts }: Pick<Props, 'label' | 'parts' | 'rows' | 'texts'>) {
  const months = rows.map((row) => String(row['month']));
  const withTotal = months.some((month) => (texts.get(month)?.total ?? null) !== null);
  return (
    <VisuallyHidden>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>{['Month', ...parts.map((part) => part.label), ...(withTotal ? ['Total'] : [])].map((name) => <th key={name} scope="col">{name}</th>)}</tr>
        </thead>
        <tbody>
          {months.map((month) => (
            <tr key={month}>
              <th scope="row">{monthLabel(month)}</th>
              {parts.map((part) => <td key={part.key}>{texts.get(month)?.parts[part.key] ?? '–'}</td>)}
              {withTotal && <td>{texts.get(month)?.total}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  );
}

function BarTooltip({ month, parts, texts }: { month: string; parts: readonly BarPart[]; texts: BarTexts | undefined }) {
  const theme = useMantineTheme();
  if (!texts) return null;
  return (
    <Paper withBorder shadow="sm" px="sm" py={6}>
      <Text size="sm" fw={600}>{monthLabel(month)}</Text>
      {parts.map((part) => (
        <Group key={part.key} justify="space-between" gap="lg" wrap="nowrap">
          <Group gap={6} wrap="nowrap">
            <ColorSwatch size={8} color={theme.variantColorResolver({ color: part.color, theme, variant: 'filled' }).background} withShadow={false} />
            <Text size="xs">{part.label}</Text>
          </Group>
          <Text size="xs" fw={600}>{texts.parts[part.key] ?? '–'}</Text>
        </Group>
      ))}
      {texts.total !== null && (
        <Group justify="space-between" gap="lg" mt={2}>
          <Text size="xs">Total</Text>
          <Text size="xs" fw={700}>{texts.total}</Text>
        </Group>
      )}
    </Paper>
  );
}
