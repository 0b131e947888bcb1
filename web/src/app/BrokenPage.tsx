/* For a page that failed while drawing, or whose code could not be loaded. */

import { Container } from '@mantine/core';
import { useRouteError } from 'react-router';
import { ErrorNotice } from '../components/ErrorNotice';

export function BrokenPage() {
  const error = useRouteError();
  return (
    <Container py="xl">
      <ErrorNotice title="This page could not be shown" error={error} onRetry={() => window.location.reload()} />
    </Container>
  );
}
