"""Keeping deals' paths through the stages right where a job changes deals. The images of the deals hold the old paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection

from demogen.db import stage_changes
from demogen.db.stage_changes import StoredStep
from demogen.db.tenants import TenantRow
from demogen.domain.metrics import Entity
from demogen.domain.months import Month
from demogen.engine.calendar import from_micros, to_micros
from demogen.engine.facts import TenantFacts
from demogen.engine.reconcile.rewrites import Rewrite
from demogen.engine.rng import RandomStream
from demogen.engine.stage_history import Step, reworked, step_id
from demogen.engine.working_time import WorkingTime

_PARTS = 1024

_LIFE = ("created_at", "stage", "closed_at")
"""What of a deal its path depends on."""


@dataclass(frozen=True, slots=True)
class Life:
    """What of one deal its path depends on."""

    deal: UUID
    created: datetime
    stage: str
    closed: datetime | None


def follow(
    connection: Connection, tenant: TenantRow, job_id: UUID, rewrite: Rewrite, *, facts: TenantFacts
) -> None:
    """Bring the paths of rewritten deals into line with what the deals are now. In a run of a story, open ones came to
    their stage some time since the run before."""
    if rewrite.entity is not Entity.DEALS or not set(_LIFE) <= set(rewrite.after):
        return
    lives = [
        Life(deal, _instant(created), str(stage), None if closed is None else _instant(closed))
        for place, deal in enumerate(rewrite.ids)
        if any(rewrite.before[name][place] != rewrite.after[name][place] for name in _LIFE)
        for created, stage, closed in [tuple(rewrite.after[name][place] for name in _LIFE)]
    ]
    reached = _reached(facts, [life.deal for life in lives])
    rework(connection, tenant, job_id, lives, reached=reached, at=facts.anchor)


def rework(
    connection: Connection,
    tenant: TenantRow,
    job_id: UUID,
    lives: Sequence[Life],
    *,
    reached: Sequence[datetime],
    at: datetime,
) -> None:
    """Make paths follow from deals' lives, keeping of the stored ones what still fits. `reached` is when an open deal came to a
    stage that it was not in before."""
    known = stage_changes.paths(connection, tenant.id, [life.deal for life in lives])
    zone = ZoneInfo(tenant.timezone)
    gone: list[UUID] = []
    new: list[tuple[StoredStep, str]] = []
    for life, now in zip(lives, reached, strict=True):
        old = known.get(life.deal, [])
        steps = reworked(
            [Step(step.to_stage, step.changed_at) for step in old],
            created=life.created,
            stage=life.stage,
            closed=life.closed,
            now=max(now, life.created),
        )
        wanted = [
            StoredStep(
                step_id(life.deal, step),
                life.deal,
                steps[place - 1].stage if place else None,
                step.stage,
                step.at,
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


def _reached(facts: TenantFacts, deals: list[UUID]) -> list[datetime]:
    """When open deals came to a stage that they were not in before: the job's now, or some time in a run's own hours."""
    if facts.run is None or not deals:
        return [facts.anchor] * len(deals)
    begin, end = to_micros(facts.run.since), to_micros(facts.anchor)
    own = np.array([deal.int % 2**62 for deal in deals], np.int64)
    part = RandomStream("reached", str(facts.anchor)).below("part", own, _PARTS)
    working = WorkingTime(facts.calendar, Month.of(facts.run.since, facts.zone), facts.now)
    begins, ends = np.full(len(deals), begin, np.int64), np.full(len(deals), end, np.int64)
    at = working.between(begins, ends, part, np.full(len(deals), _PARTS, np.int64))
    return [from_micros(int(micros)) for micros in at]


def _instant(value: str | int | datetime | date | None) -> datetime:
    assert isinstance(value, datetime)
    return value
