"""Instants and months as commands and requests give them. Each raises InputError with what to write instead."""

from __future__ import annotations

from datetime import UTC, datetime

from demogen.domain.months import Month
from demogen.errors import InputError


def read_instant(text: object) -> datetime | None:
    """An aware instant; UTC where the text has no offset."""
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        raise InputError(
            f"'{text}' is not an instant.", hint="Write it as ISO 8601, such as 2026-03-31T18:00:00Z."
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def read_month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise InputError(f"{error}.", hint="Write months as YYYY-MM.") from None


def read_range(first: str, last: str, *, longest: int) -> tuple[Month, Month]:
    """Two months in order, `longest` months at most with both of them."""
    begin, end = read_month(first), read_month(last)
    if begin > end:
        raise InputError(f"from ({begin}) is later than to ({end}).", hint="Swap them.")
    if end.index - begin.index >= longest:
        raise InputError(f"{begin} to {end} is more than {longest} months.", hint="Ask for fewer months.")
    return begin, end
