/*
 * What a plan would do, before it is done: records, numbers before and after, what stands in the way,
 * and the nearest plan that would work.
 *
 * Must not be known here: how a plan is written, how it is sent.
 */

import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Catalogue, KpiMonth, Plan, Validation } from '../../api/types';
import { ChangeState, RenewedNotice } from '../../components/ChangeState';
import { Dialog } from '../../components/Dialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { CheckIcon, CrossIcon } from '../../components/icons';
import { Facts } from '../../components/Facts';
import { Tag } from '../../components/Tag';
import { labelOf } from '../../lib/catalogue';
import { valueOf } from '../../lib/metrics';
import type { Currency } from '../../lib/money';
import { plural } from '../../lib/text';
import { ChangeList, recordsText, recordTotal } from '../jobs';
import { BeforeAfter } from '../kpis';
import { gridIssues } from '../plan';
import { IssueList } from './IssueList';

interface Props {
  slug: string;
  catalogue: Catalogue;
  currency: Currency;
  plan: Plan;
  validation: Validation;
  before: readonly KpiMonth[];
  applying: boolean;
  /** No answer came to the request that applies it, and the server is asked. */
  lost: boolean;
  /** Why it was not applied. */
  error: Error | null;
  /** Another preview is on its way, or could not be had. */
  renewing: boolean;
  renewalError: Error | null;
  onRenew: () => void;
  /** The months had changed since the preview before this one. */
  renewed: boolean;
  onApply: () => void;
  onBack: () => void;
  onGo: (month: string, metric: string | undefined) => void;
  onNearest: (plan: Plan) => void;
  onReconcile: () => void;
}

export function PatchPreview({ slug, catalogue, currency, plan, validation, before, applying, lost, error, renewing, renewalError, renewed, onRenew, onApply, onBack, onGo, onNearest, onReconcile }: Props) {
  const { preview, valid } = validation;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const nearest = preview?.nearest ?? null;
  const changes = valid ? (preview?.changes ?? null) : null;
  const reconcile = labelOf(catalogue.modes, 'RECONCILE');
  const [asked, setAsked] = useState(false);
  const issues = gridIssues(validation);
  const cells = preview?.deltas.reduce((total, month) => total + catalogue.metrics.filter(({ key }) => Number(valueOf(month, key) ?? 0) !== 0).length, 0) ?? 0;
  // a plan that changes nothing can be made, but there is nothing to make
  const idle = preview ? valid && cells === 0 && changes === null && recordTotal(preview.records) === 0 : false;
  const after = before.map((month) => preview?.projected.find((projected) => projected.month === month.month) ?? month);
  return (
    <Paper withBorder p="md">
      <Stack gap="md">
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={2} ref={heading} tabIndex={-1}>Preview</Title>
            {idle && <Tag tone="calm">Changes nothing</Tag>}
            {valid && !idle && <Tag tone="good"><CheckIcon /> Can be applied</Tag>}
            {!valid && <Tag tone="bad"><CrossIcon /> Cannot be applied</Tag>}
          </Group>
          <Group gap="sm">
            <Button variant="default" onClick={onBack} disabled={applying}>Back</Button>
            <Button onClick={changes ? () => setAsked(true) : onApply} disabled={!valid || idle || renewing} loading={applying}>Apply</Button>
          </Group>
        </Group>
        {renewed && <RenewedNotice />}
        <ChangeState lost={lost} error={error} notDone="Not applied" />
        {idle && <Alert color="gray" title="There is nothing to apply">The months show these numbers already. Go back to enter others.</Alert>}
        {renewing && <Text size="sm" c="dimmed" role="status">Looking again at what the plan would do…</Text>}
        {renewalError && <ErrorNotice title="The plan could not be checked" error={renewalError} onRetry={onRenew} />}
        {!valid && plan.mode === 'ADDITIVE' && validation.errors.some(({ code }) => code === 'target_below_current') && (
          <Alert color="indigo" title="Some targets lie below the current numbers">
            <Group justify="space-between" gap="sm">
              <Text size="sm">The mode “{reconcile}” reaches them: it changes and retires generated records, never those of people.</Text>
              <Button size="xs" onClick={onReconcile} loading={renewing}>Switch to “{reconcile}”</Button>
            </Group>
          </Alert>
        )}
        {preview && valid && (
          <Facts facts={[
            ['Will be created', recordsText(preview.records)],
            ['Numbers that change', plural(cells, 'number')],
            ['Months', plural(plan.months.length, 'month')],
          ]} />
        )}
        {nearest && (
          <Alert color="indigo" title="A plan close to this one would work">
            <Group justify="space-between" gap="sm">
              <Text size="sm">It changes as little as possible of what you asked for.</Text>
              <Button size="xs" onClick={() => onNearest(nearest)} loading={renewing}>Use the nearest feasible plan</Button>
            </Group>
          </Alert>
        )}
        <IssueList issues={issues.filter(({ severity }) => severity !== 'note')} onGo={onGo} />
        {preview && changes && <ChangeList slug={slug} plan={plan} fingerprint={preview.fingerprint} changes={changes} />}
        {preview && valid && !idle && <BeforeAfter before={before} after={after} metrics={catalogue.metrics} currency={currency} />}
        <IssueList issues={issues.filter(({ severity }) => severity === 'note')} onGo={onGo} />
      </Stack>
      {asked && preview && changes && (
        <Dialog title="Change and retire records?" onClose={() => setAsked(false)}>
          <Stack gap="md">
            <Text size="sm">{changes.warning}</Text>
            <Facts facts={[
              ['Created', recordsText(preview.records)],
              ['Changed', recordsText(changes.changed)],
              ['Retired', recordsText(changes.deleted)],
            ]} />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={() => setAsked(false)}>Cancel</Button>
              <Button
                disabled={renewing}
                onClick={() => {
                  setAsked(false);
                  onApply();
                }}
              >
                Apply with these counts
              </Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </Paper>
  );
}
