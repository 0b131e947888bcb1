/* Issues as a list; each that names a cell has a button that goes there. Must not be known here: the grid. */

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { monthLabel } from '../../lib/months';
import { plural } from '../../lib/text';
import type { GridIssue, Severity } from '../plan-grid';

const KINDS: readonly { severities: readonly Severity[]; color: string; word: string; title: (count: number) => string }[] = [
  { severities: ['error', 'blocker'], color: 'red', word: 'problem', title: (count) => `${plural(count, 'problem')} to solve first` },
  { severities: ['warning'], color: 'yellow', word: 'warning', title: (count) => `${plural(count, 'warning')}: possible, but unusual` },
  { severities: ['note'], color: 'blue', word: 'note', title: (count) => `${plural(count, 'note')}: what comes along` },
];

const MOST_SHOWN = 12;

interface Props {
  issues: readonly GridIssue[];
  onGo: (month: string, metric: string | undefined) => void;
}

export function IssueList({ issues, onGo }: Props) {
  return (
    <Stack gap="sm">
      {KINDS.map(({ severities, color, word, title }) => {
        const found = issues.filter((issue) => severities.includes(issue.severity));
        if (found.length === 0) return null;
        return (
          <Alert key={word} color={color} title={title(found.length)}>
            <Stack gap={6}>
              {found.slice(0, MOST_SHOWN).map((issue, place) => (
                <Group key={place} gap="xs" align="flex-start" justify="space-between">
                  <Text size="sm" flex="1 1 240px">{issue.message} <Text span c="dimmed">{issue.hint}</Text></Text>
                  {issue.month !== undefined && (
                    <Button size="compact-xs" variant="default" style={{ flex: 'none' }} onClick={() => onGo(issue.month ?? '', issue.metric)}>
                      Go to {monthLabel(issue.month)}
                    </Button>
                  )}
                </Group>
              ))}
              {found.length > MOST_SHOWN && <Text size="sm" c="dimmed">and {plural(found.length - MOST_SHOWN, `more ${word}`)}; the grid marks them all.</Text>}
            </Stack>
          </Alert>
        );
      })}
    </Stack>
  );
}
