"""How alive a tenant looks: findings, what cures each, and the day on which it goes stale. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.months import Month


class HealthStatus(StrEnum):
    """`warning` where something should be looked at, `stale` where the records end too long ago, `unhealthy` where a demo
    would show that something is wrong; `empty` is a tenant without records, which is as good as it was meant."""

    HEALTHY = "healthy"
    EMPTY = "empty"
    WARNING = "warning"
    STALE = "stale"
    UNHEALTHY = "unhealthy"

    @property
    def is_dead(self) -> bool:
        return self in (HealthStatus.STALE, HealthStatus.UNHEALTHY)


class FindingCode(StrEnum):
    NO_RECORDS = "no_records"
    STALE = "stale"
    EMPTY_30_DAYS = "empty_30_days"
    EMPTY_7_DAYS = "empty_7_days"
    GOES_STALE = "goes_stale"
    CHART_GAP = "chart_gap"
    DEALS_OVERDUE = "deals_overdue"
    DATED_IN_FUTURE = "dated_in_future"
    DRIFT = "drift"
    STORY_FAILED = "story_failed"
    STORY_UNMET = "story_unmet"


class CureKind(StrEnum):
    """What a button of a finding does."""

    TELL_STORY = "tell_story"
    RESUME_STORY = "resume_story"
    RUN_STORY = "run_story"
    AWAIT_STORY = "await_story"
    SKIP_MONTH = "skip_month"
    LET_GO = "let_go"
    CHANGE_STORY = "change_story"
    SHIFT = "shift"
    PATCH = "patch"
    RESTORE = "restore"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Cure:
    """What helps: in words, and as a command where there is one. `months` are those it is about."""

    kind: CureKind
    label: str
    command: str | None = None
    months: tuple[Month, ...] = ()
    job_id: str | None = None

    def to_json(self) -> JsonObject:
        return {
            "kind": self.kind.value,
            "label": self.label,
            "command": self.command,
            "months": [str(month) for month in self.months],
            "jobId": self.job_id,
        }


@dataclass(frozen=True, slots=True)
class Changes:
    """What people did to records of one kind since the last job."""

    added: int
    edited: int
    removed: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or will be."""

    code: FindingCode
    severity: HealthStatus
    message: str
    cures: tuple[Cure, ...]
    metrics: tuple[MetricKey, ...] = ()
    months: tuple[Month, ...] = ()
    changes: Mapping[Entity, Changes] | None = None

    def to_json(self) -> JsonObject:
        return {
            "code": self.code.value,
            "severity": self.severity.value,
            "message": self.message,
            "metrics": [key.value for key in self.metrics],
            "months": [str(month) for month in self.months],
            "changes": None
            if self.changes is None
            else {
                entity.value: {"added": found.added, "edited": found.edited, "removed": found.removed}
                for entity, found in self.changes.items()
            },
            "cures": [cure.to_json() for cure in self.cures],
        }


@dataclass(frozen=True, slots=True)
class Health:
    """A look at one tenant. `stale_on` is the day on which it looks dead: passed, coming, or None where that is not in sight."""

    findings: tuple[Finding, ...]
    stale_on: date | None

    @property
    def status(self) -> HealthStatus:
        order = list(HealthStatus)
        found = [HealthStatus.HEALTHY, *(finding.severity for finding in self.findings)]
        return max(found, key=order.index)
