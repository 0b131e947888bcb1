"""How long a plan takes: a large one to be validated, solved and previewed, and a usual one from end to end."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from benchmarks.scene import months_until, plan_of, scene
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType

_LAST = Month(2026, 6)
_TIMES = 9

NINE = {
    MetricKey.LEADS_CREATED: 40,
    MetricKey.CONTACTS_CREATED: 90,
    MetricKey.COMPANIES_CREATED: 20,
    MetricKey.DEALS_CREATED: 50,
    MetricKey.DEALS_CREATED_VALUE: 62_500_000,
    MetricKey.CLOSED_WON_COUNT: 16,
    MetricKey.CLOSED_WON_VALUE: 21_000_000,
    MetricKey.CLOSED_LOST_COUNT: 22,
    MetricKey.ACTIVITIES_CREATED: 300,
}


def measure() -> dict[str, float]:
    """Medians in milliseconds."""
    months = months_until(_LAST, 60)
    large = Plan(tuple(PlanMonth(month, NINE) for month in months), PlanType.DELTAS)
    usual = plan_of(500, months_until(_LAST, 12))
    with scene() as opened:
        tenant = opened.grown(20_000, months)
        engine = opened.engine

        def apply() -> None:
            job = engine.execute(engine.submit(tenant.slug, usual).id)
            assert job.verified, job.error

        return {
            "preview60x9": _median(lambda: engine.preview(tenant.slug, large)),
            "apply12months500records": _median(apply),
        }


def _median(work: Callable[[], object]) -> float:
    work()
    seconds = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return round(1000 * statistics.median(seconds), 1)
