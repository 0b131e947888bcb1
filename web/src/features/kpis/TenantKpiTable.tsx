/*
 * A tenant's KPIs as a table of months, sorted by any column, with totals where adding means something.
 *
 * Must not be known here: addresses, which months are wanted.
 */

import { Table } from '@mantine/core';
import { useMemo } from 'react';
import type { KpiMonth, Metric } from '../../api/types';
import { ScrollRegion } from '../../components/ScrollRegion';
import { SortHeader, type Order } from '../../components/SortHeader';
import { plainText, valueOf } from '../../lib/metrics';
import type { Currency } from '../../lib/money';
import { monthLabel } from '../../lib/months';
import { plural } from '../../lib/text';
import { sortMonths, totalOf } from './totals';
import classes from './TenantKpiTable.module.css';

export type KpiSort = 'month' | Metric['key'];

interface Props {
  months: readonly KpiMonth[];
  metrics: readonly Metric[];
  currency: Currency;
  sort: KpiSort;
  order: Order;
  onSort: (sort: KpiSort, order: Order) => void;
}

export function TenantKpiTable({ months, metrics, currency, sort, order, onSort }: Props) {
  const sorted = useMemo(() => sortMonths(months, sort, order === 'desc'), [months, sort, order]);
  const sortBy = (column: KpiSort): void => {
    const other: Order = order === 'asc' ? 'desc' : 'asc';
    onSort(column, column === sort ? other : column === 'month' ? 'asc' : 'desc');
  };
  return (
    <ScrollRegion label="KPIs by month" maxHeight="70vh">
      <Table className={classes.table} stickyHeader highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <SortHeader label="Month" order={sort === 'month' ? order : null} onSort={() => sortBy('month')} className={classes.month} />
            {metrics.map((metric) => (
              <SortHeader
                key={metric.key}
                label={metric.label}
                unit={metric.unit === 'money' ? currency.code : undefined}
                align="right"
                order={sort === metric.key ? order : null}
                onSort={() => sortBy(metric.key)}
              />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((month) => (
            <Table.Tr key={month.month}>
              <Table.Th scope="row" className={classes.month}>{monthLabel(month.month)}</Table.Th>
              {metrics.map((metric) => (
                <Table.Td key={metric.key} className={classes.number}>{plainText(valueOf(month, metric.key), metric, currency)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row" className={classes.month}>{plural(months.length, 'month')}</Table.Th>
            {metrics.map((metric) => (
              <Table.Td key={metric.key} className={classes.number}>{plainText(totalOf(metric, months, currency), metric, currency)}</Table.Td>
            ))}
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </ScrollRegion>
  );
}
