"""What any address answers where it cannot do what is asked."""

from __future__ import annotations

from pydantic import Field

from demogen.api.schemas.base import Shape
from demogen.api.schemas.freshness import ShiftPreview
from demogen.api.schemas.jobs import ClearPreview, UndoPreview
from demogen.api.schemas.plans import Issue, Preview


class Problem(Shape):
    """Any error. `code` is stable; `errors` holds a plan's issues, `fields` what is wrong with which field,
    `preview` what would be done now, where what was shown is outdated."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(examples=["tenant_unknown"])
    hint: str
    request_id: str | None
    errors: list[Issue] | None = None
    fields: dict[str, str] | None = None
    preview: Preview | UndoPreview | ClearPreview | ShiftPreview | None = None
