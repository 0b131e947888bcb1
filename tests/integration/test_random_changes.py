"""A state machine over everything that changes a tenant: patches of both modes, shifts, undos anywhere in between, and what
people do meanwhile: edit, enter, delete softly (with and without a trace in `updated_at`) and outright.

A small model keeps what the tenant must hold; after every step plain SQL compares it with the database.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

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
from demogen.db.shifting import Edited
from demogen.domain.metrics import PLANNED
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.engine.diff import compute_diff
from demogen.errors import InputError, UndoRefused
from demogen.service.generation import TenantGenerator
from demogen.service.outcome import verify
from demogen.service.patch_engine import PatchEngine
from demogen.service.reconciliation import carry_out
from demogen.service.submission import Confirmation
from tests.integration.builders import ANCHOR, counted, grown_tenant, orphans, plan, rows_hash
from tests.integration.people import People
from tests.integration.rules import broken

STEPS = int(os.environ.get("DEMOGEN_TEST_STEPS", "60"))
"""Steps of the whole run; a thousand take some minutes. Where they are given, each run takes other steps."""

FIRST, LENGTH = Month(2025, 1), 8
EARLIEST, LATEST = Month(1975, 1), Month(2026, 6)
KEYS = [key.value for key in PLANNED]

Numbers = dict[tuple[str, str], int]
cells = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 100), min_size=1, max_size=4)
plans = st.dictionaries(st.integers(0, LENGTH - 1), cells, min_size=1, max_size=3)
Rows = dict[int, dict[str, int]]


@dataclass
class Done:
    """A completed patch, and what it changed."""

    job: Job
    change: Numbers
    people: int
    months: int = 0


class Tenant(People):
    database: Database

    @initialize()
    def begin(self) -> None:
        self.engine = PatchEngine(self.database, max_records=1_000_000)
        self.tenant = grown_tenant(TenantGenerator(self.database, max_records=1_000_000), months=8)
        self.model = self.numbers()
        self.done: list[Done] = []
        self.people = 0
        self.moved = 0
        self.protected = self.own_rows()

    # patches ---------------------------------------------------------------------------------------------------

    def month(self, place: int) -> str:
        """One of the tenant's months, wherever shifts have moved them."""
        return str(FIRST.plus(place + self.moved))

    @rule(rows=plans)
    def add(self, rows: Rows) -> None:
        """ADDITIVE: a few more of each."""
        few = {
            self.month(place): {key: value // 5 for key, value in cells.items()}
            for place, cells in rows.items()
        }
        self.patch(plan(few))

    @rule(rows=plans)
    def reconcile(self, rows: Rows) -> None:
        """RECONCILE to between half and one and a half of what is there."""
        self.patch(self.scaled(rows, at_least=50))

    @rule(places=st.permutations(range(LENGTH)))
    def move(self, places: list[int]) -> None:
        """RECONCILE that swaps what two months show, so that records move rather than go."""
        one, other = map(self.month, places[:2])
        keys = [key for key in KEYS if key not in ("closedWonValue", "dealsCreatedValue")]
        cells = {month: {key: self.model.get((month, key), 0) for key in keys} for month in (one, other)}
        wanted = plan({one: cells[other], other: cells[one]}, PlanType.TARGETS)
        self.patch(Plan(wanted.months, wanted.plan_type, Mode.RECONCILE))

    def scaled(self, rows: Rows, *, at_least: int) -> Plan:
        targets = {
            self.month(place): {
                key: self.model.get((self.month(place), key), 0) * (at_least + percent) // 100
                for key, percent in cells.items()
            }
            for place, cells in rows.items()
        }
        wanted = plan(targets, PlanType.TARGETS)
        return Plan(wanted.months, wanted.plan_type, Mode.RECONCILE)

    def patch(self, wanted: Plan) -> None:
        preview = self.engine.preview(self.tenant.slug, wanted, anchor=ANCHOR)
        if not preview.feasible:
            if preview.nearest is None:
                return
            wanted = preview.nearest
            preview = self.engine.preview(self.tenant.slug, wanted, anchor=ANCHOR)
            assert preview.feasible, preview.findings  # what is offered works
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
        assert job.verified, job.error
        assert job.undo_report is not None
        if job.undo_report["keptCount"] or job.undo_report["goneCount"]:
            assert self.people > done.people  # only people make records stay, or go
            self.model = self.numbers()
        else:
            assert job.undo_report["differences"] == []
            self.change(done.change, -1)
        self.moved -= done.months
        self.protected = self.own_rows() if done.months else self.protected
        self.done.remove(done)

    @rule(
        by=st.sampled_from([-560, -121, -36, -7, -1, 1, 5, 9, 130, 400]), edited=st.sampled_from(list(Edited))
    )
    def shift(self, by: int, edited: Edited) -> None:
        """Months, years or decades, there and back; never beyond now, nor before 1975."""
        last = max((month for month, _ in self.model), default=None)
        if last is None or not EARLIEST <= Month.parse(last).plus(by) <= LATEST:
            return
        if FIRST.plus(self.moved + by) < EARLIEST.plus(24):
            return
        before = dict(self.model)
        try:
            job = self.engine.submit_shift(
                self.tenant.slug, Month.parse(last).plus(by), edited, anchor=ANCHOR
            )
        except InputError:  # nothing generated, or what people entered lies last
            return
        job = self.engine.execute(job.id)
        assert job.verified, job.error
        change: Numbers = {}
        self.model = self.numbers()
        for key in {*before, *self.model}:
            if difference := self.model.get(key, 0) - before.get(key, 0):
                change[key] = difference
        if not self.people:
            assert self.model == {
                (str(Month.parse(month).plus(by)), key): value for (month, key), value in before.items()
            }
        if edited is Edited.STAY:
            assert self.own_rows() == self.protected
        self.protected = self.own_rows()
        assert job.shift_by is not None  # by the generated records; those of people may lie later
        self.moved += job.shift_by
        self.done.append(Done(job, change, self.people, job.shift_by))

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 9))
    def run_again(self, which: int) -> None:
        done = self.done[which % len(self.done)]
        before = rows_hash(self.sql, self.tenant.id)
        assert self.engine.execute(done.job.id).diff_report == done.job.diff_report
        assert rows_hash(self.sql, self.tenant.id) == before

    @rule(rows=plans, place=st.sampled_from(["changing", "creating", "verifying", "finishing"]))
    def fail(self, rows: Rows, place: str) -> None:
        """A fault in the middle leaves nothing."""
        wanted = self.scaled(rows, at_least=0)
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
            derandomize="DEMOGEN_TEST_STEPS" not in os.environ,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
