"""How deals go through the stages: how many reached each, went on, were lost there or stand there, and how long it took."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, extract, func, select

from demogen.db.stage_changes import IN_ORDER
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES
from demogen.domain.kpis import StageFlow
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity
from demogen.domain.months import Month

_SECONDS_PER_DAY = 86_400


def query_funnel(
    connection: Connection, tenant_id: UUID, timezone: str, first: Month, last: Month
) -> list[StageFlow]:
    """The live deals created from `first` to `last`, both included, stage by stage; in no order. A stage that a deal was
    in twice counts twice. Days are those that deals spent in a stage before they left it."""
    zone = ZoneInfo(timezone)
    deals, steps = ENTITY_TABLES[Entity.DEALS], STAGE_CHANGES
    following = {"partition_by": steps.c.deal_id, "order_by": IN_ORDER}
    walked = (
        select(
            steps.c.to_stage.label("stage"),
            func.lead(steps.c.to_stage).over(**following).label("next_stage"),  # type: ignore[arg-type]
            extract(
                "epoch",
                func.lead(steps.c.changed_at).over(**following) - steps.c.changed_at,  # type: ignore[arg-type]
            ).label("seconds"),
        )
        .join(deals, and_(deals.c.tenant_id == steps.c.tenant_id, deals.c.id == steps.c.deal_id))
        .where(
            steps.c.tenant_id == tenant_id,
            deals.c.tenant_id == tenant_id,
            deals.c.deleted_at.is_(None),
            deals.c.created_at >= first.bounds(zone)[0],
            deals.c.created_at < last.bounds(zone)[1],
        )
        .subquery()
    )
    left = walked.c.next_stage.is_not(None)
    median = func.percentile_cont(0.5).within_group(walked.c.seconds.asc())
    rows = connection.execute(
        select(
            walked.c.stage,
            func.count(),
            func.count().filter(and_(left, walked.c.next_stage.not_in([CLOSED_WON, CLOSED_LOST]))),
            func.count().filter(walked.c.next_stage == CLOSED_WON),
            func.count().filter(walked.c.next_stage == CLOSED_LOST),
            func.count().filter(walked.c.next_stage.is_(None)),
            func.avg(walked.c.seconds),
            median,
        ).group_by(walked.c.stage)
    )
    return [
        StageFlow(stage, entered, moved_on, won, lost, now, _days(average), _days(middle))
        for stage, entered, moved_on, won, lost, now, average, middle in rows
    ]


def _days(seconds: object) -> float | None:
    return None if seconds is None else round(float(str(seconds)) / _SECONDS_PER_DAY, 1)
