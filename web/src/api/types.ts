/* Short names for the server's shapes. Must not be known here: anything that the server does not say. */

import type { components } from './schema';

type Shapes = components['schemas'];

export type BreakdownMonth = Shapes['MonthlyBreakdown'];
export type Catalogue = Shapes['Catalogue'];
export type ChangePage = Shapes['ChangePage'];
export type ChangedRecord = Shapes['ChangedRecord'];
export type DiffCell = Shapes['DiffCell'];
export type DiffReport = Shapes['DiffReport'];
export type HealthCure = Shapes['HealthCure'];
export type HealthFinding = Shapes['HealthFinding'];
export type HealthStatus = Shapes['HealthStatus'];
export type Issue = Shapes['Issue'];
/** The seed as text: it has 64 bits, which a number of this language does not hold. */
export type Job = Omit<Shapes['Job'], 'seed'> & { seed: string };
export type JobStatus = Shapes['JobSummary']['status'];
export type JobSummary = Shapes['JobSummary'];
export type KpiMonth = Shapes['MonthlyKpiSnapshot'];
export type Metric = Shapes['Metric'];
export type MetricKey = Shapes['MetricKey'];
export type Mode = Shapes['Mode'];
export type MonthChange = Shapes['MonthChange'];
export type NewTenant = Shapes['NewTenant'];
export type ParsedPlan = Shapes['ParsedPlan'];
export type Plan = Shapes['Plan'];
export type PlanAnswers = Shapes['PlanAnswers'];
export type PlanMonth = Shapes['PlanMonth'];
export type PlanQuestion = Shapes['PlanQuestion'];
export type PlanType = Shapes['PlanType'];
export type Preview = Shapes['Preview'];
export type RecordChanges = Shapes['RecordChanges'];
export type RecordCounts = Shapes['Records'];
export type RequestOutcome = Shapes['RequestOutcome'];
export type Reversal = Shapes['Reversal'];
export type RecordKind = Shapes['Entity'];
export type Scenario = Shapes['Scenario'];
export type Schedule = Shapes['Schedule'];
export type Session = Shapes['Session'];
export type ShiftPreview = Shapes['ShiftPreview'];
export type StageFlow = Shapes['StageFlow'];
export type Story = Shapes['Story'];
export type StoryMonth = Shapes['StoryMonth'];
export type Unmet = Shapes['Unmet'];
export type StorySource = Shapes['StorySource'];
export type Tenant = Shapes['TenantDetails'];
export type TenantMade = Shapes['TenantCreated'];
export type TenantHealth = Shapes['TenantHealth'];
export type Validation = Shapes['Validation'];
