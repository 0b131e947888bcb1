/*
 * The plan of this tab for one tenant: the grid's state with its settings, begun from the draft where
 * there is one, and kept as a draft with every change. What is changed belongs to no job any more.
 *
 * Must not be known here: what is valid, how the plan is applied.
 */

import { useEffect, useReducer, useRef, useState } from 'react';
import type { Sent } from '../../api/sending';
import type { Metric } from '../../api/types';
import { draftKey, draftsOf, dropDraft, emptyRows, readDraft, setAside, writeDraft, type FoundDraft } from '../plan';
import { createGridState, reduceGrid } from '../plan-grid';
import { keepOpen, newConfig, type PatchConfig } from './config';
import { useDraftChecks } from './draftJobs';

interface Options {
  tenantId: string;
  tab: string;
  /** This tab's draft, where it is to be gone on with. */
  begun: FoundDraft | null;
  metrics: readonly Metric[];
  /** The months to begin with where there is no draft. */
  from: string;
  to: string;
}

export function usePlanDraft({ tenantId, tab, begun, metrics, from, to }: Options) {
  const key = draftKey(tenantId, tab);
  const [config, setConfig] = useState<PatchConfig>(() => {
    const usual = newConfig(localStorage);
    return begun ? { ...usual, planType: begun.planType, mode: begun.mode } : usual;
  });
  const [grid, dispatch] = useReducer(reduceGrid, null, () =>
    createGridState(begun?.rows ?? emptyRows(from, to), metrics.map((metric) => metric.key), begun ?? {}));
  const [others, setOthers] = useState(() => draftsOf(localStorage, tenantId).filter((draft) => draft.key !== key));
  const checks = useDraftChecks(others);
  const [kept, setKept] = useState(true);

  const { rows, refused, aside } = grid;
  const { planType, mode } = config;
  const [first] = useState({ rows, refused, aside, planType, mode });
  const touched = useRef(false);
  useEffect(() => {
    if (!touched.current) {
      if (rows === first.rows && refused === first.refused && aside === first.aside && planType === first.planType && mode === first.mode) return;
      touched.current = true;
      if (!begun) setAside(localStorage, tenantId, key);
    }
    setKept(writeDraft(localStorage, key, { rows, refused, aside, planType, mode, at: Date.now() }));
  }, [begun, first, tenantId, key, rows, refused, aside, planType, mode]);
  useEffect(() => {
    if (kept) return undefined;
    const guard = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', guard);
    return () => window.removeEventListener('beforeunload', guard);
  }, [kept]);

  return {
    grid,
    dispatch,
    config,
    /** Drafts of other tabs that may be gone on with here. */
    others: others.filter((_, place) => checks[place]?.standing === 'open'),
    /** Whether the browser keeps the draft. */
    kept,
    configure: (wanted: PatchConfig): void => {
      setConfig(wanted);
      keepOpen(localStorage, wanted.open);
    },
    take: (draft: FoundDraft): void => {
      const now = readDraft(localStorage, draft.key);
      const handedOn = now !== null && now.jobId !== draft.jobId;
      setOthers(others.flatMap((other) => (other.key !== draft.key ? [other] : handedOn ? [now] : [])));
      if (!now || handedOn) return; // its own tab has applied it meanwhile
      dispatch({ type: 'load', rows: now.rows, refused: now.refused, aside: now.aside, what: 'taking of a draft' });
      setConfig({ ...config, planType: now.planType, mode: now.mode });
      dropDraft(localStorage, draft.key);
    },
    drop: (draft: FoundDraft): void => {
      dropDraft(localStorage, draft.key);
      setOthers(others.filter((other) => other.key !== draft.key));
    },
    /** A request is on its way that is to apply the draft; null once it is known what became of it. */
    keepSent: (sent: Sent | null): void => {
      writeDraft(localStorage, key, { rows, refused, aside, planType, mode, at: Date.now(), ...(sent ? { sent } : {}) });
    },
    /** The draft is being applied by this job. */
    handOver: (jobId: string): void => {
      writeDraft(localStorage, key, { rows, refused, aside, planType, mode, at: Date.now(), jobId });
    },
  };
}
