"""Company records."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from demogen.engine.names import Namer
from demogen.engine.records.columns import IdMaker, Ids, instants
from demogen.engine.rng import Bits, Integers, RandomStream, mix, scale
from demogen.engine.timeline import Timeline

_EMPLOYEES = np.array(
    [3, 6, 9, 12, 16, 20, 25, 32, 40, 50, 64, 80, 100, 130, 170, 220, 300, 420, 600, 900, 1500, 2800, 6500, 15000],
    np.int64,
)  # fmt: skip


class Companies:
    """New companies by number. The heavier a company's id, the larger it is and the more it attracts."""

    def __init__(
        self,
        timeline: Timeline,
        ids: IdMaker,
        namer: Namer,
        owners: Ids,
        first_number: int,
        country: str,
        stream: RandomStream,
    ) -> None:
        self.timeline, self._ids, self._namer = timeline, ids, namer
        self._owners, self._first, self._country, self._stream = owners, first_number, country, stream

    def columns(self, positions: Integers) -> dict[str, pa.Array]:
        created = self.timeline.at(positions)
        ids = self._ids.make(positions, created)
        names = self._namer.companies(self._first + positions)
        size = scale(mix(ids.low), len(_EMPLOYEES) - 1)
        spread = _EMPLOYEES[size + 1] - _EMPLOYEES[size]
        draw = self._stream.below
        return {
            "id": ids.to_arrow(),
            "name": names.name,
            "domain": names.domain,
            "industry": names.industry,
            "employee_count": pa.array(_EMPLOYEES[size] + draw("employees", positions, spread), pa.int32()),
            "country": pa.repeat(pa.scalar(self._country), len(positions)),
            "city": self._namer.city.take(draw("company.city", positions, len(self._namer.city))),
            "phone": self._namer.phone.take(draw("company.phone", positions, len(self._namer.phone))),
            **owner_column(self._owners, ids.low),
            "created_at": instants(created),
            "updated_at": instants(created),
        }

    def domains(self, positions: Integers) -> pa.Array:
        return self._namer.companies(self._first + positions).domain

    def names(self, positions: Integers) -> pa.Array:
        return self._namer.companies(self._first + positions).name


def owner_column(owners: Ids, key: Bits) -> dict[str, pa.Array]:
    """The owning user, the same for equal keys: a company's contacts and deals go with its owner."""
    if not len(owners):
        return {}
    return {"owner_id": owners.take(scale(mix(key ^ np.uint64(0x5DEECE66D)), len(owners))).to_arrow()}
