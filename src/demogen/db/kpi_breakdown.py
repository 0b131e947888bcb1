"""What a month's new records are: deals by outcome, contacts by kind, activities by type. One query per entity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, and_, bindparam, case, func, select

from demogen.db.kpi_aggregator import month_edges, month_ranges
from demogen.db.tables import ENTITY_TABLES
from demogen.domain.kpis import MonthlyBreakdown, Outcome
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity
from demogen.domain.months import Month, months_between


def query_breakdown(
    connection: Connection, tenant_id: UUID, timezone: str, first: Month, last: Month
) -> tuple[MonthlyBreakdown, ...]:
    """Every month from `first` to `last`, both included; a month with nothing is zeros."""
    edges = month_edges(first, last, ZoneInfo(timezone))
    parameters = {"tenant": tenant_id, "starts": edges[:-1], "ends": edges[1:]}

    def read(dated: Column[Any], part: ColumnElement[Any], total: ColumnElement[int]) -> Sequence[Row[Any]]:
        return connection.execute(_grouped(dated, part, total), parameters).all()

    deals = ENTITY_TABLES[Entity.DEALS]
    outcome = case(
        (deals.c.stage == CLOSED_WON, Outcome.WON.value),
        (deals.c.stage == CLOSED_LOST, Outcome.LOST.value),
        else_=Outcome.OPEN.value,
    )
    contacts, activities = ENTITY_TABLES[Entity.CONTACTS], ENTITY_TABLES[Entity.ACTIVITIES]
    by_outcome = {
        (row.place, row.part): row
        for row in read(deals.c.created_at, outcome, func.sum(deals.c.amount_minor))
    }
    by_kind = _counts(read(contacts.c.created_at, contacts.c.became_lead_at.is_not(None), func.count()))
    by_type = _counts(read(activities.c.occurred_at, activities.c.type, func.count()))
    types = sorted({str(part) for _, part in by_type})
    return tuple(
        MonthlyBreakdown(
            month,
            deals={part: _of(by_outcome, place, part, "number") for part in Outcome},
            deals_value={part: _of(by_outcome, place, part, "total") for part in Outcome},
            leads=by_kind.get((place, True), 0),
            other_contacts=by_kind.get((place, False), 0),
            activities={kind: by_type.get((place, kind), 0) for kind in types},
        )
        for place, month in enumerate(months_between(first, last), 1)
    )


def _grouped(dated: Column[Any], part: ColumnElement[Any], total: ColumnElement[int]) -> Any:
    """Rows `(place, part, count, total)` of the live records whose date lies in each month."""
    table, ranges = dated.table, month_ranges()
    assert isinstance(table, Table)
    within = and_(
        table.c.tenant_id == bindparam("tenant"),
        table.c.deleted_at.is_(None),
        dated >= ranges.c.start,
        dated < ranges.c.end,
    )
    return (
        select(ranges.c.place, part.label("part"), func.count().label("number"), total.label("total"))
        .select_from(ranges.join(table, within))
        .group_by(ranges.c.place, part)
    )


def _counts(rows: Sequence[Row[Any]]) -> dict[tuple[int, object], int]:
    return {(row.place, row.part): row.number for row in rows}


def _of(rows: dict[tuple[int, str], Row[Any]], place: int, part: Outcome, column: str) -> int:
    row = rows.get((place, part.value))
    return 0 if row is None else int(row._mapping[column])
