"""The diff report: what was planned, what is there, and whether the two agree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from demogen.domain.kpis import JsonObject, value_to_json
from demogen.domain.metrics import METRICS, STOCKS, MetricKey
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.domain.plan import Tolerance


class CellStatus(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, slots=True)
class DiffCell:
    """One KPI of one month. `target` is None where the plan says nothing of it."""

    month: Month
    metric: MetricKey
    before: int
    after: int
    target: int | None
    tolerance: Tolerance

    @property
    def delta(self) -> int:
        return self.after - self.before

    @property
    def delta_percent(self) -> float | None:
        return round(100 * self.delta / self.before, 2) if self.before else None

    @property
    def deviation(self) -> int | None:
        return None if self.target is None else self.after - self.target

    @property
    def came_along(self) -> bool:
        """Whether the plan says nothing of it, and its other numbers moved it all the same; stocks always follow."""
        return self.target is None and self.delta != 0 and self.metric not in STOCKS

    @property
    def status(self) -> CellStatus:
        if self.target is None:
            return CellStatus.UNPLANNED
        hit = self.tolerance.allows(target=self.target, actual=self.after)
        return CellStatus.PASS if hit else CellStatus.FAIL

    def to_json(self, currency: Currency) -> JsonObject:
        unit = METRICS[self.metric].unit
        return {
            "before": value_to_json(self.before, unit, currency),
            "after": value_to_json(self.after, unit, currency),
            "delta": value_to_json(self.delta, unit, currency),
            "deltaPercent": self.delta_percent,
            "target": value_to_json(self.target, unit, currency),
            "deviation": value_to_json(self.deviation, unit, currency),
            "tolerance": self.tolerance.to_json(self.metric, currency),
            "status": self.status.value,
            "cameAlong": self.came_along,
        }


@dataclass(frozen=True, slots=True)
class PatchDiffReport:
    """Every KPI of every planned month, before and after."""

    cells: tuple[DiffCell, ...]

    @property
    def passed(self) -> bool:
        return all(cell.status is not CellStatus.FAIL for cell in self.cells)

    def count(self, status: CellStatus) -> int:
        return sum(cell.status is status for cell in self.cells)

    @property
    def came_along(self) -> int:
        """Numbers that the plan says nothing of and that moved with it."""
        return sum(cell.came_along for cell in self.cells)

    def to_json(self, currency: Currency) -> JsonObject:
        months: dict[Month, JsonObject] = {}
        for cell in self.cells:
            months.setdefault(cell.month, {})[cell.metric.value] = cell.to_json(currency)
        return {
            "status": (CellStatus.PASS if self.passed else CellStatus.FAIL).value,
            "passed": self.count(CellStatus.PASS),
            "failed": self.count(CellStatus.FAIL),
            "unplanned": self.count(CellStatus.UNPLANNED),
            "cameAlong": self.came_along,
            "months": [{"month": str(month), "metrics": cells} for month, cells in months.items()],
        }
