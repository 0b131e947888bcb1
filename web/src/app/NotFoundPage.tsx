/* For addresses that lead nowhere. */

import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { EmptyState } from '../components/EmptyState';
import { useTitle } from '../components/useTitle';

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <EmptyState page title="There is no such page" action={<Anchor component={Link} to="/tenants" size="sm">Go to the tenants</Anchor>}>
      The address may have a typing mistake, or what was here is gone.
    </EmptyState>
  );
}
