"""Demos that do not expire: shifts."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from demogen.api.schemas.base import MonthText, Shape
from demogen.api.schemas.jobs import Kept
from demogen.api.schemas.kpis import Records
from demogen.db.shifting import Edited


class Span(Shape):
    """Months from `first` to `last`, both included."""

    first: MonthText
    last: MonthText


class ShiftPreview(Shape):
    """What would move by how many months, what would stay, and the first of the records that would."""

    tenant_id: UUID
    months: int
    edited: Edited
    from_: Span = Field(alias="from")
    to: Span
    moving: Records
    staying: Records
    kept: list[Kept]
    warnings: list[str]
    fingerprint: str


class ShiftRequest(Shape):
    """`expectedFingerprint` is that of the preview: if the records changed since, nothing moves."""

    end: MonthText
    edited: Edited = Edited.MOVE
    expected_fingerprint: str | None = Field(None, max_length=128)
