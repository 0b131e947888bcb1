/*
 * A pasted table before it becomes a plan: what the server understood, what it could not read, what is
 * left out. Nothing changes until it is confirmed.
 *
 * Must not be known here: the grid, what the plan is for.
 */

import { Alert, Button, FileButton, Group, List, NativeSelect, Stack, Table, Text, Textarea } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, BASE, client } from '../../api/client';
import type { Metric, MetricKey, ParsedPlan, PlanMonth, PlanQuestion, PlanType } from '../../api/types';
import { Dialog } from '../../components/Dialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/Loading';
import { ScrollRegion } from '../../components/ScrollRegion';
import { monthCount, spanLabel } from '../../lib/months';
import { plural } from '../../lib/text';
import classes from './PasteDialog.module.css';
import { PasteQuestions } from './PasteQuestions';
import { PasteUnderstood } from './PasteUnderstood';
import { asAnswers, type Given, mergeQuestions, openQuestions } from './questions';

type Column = ParsedPlan['columns'][number];

/** Whose money the text's amounts are: a tenant's, or a currency's. */
export type MoneySource = { tenantId: string } | { currency: string };

interface Props {
  /** Empty where it is still to be pasted. */
  text: string;
  money: MoneySource;
  planType: PlanType;
  metrics: readonly Metric[];
  /** Why these months cannot be taken; null where they can. */
  refusal: (months: readonly PlanMonth[]) => string | null;
  onConfirm: (months: readonly PlanMonth[]) => void;
  onClose: () => void;
}

const MOST_SHOWN = 80;
const MOST_FOUND = 6;

const isColumn = (text: string, metrics: readonly Metric[]): text is MetricKey | 'month' =>
  text === 'month' || metrics.some((metric) => metric.key === text);

export function PasteDialog({ text: given, money, planType, metrics, refusal, onConfirm, onClose }: Props) {
  const [text, setText] = useState(given);
  const [wanted] = useDebouncedValue(text, 200);
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [columns, setColumns] = useState<Column[] | null>(null);
  const [answers, setAnswers] = useState<Given>({});
  const hasInput = file !== null || wanted.trim() !== '';
  const small = useMediaQuery('(max-width: 48em)');
  const parsed = useQuery({
    queryKey: ['parse', money, wanted, file, columns, answers, planType],
    enabled: hasInput,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: ({ signal }) => answerOf(client.POST(`${BASE}/plans/parse`, { signal, body: { ...(file ? { file: file.content } : { text: wanted }), columns, answers: asAnswers(answers), planType, ...money } })),
  });
  const plan = hasInput ? parsed.data : undefined;
  const source = file ?? wanted;
  const [asked, setAsked] = useState<Asked>({ source, questions: [] });
  if (plan && !parsed.isPlaceholderData) {
    const known = asked.source === source ? asked.questions : [];
    const questions = mergeQuestions(known, plan.questions);
    if (questions !== asked.questions) setAsked({ source, questions });
  }
  const shown = asked.source === source ? openQuestions(asked.questions, plan?.questions ?? [], answers) : [];
  const choose = async (chosen: File | null): Promise<void> => {
    if (!chosen) return;
    setFile({ name: chosen.name, content: await base64Of(chosen) });
    setColumns(null);
    setAnswers({});
  };
  const months = plan?.rows ?? [];
  const numbers = months.reduce((total, month) => total + Object.values(month).filter((value) => value !== null && value !== undefined).length - 1, 0);
  const refused = months.length > 0 ? refusal(months) : null;
  // the button has the focus from the start, so it is not really disabled while the text is read
  // what the command line refuses is refused here: a cell that cannot be read would be pasted as a blank
  const ready = numbers > 0 && refused === null && plan?.issues.length === 0 && plan.questions.length === 0 && !parsed.isFetching && parsed.error === null && text === wanted;

  return (
    <Dialog onClose={onClose} title="Paste a plan" size="min(1100px, 94vw)" fullScreen={small ?? false}>
      <Stack gap="md">
        {given === '' && (
          <Group gap="sm">
            <FileButton onChange={(chosen) => void choose(chosen)} accept=".csv,.tsv,.txt,.xlsx,.xls,.ods">
              {(props) => <Button variant="default" size="xs" {...props}>Choose a file</Button>}
            </FileButton>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{file ? file.name : 'CSV, XLSX, XLS or ODS; or paste below'}</Text>
          </Group>
        )}
        {given === '' && file === null && (
          <Textarea
            label="Table from your spreadsheet"
            description="With months and headings, as it stands in your sheet. Headings can be in seven languages, months down or across."
            placeholder={`month\t${metrics[0]?.label ?? ''}\n2025-03\t40`}
            minRows={4}
            maxRows={8}
            autosize
            data-autofocus
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setColumns(null);
              setAnswers({});
            }}
          />
        )}
        {parsed.error && <ErrorNotice title="This cannot be read as a plan" error={parsed.error} />}
        {parsed.isFetching && !plan && <LoadingRows rows={4} label="Reading the table" />}
        {plan && plan.lines.length > 0 && (
          <ParsedTable plan={plan} metrics={metrics} onColumn={(place, column) => setColumns(plan.columns.map((known, index) => (index === place ? column : known === column ? null : known)))} />
        )}
        {shown.length > 0 && <PasteQuestions questions={shown} answers={answers} onAnswer={(id, value) => setAnswers({ ...answers, [id]: value })} />}
        {plan && (
          <PasteUnderstood
            dialect={plan.dialect}
            metrics={metrics}
            onSheet={(sheet) => {
              setColumns(null);
              setAnswers({ sheet });
            }}
          />
        )}
        {plan && <Findings plan={plan} />}
        {refused !== null && <Alert color="red" title="These months do not fit">{refused}</Alert>}
        <Group justify="space-between">
          <Text size="sm" role="status">
            {plan && (months.length > 0 ? `${plural(numbers, 'number')} in ${plural(months.length, 'month')} (${spanOf(months)})` : 'Nothing to paste yet')}
          </Text>
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button
              data-autofocus={given === '' ? undefined : true}
              aria-disabled={!ready}
              data-disabled={!ready || undefined}
              onClick={() => ready && onConfirm(months)}
            >
              Paste {plural(numbers, 'number')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Dialog>
  );
}

function spanOf(months: readonly PlanMonth[]): string {
  const names = months.map(({ month }) => month).sort();
  const [first, last] = [names[0] ?? '', names.at(-1) ?? ''];
  return monthCount(first, last) === months.length ? spanLabel(first, last) : `${spanLabel(first, last)}, with gaps`;
}

interface ChosenFile {
  name: string;
  content: string;
}

/** What was asked about one text or file. */
interface Asked {
  source: ChosenFile | string;
  questions: readonly PlanQuestion[];
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}

function Findings({ plan }: { plan: ParsedPlan }) {
  const headless = plan.issues.some(({ code }) => code === 'plan_unreadable') && plan.columns.length > 0;
  if (plan.issues.length === 0 && plan.skipped.length === 0 && plan.warnings.length === 0) return null;
  return (
    <Stack gap="xs">
      {plan.issues.length > 0 && (
        <Alert color="red" title={`${plural(plan.issues.length, 'problem')} in the table, so nothing of it is pasted yet`}>
          <List size="sm" spacing={2}>
            {plan.issues.slice(0, MOST_FOUND).map((issue, place) => <List.Item key={place}>{issue.message} {issue.hint}</List.Item>)}
            {plan.issues.length > MOST_FOUND && <List.Item>and {plural(plan.issues.length - MOST_FOUND, 'more problem')}</List.Item>}
          </List>
          <Text size="sm" mt={4}>
            {headless ? 'Or choose above each column what it holds.' : 'Correct the table and paste it again. A column that is not needed can be skipped.'}
          </Text>
        </Alert>
      )}
      {plan.warnings.length > 0 && (
        <Alert color="yellow" title={plural(plan.warnings.length, 'warning')}>
          <List size="sm" spacing={2}>
            {plan.warnings.slice(0, MOST_FOUND).map((issue, place) => <List.Item key={place}>{issue.message} {issue.hint}</List.Item>)}
            {plan.warnings.length > MOST_FOUND && <List.Item>and {plural(plan.warnings.length - MOST_FOUND, 'more warning')}</List.Item>}
          </List>
        </Alert>
      )}
      {plan.skipped.length > 0 && (
        <Alert color="yellow" title="Will be skipped">
          <List size="sm" spacing={2}>
            {plan.skipped.slice(0, MOST_FOUND).map(({ what, reason }) => <List.Item key={what}>{what}: {reason}</List.Item>)}
            {plan.skipped.length > MOST_FOUND && <List.Item>and {plan.skipped.length - MOST_FOUND} more</List.Item>}
          </List>
        </Alert>
      )}
    </Stack>
  );
}

interface TableProps {
  plan: ParsedPlan;
  metrics: readonly Metric[];
  onColumn: (place: number, column: Column) => void;
}

function ParsedTable({ plan, metrics, onColumn }: TableProps) {
  const wrong = new Map(plan.issues.map((issue) => [`${issue.line} ${issue.column}`, issue.message]));
  const choices = [
    { value: '', label: 'Skip' },
    { value: 'month', label: 'Month' },
    ...metrics.map(({ key, label }) => ({ value: key, label })),
  ];
  const width = Math.max(plan.columns.length, ...plan.lines.map((line) => line.cells.length));
  return (
    <ScrollRegion label="What was pasted" maxHeight="40vh">
      <Table stickyHeader className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Line</Table.Th>
            {Array.from({ length: width }, (_, place) => {
              const heading = plan.header?.cells[place]?.trim() || `Column ${place + 1}`;
              return (
                <Table.Th key={place} scope="col">
                  <span className={classes.heading}>{heading}</span>
                  {plan.columns.length > 0 && <NativeSelect
                    size="xs"
                    miw={130}
                    aria-label={`${heading} is`}
                    value={plan.columns[place] ?? ''}
                    data={choices}
                    onChange={(event) => {
                      const chosen = event.currentTarget.value;
                      onColumn(place, isColumn(chosen, metrics) ? chosen : null);
                    }}
                  />}
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.lines.slice(0, MOST_SHOWN).map((line) => (
            <Table.Tr key={line.line}>
              <Table.Th scope="row" className={classes.line}>{line.line}</Table.Th>
              {Array.from({ length: width }, (_, place) => {
                const problem = wrong.get(`${line.line} ${place + 1}`);
                return (
                  <Table.Td
                    key={place}
                    className={classes.cell}
                    data-wrong={problem !== undefined || undefined}
                    data-skipped={(plan.columns.length > 0 && (plan.columns[place] ?? null) === null) || undefined}
                    title={problem}
                  >
                    {line.cells[place]}
                    {problem !== undefined && <span className={classes.mark} aria-label={`Problem: ${problem}`} role="img">!</span>}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {plan.lines.length > MOST_SHOWN && <Text size="xs" c="dimmed" p="xs">and {plural(plan.lines.length - MOST_SHOWN, 'more line')}</Text>}
    </ScrollRegion>
  );
}
