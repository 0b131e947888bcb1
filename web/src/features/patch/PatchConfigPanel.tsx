/*
 * How a patch is meant: mode, targets or additions, from which month to which.
 *
 * Must not be known here: the plan's numbers, where the settings are kept.
 */

import { Button, Collapse, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import type { Catalogue, Mode, PlanType } from '../../api/types';
import { ChevronIcon } from '../../components/icons';
import { MonthSelect } from '../../components/MonthSelect';
import { labelOf } from '../../lib/catalogue';
import { addMonths, earliest, latest, monthCount, newestOf, spanLabel } from '../../lib/months';
import { plural } from '../../lib/text';
import type { PatchConfig } from './config';
import classes from './PatchConfigPanel.module.css';

interface Props {
  catalogue: Catalogue;
  config: PatchConfig;
  onConfig: (config: PatchConfig) => void;
  /** The span that can be chosen from. */
  first: string;
  last: string;
  from: string;
  to: string;
  onRange: (from: string, to: string) => void;
}

const EXPLAINED: Record<PlanType, string> = {
  TARGETS: 'Each number is what the month shall show afterwards.',
  DELTAS: 'Each number is what comes on top of the month as it is.',
};

export function PatchConfigPanel({ catalogue, config, onConfig, first, last, from, to, onRange }: Props) {
  const { open, mode, planType } = config;
  const mostAfter = addMonths(from, catalogue.limits.months - 1);
  const mostBefore = addMonths(to, 1 - catalogue.limits.months);
  const modes = catalogue.modes.map(({ key, label, available }) => ({ value: key, label, disabled: !available }));
  return (
    <Paper withBorder>
      <Title order={2} className={classes.heading}>
        <button type="button" className={classes.toggle} aria-expanded={open} aria-controls="patch-config" onClick={() => onConfig({ ...config, open: !open })}>
          <span className={classes.chevron} data-open={open || undefined}><ChevronIcon /></span>
          Settings
          <Text span size="sm" c="dimmed" fw={400}>
            {labelOf(catalogue.modes, mode)} · {labelOf(catalogue.planTypes, planType)} · {spanLabel(from, to)} ({plural(monthCount(from, to), 'month')})
          </Text>
        </button>
      </Title>
      <Collapse expanded={open} id="patch-config">
        <Group align="flex-start" className={classes.settings}>
          <Stack gap={4} role="group" aria-labelledby="patch-kind">
            <Text id="patch-kind" size="sm" fw={600}>Numbers are</Text>
            <SegmentedControl
              aria-labelledby="patch-kind"
              value={planType}
              onChange={(value) => onConfig({ ...config, planType: value as PlanType })}
              data={catalogue.planTypes.map(({ key, label }) => ({ value: key, label }))}
            />
            <Text size="xs" c="dimmed" maw={240}>{EXPLAINED[planType]}</Text>
          </Stack>
          <Group gap="sm" align="flex-end">
            <MonthSelect label="From" value={from} first={latest(first, mostBefore)} last={to} onChange={(month) => onRange(month, to)} />
            <MonthSelect label="To" value={to} first={from} last={earliest(last, mostAfter)} onChange={(month) => onRange(from, month)} />
            <Button variant="subtle" size="xs" mb={3} onClick={() => onRange(...newestOf(first, last, catalogue.limits.months))}>Whole history</Button>
          </Group>
          {modes.length > 1 && (
            <Stack gap={4} role="group" aria-labelledby="patch-mode">
              <Text id="patch-mode" size="sm" fw={600}>Mode</Text>
              <SegmentedControl aria-labelledby="patch-mode" value={mode} onChange={(value) => onConfig({ ...config, mode: value as Mode })} data={modes} />
            </Stack>
          )}
        </Group>
      </Collapse>
    </Paper>
  );
}
