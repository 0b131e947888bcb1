"""Keeping deals' paths through the stages right where a job changes deals. The images of the deals hold the old paths."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from demogen.db import stage_changes
from demogen.db.stage_changes import StoredStep
from demogen.db.tenants import TenantRow
from demogen.domain.metrics import Entity
from demogen.domain.months import Month
from demogen.engine.reconcile.rewrites import Rewrite
from demogen.engine.stage_history import Step, reworked, step_id

_LIFE = ("created_at", "stage", "closed_at")
"""What of a deal its path depends on."""


def follow(
    connection: Connection, tenant: TenantRow, job_id: UUID, rewrite: Rewrite, *, at: datetime
) -> None:
    """Bring the paths of rewritten deals into line with what the deals are now."""
    if rewrite.entity is not Entity.DEALS or not set(_LIFE) <= set(rewrite.after):
        return
    lives = [
        (deal, created, stage, closed)
        for place, deal in enumerate(rewrite.ids)
        if any(rewrite.before[name][place] != rewrite.after[name][place] for name in _LIFE)
        for created, stage, closed in [tuple(rewrite.after[name][place] for name in _LIFE)]
    ]
    known = stage_changes.paths(connection, tenant.id, [deal for deal, *_ in lives])
    zone = ZoneInfo(tenant.timezone)
    gone: list[UUID] = []
    new: list[tuple[StoredStep, str]] = []
    for deal, created, stage, closed in lives:
        old = known.get(deal, [])
        steps = reworked(
            [Step(step.to_stage, step.changed_at) for step in old],
            created=_instant(created),
            stage=str(stage),
            closed=None if closed is None else _instant(closed),
            now=at,
        )
        wanted = [
            StoredStep(
                step_id(deal, step), deal, steps[place - 1].stage if place else None, step.stage, step.at
            )
            for place, step in enumerate(steps)
        ]
        kept = {(step.from_stage, step.to_stage, step.changed_at): step.id for step in old}
        for step in wanted:
            if kept.pop((step.from_stage, step.to_stage, step.changed_at), None) is None:
                new.append((step, str(Month.of(step.changed_at, zone))))
        gone += kept.values()
    stage_changes.remove(connection, tenant.id, gone)
    stage_changes.add(connection, tenant.id, job_id, new, at=at)


def _instant(value: str | int | datetime | date | None) -> datetime:
    assert isinstance(value, datetime)
    return value
