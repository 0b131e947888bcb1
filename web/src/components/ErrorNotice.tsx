/* An error: what happened, in each place, what to do, and a way to try again. Must not be known here: what was tried. */

import { Alert, Button, Group, List, Text } from '@mantine/core';
import { asProblem } from '../api/problem';

const MOST_SHOWN = 12;

interface Props {
  error: unknown;
  title?: string;
  onRetry?: () => void;
  retrying?: boolean;
}

export function ErrorNotice({ error, title = 'That did not work', onRetry, retrying = false }: Props) {
  const problem = asProblem(error);
  return (
    <Alert color="red" title={title} role="alert">
      <Text size="sm">{problem.message} {problem.hint}</Text>
      {problem.errors.length > 0 && (
        <List size="sm" spacing={2} mt={4}>
          {problem.errors.slice(0, MOST_SHOWN).map((issue, place) => <List.Item key={place}>{issue.message} {issue.hint}</List.Item>)}
          {problem.errors.length > MOST_SHOWN && <List.Item>and {problem.errors.length - MOST_SHOWN} more</List.Item>}
        </List>
      )}
      <Group mt={onRetry ? 'xs' : 0} gap="sm">
        {onRetry && <Button variant="default" size="xs" onClick={onRetry} loading={retrying}>Try again</Button>}
        {problem.requestId && problem.status >= 500 && <Text size="xs" c="dimmed">Request {problem.requestId}</Text>}
      </Group>
    </Alert>
  );
}
