"""The network flows: one answer, whether the numbers fit into 64 bits or not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.engine.min_cost_flow import FlowNetwork

Arc = tuple[int, int, int, int]

arcs = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 9), st.integers(0, 9)),
    min_size=1,
    max_size=20,
)


def solved(found: list[Arc], supply: int, scale: int) -> tuple[bool, int, list[int]]:
    """Whether it flows from the first node to the last, the cost in all, and what leaves each node."""
    network = FlowNetwork()
    nodes = network.nodes(6)
    numbers = [network.arc(tail, head, room * scale, cost) for tail, head, room, cost in found]
    network.supply(nodes[0], supply * scale)
    network.balance(nodes[5])
    if not network.solve():
        return False, 0, []
    left = [0] * 6
    for number, (tail, head, room, _) in zip(numbers, found, strict=True):
        assert 0 <= network.on(number) <= room * scale
        left[tail] += network.on(number)
        left[head] -= network.on(number)
    return True, sum(network.on(number) * arc[3] for number, arc in zip(numbers, found, strict=True)), left


@given(arcs, st.integers(0, 12))
@settings(max_examples=300, deadline=None)
def test_numbers_beyond_64_bits_flow_as_small_ones_do(found: list[Arc], supply: int) -> None:
    found = [arc for arc in found if arc[0] != arc[1]]
    scale = 2**70

    small, large = solved(found, supply, 1), solved(found, supply, scale)

    assert large[0] == small[0]
    assert large[1] == small[1] * scale
    assert large[2] == [amount * scale for amount in small[2]]
