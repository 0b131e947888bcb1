/* A tenant's generated records as files for other programs. Must not be known here: what the files hold. */

import { Button, Menu } from '@mantine/core';
import { BASE } from '../../api/client';
import type { Tenant } from '../../api/types';
import { ChevronIcon } from '../../components/icons';

const FORMATS = [
  { value: 'csv', label: 'CSV' },
  { value: 'parquet', label: 'Parquet' },
  { value: 'salesforce', label: 'Salesforce import' },
  { value: 'hubspot', label: 'HubSpot import' },
] as const;

export const ExportMenu = ({ tenant }: { tenant: Tenant }) => (
  <Menu position="bottom-start">
    <Menu.Target>
      <Button variant="default" size="xs" rightSection={<ChevronIcon />}>Export records</Button>
    </Menu.Target>
    <Menu.Dropdown>
      {FORMATS.map(({ value, label }) => (
        <Menu.Item key={value} component="a" href={`${BASE}/tenants/${tenant.slug}/export?format=${value}`} download>{label}</Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);
