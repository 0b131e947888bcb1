"""What people do to a tenant's records, as rules of a state machine: they edit, enter and delete, as the CRM would let them."""

from __future__ import annotations

from uuid import uuid4

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

CHILDREN: dict[str, list[tuple[str, str]]] = {
    "companies": [("contacts", "company_id"), ("deals", "company_id")],
    "contacts": [("deals", "contact_id"), ("activities", "contact_id")],
    "deals": [("activities", "deal_id")],
    "activities": [],
}
"""What refers to records of each kind."""

DELETIONS = (
    "DELETE FROM {table}",
    "UPDATE {table} SET deleted_at = now()",
    "UPDATE {table} SET deleted_at = now(), updated_at = greatest(now(), demo_written_at + interval '1 second')",
)


class People(RuleBasedStateMachine):
    """Each rule changes one record in plain SQL and then calls `by_people`."""

    sql: psycopg.Connection

    def by_people(self) -> None:
        raise AssertionError("the machine says what has to be noted")

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

    @rule(table=st.sampled_from(list(CHILDREN)), which=st.integers(0, 10_000), how=st.sampled_from(DELETIONS))
    def delete(self, table: str, which: int, how: str) -> None:
        """A person deletes a record that no live one refers to; outright, one that nothing refers to at all."""
        live = "TRUE" if how.startswith("DELETE") else "deleted_at IS NULL"
        unused = " AND ".join(
            f"NOT EXISTS (SELECT FROM {child} AS c WHERE c.{column} = {table}.id AND {live})"
            for child, column in CHILDREN[table]
        )
        wanted = f"FROM {table} WHERE deleted_at IS NULL AND {unused or 'TRUE'}"
        self.sql.execute(
            f"{how.format(table=table)} WHERE id = (SELECT id {wanted} ORDER BY id OFFSET %s "
            f"%% greatest((SELECT count(*) {wanted}), 1) LIMIT 1)",
            [which],
        )
        self.by_people()

    @rule(which=st.integers(0, 10_000), days=st.integers(0, 90))
    def note(self, which: int, days: int) -> None:
        """A person writes a note on a contact, some days after it was created."""
        self.enter(
            "INSERT INTO activities (tenant_id, id, contact_id, type, occurred_at) "
            "SELECT p.tenant_id, %s, p.id, 'note', p.created_at + make_interval(days => %s)",
            "contacts",
            which,
            days,
        )

    @rule(which=st.integers(0, 10_000), days=st.integers(0, 90))
    def call(self, which: int, days: int) -> None:
        """A person calls about a deal, before it closes."""
        self.enter(
            "INSERT INTO activities (tenant_id, id, contact_id, deal_id, type, occurred_at) "
            "SELECT p.tenant_id, %s, p.contact_id, p.id, 'call', least(p.created_at + make_interval(days => %s), p.closed_at)",
            "deals",
            which,
            days,
        )

    @rule(which=st.integers(0, 10_000), days=st.integers(0, 90))
    def sell(self, which: int, days: int) -> None:
        """A person enters a deal with a contact."""
        self.enter(
            "INSERT INTO deals (tenant_id, id, company_id, contact_id, name, stage, amount_minor, created_at) "
            "SELECT p.tenant_id, %s, p.company_id, p.id, 'Own', 'proposal', 77700, p.created_at + make_interval(days => %s)",
            "contacts",
            which,
            days,
        )

    @rule(which=st.integers(0, 10_000), days=st.integers(0, 90))
    def meet(self, which: int, days: int) -> None:
        """A person enters a contact of a company."""
        self.enter(
            "INSERT INTO contacts (tenant_id, id, company_id, last_name, created_at) "
            "SELECT p.tenant_id, %s, p.id, 'Own', p.created_at + make_interval(days => %s)",
            "companies",
            which,
            days,
        )

    def enter(self, insertion: str, parents: str, which: int, days: int) -> None:
        self.sql.execute(
            f"{insertion} FROM {parents} AS p WHERE deleted_at IS NULL ORDER BY id OFFSET %s "
            f"%% greatest((SELECT count(*) FROM {parents} WHERE deleted_at IS NULL), 1) LIMIT 1",
            [uuid4(), days, which],
        )
        self.by_people()
