"""Records from a solved plan: exact, in order, belonging together, and a function of their number."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.months import Month
from demogen.engine import creator
from demogen.engine.amounts import Amounts, round_grain
from demogen.engine.creator import EntityCreator, JobIdentity
from demogen.engine.funnel import Fate, Flow
from demogen.engine.names import NamePool, Namer, reserved_domain
from demogen.engine.planner import SolvedPlan
from demogen.engine.records.columns import Ids
from demogen.engine.references import ExistingCompanies, ExistingContacts, ExistingDeals, References
from demogen.engine.rng import RandomStream
from demogen.engine.validator import PatchValidator
from tests.unit.test_plans import ANCHOR, Rows, facts, plan, solved

POOL = NamePool(
    "DE",
    first_names=(("Jörg", "joerg"), ("Anna", "anna"), ("Kim", "kim")),
    last_names=(("Müller", "mueller"), ("Weiß", "weiss")),
    cities=(("Köln", "koeln"), ("Ulm", "ulm")),
    roots=(("Velora", "velora"),),
    trades=(("Software", ("Systeme", "systeme")), ("Media", ("Verlag", "verlag"))),
    legal_forms=("GmbH", "AG"),
    phones=("+49 30 23125 ###",),
)
NO_IDS = Ids.of([])
NO_TIMES = np.zeros(0, np.int64)
NO_TEXT = pa.array([], pa.string())
NOTHING = References(
    owners=Ids.of([UUID(int=7), UUID(int=8)]),
    companies=ExistingCompanies(NO_IDS, NO_TIMES, NO_TEXT, NO_TEXT),
    contacts=ExistingContacts(NO_IDS, NO_TIMES, NO_IDS, NO_TEXT),
    open_deals=ExistingDeals(NO_IDS, NO_TIMES, NO_IDS),
    pool=POOL,
)
IDENTITY = JobIdentity(UUID(int=1), UUID(int=2), seed=5)

Row = dict[str, object]


def rows_of(outcome: SolvedPlan, anchor: datetime) -> dict[Entity, list[Row]]:
    made = EntityCreator(outcome, facts(anchor=anchor), NOTHING, IDENTITY)
    return {entity: [row for batch in made.batches(entity) for row in batch.to_pylist()] for entity in Entity}


@st.composite
def rows(draw: st.DrawFn) -> Rows:
    """Small plans that an empty tenant can take."""
    months = ["2026-04", "2026-05", "2026-06"][: draw(st.integers(1, 3))]
    count = st.integers(0, 30)
    found: dict[str, dict[str, int]] = {}
    open_deals = 0
    for place, month in enumerate(months):
        created = draw(count)
        open_deals += created
        won = draw(st.integers(0, open_deals))
        lost = draw(st.integers(0, open_deals - won))
        open_deals -= won + lost
        contacts = draw(count) + (place == 0)
        found[month] = {
            "companiesCreated": draw(count),
            "contactsCreated": contacts,
            "leadsCreated": draw(st.integers(0, contacts)),
            "dealsCreated": created,
            "closedWonCount": won,
            "closedLostCount": lost,
            "activitiesCreated": draw(st.integers(0, 80)),
        }
        if won:
            found[month]["closedWonValue"] = draw(st.integers(won, 10**9))
    return found


@settings(deadline=None, max_examples=60)
@given(
    rows(),
    st.sampled_from([ANCHOR, datetime(2026, 6, 1, 7, 5, tzinfo=UTC), datetime(2026, 6, 30, 23, tzinfo=UTC)]),
)
def test_records_show_the_plan_and_keep_every_rule(wanted: Rows, anchor: datetime) -> None:
    outcome = solved(plan(wanted), facts(anchor=anchor))

    found = rows_of(outcome, anchor)

    companies = {row["id"]: row for row in found[Entity.COMPANIES]}
    contacts = {row["id"]: row for row in found[Entity.CONTACTS]}
    deals = {row["id"]: row for row in found[Entity.DEALS]}
    assert counts_of(found) == {
        (str(month), key): value
        for month, cells in outcome.deltas.items()
        for key, value in cells.items()
        if value
    }
    for row in contacts.values():
        if row["company_id"] is not None:
            company = companies[row["company_id"]]
            assert company["created_at"] <= row["created_at"]  # type: ignore[operator]
            assert str(row["email"]).split("@")[1] == company["domain"]
        assert row["became_lead_at"] is None or row["became_lead_at"] >= row["created_at"]  # type: ignore[operator]
    for row in deals.values():
        contact = contacts[row["contact_id"]]
        assert contact["created_at"] <= row["created_at"]  # type: ignore[operator]
        assert contact["company_id"] == row["company_id"]
        assert isinstance(row["amount_minor"], int)
        assert row["amount_minor"] >= 1
        closed = row["closed_at"]
        assert (closed is not None) == str(row["stage"]).startswith("closed")
        assert (row["probability"] == 100) == (row["stage"] == "closed_won")
        assert (row["probability"] == 0) == (row["stage"] == "closed_lost")
        if isinstance(closed, datetime):
            assert row["created_at"] <= closed < anchor  # type: ignore[operator]
        else:
            assert isinstance(row["expected_close_on"], date)
            assert row["expected_close_on"] > anchor.date()
    for row in found[Entity.ACTIVITIES]:
        assert contacts[row["contact_id"]]["created_at"] <= row["occurred_at"]  # type: ignore[operator]
        if row["deal_id"] is not None:
            deal = deals[row["deal_id"]]
            assert deal["contact_id"] == row["contact_id"]
            assert deal["created_at"] <= row["occurred_at"]  # type: ignore[operator]
            assert deal["closed_at"] is None or row["occurred_at"] <= deal["closed_at"]  # type: ignore[operator]
    for entity, records in found.items():
        assert len({row["id"] for row in records}) == len(records)
        times = [row["occurred_at" if entity is Entity.ACTIVITIES else "created_at"] for row in records]
        assert times == sorted(times)  # type: ignore[type-var]
        assert all(isinstance(time, datetime) and time < anchor for time in times)
    emails = [str(row["email"]).lower() for row in contacts.values()]
    assert len(set(emails)) == len(emails)


EDGES = {
    "a second after the month began, by night": datetime(2026, 5, 31, 22, 0, 1, tzinfo=UTC),
    "a microsecond after the first day's opening": datetime(2026, 6, 1, 6, 30, 0, 1, tzinfo=UTC),
    "a second after the first day's opening": datetime(2026, 6, 1, 6, 30, 1, tzinfo=UTC),
    "a microsecond before the first day's close": datetime(2026, 6, 1, 15, 59, 59, 999_999, tzinfo=UTC),
    "a microsecond after the second day's opening": datetime(2026, 6, 2, 6, 30, 0, 1, tzinfo=UTC),
    "at the month's end": ANCHOR,
}
"""Instants in June 2026 in Berlin, where it begins on a Monday."""


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("size", [1, 2, 40, 4_000])
def test_deals_are_created_moved_and_closed_one_instant_after_the_other(edge: str, size: int) -> None:
    """All deals of the month close in it: none has more time than has passed of the month."""
    anchor = EDGES[edge]
    wanted = {
        "2026-06": {
            "contactsCreated": 3,
            "dealsCreated": 2 * size + 5,
            "closedWonCount": size,
            "closedLostCount": size,
            "activitiesCreated": 10,
        }
    }
    outcome = solved(plan(wanted), facts(anchor=anchor))
    made = EntityCreator(outcome, facts(anchor=anchor), NOTHING, IDENTITY)

    deals = {row["id"]: row for batch in made.batches(Entity.DEALS) for row in batch.to_pylist()}
    steps: dict[object, list[datetime]] = {}
    for batch in made.stage_changes():
        for row in batch.to_pylist():
            steps.setdefault(row["deal_id"], []).append(row["changed_at"])

    assert len(deals) == len(steps) == 2 * size + 5
    for id_, deal in deals.items():
        path, closed = steps[id_], deal["closed_at"]
        assert all(one < other for one, other in pairwise(path)), (deal["created_at"], path)
        assert path[0] == deal["created_at"]
        assert path[-1] == closed if closed else path[-1] < anchor
        assert closed is None or deal["created_at"] < closed < anchor


def test_a_month_that_began_less_than_a_second_ago_is_refused_with_that_reason() -> None:
    for elapsed in (0, 1, 999_999):
        anchor = datetime(2026, 5, 31, 22, tzinfo=UTC) + timedelta(microseconds=elapsed)
        (issue,) = PatchValidator(facts(anchor=anchor)).validate(plan({"2026-06": {"contactsCreated": 1}}))
        assert issue.message == "2026-06 has only just begun: less than a second of it has passed."
        assert issue.hint == "Try again in a moment."


def counts_of(found: dict[Entity, list[Row]]) -> dict[tuple[str, str], int]:
    """The nine KPIs, counted row by row."""
    totals: Counter[tuple[str, str]] = Counter()

    def add(instant: object, key: MetricKey, amount: object = 1) -> None:
        if isinstance(instant, datetime) and isinstance(amount, int):
            totals[str(Month.of(instant, ZoneInfo("Europe/Berlin"))), key] += amount

    for row in found[Entity.COMPANIES]:
        add(row["created_at"], MetricKey.COMPANIES_CREATED)
    for row in found[Entity.CONTACTS]:
        add(row["created_at"], MetricKey.CONTACTS_CREATED)
        add(row["became_lead_at"], MetricKey.LEADS_CREATED)
    for row in found[Entity.DEALS]:
        add(row["created_at"], MetricKey.DEALS_CREATED)
        add(row["created_at"], MetricKey.DEALS_CREATED_VALUE, row["amount_minor"])
        if row["stage"] == "closed_won":
            add(row["closed_at"], MetricKey.CLOSED_WON_COUNT)
            add(row["closed_at"], MetricKey.CLOSED_WON_VALUE, row["amount_minor"])
        elif row["stage"] == "closed_lost":
            add(row["closed_at"], MetricKey.CLOSED_LOST_COUNT)
    for row in found[Entity.ACTIVITIES]:
        add(row["occurred_at"], MetricKey.ACTIVITIES_CREATED)
    return dict(totals)


FIXED = {
    "2026-04": {"companiesCreated": 9, "contactsCreated": 40, "dealsCreated": 50, "closedWonCount": 20},
    "2026-05": {"dealsCreated": 10, "closedLostCount": 30, "activitiesCreated": 200},
}


def test_batches_of_another_size_hold_the_same_records(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = solved(plan(FIXED), facts())
    whole = rows_of(outcome, ANCHOR)

    monkeypatch.setattr(creator, "BATCH", 7)

    assert rows_of(outcome, ANCHOR) == whole


def test_another_seed_gives_other_records_and_the_same_numbers() -> None:
    outcome = solved(plan(FIXED), facts())
    other = EntityCreator(outcome, facts(), NOTHING, JobIdentity(UUID(int=1), UUID(int=2), seed=6))

    rows = {
        entity: [row for batch in other.batches(entity) for row in batch.to_pylist()] for entity in Entity
    }

    assert rows != rows_of(outcome, ANCHOR)
    assert counts_of(rows) == counts_of(rows_of(outcome, ANCHOR))


def test_names_stay_unique_far_beyond_the_pool() -> None:
    namer = Namer(POOL, RandomStream("names", 1))
    numbers = np.arange(500, dtype=np.int64)

    people, companies = namer.people(numbers), namer.companies(numbers)

    assert len(set(people.local_part.to_pylist())) == 500
    assert len(set(companies.domain.to_pylist())) == 500
    assert all(domain.endswith(".example") for domain in companies.domain.to_pylist())


@pytest.mark.parametrize(
    ("domain", "used"),
    [
        ("velora.example", "velora.example"),
        ("Mail.Example.com", "mail.example.com"),
        ("acme.com", "acme-com.example"),
        ("evil.example.co", "evil-example-co.example"),
        ("bücher.de", "bucher-de.example"),
        ("点心.com", "dian-xin-com.example"),
        (None, "7.example"),
        ("  ", "7.example"),
    ],
)
def test_generated_addresses_never_use_a_domain_that_could_be_real(domain: str | None, used: str) -> None:
    assert reserved_domain(domain, otherwise="7") == used


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.tuples(st.integers(1, 200), st.integers(0, 10**12)), min_size=1, max_size=8),
    st.integers(0, 99),
)
def test_amounts_add_up_to_each_flows_money_and_are_at_least_one(
    pairs: list[tuple[int, int]], seed: int
) -> None:
    flows = [Flow(0, 0, Fate.WON, count, count + extra) for count, extra in pairs]
    amounts = Amounts(flows, RandomStream(seed))

    for number, flow in enumerate(flows):
        ranks = np.arange(flow.count, dtype=np.int64)
        found = amounts.at(np.full(flow.count, number, np.int64), ranks)
        assert int(found.sum()) == flow.money
        assert found.min() >= 1
        grain = round_grain(flow.money // flow.count)
        assert int((found % grain != 0).sum()) <= 1


@pytest.mark.parametrize(
    ("average", "grain"),
    [(1, 1), (39, 1), (80, 2), (200, 5), (236_100, 5_000), (1_200_000, 20_000), (4 * 10**8, 10**7)],
)
def test_prices_are_round_to_about_a_fortieth_of_the_average(average: int, grain: int) -> None:
    assert round_grain(average) == grain
