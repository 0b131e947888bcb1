"""The API's shapes, from which OpenAPI and the web app's types are made. Their KPI fields come from the catalogue."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, RootModel, create_model
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from demogen.domain.issues import IssueCode
from demogen.domain.metrics import CATALOGUE, Entity, MetricKey, Unit
from demogen.domain.plan import LONGEST, Mode, PlanType
from demogen.domain.report import CellStatus
from demogen.engine.scenarios import Scenario

MonthText = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", examples=["2025-03"])]
MoneyText = Annotated[
    str, Field(pattern=r"^-?\d+(\.\d+)?$", examples=["1134672.00"], description="Major units, as a decimal.")
]
Status = Literal["queued", "running", "completed", "failed", "cancelled"]
_VALUES: dict[Unit, Any] = {Unit.COUNT: int, Unit.MONEY: MoneyText, Unit.RATIO: float}


class Shape(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Issue(Shape):
    """One finding about a plan. `month` and `metric` name the cell, where it is about one."""

    code: IssueCode
    month: MonthText | None = None
    metric: MetricKey | None = None
    message: str
    hint: str


class Problem(Shape):
    """Any error. `code` is stable; `errors` holds a plan's issues, `fields` what is wrong with which field."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(examples=["tenant_unknown"])
    hint: str
    request_id: str | None
    errors: list[Issue] | None = None
    fields: dict[str, str] | None = None
    preview: Preview | None = None


def _fields(keys: list[MetricKey], *, optional: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for metric in CATALOGUE:
        if metric.key in keys:
            kind = _VALUES[metric.unit]
            follows = metric.measure is None and not metric.stock
            default = None if optional else ...
            found[metric.key.value] = (
                kind | None if optional or follows else kind,
                Field(default, title=metric.label),
            )
    return found


def _monthly(name: str, doc: str, fields: dict[str, Any]) -> Any:
    """A shape of one month with a field for each of several KPIs."""
    definitions: dict[str, Any] = {"month": (MonthText, ...), **fields}
    return create_model(name, __base__=Shape, __doc__=doc, **definitions)


_ALL = [metric.key for metric in CATALOGUE]
_PLANNED = [metric.key for metric in CATALOGUE if metric.measure]
_NOT_RATIOS = [metric.key for metric in CATALOGUE if metric.measure or metric.stock]
_MONEY = [metric.key for metric in CATALOGUE if metric.unit is Unit.MONEY and metric.key in _NOT_RATIOS]

MonthlyKpiSnapshot = _monthly(
    "MonthlyKpiSnapshot",
    "The KPIs of one month. A rate is null where its divisor is 0.",
    _fields(_ALL, optional=False),
)
MonthlyDelta = _monthly(
    "MonthlyDelta",
    "What changes in one month.",
    _fields(_PLANNED, optional=True),
)


class KpiSnapshot(Shape):
    """Months of one tenant, read at one database snapshot."""

    tenant_id: UUID
    taken_at: datetime
    timezone: str
    currency: str
    months: list[MonthlyKpiSnapshot]  # type: ignore[valid-type]


class Records(Shape):
    """Records by kind."""

    companies: int = 0
    contacts: int = 0
    deals: int = 0
    activities: int = 0


assert set(Records.model_fields) == {entity.value for entity in Entity}


class BeforeAfter(Shape):
    before: MoneyText
    after: MoneyText


ValueChange = _monthly(
    "ValueChange",
    "The money of one month, before and after.",
    {key.value: (BeforeAfter | None, None) for key in _MONEY},
)

_COUNT_CELL = Annotated[
    int | str | None,
    Field(description="Blank (absent or null) leaves the KPI as it is; 0 is a number."),
]
_MONEY_CELL = Annotated[int | float | str | None, Field(description="Major units.")]
PlanMonth = _monthly(
    "PlanMonth",
    "One row of a plan.",
    {
        metric.key.value: (
            _MONEY_CELL if metric.unit is Unit.MONEY else _COUNT_CELL,
            Field(None, title=metric.label),
        )
        for metric in CATALOGUE
        if metric.measure
    },
)


class Tolerance(Shape):
    """How far a number may be off; whichever allows more counts."""

    absolute: int | float | str | None = None
    percent: float | None = Field(None, ge=0)


_PLAN: dict[str, Any] = {
    "mode": "ADDITIVE",
    "planType": "DELTAS",
    "months": [
        {
            "month": "2025-03",
            "contactsCreated": 40,
            "dealsCreated": 30,
            "closedWonCount": 12,
            "closedWonValue": "118000.00",
        }
    ],
}


class Plan(Shape):
    """What the tenant's months shall show (TARGETS), or by how much they shall change (DELTAS)."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PLAN]})

    mode: Mode = Mode.ADDITIVE
    plan_type: PlanType
    months: list[PlanMonth] = Field(min_length=1, max_length=LONGEST)  # type: ignore[valid-type]
    tolerances: dict[MetricKey, Tolerance] | None = None
    seed: int | None = Field(None, ge=0, lt=2**63, description="Makes the records repeatable.")


class Application(Plan):
    """A plan to apply. `expectedFingerprint` is that of the preview: if the months moved since, nothing is applied."""

    expected_fingerprint: str | None = Field(None, max_length=128)
    anchor: datetime | None = Field(None, description="The instant taken for now; never in the future.")


class _Documented(RootModel[dict[str, Any]]):
    """A body that the plan reader checks, cell by cell and all at once; its schema is documented here."""

    shape: ClassVar[type[Shape]]

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(cls.shape.__pydantic_core_schema__)


class PlanBody(_Documented):
    shape = Plan


class ApplicationBody(_Documented):
    shape = Application


class Preview(Shape):
    """What a plan would do. `nearest` is a plan that would work, where this one does not."""

    deltas: list[MonthlyDelta]  # type: ignore[valid-type]
    projected: list[MonthlyKpiSnapshot]  # type: ignore[valid-type]
    records: Records
    values: list[ValueChange]  # type: ignore[valid-type]
    notes: list[Issue]
    warnings: list[Issue]
    blockers: list[Issue]
    feasible: bool
    nearest: Plan | None
    fingerprint: str
    plan_hash: str


class Validation(Shape):
    """`errors` are what stops the patch. A plan that cannot be read has no preview."""

    valid: bool
    errors: list[Issue]
    warnings: list[Issue]
    preview: Preview | None = None


class JobRef(Shape):
    job_id: UUID
    status: Status


class CancelAnswer(JobRef):
    """`cancelled` is false where the job had ended before; then `status` tells how."""

    cancelled: bool
    message: str


class DiffCell(Shape):
    before: int | MoneyText
    after: int | MoneyText
    delta: int | MoneyText
    delta_percent: float | None
    target: int | MoneyText | None
    deviation: int | MoneyText | None
    tolerance: Tolerance | None
    status: CellStatus


class DiffMonth(Shape):
    month: MonthText
    metrics: dict[MetricKey, DiffCell]


class DiffReport(Shape):
    """The proof: each planned number against what the database holds after the patch."""

    status: Literal["pass", "fail"]
    passed: int
    failed: int
    unplanned: int
    months: list[DiffMonth]


class JobError(Shape):
    code: str
    message: str
    hint: str
    errors: list[Issue] | None = None
    preview: Preview | None = None


class LogLine(Shape):
    seq: int
    at: datetime
    message: str


class AuditEntry(Shape):
    at: datetime
    actor: str
    action: str
    address: str | None
    request_id: str | None
    details: dict[str, Any] | None


class ExecutionMetrics(Shape):
    duration_ms: int
    rows: int
    rows_per_second: int


class JobSummary(Shape):
    """A job in a list."""

    kind: Literal["patch", "generation"]
    tenant_id: UUID
    id: UUID
    status: Status
    mode: Mode
    plan_type: PlanType
    months: list[MonthText]
    verdict: Literal["pass", "fail"] | None
    records_created: Records | None
    records_changed: Records | None
    records_deleted: Records | None
    progress: int = Field(ge=0, le=100)
    current_step: str | None
    error: JobError | None
    original_job_id: UUID | None
    undoes: UUID | None
    undone_by: UUID | None
    created_by: UUID | None
    created_by_name: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None


class JobTenant(Shape):
    id: UUID
    slug: str
    name: str
    currency: str
    timezone: str


class Job(Shape):
    """A whole job. `log` holds the lines after the `after` of the request."""

    kind: Literal["patch", "generation"]
    tenant: JobTenant
    tenant_id: UUID
    id: UUID
    status: Status
    mode: Mode
    plan_type: PlanType
    plan: Plan
    plan_hash: str
    seed: int
    anchor: datetime
    progress: int = Field(ge=0, le=100)
    current_step: str | None
    validation: Validation | None
    before_kpis: KpiSnapshot | None
    after_kpis: KpiSnapshot | None
    diff_report: DiffReport | None
    records_created: Records | None
    records_changed: Records | None
    records_deleted: Records | None
    execution_metrics: ExecutionMetrics | None
    log: list[LogLine]
    error: JobError | None
    original_job_id: UUID | None = None
    undoes: UUID | None = None
    undone_by: UUID | None = None
    expected_fingerprint: str | None = None
    scenario: Scenario | None = None
    created_by: UUID | None
    created_by_name: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    attempt: int
    foreground: bool
    audit: list[AuditEntry]


class JobPage(Shape):
    """`nextCursor` is null on the last page."""

    items: list[JobSummary]
    next_cursor: str | None


class Tenant(Shape):
    id: UUID
    slug: str
    name: str
    is_demo: bool
    timezone: str
    currency: str
    country: str
    demo_start_month: MonthText | None
    created_at: datetime


class TenantDetails(Tenant):
    """With the last month that has records, and the newest job."""

    last_month: MonthText | None
    months_of_history: int
    last_job: JobSummary | None


class TenantPage(Shape):
    items: list[TenantDetails]
    total: int
    limit: int
    offset: int


class NewTenant(Shape):
    """A tenant to make, with a scenario's history, or a plan's, or none. `start` is its first month."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Sample company",
                    "timezone": "Europe/Berlin",
                    "currency": "EUR",
                    "country": "DE",
                    "start": "2025-01",
                    "scenario": "growth",
                    "months": 12,
                }
            ]
        }
    )

    name: str = Field(min_length=1, max_length=200, examples=["Sample company"])
    timezone: str = Field(max_length=64, examples=["Europe/Berlin"])
    currency: str = Field(min_length=3, max_length=3, examples=["EUR"])
    country: str = Field(min_length=2, max_length=2, examples=["DE"])
    start: MonthText
    scenario: Scenario | None = None
    months: int | None = Field(None, ge=1, le=LONGEST, description="Length of the scenario's history.")
    plan: PlanBody | None = None
    seed: int | None = Field(None, ge=0, lt=2**63)
    anchor: datetime | None = None


class TenantCreated(Shape):
    """`jobId` is null, and `status` completed, where the tenant has no history to make."""

    tenant: Tenant
    job_id: UUID | None
    status: Status


class SignInRequest(Shape):
    email: str = Field(max_length=320, examples=["ann@example.com"])
    password: str = Field(max_length=1000)


class LinkRequest(Shape):
    token: str = Field(max_length=200)


class Session(Shape):
    """Who is signed in. Send `csrfToken` as X-CSRF-Token with everything that changes something."""

    email: str
    name: str
    csrf_token: str | None = Field(description="Null for a script's token, which needs none.")


class NewToken(Shape):
    name: str = Field(min_length=1, max_length=100, examples=["nightly demo"])


class AccessToken(Shape):
    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class CreatedToken(Shape):
    """`token` is shown this once."""

    id: UUID
    token: str


class Metric(Shape):
    key: MetricKey
    label: str
    unit: Unit
    planned: bool
    stock: bool
    entity: Entity | None


class Named(Shape):
    key: str
    label: str
    available: bool = True


class CurrencyChoice(Shape):
    code: str
    label: str
    digits: int


class CountryChoice(Shape):
    code: str
    label: str
    has_names: bool


class Limits(Shape):
    months: int
    records: int
    body_bytes: int


class Catalogue(Shape):
    """What the web app draws from."""

    metrics: list[Metric]
    modes: list[Named]
    plan_types: list[Named]
    scenarios: list[Named]
    currencies: list[CurrencyChoice]
    countries: list[CountryChoice]
    timezones: list[str]
    limits: Limits
    version: str


class Health(Shape):
    status: Literal["ok"]


class Readiness(Shape):
    status: Literal["ready", "not ready"]
    detail: str | None


for _shape in (Problem, KpiSnapshot, Preview, Validation, Job):
    _shape.model_rebuild()
