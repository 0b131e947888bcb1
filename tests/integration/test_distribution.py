"""The schema and every query against the rules of a database that is spread over machines by tenant (Citus).

Rules: https://docs.citusdata.com, "Determining the distribution column" and "SQL support and workarounds".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import sqlglot
from sqlalchemy import Connection, Engine, event
from sqlglot import exp

from demogen.db.removal import Scope
from demogen.db.session import Database
from demogen.db.shifting import Edited
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan
from demogen.domain.story import Schedule
from demogen.service.data_export import DataFormat, export_tenant
from demogen.service.generation import TenantGenerator
from demogen.service.health import HealthCheck
from demogen.service.patch_engine import PatchEngine
from demogen.service.reading import Reading, TenantSearch
from demogen.service.stories import Stories
from demogen.service.submission import Confirmation
from tests.integration.builders import NINE, grown_tenant, plan

GUIDE = (Path(__file__).parents[2] / "docs/how-to/scale.md").read_text(encoding="utf-8")
DISTRIBUTED = set(re.findall(r"create_distributed_table\('(\w+)', 'tenant_id'", GUIDE))
REFERENCE = set(re.findall(r"create_reference_table\('(\w+)'", GUIDE))
TEMPORARY = {"leaving", "staying"}
"""Named in the guide as what was not tried."""

VOLATILE = ("clock_timestamp", "random", "gen_random_uuid", "nextval", "timeofday")
_SCOPES = (exp.Select, exp.Update, exp.Delete, exp.Insert)


@pytest.fixture
def statements() -> Iterator[set[str]]:
    """Everything that is sent through SQLAlchemy."""
    found: set[str] = set()

    def keep(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        found.add(statement)

    event.listen(Engine, "before_cursor_execute", keep)
    yield found
    event.remove(Engine, "before_cursor_execute", keep)


def test_the_guide_spreads_the_record_tables() -> None:
    assert {"companies", "contacts", "deals", "activities", "deal_stage_changes"} < DISTRIBUTED
    assert {"tenants", "users"} < REFERENCE


def test_every_key_of_a_spread_table_holds_its_tenant(sql: psycopg.Connection) -> None:
    keys = sql.execute(
        "SELECT c.relname, i.indexrelid::regclass::text, array_agg(a.attname::text) FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey) "
        "WHERE i.indisunique GROUP BY 1, 2"
    ).fetchall()
    assert len(keys) > len(DISTRIBUTED)
    assert [
        name for table, name, columns in keys if table in DISTRIBUTED and "tenant_id" not in columns
    ] == []


def test_foreign_keys_stay_on_one_machine(sql: psycopg.Connection) -> None:
    keys = sql.execute(
        "SELECT k.conname, s.relname, t.relname, pg_get_constraintdef(k.oid) FROM pg_constraint k "
        "JOIN pg_class s ON s.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid WHERE k.contype = 'f'"
    ).fetchall()
    for name, source, target, definition in keys:
        if target in DISTRIBUTED:
            assert source in DISTRIBUTED, name
            assert re.match(r"FOREIGN KEY \(tenant_id, \w+\) REFERENCES \w+\(tenant_id, \w+\)", definition), (
                name
            )
        elif source in DISTRIBUTED | REFERENCE:
            assert target in REFERENCE, name


def run_through(database: Database, generator: TenantGenerator, engine: PatchEngine, folder: Path) -> None:
    """Everything that reads or writes records."""
    tenant = grown_tenant(generator)
    slug, first, last = tenant.slug, Month(2025, 1), Month(2025, 12)
    patch = engine.execute(engine.submit(slug, plan({"2025-06": NINE})).id)
    lower = Plan(
        plan({"2025-06": {key: -value for key, value in NINE.items()}}).months,
        patch.plan_type,
        Mode.RECONCILE,
    )
    preview = engine.preview(slug, lower)
    lowered = engine.execute(engine.submit(slug, lower, confirmed=Confirmation.of(preview)).id)
    assert lowered.verified, lowered.error
    engine.preview_undo(lowered.id)
    assert engine.execute(engine.submit_undo(lowered.id).id).verified
    stories = Stories(database, max_records=1_000_000)
    stories.tell(slug, {"origin": "scenario", "scenario": "growth"}, Schedule.DAILY)
    run = stories.run(slug, anchor=datetime(2026, 2, 10, 12, tzinfo=UTC))
    assert run
    assert engine.execute(run.id).verified
    HealthCheck(database).look(slug)
    reading = Reading(database)
    reading.tenants(TenantSearch())
    for read in (reading.kpis, reading.breakdown, reading.funnel):
        read(slug, first, last)
    export_tenant(database, slug, DataFormat.CSV, folder / "records.zip")
    shift = engine.execute(engine.submit_shift(slug, Month(2026, 5), Edited.STAY).id)
    assert shift.verified, shift.error
    engine.preview_shift(slug, Month(2026, 6), Edited.MOVE)
    assert engine.execute(engine.submit_undo(shift.id).id).verified
    engine.preview_clear(slug, Scope.ALL)
    for scope in Scope:
        assert engine.execute(engine.submit_clear(slug, scope).id).verified


def test_every_query_on_records_is_one_tenants(
    database: Database, generator: TenantGenerator, engine: PatchEngine, statements: set[str], tmp_path: Path
) -> None:
    run_through(database, generator, engine, tmp_path)

    checked = 0
    for statement in statements:
        if statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            continue
        tree = sqlglot.parse_one(re.sub(r"%\(\w+\)s", "'given'", statement), dialect="postgres")
        names = {table.name for table in tree.find_all(exp.Table)}
        if isinstance(tree, exp.Analyze | exp.Command) or not names & DISTRIBUTED:
            continue
        checked += 1
        common = {cte.alias for cte in tree.find_all(exp.CTE)}
        assert names <= DISTRIBUTED | REFERENCE | TEMPORARY | common | {"", "unnest"}, statement
        assert unbound(tree) == [], statement
        if tree.find(exp.Update, exp.Delete):
            assert not any(f"{name}(" in statement for name in VOLATILE), statement
    assert checked > 100


def test_a_query_of_all_tenants_is_noticed() -> None:
    def found(statement: str) -> list[str]:
        return unbound(sqlglot.parse_one(statement, dialect="postgres"))

    bound = "SELECT 1 FROM deals d JOIN contacts c ON c.tenant_id = d.tenant_id AND c.id = d.contact_id"
    assert found("SELECT count(*) FROM deals WHERE id = 'x'") == ["deals"]
    assert found(bound) == ["deals", "contacts"]
    assert found(f"{bound} WHERE d.tenant_id = 'given'") == []
    assert found(
        "SELECT 1 FROM deals d JOIN contacts c ON c.id = d.contact_id WHERE d.tenant_id = 'given'"
    ) == ["contacts"]
    assert found("DELETE FROM deals WHERE EXISTS (SELECT 1 FROM contacts WHERE tenant_id = 'given')") == [
        "deals"
    ]
    assert found("INSERT INTO deals (id) VALUES ('x')") == ["deals"]


Node = tuple[int, str]


def unbound(tree: exp.Expr) -> list[str]:
    """Spread tables of a statement that no chain of equal `tenant_id` ties to one given value."""
    parent: dict[Node | str, Node | str] = {}

    def root(one: Node | str) -> Node | str:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    for left, right in _pairs(tree):
        ends = [_end(side) for side in (left, right)]
        if None not in ends:
            parent[root(ends[0])] = root(ends[1])  # type: ignore[arg-type]
    found = []
    for table in tree.find_all(exp.Table, bfs=False):
        if table.name not in DISTRIBUTED:
            continue
        holder = table.find_ancestor(exp.Schema, *_SCOPES)
        if isinstance(holder, exp.Schema):  # the target of an INSERT
            if "tenant_id" not in {column.name for column in holder.expressions}:
                found.append(table.name)
        elif root((id(_scope(table)), table.alias_or_name)) != root("given"):
            found.append(table.name)
    return found


def _pairs(tree: exp.Expr) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    """Sides that a condition makes equal; of rows, place by place."""
    for equal in tree.find_all(exp.EQ):
        yield from _by_place(equal.left, equal.right)
    for within in tree.find_all(exp.In):
        query = within.args.get("query")
        if query is not None:
            select = query.find(exp.Select)
            assert select is not None
            sides = within.this.expressions if isinstance(within.this, exp.Tuple) else [within.this]
            yield from zip(sides, select.expressions, strict=True)


def _by_place(left: exp.Expr, right: exp.Expr) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    if isinstance(left, exp.Tuple) and isinstance(right, exp.Tuple):
        yield from zip(left.expressions, right.expressions, strict=True)
    else:
        yield left, right


def _end(side: exp.Expr) -> Node | str | None:
    """The table whose tenant a side is, or the given value; None for anything else."""
    side = side.unnest()
    while isinstance(side, exp.Cast | exp.Alias):
        side = side.this
    if isinstance(side, exp.Literal):
        return "given"
    if not isinstance(side, exp.Column) or side.name != "tenant_id":
        return None
    scope = _scope(side)
    while scope is not None:
        tables = [table for table in scope.find_all(exp.Table) if _scope(table) is scope]
        if not side.table:
            return (id(scope), tables[0].alias_or_name)
        if side.table in {table.alias_or_name for table in tables}:
            return (id(scope), side.table)
        scope = _scope(scope)
    return None


def _scope(node: exp.Expr) -> exp.Expr | None:
    return node.find_ancestor(*_SCOPES)
