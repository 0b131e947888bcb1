"""What a patch would do, as frozen values: shown before it runs, and the very thing that then runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from demogen.domain.issues import Findings
from demogen.domain.kpis import JsonObject, MonthlyKpiSnapshot, value_to_json
from demogen.domain.metrics import METRICS, STOCKS, Entity, MetricKey, is_money
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class Preview:
    """`deltas`: every planned or implied cell's change. `projected`: the months as they will be.

    `nearest` is a plan that would work, where this one does not. `fingerprint` stands for the current KPIs of the
    planned months: when it has moved, the preview is out of date. `changes` tells of existing records that change.
    """

    deltas: Mapping[Month, Mapping[MetricKey, int]]
    current: tuple[MonthlyKpiSnapshot, ...]
    projected: tuple[MonthlyKpiSnapshot, ...]
    records: Mapping[Entity, int]
    findings: Findings
    fingerprint: str
    plan_hash: str
    nearest: Plan | None = None
    changes: JsonObject | None = None

    @property
    def feasible(self) -> bool:
        return self.findings.valid

    @property
    def value_changes(self) -> dict[Month, dict[MetricKey, tuple[int, int]]]:
        """Before and after of each money KPI, by month."""
        return {
            before.month: {
                key: (before[key], after[key])
                for key in (*METRICS,)
                if is_money(key) and key in before.values
            }
            for before, after in zip(self.current, self.projected, strict=True)
        }

    def to_json(self, currency: Currency) -> JsonObject:
        return {
            "deltas": [
                {"month": str(month), **_values(cells, currency)} for month, cells in self.deltas.items()
            ],
            "projected": [month.to_json(currency) for month in self.projected],
            "records": {entity.value: count for entity, count in self.records.items()},
            "values": [
                {
                    "month": str(month),
                    **{
                        key.value: {"before": currency.format(before), "after": currency.format(after)}
                        for key, (before, after) in changes.items()
                    },
                }
                for month, changes in self.value_changes.items()
            ],
            "notes": [issue.to_json() for issue in self.findings.notes],
            "warnings": [issue.to_json() for issue in self.findings.warnings],
            "blockers": [issue.to_json() for issue in self.findings.stopping],
            "feasible": self.feasible,
            "nearest": None if self.nearest is None else self.nearest.to_json(currency),
            "changes": self.changes,
            "fingerprint": self.fingerprint,
            "planHash": self.plan_hash,
        }


def _values(cells: Mapping[MetricKey, int], currency: Currency) -> JsonObject:
    return {
        key.value: value_to_json(value, METRICS[key].unit, currency)
        for key, value in cells.items()
        if key not in STOCKS
    }
