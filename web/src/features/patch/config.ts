/*
 * How somebody last set up a patch, kept in the browser: kind of plan, mode, and whether the panel is open.
 *
 * Must not be known here: React, the months of a plan.
 */

import type { Mode, PlanType } from '../../api/types';

export interface PatchConfig {
  mode: Mode;
  planType: PlanType;
  open: boolean;
}

const KEY = 'demogen.patch-config';

const USUAL: PatchConfig = { mode: 'ADDITIVE', planType: 'TARGETS', open: true };

export function readConfig(storage: Storage): PatchConfig {
  try {
    const found = JSON.parse(storage.getItem(KEY) ?? '{}') as Partial<PatchConfig>;
    return {
      mode: found.mode === 'RECONCILE' ? 'RECONCILE' : USUAL.mode,
      planType: found.planType === 'DELTAS' ? 'DELTAS' : USUAL.planType,
      open: found.open ?? USUAL.open,
    };
  } catch {
    return USUAL;
  }
}

/** A browser that keeps nothing forgets this too; that is no error. */
export function keepConfig(storage: Storage, config: PatchConfig): void {
  try {
    storage.setItem(KEY, JSON.stringify(config));
  } catch {
    // the next patch starts as usual
  }
}
