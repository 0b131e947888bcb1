"""What an undo or a clearing takes back, what stays and what is gone, as a value and as the API gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from demogen.db.removal import Stay
from demogen.domain.kpis import JsonObject, JsonValue, value_to_json
from demogen.domain.metrics import METRICS, Entity, MetricKey, label_of
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.domain.plan import digest

MOST_NAMED = 50
"""Records of one kind that a report names, at most; it counts all."""

Cells = Mapping[Month, Mapping[MetricKey, int]]
"""Numbers by month and KPI; money in minor units."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """What was taken back, and what was not. `removed` were created by jobs; `restored` look as before again, those
    among them that had been soft-deleted are live again. `kept` names some of the `kept_count` that stay as they are, `gone`
    some of those that had been deleted already. `differences` are the numbers that therefore are not what they were before."""

    removed: Mapping[Entity, int]
    restored: Mapping[Entity, int]
    kept_count: int = 0
    kept: tuple[Stay, ...] = ()
    gone_count: Mapping[Entity, int] = field(default_factory=dict)
    gone: tuple[Stay, ...] = ()
    differences: Cells = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether nothing stays and nothing was missing."""
        return not self.kept_count and not any(self.gone_count.values())

    @property
    def fingerprint(self) -> str:
        """Stands for the counts: what was confirmed is what runs, or it is refused."""
        return digest({**self._counts(), "keptCount": self.kept_count, "gone": _by_kind(self.gone_count)})

    def to_json(self, currency: Currency) -> JsonObject:
        return {
            **self._counts(),
            "keptCount": self.kept_count,
            "kept": [_named(stay) for stay in self.kept],
            "goneCount": sum(self.gone_count.values()),
            "goneByKind": _by_kind(self.gone_count),
            "gone": [_named(stay) for stay in self.gone],
            "differences": [
                {
                    "month": str(month),
                    "metric": key.value,
                    "label": label_of(key),
                    "value": value_to_json(value, METRICS[key].unit, currency),
                }
                for month, cells in self.differences.items()
                for key, value in cells.items()
            ],
            "fingerprint": self.fingerprint,
        }

    def _counts(self) -> JsonObject:
        return {"removed": _by_kind(self.removed), "restored": _by_kind(self.restored)}


def _by_kind(counts: Mapping[Entity, int]) -> JsonObject:
    found: dict[str, JsonValue] = {entity.value: counts.get(entity, 0) for entity in Entity}
    return found


def _named(stay: Stay) -> JsonObject:
    return {"entity": stay.entity.value, "id": str(stay.id), "name": stay.label, "reason": _reason(stay)}


def _reason(stay: Stay) -> str:
    if stay.reason is not None:
        return stay.reason
    if stay.deleted:
        return "It was deleted since."
    return "A person edited it since." if stay.edited else "Records that stay refer to it."
