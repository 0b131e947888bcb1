/*
 * Months that a story cannot meet: what and why, and the ways out.
 *
 * Must not be known here: how numbers are written into the grid.
 */

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { answerOf, BASE, client } from '../../api/client';
import type { MonthChange, Story, Tenant } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { monthLabel } from '../../lib/months';
import { behind } from './story';

interface Props {
  tenant: Tenant;
  story: Story;
  onStory: (story: Story) => void;
}

export function UnmetMonths({ tenant, story, onStory }: Props) {
  const change = useMutation({
    mutationFn: (month: MonthChange) => answerOf(client.PATCH(`${BASE}/tenants/{tenant_id}/story/months`, { params: { path: { tenant_id: tenant.slug } }, body: { months: [month] } })),
    onSuccess: onStory,
  });
  const months = behind(story.months);
  if (months.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Months that cannot be met">
      {months.map(({ month, unmet }) => (
        <Alert key={month} color="yellow" title={`${monthLabel(month)} cannot be met`}>
          <Stack gap="xs">
            <Text size="sm">{unmet.reason}</Text>
            <Text size="sm">Everything else goes on, and each run tries it again. Or write other numbers for the month below.</Text>
            <Group gap="xs">
              <Button size="compact-sm" variant="default" disabled={change.isPending} onClick={() => change.mutate({ month, letGo: true })}>Let go of these numbers</Button>
              <Button size="compact-sm" variant="default" disabled={change.isPending} onClick={() => change.mutate({ month, skipped: true })}>Skip {monthLabel(month)}</Button>
            </Group>
          </Stack>
        </Alert>
      ))}
      {change.error && <ErrorNotice title="The month was not changed" error={change.error} />}
    </Stack>
  );
}
