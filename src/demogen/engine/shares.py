"""Splitting whole numbers exactly: in proportion, and in turn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from demogen.engine.rng import Integers


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` >= 0 in proportion to integer weights so that the parts add up exactly.

    Hamilton's method: everyone gets the floor of the exact share, the largest remainders get one more each;
    ties go to the earlier. With all weights 0 everything goes to the first.
    """
    whole = sum(weights)
    if not whole:
        return [total, *[0] * (len(weights) - 1)]
    shares = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in order[: total - sum(shares)]:
        shares[place] += 1
    return shares


def interleaved(positions: Integers, own: Integers | int, of: Integers | int) -> Integers:
    """How many of the first `positions` of `of` places belong to `own` evenly spread ones (Bresenham's line)."""
    return positions * own // np.maximum(of, 1)
