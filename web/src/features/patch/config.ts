/*
 * How a patch is meant. A new one begins as targets that add records; a draft keeps its own mode and kind. Whether the panel
 * is open is kept in the browser.
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

export function newConfig(storage: Storage): PatchConfig {
  return { mode: 'ADDITIVE', planType: 'TARGETS', open: isOpen(storage) };
}

function isOpen(storage: Storage): boolean {
  try {
    const found: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    return !(typeof found === 'object' && found !== null && 'open' in found && found.open === false);
  } catch {
    return true;
  }
}

/** A browser that keeps nothing forgets this too; that is no error. */
export function keepOpen(storage: Storage, open: boolean): void {
  try {
    storage.setItem(KEY, JSON.stringify({ open }));
  } catch {
    // the next patch starts as usual
  }
}
