"""What the services ask of a queue. The job row is the truth; the queue only wakes a worker."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection


class Queue(Protocol):
    """Entries are added and dropped in the caller's transaction."""

    def add(self, connection: Connection, *, tenant_id: UUID, job_id: UUID) -> None:
        """Wake a worker for the job once this transaction has committed; a tenant's jobs run one after the other."""

    def drop(self, connection: Connection, *, job_id: UUID, taken: bool = False) -> None:
        """Forget what waits for the job; with `taken` also what a worker took that is gone."""

    def sweep(self, connection: Connection) -> None:
        """Forget entries that ended, and those that a worker took with it when it died."""

    def held(self, connection: Connection) -> set[UUID]:
        """Jobs that wait in the queue or are with a living worker."""

    def depth(self, connection: Connection) -> int:
        """How many entries wait."""
