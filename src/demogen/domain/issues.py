"""What can be wrong, or worth knowing, about a plan. A validator returns issues; it never raises."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month


class Severity(StrEnum):
    ERROR = "error"  # the input is wrong
    BLOCKER = "blocker"  # the input is right, but this tenant cannot get there
    WARNING = "warning"
    NOTE = "note"


class IssueCode(StrEnum):
    """Stable codes: scripts and screens switch on them. The value of each is the JSON code."""

    PLAN_EMPTY = "plan_empty"
    PLAN_TOO_LONG = "plan_too_long"
    PLAN_UNREADABLE = "plan_unreadable"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_REPEATED = "column_repeated"
    MONTH_MALFORMED = "month_malformed"
    MONTH_REPEATED = "month_repeated"
    MONTH_IN_FUTURE = "month_in_future"
    MONTH_BEFORE_START = "month_before_start"
    CELL_MALFORMED = "cell_malformed"
    COUNT_NOT_WHOLE = "count_not_whole"
    COUNT_NEGATIVE = "count_negative"
    COUNT_TOO_LARGE = "count_too_large"
    MONEY_NEGATIVE = "money_negative"
    TOLERANCE_MALFORMED = "tolerance_malformed"
    TOO_MANY_RECORDS = "too_many_records"
    NEGATIVE_DELTA = "negative_delta"
    TARGET_BELOW_CURRENT = "target_below_current"
    LEADS_EXCEED_CONTACTS = "leads_exceed_contacts"
    CLOSED_EXCEED_CREATED = "closed_exceed_created"
    WON_VALUE_WITHOUT_COUNT = "won_value_without_count"
    WON_COUNT_WITHOUT_VALUE = "won_count_without_value"
    CREATED_VALUE_WITHOUT_COUNT = "created_value_without_count"
    CREATED_COUNT_WITHOUT_VALUE = "created_count_without_value"
    VALUES_CONTRADICT = "values_contradict"
    OUT_OF_REACH = "out_of_reach"
    NOTHING_UNMET = "nothing_unmet"
    NO_CONTACT_FOR_DEAL = "no_contact_for_deal"
    NO_CONTACT_FOR_ACTIVITY = "no_contact_for_activity"
    IMPLIED = "implied"
    CLOSES_EARLIER_DEALS = "closes_earlier_deals"
    CONTACTS_WITHOUT_COMPANY = "contacts_without_company"
    NOTHING_TO_DO = "nothing_to_do"
    WIN_RATE_UNUSUAL = "win_rate_unusual"
    DEAL_SIZE_UNUSUAL = "deal_size_unusual"
    MONTH_JUMPS = "month_jumps"
    MANY_ACTIVITIES = "many_activities"
    NO_BUSINESS_DAY = "no_business_day"
    DEALS_STAY_OPEN = "deals_stay_open"
    CURRENCY_DIFFERS = "currency_differs"
    HIDDEN_CELLS = "hidden_cells"


_BLOCKERS = {
    IssueCode.TARGET_BELOW_CURRENT,
    IssueCode.VALUES_CONTRADICT,
    IssueCode.OUT_OF_REACH,
    IssueCode.NO_CONTACT_FOR_DEAL,
    IssueCode.NO_CONTACT_FOR_ACTIVITY,
}
_NOTES = {
    IssueCode.IMPLIED,
    IssueCode.CLOSES_EARLIER_DEALS,
    IssueCode.CONTACTS_WITHOUT_COMPANY,
    IssueCode.NOTHING_TO_DO,
}
_WARNINGS = {
    IssueCode.WIN_RATE_UNUSUAL,
    IssueCode.DEAL_SIZE_UNUSUAL,
    IssueCode.MONTH_JUMPS,
    IssueCode.MANY_ACTIVITIES,
    IssueCode.NO_BUSINESS_DAY,
    IssueCode.DEALS_STAY_OPEN,
    IssueCode.CURRENCY_DIFFERS,
    IssueCode.HIDDEN_CELLS,
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: the thing and its cause in `message`, the cure in `hint`.

    `month` and `metric` name a cell of the plan; `line` and `column`, from 1, one of the text it was read from.
    """

    code: IssueCode
    message: str
    hint: str
    month: Month | None = None
    metric: MetricKey | None = None
    line: int | None = None
    column: int | None = None

    @property
    def severity(self) -> Severity:
        if self.code in _BLOCKERS:
            return Severity.BLOCKER
        if self.code in _NOTES:
            return Severity.NOTE
        return Severity.WARNING if self.code in _WARNINGS else Severity.ERROR

    def to_json(self) -> JsonObject:
        document: JsonObject = {"code": self.code.value}
        if self.month is not None:
            document["month"] = str(self.month)
        if self.metric is not None:
            document["metric"] = self.metric.value
        if self.line is not None:
            document |= {"line": self.line, "column": self.column}
        return document | {"message": self.message, "hint": self.hint}


@dataclass(frozen=True, slots=True)
class Findings:
    """Issues sorted by what they mean: errors and blockers stop a patch, warnings and notes do not."""

    issues: tuple[Issue, ...]

    def of(self, severity: Severity) -> tuple[Issue, ...]:
        return tuple(issue for issue in self.issues if issue.severity is severity)

    @property
    def errors(self) -> tuple[Issue, ...]:
        return self.of(Severity.ERROR)

    @property
    def blockers(self) -> tuple[Issue, ...]:
        return self.of(Severity.BLOCKER)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        return self.of(Severity.WARNING)

    @property
    def notes(self) -> tuple[Issue, ...]:
        return self.of(Severity.NOTE)

    @property
    def stopping(self) -> tuple[Issue, ...]:
        return (*self.errors, *self.blockers)

    @property
    def valid(self) -> bool:
        return not self.stopping

    def to_json(self) -> JsonObject:
        """`{valid, errors, warnings}`; `errors` lists the blockers too, since both stop a patch."""
        return {
            "valid": self.valid,
            "errors": [issue.to_json() for issue in self.stopping],
            "warnings": [issue.to_json() for issue in self.warnings],
        }
