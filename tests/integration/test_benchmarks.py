"""A reduced run of the benchmarks. Only ratios of things measured side by side count, with generous margins."""

from __future__ import annotations

from benchmarks import bulk, reads


def test_a_patch_keeps_pace_with_a_bare_copy_of_its_rows() -> None:
    found = bulk.measure(30_000, with_peers=False)

    assert found["rows"] > found["records"] > 29_000
    assert found["ratioOfCopy"] > 0.25


def test_reading_keeps_pace_with_the_best_query_by_hand() -> None:
    found = reads.measure([60_000])

    assert [one["months"] for one in found] == list(reads.SPANS)
    assert sum(one["product"] for one in found) < 4 * sum(one["byHand"] for one in found), found


def test_other_tenants_do_not_slow_a_read_down() -> None:
    alone, among = reads.neighbours((0, 40))

    assert among["milliseconds"] < 4 * alone["milliseconds"], (alone, among)
