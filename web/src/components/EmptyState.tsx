/* A place where nothing is yet, and what to do about it. Must not be known here: what would be there. */

import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** It is the whole page. */
  page?: boolean;
}

export function EmptyState({ title, children, action, page = false }: Props) {
  return (
    <Stack align="center" gap={6} py={48} px="md" ta="center">
      {page ? <Title order={1}>{title}</Title> : <Text fw={600}>{title}</Text>}
      {children && <Text size="sm" c="dimmed" maw={460}>{children}</Text>}
      {action}
    </Stack>
  );
}
