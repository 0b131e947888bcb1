"""What a patch did: checked against what was planned, and put into the job's row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from demogen.db.tenants import TenantRow
from demogen.domain.counts import counted
from demogen.domain.kpis import JsonObject, JsonValue, KpiSnapshot
from demogen.domain.metrics import PLANNED, STOCKS, Entity, MetricKey, label_of
from demogen.domain.months import Month
from demogen.domain.preview import Preview
from demogen.domain.report import CellStatus, PatchDiffReport
from demogen.engine.facts import TenantFacts
from demogen.engine.preview import Decided
from demogen.errors import VerificationFailed


def _none() -> Mapping[Entity, int]:
    return dict.fromkeys(Entity, 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job did, as its one transaction saw it. An undo and a clearing have no preview, but a reversal."""

    before: KpiSnapshot
    after: KpiSnapshot
    report: PatchDiffReport
    created: Mapping[Entity, int] = field(default_factory=_none)
    changed: Mapping[Entity, int] = field(default_factory=_none)
    deleted: Mapping[Entity, int] = field(default_factory=_none)
    preview: Preview | None = None
    reversal: JsonObject | None = None

    @property
    def touched(self) -> int:
        """Records created, changed and retired."""
        return sum(sum(counts.values()) for counts in (self.created, self.changed, self.deleted))

    def columns(self, tenant: TenantRow, log: list[JsonValue], *, seconds: float) -> dict[str, object]:
        """The last values of the job's row."""
        rows = self.touched
        validation = self.preview and {
            **self.preview.findings.to_json(),
            "preview": self.preview.to_json(tenant.money),
        }
        own = {"undo_report": self.reversal} if self.reversal is not None else {}
        return own | {
            "progress": 100,
            "current_step": "done",
            "validation": validation,
            "before_kpis": self.before.to_json(),
            "after_kpis": self.after.to_json(),
            "diff_report": self.report.to_json(tenant.money),
            "records_created": {entity.value: count for entity, count in self.created.items()},
            "records_changed": {entity.value: count for entity, count in self.changed.items()},
            "records_deleted": {entity.value: count for entity, count in self.deleted.items()},
            "execution_metrics": {
                "durationMs": round(seconds * 1000),
                "rows": rows,
                "rowsPerSecond": round(rows / seconds) if seconds else 0,
            },
            "log": log,
        }


def targets_of(solved: Decided, facts: TenantFacts) -> dict[Month, dict[MetricKey, int]]:
    """What the plan's own cells should show after the patch. What they bring along is no target: `verify` proves it."""
    return {
        month: {key: facts.kpis(month)[key] + delta for key, delta in cells.items()}
        for month, cells in solved.asked.items()
    }


def hit_text(report: PatchDiffReport) -> str:
    """One line for the log."""
    hit = f"Hit {counted(report.count(CellStatus.PASS), 'planned number')}"
    return f"{hit}; {counted(report.came_along, 'other number')} came along" if report.came_along else hit


def verify(after: KpiSnapshot, solved: Decided, facts: TenantFacts) -> None:
    """after = before + what was planned, for every KPI of every planned month, stocks included."""
    for expected, found in zip(solved.projected(facts), after.months, strict=True):
        for key in (*PLANNED, *STOCKS):
            if found[key] != expected[key]:
                raise VerificationFailed(
                    f"{label_of(key)} in {found.month} is {found[key]} after the patch, where {expected[key]} was "
                    "planned; the patch was rolled back."
                )
