/*
 * Writing a patch for a tenant: settings, grid, live checks, preview, and the one request that applies it.
 *
 * Must not be known here: how the job is followed, where this stands in the address.
 */

import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { use, useEffect, useMemo, useRef, useState } from 'react';
import { answerOf, BASE, client } from '../../api/client';
import { kpisQuery } from '../../api/queries';
import { useSending } from '../../api/sending';
import type { Catalogue, KpiMonth, Plan, Tenant, Validation } from '../../api/types';
import { isOutdated } from '../../components/ChangeState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { newKey } from '../../lib/id';
import { currencyOf, plannedMetrics } from '../../lib/metrics';
import { addMonths, earliest, latest, monthNow } from '../../lib/months';
import { plural } from '../../lib/text';
import { recordTotal } from '../jobs';
import { cellCount, currentValues, firstMonth, gridIssues, lastMonth, PlanEditor, resizeRows, rowsOfPlan, tabId, toPlan, type FoundDraft } from '../plan';
import { asideCount, refusalCount, type PatchPlanGridHandle } from '../plan-grid';
import { BegunDraft } from './BegunDraft';
import { DraftOffers } from './DraftOffers';
import { PatchConfigPanel } from './PatchConfigPanel';
import { PatchPreview } from './PatchPreview';
import { usePlanDraft } from './usePlanDraft';
import { useValidation, validationQuery } from './useValidation';

interface Props {
  tenant: Tenant;
  catalogue: Catalogue;
  onApplied: (jobId: string) => void;
  onClose: () => void;
}

interface Asked {
  wanted: Plan;
  /** The months had changed since the preview before this one. */
  renewed: boolean;
}

/** A plan with what it would do; each is another. */
interface Shown {
  id: string;
  plan: Plan;
  validation: Validation;
  before: readonly KpiMonth[];
  renewed: boolean;
}

const FIRST_SHOWN = 6;

export const PatchEditor = (props: Props) => (
  <BegunDraft tenantId={props.tenant.id}>{(begun) => <Editor {...props} begun={begun} />}</BegunDraft>
);

function Editor({ tenant, catalogue, begun, onApplied, onClose }: Props & { begun: FoundDraft | null }) {
  const { slug } = tenant;
  const queries = useQueryClient();
  const currency = useMemo(() => currencyOf(catalogue, tenant.currency), [catalogue, tenant.currency]);
  const metrics = useMemo(() => plannedMetrics(catalogue), [catalogue]);
  const now = monthNow(tenant.timezone);
  const start = tenant.demoStartMonth ?? tenant.lastMonth ?? now;
  const newest = earliest(tenant.lastMonth ?? now, now);
  const draft = usePlanDraft({
    tenantId: tenant.id, tab: use(tabId()), begun, metrics, from: latest(start, addMonths(newest, 1 - FIRST_SHOWN)), to: latest(start, newest),
  });
  const { grid, dispatch, config } = draft;
  const [from, to] = [firstMonth(grid.rows), lastMonth(grid.rows)];
  const kpis = useQuery(kpisQuery(slug, from, to));
  const current = useMemo(() => currentValues(kpis.data ?? [], metrics.map((metric) => metric.key)), [kpis.data, metrics]);
  const plan = useMemo(() => toPlan(grid.rows, config.planType, config.mode), [grid.rows, config.planType, config.mode]);
  const { validation, error: checkError, settled, again } = useValidation(slug, plan);
  const issues = useMemo(() => gridIssues(validation), [validation]);
  const gridHandle = useRef<PatchPlanGridHandle>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const refused = refusalCount(grid);

  const preview = useMutation({
    mutationFn: async ({ wanted, renewed }: Asked): Promise<Shown> => {
      const months = wanted.months.map(({ month }) => month);
      const [found, before] = await Promise.all([
        queries.fetchQuery(validationQuery(slug, wanted)),
        queries.fetchQuery({ ...kpisQuery(slug, earliest(...months), latest(...months)), staleTime: 0 }),
      ]);
      return { id: newKey(), plan: wanted, validation: found, before: before.filter(({ month }) => months.includes(month)), renewed };
    },
  });
  // a preview that is taken back by `reset` is never shown
  const show = (asked: Asked): void => preview.mutate(asked, { onSuccess: setShown });
  const overtaken = preview.isPending && shown === null && preview.variables.wanted !== plan;
  const { reset: takeBack } = preview;
  useEffect(() => {
    if (overtaken) takeBack();
  }, [overtaken, takeBack]);

  const apply = useSending({
    path: `${BASE}/tenants/${slug}/patch/apply`,
    keep: draft.keepSent,
    send: ({ plan: wanted, validation: found }: Shown, key) => answerOf(
      client.POST(`${BASE}/tenants/{tenant_id}/patch/apply`, {
        params: { path: { tenant_id: slug }, header: { 'Idempotency-Key': key } },
        body: { ...wanted, expectedFingerprint: found.preview?.fingerprint ?? null, confirm: confirmationOf(found) },
      }),
    ),
    onSuccess: ({ jobId }) => draft.handOver(jobId),
    follow: ({ jobId }) => onApplied(jobId),
    onError: (error, { plan: wanted }) => {
      if (isOutdated(error)) show({ wanted, renewed: true });
    },
  });

  const leave = (): void => {
    apply.reset();
    preview.reset();
    setShown(null);
  };
  const returning = useRef(false);
  const previewButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!returning.current || shown || preview.isPending) return;
    returning.current = false;
    previewButton.current?.focus();
  });
  const goTo = (month: string, metric: string | undefined): void => {
    if (apply.busy) return;
    leave();
    gridHandle.current?.focusCell(month, metric ?? metrics[0]?.key ?? '');
  };
  const startPreview = (): void => {
    if (plan && refused === 0) show({ wanted: plan, renewed: false });
  };

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2}>Monthly update</Title>
        <Group gap="md">
          <Anchor size="sm" href={`${BASE}/tenants/${slug}/plan-template?from=${from}&to=${to}`} download>Download as a sheet</Anchor>
          <Button variant="default" size="xs" disabled={apply.busy} onClick={onClose}>Close</Button>
        </Group>
      </Group>
      {shown && (
        <PatchPreview
          key={shown.id}
          slug={slug}
          catalogue={catalogue}
          currency={currency}
          plan={shown.plan}
          validation={shown.validation}
          before={shown.before}
          renewed={shown.renewed}
          applying={apply.busy}
          lost={apply.lost}
          error={isOutdated(apply.error) ? null : apply.error}
          renewing={preview.isPending}
          renewalError={preview.error}
          onRenew={() => preview.variables && show(preview.variables)}
          onApply={() => {
            if (!preview.isPending) apply.start(shown);
          }}
          onBack={() => {
            returning.current = true;
            leave();
          }}
          onGo={goTo}
          onReconcile={() => {
            draft.configure({ ...config, mode: 'RECONCILE' });
            show({ wanted: { ...shown.plan, mode: 'RECONCILE' }, renewed: false });
          }}
          onNearest={(nearest) => {
            dispatch({ type: 'show', rows: rowsOfPlan(grid.rows, nearest.months), what: 'use of the nearest plan' });
            draft.configure({ ...config, planType: nearest.planType, mode: nearest.mode });
            show({ wanted: nearest, renewed: false });
          }}
        />
      )}
      <Stack gap="sm" hidden={shown !== null} style={{ display: shown ? 'none' : undefined }}>
        <DraftOffers drafts={draft.others} onTake={draft.take} onDrop={draft.drop} />
        <PatchConfigPanel
          catalogue={catalogue}
          config={config}
          onConfig={draft.configure}
          first={earliest(start, from)}
          last={latest(now, to)}
          from={from}
          to={to}
          onRange={(first, last) => dispatch({ type: 'show', rows: resizeRows(grid.rows, first, last), what: 'change of months' })}
        />
        {kpis.error && <ErrorNotice title="The current numbers cannot be shown" error={kpis.error} onRetry={() => void kpis.refetch()} retrying={kpis.isFetching} />}
        <PlanEditor
          ref={gridHandle}
          metrics={metrics}
          currency={currency}
          money={{ tenantId: tenant.id }}
          planType={config.planType}
          state={grid}
          dispatch={dispatch}
          current={current}
          issues={issues}
          limit={catalogue.limits.months}
        />
        {(checkError ?? preview.error) && <ErrorNotice title="The plan could not be checked" error={checkError ?? preview.error} onRetry={checkError ? again : startPreview} retrying={preview.isPending} />}
        <Group justify="space-between" align="center">
          <Text size="sm" c="dimmed" role="status">
            {summary({ numbers: cellCount(grid.rows), refused, issues, check: checkError ? 'failed' : settled ? 'done' : 'running', kept: draft.kept })}
          </Text>
          <Group gap="sm">
            <Button
              variant="subtle"
              color="gray"
              disabled={plan === null && refused + asideCount(grid) === 0}
              onClick={() => dispatch({ type: 'load', rows: grid.rows.map(({ month }) => ({ month, cells: {} })), what: 'clearing of the plan' })}
            >
              Clear
            </Button>
            <Button ref={previewButton} disabled={plan === null || refused > 0} loading={preview.isPending} onClick={startPreview}>Preview</Button>
          </Group>
        </Group>
      </Stack>
    </Stack>
  );
}

/** The counts that a preview with changes asks to have confirmed. */
function confirmationOf({ preview }: Validation): { created: number; changed: number; deleted: number } | null {
  if (!preview?.changes) return null;
  const { changed, deleted } = preview.changes;
  return { created: recordTotal(preview.records), changed: recordTotal(changed), deleted: recordTotal(deleted) };
}

interface Standing {
  numbers: number;
  refused: number;
  issues: ReturnType<typeof gridIssues>;
  check: 'running' | 'done' | 'failed';
  kept: boolean;
}

function summary({ numbers, refused, issues, check, kept }: Standing): string {
  if (refused > 0) return `${plural(refused, 'entry', 'entries')} could not be read. Correct or delete what is marked, then preview.`;
  if (numbers === 0) return 'Nothing entered yet.';
  const problems = issues.filter(({ severity }) => severity === 'error' || severity === 'blocker').length;
  const found = problems > 0 ? plural(problems, 'problem') : 'no problems';
  const state = { running: 'checking…', done: found, failed: 'not checked' }[check];
  return `${plural(numbers, 'number')}, ${state}. ${kept ? 'Kept in this browser until applied.' : 'This browser does not keep it: do not close the page.'}`;
}
