"""How people make such data today: Faker with SQLAlchemy's bulk insert, and Snowfakery's CSV files."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from faker import Faker
from sqlalchemy import insert

from benchmarks.scene import SHARES, Scene
from demogen.db.tables import Activity, Company, Contact, Deal
from demogen.db.tables.base import Base
from demogen.domain.months import Month

SNOWFAKERY = ("snowfakery==4.2.1", "setuptools<80")
_AT_ONCE = 1000

_RECIPE = """
- object: Company
  count: {companies}
  fields:
    name: {{fake: Company}}
    domain: {{fake: DomainName}}
    created_at: {{fake: DateThisYear}}
- object: Contact
  count: {contacts}
  fields:
    first_name: {{fake: FirstName}}
    last_name: {{fake: LastName}}
    email: {{fake: Email}}
    phone: {{fake: PhoneNumber}}
    job_title: {{fake: Job}}
    company: {{random_reference: Company}}
    created_at: {{fake: DateThisYear}}
- object: Deal
  count: {deals}
  fields:
    name: {{fake: CatchPhrase}}
    stage: {{random_choice: [qualification, proposal, closed_won, closed_lost]}}
    amount: {{random_number: {{min: 1000, max: 50000}}}}
    contact: {{random_reference: Contact}}
    created_at: {{fake: DateThisYear}}
- object: Activity
  count: {activities}
  fields:
    type: {{random_choice: [call, email, meeting]}}
    subject: {{fake: Sentence}}
    contact: {{random_reference: Contact}}
    occurred_at: {{fake: DateThisYear}}
"""


def measure(scene: Scene, records: int) -> dict[str, dict[str, float]]:
    """Records a second of each, with as many records of each kind as the patch has. Neither aims at any number."""
    counts = {kind: records * share // 100 for kind, share in SHARES.items()}
    found = {"sqlalchemyFaker": _rate(counts, _bulk_insert(scene, counts))}
    snowfakery = _snowfakery(scene.folder, counts)
    return found if snowfakery is None else found | {"snowfakeryCsv": _rate(counts, snowfakery)}


def _rate(counts: dict[str, int], seconds: float) -> dict[str, float]:
    return {"seconds": round(seconds, 3), "recordsPerSecond": round(sum(counts.values()) / seconds)}


def _bulk_insert(scene: Scene, counts: dict[str, int]) -> float:
    """Seconds for making the rows with Faker and inserting them in one transaction."""
    fake = Faker()
    tenant = scene.tenant(Month(2026, 1), "Peer")
    started = time.monotonic()

    def dated(row: dict[str, object]) -> dict[str, object]:
        at = fake.date_time_between(datetime(2026, 1, 1), datetime(2026, 6, 30), tzinfo=UTC)
        own = {"tenant_id": tenant.id, "demo_generated": False, "created_at": at, "updated_at": at}
        return own | row | ({"occurred_at": at} if "subject" in row else {})

    companies = [uuid4() for _ in range(counts["companies"])]
    contacts = [uuid4() for _ in range(counts["contacts"])]
    makers: tuple[tuple[type[Base], int, Callable[[int], dict[str, object]]], ...] = (
        (
            Company,
            counts["companies"],
            lambda n: {"id": companies[n], "name": fake.company(), "domain": fake.domain_name()},
        ),
        (
            Contact,
            counts["contacts"],
            lambda n: {
                "id": contacts[n],
                "company_id": companies[n % len(companies)],
                "first_name": fake.first_name(),
                "last_name": fake.last_name(),
                "email": f"{n}.{fake.email()}",
                "phone": fake.phone_number(),
                "job_title": fake.job(),
            },
        ),
        (
            Deal,
            counts["deals"],
            lambda n: {
                "id": uuid4(),
                "contact_id": contacts[n % len(contacts)],
                "name": fake.catch_phrase(),
                "stage": "proposal",
                "amount_minor": fake.random_int(100_000, 5_000_000),
            },
        ),
        (
            Activity,
            counts["activities"],
            lambda n: {
                "id": uuid4(),
                "contact_id": contacts[n % len(contacts)],
                "type": "call",
                "subject": fake.sentence(),
            },
        ),
    )
    with scene.database.transaction() as connection:
        for table, count, make in makers:
            for start in range(0, count, _AT_ONCE):
                rows = [dated(make(n)) for n in range(start, min(start + _AT_ONCE, count))]
                connection.execute(insert(table), rows)
    return time.monotonic() - started


def _snowfakery(folder: Path, counts: dict[str, int]) -> float | None:
    """Seconds for writing CSV files; None where it cannot be installed. It gets an environment of its own."""
    place = folder / "snowfakery"
    try:
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True)
        subprocess.run([place / "bin" / "pip", "install", "-q", *SNOWFAKERY], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    recipe = folder / "recipe.yml"
    recipe.write_text(_RECIPE.format(**counts), encoding="utf-8")
    started = time.monotonic()
    subprocess.run(
        [place / "bin" / "snowfakery", recipe, "--output-format", "csv", "--output-folder", folder / "csv"],
        check=True,
        capture_output=True,
    )
    return time.monotonic() - started
