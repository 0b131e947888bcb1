/*
 * The plan of this tab for one tenant: the grid's state with its settings, begun from the draft where
 * there is one, and kept as a draft with every change.
 *
 * Must not be known here: what is valid, how the plan is applied.
 */

import { useEffect, useReducer, useRef, useState } from 'react';
import type { Metric } from '../../api/types';
import { draftKey, draftsOf, dropDraft, emptyRows, readDraft, writeDraft, type FoundDraft } from '../plan';
import { createGridState, reduceGrid } from '../plan-grid';
import { keepConfig, readConfig, type PatchConfig } from './config';

interface Options {
  tenantId: string;
  tab: string;
  metrics: readonly Metric[];
  /** The months to begin with where there is no draft. */
  from: string;
  to: string;
}

export function usePlanDraft({ tenantId, tab, metrics, from, to }: Options) {
  const key = draftKey(tenantId, tab);
  const [begun] = useState(() => readDraft(localStorage, key));
  const [config, setConfig] = useState<PatchConfig>(() => {
    const usual = readConfig(localStorage);
    return begun ? { ...usual, planType: begun.planType, mode: begun.mode } : usual;
  });
  const [grid, dispatch] = useReducer(reduceGrid, null, () =>
    createGridState(begun?.rows ?? emptyRows(from, to), metrics.map((metric) => metric.key)));
  const [others, setOthers] = useState(() => draftsOf(localStorage, tenantId).filter((draft) => draft.key !== key));
  const [kept, setKept] = useState(true);

  const { rows } = grid;
  const { planType, mode } = config;
  const job = useRef(begun?.jobId);
  useEffect(() => {
    setKept(writeDraft(localStorage, key, { rows, planType, mode, at: Date.now(), ...(job.current ? { jobId: job.current } : {}) }));
  }, [key, rows, planType, mode]);
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
    others,
    /** Whether the browser keeps the draft. */
    kept,
    configure: (wanted: PatchConfig): void => {
      setConfig(wanted);
      keepConfig(localStorage, wanted);
    },
    take: (draft: FoundDraft): void => {
      dispatch({ type: 'load', rows: draft.rows, what: 'taking of a draft' });
      setConfig({ ...config, planType: draft.planType, mode: draft.mode });
      setOthers(others.filter((other) => other.key !== draft.key));
      dropDraft(localStorage, draft.key);
    },
    drop: (draft: FoundDraft): void => {
      dropDraft(localStorage, draft.key);
      setOthers(others.filter((other) => other.key !== draft.key));
    },
    /** The draft is being applied by this job. */
    handOver: (jobId: string): void => {
      job.current = jobId;
      writeDraft(localStorage, key, { rows, planType, mode, at: Date.now(), jobId });
    },
    discard: (): void => {
      dropDraft(localStorage, key);
    },
  };
}
