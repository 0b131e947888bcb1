"""A seeded random stream that can be read at any position.

Value number k of a stream is a hash of (seed, stream name, k), so rows can be made in any order, in batches of
any size, and always come out the same. Only integer arithmetic is used: the same bits on every machine.

Method: the SplitMix64 output function (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
"""

from __future__ import annotations

import hashlib
from math import gcd
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def mix(values: Bits) -> Bits:
    """Scramble 64-bit values, one to one."""
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))


class RandomStream:
    """Independent random values for each (name, position) under one seed."""

    def __init__(self, *seed: int | str) -> None:
        self._seed = "/".join(map(str, seed))
        self._keys: dict[str, np.uint64] = {}

    def _key(self, name: str) -> np.uint64:
        if name not in self._keys:
            text = hashlib.blake2b(f"{self._seed}|{name}".encode(), digest_size=8).digest()
            self._keys[name] = np.uint64(int.from_bytes(text, "big"))
        return self._keys[name]

    def bits(self, name: str, positions: Integers) -> Bits:
        """64 random bits for each position."""
        return mix(self._key(name) + positions.astype(np.uint64) * _GOLDEN)

    def below(self, name: str, positions: Integers, limit: Integers | int) -> Integers:
        """An integer in [0, limit) for each position; `limit` at most 2**32."""
        return scale(self.bits(name, positions), limit)

    def number(self, name: str, limit: int) -> int:
        """One integer in [0, limit)."""
        return int(self.below(name, np.zeros(1, np.int64), limit)[0])

    def permutation(self, name: str, size: int) -> Permutation:
        """A fixed shuffle of range(size) in constant memory."""
        if size < 3:
            return Permutation(size, 1, 0)
        step = 1 + self.number(f"{name}.step", min(size - 1, 2**31))
        while gcd(step, size) != 1:
            step = step % (size - 1) + 1
        return Permutation(size, step, self.number(f"{name}.shift", size))


class Permutation:
    """k -> (step * k + shift) mod size, a bijection since step and size have no common divisor."""

    def __init__(self, size: int, step: int, shift: int) -> None:
        self.size, self.step, self.shift = size, step, shift

    def __call__(self, positions: Integers) -> Integers:
        return (positions * self.step + self.shift) % max(self.size, 1)


def scale(bits: Bits, limit: Integers | int) -> Integers:
    """Map 64 random bits to [0, limit), limit at most 2**32, by multiplication and shift."""
    top = bits >> np.uint64(32)
    return ((top * np.asarray(limit).astype(np.uint64)) >> np.uint64(32)).astype(np.int64)
