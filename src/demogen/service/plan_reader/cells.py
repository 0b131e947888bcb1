"""Reading the cells of a plan. Every wrong cell becomes an issue; nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import MetricKey, is_money
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.service.plan_reader.words.letters import shown


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: in words, and for a table as line and column, both from 1."""

    words: str
    line: int | None = None
    column: int | None = None


class CellReader:
    """Months and values of one plan, with the issues found on the way."""

    def __init__(self, currency: Currency) -> None:
        self.currency = currency
        self.issues: list[Issue] = []

    def month(self, place: Place, cell: object) -> Month | None:
        try:
            return Month.parse(cell if isinstance(cell, str) else str(cell or ""))
        except ValueError as error:
            self.say(IssueCode.MONTH_MALFORMED, f"{error}.", "Write months as YYYY-MM.", place)
            return None

    def value(self, place: Place, key: MetricKey, cell: object) -> int | None:
        """A count, or money in minor units; None and an issue where it is neither."""
        try:
            if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
                raise ValueError(f"{cell!r} is not a number")
            given = str(cell) if isinstance(cell, float) else cell
            if is_money(key):
                return self.currency.parse(given)
            number = Decimal(given)
        except InvalidOperation:
            self.say(
                IssueCode.CELL_MALFORMED,
                f"'{shown(cell)}' is not a number.",
                "Write plain digits, such as 1250; leave the cell blank to leave the KPI as it is.",
                place,
                metric=key,
            )
            return None
        except ValueError as error:
            self.say(IssueCode.CELL_MALFORMED, f"{error}.", "Correct the cell.", place, metric=key)
            return None
        if not number.is_finite() or number != number.to_integral_value():
            self.say(
                IssueCode.COUNT_NOT_WHOLE,
                f"'{shown(cell)}' is not a whole number.",
                "Counts have no decimals.",
                place,
                metric=key,
            )
            return None
        if number and (number.adjusted() > 12 or abs(number) > 10**12):  # arithmetic overflows on huge ones
            self.say(
                IssueCode.COUNT_TOO_LARGE, f"'{shown(cell)}' is too large.", "Lower it.", place, metric=key
            )
            return None
        return int(number)

    def say(
        self,
        code: IssueCode,
        message: str,
        hint: str,
        place: Place | None = None,
        *,
        month: Month | None = None,
        metric: MetricKey | None = None,
    ) -> None:
        """Note an issue; its message begins with the words of its place."""
        if place is None:
            self.issues.append(Issue(code, message, hint, month, metric))
        else:
            text = f"{place.words}: {message}" if place.words else message
            self.issues.append(Issue(code, text, hint, month, metric, place.line, place.column))
