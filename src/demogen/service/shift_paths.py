"""What a shift does for deals' paths, and the proof that it kept what it promises. The months are proved with the KPIs."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection

from demogen.db import shift_paths, shift_proof
from demogen.db.shift_paths import MovedPath
from demogen.db.shift_proof import Picture
from demogen.db.shifting import Shift
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month, months_between
from demogen.domain.shift_map import Integers, ShiftMap
from demogen.engine.calendar import BusinessCalendar, from_micros, to_micros
from demogen.engine.shift_paths import Lives, carried
from demogen.engine.working_time import WorkingTime
from demogen.errors import VerificationFailed

_CLOSER = 10
"""How many times as many records may lie at one instant as before: a month that has hardly begun holds a whole one, and some
then meet by chance."""


def carry_paths(
    connection: Connection, tenant: TenantRow, job_id: UUID, shift: Shift, mapping: ShiftMap
) -> None:
    """Carry the paths that did not stay whole: those of open deals that go on after the last month that moves, and those whose
    steps came so close that they are one instant."""
    end = from_micros(int(mapping.targets[-1]))
    found = shift_paths.broken_paths(connection, job_id, shift, mapped_until=end)
    if not found:
        return
    lives = _lives(found, shift, mapping)
    zone = ZoneInfo(tenant.timezone)
    steps = carried(
        lives,
        _working_time(tenant.country, zone, lives.begin, lives.end),
        _working_time(tenant.country, zone, lives.new_begin, lives.new_end),
    )
    ids = [id_ for path in found for id_ in path.ids]
    shift_paths.write_steps(connection, tenant.id, ids, [from_micros(at) for at in steps.tolist()])


def _lives(found: list[MovedPath], shift: Shift, mapping: ShiftMap) -> Lives:
    known = np.array([to_micros(max(path.known_until, path.steps[-1])) for path in found], np.int64)
    until = np.minimum(mapping(known), to_micros(shift.at))
    ends = [to_micros(path.closed) if path.closed else int(at) for path, at in zip(found, known, strict=True)]
    new_ends = [
        to_micros(path.new_closed) if path.new_closed else int(at)
        for path, at in zip(found, until, strict=True)
    ]
    return Lives(
        begin=np.array([to_micros(path.created) for path in found], np.int64),
        end=np.array(ends, np.int64),
        new_begin=np.array([to_micros(path.new_created) for path in found], np.int64),
        new_end=np.array(new_ends, np.int64),
        is_closed=np.array([path.closed is not None for path in found], bool),
        counts=np.array([len(path.steps) for path in found], np.int64),
        steps=np.array([to_micros(at) for path in found for at in path.steps], np.int64),
    )


def _working_time(country: str, zone: ZoneInfo, begins: Integers, ends: Integers) -> WorkingTime:
    first, last = from_micros(int(begins.min())), from_micros(int(ends.max()))
    months = months_between(Month.of(first, zone), Month.of(last, zone))
    calendar = BusinessCalendar(country, zone, max(last, months[-1].plus(1).bounds(zone)[0]))
    return WorkingTime(calendar, months[0], months[-1])


def prove(connection: Connection, job_id: UUID, shift: Shift, *, before: Picture) -> None:
    """Raises VerificationFailed unless the deals of each month went through the same stages as before, every step still comes
    after the one before it, no record overtook another, none were pressed into one instant, and open deals expect to close
    after the job's now."""
    after = shift_proof.picture(connection, shift)
    moved = {(month.plus(shift.months), step): count for (month, step), count in before.steps.items()}
    if after.steps != moved:
        raise VerificationFailed(
            "Deals would have gone through other stages than before; it was rolled back."
        )
    if after.standing_still > before.standing_still or shift_proof.overtaken(connection, job_id, shift):
        raise VerificationFailed("Records would not have kept their order in time; it was rolled back.")
    if any(
        count > _CLOSER * max(before.at_one_instant[name], 1) for name, count in after.at_one_instant.items()
    ):
        raise VerificationFailed("Records would have come together in one instant; it was rolled back.")
    if shift_proof.overdue(connection, shift):
        raise VerificationFailed("Open deals would have been overdue; it was rolled back.")
