export { MonthRange } from './MonthRange';
export { TenantKpiChart } from './TenantKpiChart';
export { TenantKpiTable, type KpiSort } from './TenantKpiTable';
export { BeforeAfter } from './BeforeAfter';
export { StageFunnel } from './StageFunnel';
