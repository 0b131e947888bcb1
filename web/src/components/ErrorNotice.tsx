/* An error: what happened, what to do, and a way to try again. Must not be known here: what was tried. */

import { Alert, Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { asProblem } from '../api/problem';

interface Props {
  error: unknown;
  title?: string;
  onRetry?: () => void;
  retrying?: boolean;
  children?: ReactNode;
}

export function ErrorNotice({ error, title = 'That did not work', onRetry, retrying = false, children }: Props) {
  const problem = asProblem(error);
  return (
    <Alert color="red" title={title} role="alert">
      <Text size="sm">{problem.message} {problem.hint}</Text>
      {children}
      <Group mt={onRetry ? 'xs' : 0} gap="sm">
        {onRetry && <Button variant="default" size="xs" onClick={onRetry} loading={retrying}>Try again</Button>}
        {problem.requestId && problem.status >= 500 && <Text size="xs" c="dimmed">Request {problem.requestId}</Text>}
      </Group>
    </Alert>
  );
}
