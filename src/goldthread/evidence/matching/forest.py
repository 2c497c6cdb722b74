"""Joining nodes into suppliers, the surest reason first; two company numbers never become one supplier."""

from collections.abc import Sequence

from goldthread.evidence.matching.types import Edge, Marks, Place

BY_PERSON = -1
NOBODY = -2


class Forest:
    """Sets of nodes that grow by joining. `refused` counts the joins that something stood against."""

    def __init__(self, marks: Marks) -> None:
        self._parent: dict[int, int] = {}
        self._companies = dict(marks.companies)
        self._charities = dict(marks.charities)
        self._apart: dict[int, set[int]] = {}
        self.refused = 0
        for left, right in marks.apart:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)

    def find(self, node: int) -> int:
        """The root of the node's set."""
        parent = self._parent
        while (above := parent.setdefault(node, node)) != node:
            parent[node] = node = parent[above]
        return node

    def join(self, left: int, right: int, *, by_person: bool = False) -> bool:
        """Make the two sets one; False where they are one already or something stands against it."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return False
        if self._stands_against(a, b, by_person=by_person):
            self.refused += 1
            return False
        self._parent[a] = b
        for numbers in (self._companies, self._charities):
            if a in numbers:
                numbers.setdefault(b, numbers[a])
        for other in self._apart.pop(a, ()):
            self._apart[other].discard(a)
            self._apart[other].add(b)
            self._apart.setdefault(b, set()).add(other)
        return True

    def _stands_against(self, a: int, b: int, *, by_person: bool) -> bool:
        if a in self._apart and b in self._apart[a]:
            return True
        if by_person:
            return False
        mine, theirs = self._companies.get(a), self._companies.get(b)
        if mine is not None and theirs is not None:
            return mine != theirs
        ours, others = self._charities.get(a), self._charities.get(b)
        return ours is not None and others is not None and ours != others


def grow(edges: Sequence[Edge], marks: Marks) -> tuple[list[Place], int]:
    """Where every node of the edges belongs, and how many joins were refused. Edges come with the surest first.

    A node was brought by the surest join that it took part in, or by `NOBODY`.
    """
    forest = Forest(marks)
    brought: dict[int, int] = {}
    for left, right, edge in edges:
        joined = forest.join(left, right, by_person=edge == BY_PERSON)
        for node in (left, right):
            if brought.setdefault(node, NOBODY) == NOBODY and joined:
                brought[node] = edge
    return [(node, forest.find(node), edge) for node, edge in brought.items()], forest.refused
