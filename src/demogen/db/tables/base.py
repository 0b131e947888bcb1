"""What all tables share: how Python's types become columns."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import DeclarativeBase

from demogen.domain.kpis import JsonObject, JsonValue


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {
        datetime: DateTime(timezone=True),
        JsonObject: JSON(none_as_null=True),
        list[JsonValue]: JSON(none_as_null=True),
        int: BigInteger,
    }
