"""What all shapes share: their camelCase names, and the texts of months, money and states."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

MonthText = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", examples=["2025-03"])]
MoneyText = Annotated[
    str, Field(pattern=r"^-?\d+(\.\d+)?$", examples=["1134672.00"], description="Major units, as a decimal.")
]
Status = Literal["queued", "running", "completed", "failed", "cancelled"]


class Shape(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")
