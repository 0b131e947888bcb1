"""The points in a job's life at which a worker is met, by what it says to the server there."""

from __future__ import annotations

from tests.reliability.proxy import COPY_DATA, COPY_END, Point

TURN, KPIS, READ = r"SET patch_seq", r'by_created_at\."companiesCreated"', r"^SELECT now\(\)"
LAST, COMMIT, GUARD = r"SET .*diff_report=", r"^COMMIT", r"FROM companies AS protected"

POINTS = {
    "patch": (
        Point("taken from the queue, not claimed", ("procrastinate_fetch_job",), answered=True),
        Point("before the claim commits", ("INSERT INTO demo_job_progress", COMMIT)),
        Point("claimed, answer lost", ("INSERT INTO demo_job_progress", COMMIT), answered=True),
        Point("before the tenant's turn", (TURN,)),
        Point("before the first snapshot", (TURN, KPIS)),
        Point("after the first snapshot", (TURN, KPIS, READ), answered=True),
        Point("before the first record", (TURN, 'COPY "companies"')),
        Point("in mid-COPY", (TURN, 'COPY "contacts"', COPY_DATA, COPY_DATA)),
        Point("after the last COPY", (TURN, 'COPY "activities"', COPY_END), answered=True),
        Point("before the second snapshot", (TURN, 'COPY "activities"', KPIS)),
        Point("after the second snapshot", (TURN, 'COPY "activities"', KPIS, READ), answered=True),
        Point("before the last statement", (TURN, LAST)),
        Point("before COMMIT", (TURN, LAST, COMMIT)),
        Point("COMMIT sent, answer lost", (TURN, LAST, COMMIT), answered=True),
        Point("after COMMIT, tidying", ("SELECT reltuples",)),
        Point("done, before the lease goes", ("DELETE FROM demo_job_progress",)),
        Point("done, before the queue entry goes", ("DELETE FROM demo_job_progress",), answered=True),
    ),
    "undo": (
        Point("undo: restoring", (TURN, r"UPDATE deals AS t SET \(")),
        Point("undo: removing", (TURN, "DELETE FROM activities", "DELETE FROM contacts")),
        Point("undo: before COMMIT", (TURN, LAST, COMMIT)),
        Point("undo: COMMIT sent, answer lost", (TURN, LAST, COMMIT), answered=True),
    ),
    "reconcile": (
        Point("reconcile: changing", (TURN, "WITH changed AS", "WITH changed AS")),
        Point("reconcile: creating", (TURN, "WITH changed AS", 'COPY "companies"', COPY_DATA)),
        Point("reconcile: before the guard's look", (TURN, GUARD, GUARD)),
        Point("reconcile: COMMIT sent, answer lost", (TURN, LAST, COMMIT), answered=True),
    ),
}
