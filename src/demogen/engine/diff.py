"""Comparing two snapshots with what was planned."""

from __future__ import annotations

from collections.abc import Mapping

from demogen.domain.kpis import KpiSnapshot
from demogen.domain.metrics import PLANNED, STOCKS, MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import EXACT, Tolerance
from demogen.domain.report import DiffCell, PatchDiffReport


def compute_diff(
    before: KpiSnapshot,
    after: KpiSnapshot,
    targets: Mapping[Month, Mapping[MetricKey, int]],
    tolerances: Mapping[MetricKey, Tolerance],
) -> PatchDiffReport:
    """Every KPI of the months in `after`; cells without a target are `unplanned`, tolerances default to exact."""
    old = before.by_month()
    return PatchDiffReport(
        tuple(
            DiffCell(
                month=month.month,
                metric=key,
                before=old[month.month][key],
                after=month[key],
                target=targets.get(month.month, {}).get(key),
                tolerance=tolerances.get(key, EXACT),
            )
            for month in after.months
            for key in (*PLANNED, *STOCKS)
        )
    )
