"""Reading KPIs: one query per entity, for any number of months. The definitions are the catalogue's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    DateTime,
    FromClause,
    Select,
    Table,
    TableValuedAlias,
    bindparam,
    func,
    select,
    text,
    true,
)
from sqlalchemy.sql.selectable import LateralFromClause

from demogen.db.tables import ENTITY_TABLES, IRREGULAR
from demogen.domain.kpis import KpiSnapshot, MonthlyKpiSnapshot
from demogen.domain.metrics import CATALOGUE, CLOSED_LOST, Entity, Measure, Metric, MetricKey
from demogen.domain.money import Currency
from demogen.domain.months import Month, first_instant, months_between

_EVER = datetime(1, 1, 2, tzinfo=UTC)
"""Before every record: where the range begins that gives the first month its opening stock."""

_LOST = Measure(Entity.DEALS, dated_by="closed_at", stage=CLOSED_LOST, sums="amount_minor")
_LOST_VALUE = "closed_lost_value"
"""What was lost is no KPI, but leaves the pipeline."""

_INSTANTS = ARRAY(DateTime(timezone=True))


class KpiAggregator:
    """KPIs of one tenant through one connection: inside one transaction all reads see one snapshot. `only` narrows the
    records of each kind by a condition in SQL."""

    def __init__(
        self,
        connection: Connection,
        timezone: str,
        currency: Currency,
        *,
        only: Callable[[Entity], str] | None = None,
    ) -> None:
        self._connection, self._timezone, self._currency, self._only = connection, timezone, currency, only

    def query_monthly_kpis(
        self, tenant_id: UUID, first: Month, last: Month
    ) -> tuple[MonthlyKpiSnapshot, ...]:
        """Every month from `first` to `last`, both included; a month with nothing is zeros."""
        months = months_between(first, last)
        if not months:
            return ()
        edges = month_edges(first, last, ZoneInfo(self._timezone))
        values: dict[MetricKey, list[int]] = {}
        for entity in Entity:
            values |= self._query(entity, tenant_id, edges)
        return tuple(
            MonthlyKpiSnapshot(month, {key: column[place] for key, column in values.items()})
            for place, month in enumerate(months)
        )

    def create_snapshot(self, tenant_id: UUID, months: Sequence[Month]) -> KpiSnapshot:
        """The given months, in order of time, with the instant at which they were read."""
        wanted = set(months)
        found = self.query_monthly_kpis(tenant_id, min(wanted), max(wanted)) if wanted else ()
        taken_at = self._connection.execute(select(func.now())).scalar_one()
        return KpiSnapshot(
            tenant_id,
            taken_at,
            self._timezone,
            self._currency,
            tuple(month for month in found if month.month in wanted),
        )

    def _query(self, entity: Entity, tenant_id: UUID, edges: list[datetime]) -> dict[MetricKey, list[int]]:
        """Values by month of all metrics of one entity. `edges` are the months' boundaries, one more than months. Deals are
        also read from the beginning to the first month: its stocks need what was open then."""
        before = [_EVER] if entity is Entity.DEALS else []
        starts, ends = [*before, *edges[:-1]], edges if before else edges[1:]
        statement = _statement(entity, self._only(entity) if self._only else None)
        rows = self._connection.execute(
            statement, {"tenant": tenant_id, "starts": starts, "ends": ends}
        ).mappings()
        columns: dict[str, list[int]] = {}
        for row in rows:
            for name, value in row.items():
                columns.setdefault(name, []).append(int(value))
        values = {
            metric.key: columns[metric.key.value][len(before) :]
            for metric in CATALOGUE
            if _is_of(metric, entity)
        }
        if entity is Entity.DEALS:
            values[MetricKey.OPEN_DEALS] = _stock(
                columns,
                MetricKey.DEALS_CREATED,
                MetricKey.CLOSED_WON_COUNT,
                MetricKey.CLOSED_LOST_COUNT,
                "count",
            )
            values[MetricKey.OPEN_PIPELINE_VALUE] = _stock(
                columns, MetricKey.DEALS_CREATED_VALUE, MetricKey.CLOSED_WON_VALUE, _LOST_VALUE, "value"
            )
        return values


def month_edges(first: Month, last: Month, zone: ZoneInfo) -> list[datetime]:
    """The boundaries of the months from `first` to `last`, one more than months."""
    return [first_instant(month.first_day, zone) for month in months_between(first, last.plus(1))]


def month_ranges() -> TableValuedAlias:
    """The parameters `starts` and `ends` as rows `(start, end, place)`, counted from 1."""
    return (
        func.unnest(bindparam("starts", type_=_INSTANTS), bindparam("ends", type_=_INSTANTS))
        .table_valued("start", "end", with_ordinality="place")
        .render_derived(name="months")
    )


def _is_of(metric: Metric, entity: Entity) -> bool:
    return metric.measure is not None and metric.measure.entity is entity


def _stock(columns: dict[str, list[int]], created: str, won: str, lost: str, unit: str) -> list[int]:
    """What is open at each month's end: created by then, not closed by then; irregular rows were never open."""
    signed = (
        columns[created],
        columns[f"irregular_closed_{unit}"],
        [-value for value in columns[won]],
        [-value for value in columns[lost]],
        [-value for value in columns[f"irregular_created_{unit}"]],
    )
    return list(accumulate(map(sum, zip(*signed, strict=True))))[1:]


@lru_cache
def _statement(entity: Entity, only: str | None = None) -> Select[*tuple[Any, ...]]:
    """Month ranges joined with one lateral aggregate for each date column, so that covering indexes serve."""
    table = ENTITY_TABLES[entity]
    ranges = month_ranges()
    aggregates: list[LateralFromClause] = []
    metrics = [metric for metric in CATALOGUE if _is_of(metric, entity)]
    for dated_by in dict.fromkeys(metric.measure.dated_by for metric in metrics if metric.measure):
        columns: list[ColumnElement[int]] = [
            _aggregate(table, metric.measure).label(metric.key.value)
            for metric in metrics
            if metric.measure and metric.measure.dated_by == dated_by
        ]
        if dated_by == "closed_at":
            columns.append(_aggregate(table, _LOST).label(_LOST_VALUE))
        aggregates.append(_in_range(table, ranges, dated_by, columns, only).lateral(f"by_{dated_by}"))
    if entity is Entity.DEALS:
        for name, dated_by in (("irregular_created", "created_at"), ("irregular_closed", "closed_at")):
            statement = _in_range(table, ranges, dated_by, _totals(table, name), only).where(text(IRREGULAR))
            aggregates.append(statement.lateral(name))
    joined: FromClause = ranges
    for aggregate in aggregates:
        joined = joined.join(aggregate, true())
    return (
        select(*(column for aggregate in aggregates for column in aggregate.c))
        .select_from(joined)
        .order_by(ranges.c.place)
    )


def _in_range(
    table: Table,
    ranges: TableValuedAlias,
    dated_by: str,
    columns: Sequence[ColumnElement[int]],
    only: str | None,
) -> Select[*tuple[Any, ...]]:
    date = table.c[dated_by]
    found = select(*columns).where(
        table.c.tenant_id == bindparam("tenant"),
        table.c.deleted_at.is_(None),
        date >= ranges.c.start,
        date < ranges.c.end,
    )
    return found if only is None else found.where(text(only))


def _aggregate(table: Table, measure: Measure) -> ColumnElement[int]:
    found = func.count() if measure.sums is None else func.sum(table.c[measure.sums])
    if measure.stage is None:
        return func.coalesce(found, 0)
    return func.coalesce(found.filter(table.c.stage == measure.stage), 0)


def _totals(table: Table, name: str) -> list[ColumnElement[int]]:
    """Count and amount of deals."""
    return [
        func.count().label(f"{name}_count"),
        func.coalesce(func.sum(table.c.amount_minor), 0).label(f"{name}_value"),
    ]
