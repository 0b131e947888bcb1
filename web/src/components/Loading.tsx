/* Skeletons of what is on its way. Must not be known here: what it is. */

import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

export function LoadingRows({ rows = 6, height = 28, label = 'Loading' }: { rows?: number; height?: number; label?: string }) {
  return (
    <Stack gap={8} role="status">
      <VisuallyHidden>{label}…</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => <Skeleton key={row} height={height} />)}
    </Stack>
  );
}

export function LoadingBlock({ height, label = 'Loading' }: { height: number; label?: string }) {
  return (
    <div role="status">
      <VisuallyHidden>{label}…</VisuallyHidden>
      <Skeleton height={height} />
    </div>
  );
}

export const LoadingPage = () => (
  <Stack gap="md">
    <Skeleton height={28} width="min(320px, 70%)" />
    <LoadingRows rows={8} />
  </Stack>
);
