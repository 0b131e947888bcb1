/*
 * The door of the plan grid: what other features may use.
 *
 * Must not be known here: anything but names.
 */

export { PatchPlanGrid, type PatchPlanGridHandle } from './PatchPlanGrid';
export { parseCell } from './parse';
export { asideCount, createGridState, monthsAside, numbersIn, reduceGrid, refusalCount, selectedBox, type GridAction, type GridState, type Refusals, type Sheet } from './state';
export type { Cell, CurrentValues, GridColumn, GridIssue, PlanRow, PlanRows, PlanType, Severity, Unit } from './types';
