"""A state machine over everything that changes a tenant: patches of both modes, undos, and what people do in between.

A small model keeps what the tenant must hold; after every step plain SQL compares it with the database.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.domain.metrics import PLANNED
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.engine.diff import compute_diff
from demogen.errors import UndoRefused
from demogen.service.generation import TenantGenerator
from demogen.service.outcome import verify
from demogen.service.patch_engine import PatchEngine
from demogen.service.reconciliation import carry_out
from demogen.service.submission import Confirmation
from tests.integration.builders import ANCHOR, counted, grown_tenant, orphans, plan, rows_hash
from tests.integration.rules import broken

STEPS = int(os.environ.get("DEMOGEN_TEST_STEPS", "60"))
"""Steps of the whole run; a thousand take some minutes."""

MONTHS = [f"2025-{number:02d}" for number in range(1, 9)]
KEYS = [key.value for key in PLANNED]

Numbers = dict[tuple[str, str], int]
cells = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 100), min_size=1, max_size=4)
plans = st.dictionaries(st.sampled_from(MONTHS), cells, min_size=1, max_size=3)


@dataclass
class Done:
    """A completed patch, and what it changed."""

    job: Job
    change: Numbers
    people: int


class Tenant(RuleBasedStateMachine):
    database: Database
    sql: psycopg.Connection

    @initialize()
    def begin(self) -> None:
        self.engine = PatchEngine(self.database, max_records=1_000_000)
        self.tenant = grown_tenant(TenantGenerator(self.database, max_records=1_000_000), months=8)
        self.model = self.numbers()
        self.done: list[Done] = []
        self.people = 0
        self.protected = self.own_rows()

    # patches ---------------------------------------------------------------------------------------------------

    @rule(rows=plans)
    def add(self, rows: dict[str, dict[str, int]]) -> None:
        """ADDITIVE: a few more of each."""
        few = {month: {key: value // 5 for key, value in cells.items()} for month, cells in rows.items()}
        self.patch(plan(few))

    @rule(rows=plans)
    def reconcile(self, rows: dict[str, dict[str, int]]) -> None:
        """RECONCILE to between half and one and a half of what is there."""
        targets = {
            month: {
                key: self.model.get((month, key), 0) * (50 + percent) // 100 for key, percent in cells.items()
            }
            for month, cells in rows.items()
        }
        wanted = plan(targets, PlanType.TARGETS)
        self.patch(Plan(wanted.months, wanted.plan_type, Mode.RECONCILE))

    def patch(self, wanted: Plan) -> None:
        preview = self.engine.preview(self.tenant.slug, wanted, anchor=ANCHOR)
        if not preview.feasible:
            if preview.nearest is not None:
                self.apply_nearest(preview.nearest)
            return
        job = self.engine.submit(self.tenant.slug, wanted, anchor=ANCHOR, confirmed=Confirmation.of(preview))
        job = self.engine.execute(job.id)
        assert job.verified, job.error
        change: Numbers = {}
        before = {month.month: month for month in preview.current}
        for month in preview.projected:
            for key in PLANNED:
                difference = month[key] - before[month.month][key]
                if difference:
                    change[str(month.month), key.value] = difference
        for row in wanted.months:
            for key, value in row.values.items():
                now = self.model.get((str(row.month), key.value), 0)
                expected = value - now if wanted.plan_type is PlanType.TARGETS else value
                assert change.get((str(row.month), key.value), 0) == expected
        self.change(change, 1)
        self.done.append(Done(job, change, self.people))

    def apply_nearest(self, nearest: Plan) -> None:
        """What is offered works, at once."""
        preview = self.engine.preview(self.tenant.slug, nearest, anchor=ANCHOR)
        assert preview.feasible, [issue.message for issue in preview.findings.stopping]
        self.patch(nearest)

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 9))
    def undo(self, which: int) -> None:
        done = self.done[-1 - which % len(self.done)]
        before = rows_hash(self.sql, self.tenant.id)
        try:
            queued = self.engine.submit_undo(done.job.id)
        except UndoRefused:
            assert rows_hash(self.sql, self.tenant.id) == before
            return
        job = self.engine.execute(queued.id)
        assert job.status == "completed", job.error
        assert job.undo_report is not None
        if job.undo_report["keptCount"]:
            assert self.people > done.people  # only people make records stay
            self.model = self.numbers()
        else:
            assert job.verified
            self.change(done.change, -1)
        self.done.remove(done)

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 9))
    def run_again(self, which: int) -> None:
        done = self.done[which % len(self.done)]
        before = rows_hash(self.sql, self.tenant.id)
        assert self.engine.execute(done.job.id).diff_report == done.job.diff_report
        assert rows_hash(self.sql, self.tenant.id) == before

    @rule(rows=plans, place=st.sampled_from(["changing", "creating", "verifying", "finishing"]))
    def fail(self, rows: dict[str, dict[str, int]], place: str) -> None:
        """A fault in the middle leaves nothing."""
        targets = {
            month: {key: self.model.get((month, key), 0) * 9 // 10 for key in cells}
            for month, cells in rows.items()
        }
        found = plan(targets, PlanType.TARGETS)
        wanted = Plan(found.months, found.plan_type, Mode.RECONCILE)
        preview = self.engine.preview(self.tenant.slug, wanted, anchor=ANCHOR)
        if not preview.feasible:
            return
        before = rows_hash(self.sql, self.tenant.id)
        with pytest.MonkeyPatch.context() as patcher:
            _break(patcher, place)
            job = self.engine.submit(
                self.tenant.slug, wanted, anchor=ANCHOR, confirmed=Confirmation.of(preview)
            )
            job = self.engine.execute(job.id)
        assert job.status == "failed" or (
            place == "changing" and preview.changes is not None and job.verified
        )
        if job.status == "failed":
            assert rows_hash(self.sql, self.tenant.id) == before
        else:  # nothing was to be changed, so nothing failed
            self.model = self.numbers()

    # people ----------------------------------------------------------------------------------------------------

    @rule(
        table=st.sampled_from(["companies", "contacts", "deals", "activities"]), which=st.integers(0, 10_000)
    )
    def edit(self, table: str, which: int) -> None:
        self.sql.execute(
            f"UPDATE {table} SET owner_id = NULL, updated_at = greatest(now(), demo_written_at + interval '1 second') "
            f"WHERE id = (SELECT id FROM {table} WHERE deleted_at IS NULL ORDER BY id OFFSET %s "
            f"%% (SELECT count(*) FROM {table} WHERE deleted_at IS NULL) LIMIT 1)",
            [which],
        )
        self.by_people()

    @rule(which=st.integers(0, 10_000))
    def delete(self, which: int) -> None:
        """A person soft-deletes an activity; nothing refers to it."""
        self.sql.execute(
            "UPDATE activities SET deleted_at = now(), updated_at = greatest(now(), demo_written_at + interval '1 second') "
            "WHERE id = (SELECT id FROM activities WHERE deleted_at IS NULL ORDER BY id OFFSET %s "
            "%% (SELECT count(*) FROM activities WHERE deleted_at IS NULL) LIMIT 1)",
            [which],
        )
        self.by_people()

    @rule(which=st.integers(0, 10_000))
    def note(self, which: int) -> None:
        """A person writes a note on a contact."""
        self.sql.execute(
            "INSERT INTO activities (tenant_id, id, contact_id, type, occurred_at) "
            "SELECT tenant_id, %s, id, 'note', greatest(created_at, timestamptz '2025-08-15') FROM contacts "
            "WHERE deleted_at IS NULL ORDER BY id OFFSET %s %% (SELECT count(*) FROM contacts WHERE deleted_at IS NULL) LIMIT 1",
            [uuid4(), which],
        )
        self.by_people()

    def by_people(self) -> None:
        self.people += 1
        self.model, self.protected = self.numbers(), self.own_rows()

    # what must hold --------------------------------------------------------------------------------------------

    @invariant()
    def the_numbers_are_the_models(self) -> None:
        if hasattr(self, "model"):
            assert self.numbers() == self.model

    @invariant()
    def every_rule_of_the_records_holds(self) -> None:
        if hasattr(self, "model"):
            assert orphans(self.sql, self.tenant.id) == 0
            assert broken(self.sql) == []

    @invariant()
    def records_of_people_are_as_they_left_them(self) -> None:
        if hasattr(self, "protected"):
            assert self.own_rows() == self.protected

    def numbers(self) -> Numbers:
        return {
            key: value
            for key, value in counted(self.sql, self.tenant.id, self.tenant.timezone).items()
            if value
        }

    def own_rows(self) -> list[object]:
        return [
            self.sql.execute(
                f"SELECT count(*), md5(string_agg(t::text, ';' ORDER BY id)) FROM {table} t "
                "WHERE NOT demo_generated OR updated_at > demo_written_at"
            ).fetchone()
            for table in ("companies", "contacts", "deals", "activities")
        ]

    def change(self, by: Numbers, sign: int) -> None:
        for key, value in by.items():
            self.model[key] = self.model.get(key, 0) + sign * value
            if not self.model[key]:
                del self.model[key]


def _break(patcher: pytest.MonkeyPatch, place: str) -> None:
    """Make one step of a patch fail, after it has done its work."""

    def then_fail(work: Callable[..., object]) -> Callable[..., object]:
        def broken_step(*args: object, **options: object) -> object:
            work(*args, **options)
            raise RuntimeError("injected")

        return broken_step

    engine = "demogen.service.patch_engine"
    if place == "creating":
        patcher.setattr(PatchEngine, "_create", then_fail(PatchEngine._create))
    else:
        steps: dict[str, Callable[..., object]] = {
            "changing": carry_out,
            "verifying": verify,
            "finishing": compute_diff,
        }
        step = steps[place]
        patcher.setattr(f"{engine}.{step.__name__}", then_fail(step))


def test_whatever_happens_the_tenant_is_what_the_model_says(
    database: Database, sql: psycopg.Connection
) -> None:
    class OnThisDatabase(Tenant):
        pass

    OnThisDatabase.database, OnThisDatabase.sql = database, sql

    def fresh() -> Tenant:
        for table in ("activities", "deals", "contacts", "companies", "demo_row_images"):
            sql.execute(f"DELETE FROM {table}")
        return OnThisDatabase()

    each = 20
    run_state_machine_as_test(
        cast("type[RuleBasedStateMachine]", fresh),
        settings=settings(
            max_examples=max(STEPS // each, 1),
            stateful_step_count=each,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
