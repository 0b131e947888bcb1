"""Minimum-cost flow over whole numbers of any size: the network that the joint solve and RECONCILE are built on.

What flows (deals, money, records) is not known here. Within 64 bits the work is done by OR-Tools (cost scaling, Goldberg
and Tarjan). Capacities that add up to more go to an exact primal-dual search over Python's integers (Ahuja, Magnanti,
Orlin: Network Flows, 1993, chapter 9): slower, and needed only where money comes near the largest that a plan may name.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from demogen.engine.rng import Integers

_MOST = 2**62
"""What the capacities at one node may add up to for a search in 64 bits."""


class FlowNetwork:
    """Nodes with a supply (negative: a demand) and arcs with a capacity and a cost of 0 or more a unit."""

    def __init__(self) -> None:
        self._nodes = 0
        self._supplies: dict[int, int] = {}
        self._tails: list[int] = []
        self._heads: list[int] = []
        self._capacities: list[int] = []
        self._costs: list[int] = []
        self._flow: Sequence[int] = ()

    def node(self) -> int:
        self._nodes += 1
        return self._nodes - 1

    def nodes(self, count: int) -> range:
        self._nodes += count
        return range(self._nodes - count, self._nodes)

    def arc(self, tail: int, head: int, capacity: int, cost: int) -> int:
        self._tails.append(tail)
        self._heads.append(head)
        self._capacities.append(capacity)
        self._costs.append(cost)
        return len(self._tails) - 1

    def arcs(self, tails: Integers, heads: Integers, capacities: Integers, costs: Integers) -> slice:
        """Many arcs at once; `flows` takes what is returned."""
        first = len(self._tails)
        self._tails += tails.tolist()
        self._heads += heads.tolist()
        self._capacities += capacities.tolist()
        self._costs += costs.tolist()
        return slice(first, len(self._tails))

    def supply(self, node: int, amount: int) -> None:
        self._supplies[node] = amount

    def balance(self, node: int) -> None:
        """Let this node take what all others have to spare."""
        self._supplies[node] = 0
        self._supplies[node] = -sum(self._supplies.values())

    def solve(self) -> bool:
        """Whether all supplies can flow; then at the least cost."""
        tails, heads, capacities, costs = self._tails, self._heads, self._capacities, self._costs
        through = [abs(self._supplies.get(node, 0)) for node in range(self._nodes)]
        if sum(capacities) + sum(through) >= _MOST:
            into, out = through.copy(), through
            for tail, head, capacity in zip(tails, heads, capacities, strict=True):
                out[tail] += capacity
                into[head] += capacity
            if max(*into, *out) >= _MOST:
                found = _LargeFlow(self._nodes, tails, heads, capacities, costs)
                if not found.solve(self._supplies):
                    return False
                self._flow = found.flows
                return True
        network = SimpleMinCostFlow()
        network.add_arcs_with_capacity_and_unit_cost(
            np.array(tails, np.int32),
            np.array(heads, np.int32),
            np.array(capacities, np.int64),
            np.array(costs, np.int64),
        )
        supplies = [self._supplies.get(node, 0) for node in range(self._nodes)]
        network.set_nodes_supplies(np.arange(self._nodes, dtype=np.int32), np.array(supplies, np.int64))
        if network.solve() != network.OPTIMAL:
            return False
        self._flow = network.flows(np.arange(len(tails), dtype=np.int32)).tolist()
        return True

    def on(self, arc: int) -> int:
        return self._flow[arc]

    def flows(self, arcs: slice) -> Integers:
        return np.array(self._flow[arcs], np.int64)


class _LargeFlow:
    """Primal-dual: shortest paths say along which arcs money may flow at this price, a largest flow fills them."""

    def __init__(
        self,
        nodes: int,
        tails: Sequence[int],
        heads: Sequence[int],
        capacities: Sequence[int],
        costs: Sequence[int],
    ) -> None:
        self._from: list[list[int]] = [[] for _ in range(nodes + 2)]
        self._head: list[int] = []
        self._room: list[int] = []
        self._cost: list[int] = []
        self._source, self._sink, self._own = nodes, nodes + 1, len(tails)
        for tail, head, capacity, cost in zip(tails, heads, capacities, costs, strict=True):
            self._add(tail, head, capacity, cost)
        self._price = [0] * (nodes + 2)

    def _add(self, tail: int, head: int, capacity: int, cost: int) -> None:
        """An arc at an even place and, next to it, the way back."""
        for end, other, room, price in ((tail, head, capacity, cost), (head, tail, 0, -cost)):
            self._from[end].append(len(self._head))
            self._head.append(other)
            self._room.append(room)
            self._cost.append(price)

    @property
    def flows(self) -> list[int]:
        return [self._room[2 * arc + 1] for arc in range(self._own)]

    def solve(self, supplies: dict[int, int]) -> bool:
        wanted = 0
        for node, amount in supplies.items():
            if amount > 0:
                self._add(self._source, node, amount, 0)
                wanted += amount
            elif amount < 0:
                self._add(node, self._sink, -amount, 0)
        if wanted != -sum(amount for amount in supplies.values() if amount < 0):
            return False
        while wanted and self._raise_prices():
            while levels := self._levels():
                wanted -= self._fill(levels)
        return not wanted

    def _free(self, arc: int, tail: int) -> bool:
        """Whether more may flow here at the lowest price."""
        return self._room[arc] > 0 and self._cost[arc] + self._price[tail] == self._price[self._head[arc]]

    def _raise_prices(self) -> bool:
        """Dijkstra on reduced costs; False where the sink cannot be reached."""
        far: dict[int, int] = {self._source: 0}
        done: set[int] = set()
        queue = [(0, self._source)]
        while queue:
            distance, node = heapq.heappop(queue)
            if node in done:
                continue
            done.add(node)
            for arc in self._from[node]:
                head = self._head[arc]
                if not self._room[arc] or head in done:
                    continue
                reach = distance + self._cost[arc] + self._price[node] - self._price[head]
                if reach < far.get(head, reach + 1):
                    far[head] = reach
                    heapq.heappush(queue, (reach, head))
        if self._sink not in far:
            return False
        most = far[self._sink]
        for node in range(len(self._price)):
            self._price[node] += min(far.get(node, most), most)
        return True

    def _levels(self) -> dict[int, int]:
        """Steps from the source over free arcs; empty where the sink is out of reach."""
        found, front = {self._source: 0}, [self._source]
        while front and self._sink not in found:
            coming: list[int] = []
            for node in front:
                for arc in self._from[node]:
                    head = self._head[arc]
                    if head not in found and self._free(arc, node):
                        found[head] = found[node] + 1
                        coming.append(head)
            front = coming
        return found if self._sink in found else {}

    def _fill(self, levels: dict[int, int]) -> int:
        """A blocking flow along the levels (Dinic)."""
        total, tried, path = 0, [0] * len(self._from), list[int]()
        node = self._source
        while True:
            if node == self._sink:
                amount = min(self._room[arc] for arc in path)
                for arc in path:
                    self._room[arc] -= amount
                    self._room[arc ^ 1] += amount
                total += amount
                path, node = [], self._source
                continue
            for arc in self._from[node][tried[node] :]:
                head = self._head[arc]
                if levels.get(head) == levels[node] + 1 and self._free(arc, node):
                    path.append(arc)
                    node = head
                    break
                tried[node] += 1
            else:
                if not path:
                    return total
                node = self._head[path.pop() ^ 1]
                tried[node] += 1
