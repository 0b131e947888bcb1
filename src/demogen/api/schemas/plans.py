"""Plans: how they are sent, what is found in them, and what they would do."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, RootModel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from demogen.api.schemas.base import MonthText, Shape
from demogen.api.schemas.kpis import MonthlyDelta, MonthlyKpiSnapshot, PlanMonth, Records, ValueChange
from demogen.domain.issues import IssueCode
from demogen.domain.metrics import PLANNED, Entity, MetricKey
from demogen.domain.plan import LONGEST, Mode, PlanType


class Issue(Shape):
    """One finding about a plan. `month` and `metric` name the cell, where it is about one; `line` and `column`,
    from 1, the cell of the text that the plan was read from."""

    code: IssueCode
    month: MonthText | None = None
    metric: MetricKey | None = None
    line: int | None = None
    column: int | None = None
    message: str
    hint: str


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
    months: list[PlanMonth] = Field(min_length=1, max_length=LONGEST)
    tolerances: dict[MetricKey, Tolerance] | None = None
    seed: int | None = Field(None, ge=0, lt=2**63, description="Makes the records repeatable.")


class StoredPlan(Plan):
    """A job's plan. Undoing, clearing and shifting concern as many months as the tenant's history has."""

    months: list[PlanMonth] = Field(min_length=1)


class Confirmation(Shape):
    """How many records the preview says will be created, changed and retired."""

    created: int = Field(ge=0)
    changed: int = Field(ge=0)
    deleted: int = Field(ge=0)


class Application(Plan):
    """A plan to apply. `expectedFingerprint` is that of the preview: if the months moved since, nothing is applied.
    RECONCILE needs the preview's counts confirmed."""

    expected_fingerprint: str | None = Field(None, max_length=128)
    anchor: datetime | None = Field(None, description="The instant taken for now; never in the future.")
    confirm: Confirmation | None = None


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


class FieldChange(Shape):
    """One field of a record before and after, as people read it: amounts with their currency, names for ids, instants in
    the tenant's time zone."""

    field: str = Field(examples=["amount_minor"])
    label: str = Field(examples=["Amount"])
    before: str = Field(examples=["1,200.00 EUR"])
    after: str = Field(examples=["900.00 EUR"])


class ChangedRecord(Shape):
    """A record that changes, with the fields that do; that is retired (`deleted`); or that an undo made live again
    (`restored`)."""

    entity: Entity
    id: UUID
    name: str | None
    action: Literal["changed", "deleted", "restored"]
    fields: list[FieldChange]


class ChangePage(Shape):
    """Changed records in the order of their kinds. `nextCursor` is null on the last page; `counts` and `total` are those of
    all pages."""

    items: list[ChangedRecord]
    next_cursor: str | None
    counts: Records
    total: int


class PlanChanges(Plan):
    """A plan, and the fingerprint of its preview: where that is outdated, the answer is the new preview."""

    expected_fingerprint: str | None = Field(None, max_length=128)


class PlanChangesBody(_Documented):
    shape = PlanChanges


class RecordChanges(Shape):
    """What happens to existing records, and what will be lost in words. `samples` are the first `shown` of `total` changes; all
    of them are at `patch/changes` before, and at `patch-jobs/{jobId}/changes` after."""

    changed: Records
    deleted: Records
    total: int
    shown: int
    samples: list[ChangedRecord]
    warning: str


class Preview(Shape):
    """What a plan would do. `nearest` is a plan that would work, where this one does not. `changes` is null where no
    existing record changes."""

    deltas: list[MonthlyDelta]
    projected: list[MonthlyKpiSnapshot]
    records: Records
    values: list[ValueChange]
    notes: list[Issue]
    warnings: list[Issue]
    blockers: list[Issue]
    changes: RecordChanges | None
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


HeadingAnswer = Annotated[str, Field(pattern=rf"^(skip|({'|'.join(PLANNED)})(\*(1000|1000000))?)$")]


class PlanAnswers(Shape):
    """What the table leaves open: its decimal mark, the order of its dates, the epoch of its serial numbers, the year of
    its first month, the year after the turn of one, what evenings of last days are, what a scale is of, what headings mean;
    and which sheet of a workbook is read."""

    decimal: Literal[".", ","] | None = None
    date_order: Literal["dmy", "mdy"] | None = None
    epoch: Literal["1900", "1904"] | None = None
    year: int | None = Field(default=None, ge=1971, le=2999)
    turn: Literal["next", "same"] | None = None
    instants: Literal["written", "local"] | None = None
    scale: Literal["money", "all", "none"] | None = None
    headings: dict[str, HeadingAnswer] = Field(
        default_factory=dict,
        max_length=200,
        description="By heading: a KPI, one with its scale (closedWonValue*1000), or skip.",
    )
    sheet: str | None = Field(default=None, max_length=200, description="The name of the sheet to read.")


class PlanText(Shape):
    """A plan as it was pasted. Its money is in the tenant's currency, or in the given one."""

    text: str | None = Field(None, max_length=2**20, examples=["month,dealsCreated\n2025-03,30"])
    file: str | None = Field(
        None, max_length=2**21, description="A CSV, XLSX, XLS or ODS file in base64, in place of the text."
    )
    tenant_id: str | None = Field(None, description="Id or slug.")
    currency: str | None = Field(None, min_length=3, max_length=3)
    columns: list[MetricKey | Literal["month"] | None] | None = Field(
        None, max_length=1000, description="What each column is, where the header does not say it."
    )
    plan_type: PlanType | None = Field(None, description="Targets are never negative.")
    answers: PlanAnswers | None = Field(None, description="Answers to the questions of an earlier reading.")


class TextLine(Shape):
    """One line of the text. `line` counts from 1."""

    line: int
    cells: list[str]


class Skipped(Shape):
    what: str
    reason: str


class Choice(Shape):
    value: str
    label: str


class PlanQuestion(Shape):
    """Something that the table leaves open. Send the answer under this id, for `heading:…` in `headings` under the heading that
    follows; without choices it is a year."""

    id: str
    text: str
    choices: list[Choice]


class Scale(Shape):
    """The numbers of a KPI are so many times what is written, as `said` in the sheet."""

    metric: MetricKey
    factor: int
    said: str


class Dialect(Shape):
    """How the table is written, as far as that was seen. `sheets` are those of the workbook that hold months."""

    delimiter: str | None
    encoding: str | None
    sheet: str | None
    decimal: str | None
    months_across: bool
    date_order: str | None
    epoch: str | None
    scales: list[Scale]
    sheets: list[str]


class ParsedPlan(Shape):
    """What was understood. `rows` holds the cells that can be read; `issues` and `skipped` tell of the others, and
    `questions` have to be answered first."""

    rows: list[PlanMonth]
    issues: list[Issue]
    skipped: list[Skipped]
    warnings: list[Issue]
    questions: list[PlanQuestion]
    dialect: Dialect
    columns: list[MetricKey | Literal["month"] | None]
    header: TextLine | None
    lines: list[TextLine]
