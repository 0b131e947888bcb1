/*
 * The door of the plan grid: what other features may use.
 *
 * Must not be known here: anything but names.
 */

export { PatchPlanGrid, type PatchPlanGridHandle, type PatchPlanGridProps } from './PatchPlanGrid';
export { createGridState, reduceGrid, refusalCount, type GridAction, type GridState } from './state';
export { looksLikeTable } from './clipboard';
export type { Cell, CurrentValues, GridColumn, GridCurrency, GridIssue, PlanRow, PlanRows, PlanType, Severity, Unit } from './types';
