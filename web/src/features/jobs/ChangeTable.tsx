/* Records with what changes of each, field by field. Must not be known here: where they come from, how many more there are. */

import { Table } from '@mantine/core';
import type { ChangedRecord } from '../../api/types';
import { ScrollRegion } from '../../components/ScrollRegion';
import { NOUNS } from './records';
import classes from './ChangeTable.module.css';

/** Whether it is still to come, or has happened. */
export type Tense = 'will' | 'did';

const WORDS: Record<Tense, { before: string; after: string; deleted: string; restored: string }> = {
  will: { before: 'Now', after: 'Then', deleted: 'Will be retired', restored: 'Will be live again' },
  did: { before: 'Before', after: 'After', deleted: 'Retired', restored: 'Live again' },
};

interface Props {
  records: readonly ChangedRecord[];
  tense: Tense;
  maxHeight?: string;
}

export function ChangeTable({ records, tense, maxHeight = '60vh' }: Props) {
  const { before, after } = WORDS[tense];
  return (
    <ScrollRegion label="Changed records" maxHeight={maxHeight}>
      <Table stickyHeader className={classes.table}>
        <Table.Thead>
          <Table.Tr>{['Record', 'Field', before, after].map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        {records.map((record) => <Record key={`${record.entity} ${record.id}`} record={record} tense={tense} />)}
      </Table>
    </ScrollRegion>
  );
}

function Record({ record, tense }: { record: ChangedRecord; tense: Tense }) {
  const { entity, id, name, action, fields } = record;
  const fate = action === 'changed' ? null : WORDS[tense][action];
  const lines = [...(fate === null ? [] : [fate]), ...fields];
  return (
    <Table.Tbody>
      {(lines.length === 0 ? ['Nothing that people see'] : lines).map((line, place) => (
        <Table.Tr key={typeof line === 'string' ? line : line.field}>
          {place === 0 && (
            <Table.Th scope="rowgroup" rowSpan={Math.max(lines.length, 1)} className={classes.record}>
              <span className={classes.kind}>{NOUNS[entity]}</span> {name || id}
            </Table.Th>
          )}
          {typeof line === 'string'
            ? <Table.Td colSpan={3} className={classes.fate}>{line}</Table.Td>
            : (
              <>
                <Table.Td className={classes.field}>{line.label}</Table.Td>
                <Table.Td>{line.before}</Table.Td>
                <Table.Td>{line.after}</Table.Td>
              </>
            )}
        </Table.Tr>
      ))}
    </Table.Tbody>
  );
}
