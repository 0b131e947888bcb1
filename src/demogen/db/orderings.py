"""Records that contradict each other: what lies before what it belongs to, after its deal's closing, or refers to what is
retired. Which contradictions matter to a job is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Uuid,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import array

from demogen.db.protection import untouched
from demogen.db.removal import REFERENCES, is_leaving
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES, DemoRowImage
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity

Among = Callable[[Entity, FromClause], ColumnElement[bool]]
"""Which rows of a kind are looked at, as a condition on them."""

_BEGINS = {entity: "occurred_at" if entity is Entity.ACTIVITIES else "created_at" for entity in Entity}
"""When a record begins to be."""

_CHANCES = {CLOSED_WON: 100, CLOSED_LOST: 0}
"""The probability of closed deals, in percent."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One record, alone or with one that it refers to, that breaks a rule; `what` says so in words."""

    what: str
    entity: Entity
    id: UUID
    parent: Entity | None = None
    parent_id: UUID | None = None

    def __str__(self) -> str:
        whose = f" ({self.parent.noun} {self.parent_id})" if self.parent else ""
        return f"{self.entity.noun} {self.id} {self.what}{whose}"

    @property
    def records(self) -> tuple[tuple[Entity, UUID], ...]:
        """Those that take part in it."""
        own = (self.entity, self.id)
        return (
            (own,) if self.parent is None or self.parent_id is None else (own, (self.parent, self.parent_id))
        )


def everything(_: Entity, __: FromClause) -> ColumnElement[bool]:
    """Every record of the tenant."""
    return true()


def created_by(job_id: UUID) -> Among:
    """Records that a job created."""
    return lambda _, rows: rows.c.demo_job_id == job_id


def changed_by(job_id: UUID) -> Among:
    """Records that a job changed or retired."""
    images = DemoRowImage.__table__

    def among(entity: Entity, rows: FromClause) -> ColumnElement[bool]:
        return exists().where(
            images.c.tenant_id == rows.c.tenant_id,
            images.c.job_id == job_id,
            images.c.entity == entity.value,
            images.c.row_id == rows.c.id,
        )

    return among


def these(records: Sequence[tuple[Entity, UUID]]) -> Among:
    """Records by name."""

    def among(entity: Entity, rows: FromClause) -> ColumnElement[bool]:
        ids = sorted({id_ for kind, id_ in records if kind is entity})
        return rows.c.id == func.any(literal(ids, ARRAY(Uuid))) if ids else false()

    return among


def contradictions(
    connection: Connection,
    tenant_id: UUID,
    among: Among,
    *,
    new: bool = False,
    today: date | None = None,
    but_leaving: bool = False,
) -> set[Contradiction]:
    """What breaks a rule among these live records and their neighbours.

    Nothing older refers to `new` records, and their paths through the stages are made with them, so that less is read of
    them. With `today`, open deals are expected to close later than that day. `but_leaving` passes over the records that
    `removal.mark_leaving` noted.
    """
    found: set[Contradiction] = set()
    for statement in _statements(tenant_id, among, new, today, but_leaving):
        found |= {
            Contradiction(what, Entity(row[1]), row[2], Entity(row[3]) if row[3] else None, row[4])
            for row in connection.execute(statement)
            for what in row[0]
        }
    return found


def _statements(
    tenant_id: UUID, among: Among, new: bool, today: date | None, but_leaving: bool
) -> Iterator[Select[*tuple[Any, ...]]]:
    def live(entity: Entity, rows: FromClause) -> ColumnElement[bool]:
        stays = not_(is_leaving(entity, rows.c.id)) if but_leaving else true()
        return and_(rows.c.tenant_id == tenant_id, rows.c.deleted_at.is_(None), stays)

    for parent, references in REFERENCES.items():
        for child, column in references:
            rows, owner = ENTITY_TABLES[child].alias("child"), ENTITY_TABLES[parent].alias("owner")
            rules = _pair_rules(child, parent, column, rows, owner)
            pair = (
                select(_broken(rules), literal(child.value), rows.c.id, literal(parent.value), owner.c.id)
                .join_from(
                    rows,
                    owner,
                    and_(owner.c.tenant_id == rows.c.tenant_id, owner.c.id == rows.c[column]),
                )
                .where(live(child, rows), or_(*(broken for _, broken in rules)))
            )
            yield pair.where(among(child, rows))
            if not new and among is not everything:
                yield pair.where(owner.c.tenant_id == tenant_id, among(parent, owner))
    for entity, rules_of in ((Entity.CONTACTS, _contact_rules), (Entity.DEALS, _deal_rules)):
        rows = ENTITY_TABLES[entity].alias("own")
        rules = rules_of(rows, today)
        yield _alone(entity, rows, rules).where(live(entity, rows), among(entity, rows))
    if not new:
        deals = ENTITY_TABLES[Entity.DEALS].alias("own")
        path = _path_of(deals)
        steps = _alone(Entity.DEALS, deals, _path_rules(deals, path)).join(path, true())
        yield steps.where(live(Entity.DEALS, deals), untouched(deals), among(Entity.DEALS, deals))


_Rules = Sequence[tuple[str, ColumnElement[bool]]]


def _alone(entity: Entity, rows: FromClause, rules: _Rules) -> Select[*tuple[Any, ...]]:
    return (
        select(_broken(rules), literal(entity.value), rows.c.id, null(), null())
        .select_from(rows)
        .where(or_(*(broken for _, broken in rules)))
    )


def _broken(rules: _Rules) -> ColumnElement[list[str]]:
    """The rules that are broken, in words: each for itself, since one may be older than the other."""
    said = array([case((broken, literal(what)), else_=null()) for what, broken in rules])
    return func.array_remove(said, null())


def _pair_rules(child: Entity, parent: Entity, column: str, rows: FromClause, owner: FromClause) -> _Rules:
    begins = rows.c[_BEGINS[child]]
    rules = [
        (f"begins before its {parent.noun}", begins < owner.c[_BEGINS[parent]]),
        (f"belongs to a {parent.noun} that is retired", owner.c.deleted_at.is_not(None)),
    ]
    if parent is Entity.DEALS:
        rules.append(("takes place after its deal's closing", begins > owner.c.closed_at))
    if (child, column) == (Entity.DEALS, "contact_id"):
        rules.append(("is of another company than its contact", rows.c.company_id != owner.c.company_id))
    return rules


def _contact_rules(rows: FromClause, _: date | None) -> _Rules:
    return [("became a lead before it was created", rows.c.became_lead_at < rows.c.created_at)]


def _deal_rules(rows: FromClause, today: date | None) -> _Rules:
    closed = rows.c.stage.in_(_CHANCES)
    rules = [
        ("closed before it was created", rows.c.closed_at < rows.c.created_at),
        ("is closed without a closing date, or open with one", closed != rows.c.closed_at.is_not(None)),
        ("is worth nothing", rows.c.amount_minor < 1),
        *(
            (
                f"has another probability than {percent} %",
                and_(rows.c.stage == stage, rows.c.probability != percent),
            )
            for stage, percent in _CHANCES.items()
        ),
    ]
    if today is not None:
        rules.append(
            (
                "is open and expected to close in the past",
                and_(not_(closed), rows.c.expected_close_on <= today),
            )
        )
    return rules


def _path_of(deals: FromClause) -> Any:
    """When a deal's path begins and ends, and when it last came to the stage that the deal is in."""
    steps = STAGE_CHANGES.alias("steps")
    return (
        select(
            func.min(steps.c.changed_at).label("first"),
            func.max(steps.c.changed_at).label("last"),
            func.max(steps.c.changed_at).filter(steps.c.to_stage == deals.c.stage).label("arrived"),
        )
        .where(steps.c.tenant_id == deals.c.tenant_id, steps.c.deal_id == deals.c.id)
        .lateral("path")
    )


def _path_rules(deals: FromClause, path: Any) -> _Rules:
    return [
        ("has a path that begins at another time", path.c.first.is_distinct_from(deals.c.created_at)),
        ("has a path that does not end in its stage", path.c.arrived.is_distinct_from(path.c.last)),
        ("has a path that closes at another time", path.c.last != deals.c.closed_at),
    ]
