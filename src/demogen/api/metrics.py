"""Prometheus metrics: requests as this process sees them, jobs as the database holds them at the scrape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from demogen.db.session import Database
from demogen.domain.health import HealthStatus
from demogen.service.health import HealthCheck
from demogen.service.queue import Queue
from demogen.service.statistics import statistics

_REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The registry of one app."""

    def __init__(self, database: Database, queue: Queue) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Jobs(database, queue))
        self._registry.register(_Tenants(database))
        self._requests = Histogram(
            "demogen_http_request_seconds",
            "Time to answer HTTP requests.",
            ("method", "route", "status"),
            buckets=_REQUEST_BUCKETS,
            registry=self._registry,
        )

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        known = method if method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS") else "other"
        self._requests.labels(known, route, str(status)).observe(seconds)

    def exposition(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self._registry)


class _Jobs(Collector):
    """Jobs run in other processes: their numbers are read from their rows."""

    def __init__(self, database: Database, queue: Queue) -> None:
        self._database, self._queue = database, queue

    def collect(self) -> Iterator[Metric]:
        found = statistics(self._database, self._queue)
        status = GaugeMetricFamily("demogen_jobs", "Jobs by kind and status.", labels=("kind", "status"))
        for (kind, name), count in sorted(found.jobs.items()):
            status.add_metric((kind, name), count)
        yield status
        seconds = HistogramMetricFamily(
            "demogen_job_duration_seconds", "How long completed jobs took.", labels=("kind",)
        )
        for kind, took in found.durations.items():
            seconds.add_metric((kind,), took.buckets, took.total_seconds)
        yield seconds
        created = CounterMetricFamily(
            "demogen_rows_created", "Records created by completed jobs.", labels=("entity",)
        )
        for entity, count in found.rows_created.items():
            created.add_metric((entity,), count)
        yield created
        yield GaugeMetricFamily(
            "demogen_queue_depth", "Jobs that wait for a worker.", value=found.queue_depth
        )


class _Tenants(Collector):
    """The last look at each tenant's health."""

    def __init__(self, database: Database) -> None:
        self._check = HealthCheck(database)

    def collect(self) -> Iterator[Metric]:
        known = self._check.all_known()
        status = GaugeMetricFamily(
            "demogen_tenant_health", "1 for the state that a tenant is in.", labels=("tenant", "status")
        )
        stale = GaugeMetricFamily(
            "demogen_tenant_stale_timestamp_seconds",
            "The start, in UTC, of the day on which a tenant goes stale.",
            labels=("tenant",),
        )
        today = datetime.now(UTC).date()
        for tenant, look in known:
            for one in HealthStatus:
                status.add_metric((tenant.slug, one.value), one is look.status_on(today))
            if look.stale_on is not None:
                stale.add_metric(
                    (tenant.slug,), datetime.combine(look.stale_on, time(), tzinfo=UTC).timestamp()
                )
        yield status
        yield stale
