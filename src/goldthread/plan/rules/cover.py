"""The smallest family of sets that covers everything, exactly: reductions, parts, then branch and bound.

The number of sets is found first. Then each set weighs 1 and a share of its tie so small that all ties together weigh
less than one set, and the search goes on from there. Bounds come from prices on the elements (Lagrange), improved step
by step: what the prices of what is left add up to, less what any set would be paid above its weight, no choice beats.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

MOST_NODES, MOST_NODES_FOR_TIES = 150, 40
"""Choices after which the search is cut short, and says so. Plans of councils need a few dozen."""
_ROUNDS_AT_ROOT, _ROUNDS_AT_NODE = 120, 8


@dataclass(frozen=True)
class Cover:
    """Places of the chosen sets, in order. `is_proven`: no choice of fewer exists."""

    chosen: tuple[int, ...]
    is_proven: bool


def cover(sets: Sequence[Collection[Hashable]], ties: Sequence[int]) -> Cover:
    """The fewest sets that cover the union of all of them; among equals the least sum of ties."""
    elements = {item: place for place, item in enumerate(dict.fromkeys(item for group in sets for item in group))}
    masks = [sum(1 << elements[item] for item in set(group)) for group in sets]
    kept, forced = _reduce(masks, ties)
    chosen, proven = list(forced), True
    covered = _union(masks[place] for place in forced)
    rest = {place: masks[place] & ~covered for place in kept if masks[place] & ~covered}
    for part in _parts(rest):
        found, is_proven = _Search({place: rest[place] for place in part}, ties).run()
        chosen += found
        proven = proven and is_proven
    return Cover(tuple(sorted(chosen)), proven)


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _reduce(masks: Sequence[int], ties: Sequence[int]) -> tuple[list[int], list[int]]:
    """Take what is forced and drop what another set does as well for no more, until nothing changes."""
    live = {place: mask for place, mask in enumerate(masks) if mask}
    forced: list[int] = []
    while True:
        before = (len(live), len(forced), sum(mask.bit_count() for mask in live.values()))
        live = _without_outdone(live, ties)
        only = _sole_holders(live)
        if only:
            forced += only
            done = _union(masks[place] for place in only)
            live = {place: mask & ~done for place, mask in live.items() if place not in only and mask & ~done}
        live = _without_easy(live)
        if before == (len(live), len(forced), sum(mask.bit_count() for mask in live.values())):
            return list(live), forced


def _without_outdone(live: dict[int, int], ties: Sequence[int]) -> dict[int, int]:
    """Drop a set whose elements all stand in another of no greater tie; of twins the first stays."""
    order = sorted(live, key=lambda place: (-live[place].bit_count(), ties[place], place))
    kept: list[int] = []
    for place in order:
        mask = live[place]
        if not any(mask & ~live[other] == 0 and ties[other] <= ties[place] for other in kept):
            kept.append(place)
    return {place: live[place] for place in sorted(kept)}


def _holders(live: dict[int, int]) -> dict[int, set[int]]:
    held: dict[int, set[int]] = {}
    for place, mask in live.items():
        for bit in _bits(mask):
            held.setdefault(bit, set()).add(place)
    return held


def _sole_holders(live: dict[int, int]) -> list[int]:
    return sorted({next(iter(held)) for held in _holders(live).values() if len(held) == 1})


def _without_easy(live: dict[int, int]) -> dict[int, int]:
    """Drop an element that is covered by whatever covers a harder one."""
    held = _holders(live)
    order = sorted(held, key=lambda bit: (len(held[bit]), bit))
    kept: list[int] = []
    easy = 0
    for bit in order:
        if any(held[other] <= held[bit] for other in kept):
            easy |= 1 << bit
        else:
            kept.append(bit)
    return {place: mask & ~easy for place, mask in live.items() if mask & ~easy}


def _parts(live: dict[int, int]) -> list[list[int]]:
    """Groups of sets that share no element with another group: each is solved by itself."""
    groups: list[tuple[int, list[int]]] = []
    for place, mask in live.items():
        apart, joined, members = [], mask, [place]
        for union, places in groups:
            if union & joined:
                joined |= union
                members += places
            else:
                apart.append((union, places))
        groups = [*apart, (joined, members)]
    return [sorted(places) for _, places in groups]


@dataclass
class _Search:
    """Branch and bound over one part."""

    masks: dict[int, int]
    ties: Sequence[int]
    best: list[int] = field(default_factory=list)
    best_weight: float = float("inf")
    nodes: int = 0
    most: int = MOST_NODES
    weights: dict[int, float] = field(default_factory=dict)
    closest: float = 0.0
    heaviest: list[float] = field(default_factory=list)
    lightest: list[float] = field(default_factory=list)

    def run(self) -> tuple[list[int], bool]:
        """The fewest sets, then of as many those of the least tie; whether none fewer is there."""
        self._search(dict.fromkeys(self.masks, 0.0), closest=1 - 1e-6)
        is_proven = self.nodes <= self.most
        total = sum(self.ties[place] for place in self.masks) + 1
        self.best_weight, self.nodes, self.most = float("inf"), 0, MOST_NODES_FOR_TIES
        self._search({place: self.ties[place] / total for place in self.masks}, closest=0.5 / total)
        return self.best, is_proven

    def _search(self, shares: dict[int, float], *, closest: float) -> None:
        """From the best known, by weights of one and a share."""
        self.weights, self.closest = {place: 1 + share for place, share in shares.items()}, closest
        self.lightest = [0.0, *accumulate(sorted(shares.values()))]
        self.heaviest = [0.0, *accumulate(sorted(shares.values(), reverse=True))]
        everything = _union(self.masks.values())
        if self.best:
            self.best_weight = sum(self.weights[place] for place in self.best)
        self._offer(self._greedy(everything, self.weights, list(self.masks)))
        prices = dict.fromkeys(_bits(everything), 0.0)
        self._branch([], everything, list(self.masks), prices, _ROUNDS_AT_ROOT)

    def _offer(self, chosen: Sequence[int]) -> None:
        chosen = self._without_needless(chosen)
        weight = sum(self.weights[place] for place in chosen)
        if weight < self.best_weight - self.closest:
            self.best, self.best_weight = list(chosen), weight

    def _without_needless(self, chosen: Sequence[int]) -> list[int]:
        kept = list(chosen)
        for place in sorted(chosen, key=lambda each: -self.weights[each]):
            others = _union(self.masks[other] for other in kept if other != place)
            if self.masks[place] & ~others == 0:
                kept.remove(place)
        return kept

    def _greedy(self, left: int, costs: dict[int, float], open_: Sequence[int]) -> list[int]:
        """Take what covers most for its cost until all is covered."""
        chosen: list[int] = []
        while left:
            place = min(open_, key=lambda each: self._cost_of(each, left, costs))
            chosen.append(place)
            left &= ~self.masks[place]
        return chosen

    def _cost_of(self, place: int, left: int, costs: dict[int, float]) -> tuple[float, int]:
        new = (self.masks[place] & left).bit_count()
        return (max(costs[place], 1e-6) / new if new else float("inf"), place)

    def _branch(self, chosen: list[int], left: int, open_: list[int], prices: dict[int, float], rounds: int) -> None:
        self.nodes += 1
        if self.nodes > self.most:
            return
        spent = sum(self.weights[place] for place in chosen)
        if not left:
            self._offer(chosen)
            return
        open_ = [place for place in open_ if self.masks[place] & left]
        if _union(self.masks[place] for place in open_) & left != left:
            return
        bound, prices, reduced = self._bound(left, open_, prices, (spent, rounds), lambda c: self._offer([*chosen, *c]))
        room = self.best_weight - self.closest - spent
        if self._lifted(bound) > room:
            return
        # a set that would pass the best known, were it taken, is never taken
        open_ = [place for place in open_ if self._lifted(bound + max(reduced[place], 0.0)) <= room]
        bit = min(_bits(left), key=lambda each: sum(1 for place in open_ if self.masks[place] >> each & 1))
        choices = sorted((place for place in open_ if self.masks[place] >> bit & 1), key=lambda each: reduced[each])
        for place in choices:
            open_ = [each for each in open_ if each != place]
            self._branch([*chosen, place], left & ~self.masks[place], open_, prices, _ROUNDS_AT_NODE)

    def _bound(
        self,
        left: int,
        open_: Sequence[int],
        prices: dict[int, float],
        state: tuple[float, int],
        offer: Callable[[list[int]], None],
    ) -> tuple[float, dict[int, float], dict[int, float]]:
        """The best bound found on what is left, with its prices and what each set costs above them."""
        spent, rounds = state
        bits = _bits(left)
        inside = {place: _bits(self.masks[place] & left) for place in open_}
        prices = {bit: prices.get(bit, 0.0) for bit in bits}
        best, best_prices, best_reduced = -1.0, prices, dict.fromkeys(open_, 0.0)
        pace = 1.0
        for turn in range(rounds):
            reduced = {place: self.weights[place] - sum(map(prices.__getitem__, inside[place])) for place in open_}
            value = sum(prices.values()) + sum(cost for cost in reduced.values() if cost < 0)
            if value > best + 1e-9:
                best, best_prices, best_reduced = value, prices, reduced
            elif turn % 5 == 4:
                pace /= 1.6
            if self._lifted(best) > self.best_weight - self.closest - spent:
                break
            if turn in (rounds // 2, rounds - 1):
                offer(self._greedy(left, {place: max(cost, 1e-6) for place, cost in reduced.items()}, open_))
            short = dict.fromkeys(bits, 1)
            for place, cost in reduced.items():
                if cost < 0:
                    for bit in inside[place]:
                        short[bit] -= 1
            norm = sum(each * each for each in short.values())
            if not norm:
                break
            stride = pace * max(self.best_weight - spent - value, 0.01) / norm
            prices = {bit: max(0.0, prices[bit] + stride * short[bit]) for bit in bits}
        return best, best_prices, best_reduced

    def _lifted(self, bound: float) -> float:
        """A choice has a whole number of sets, so a bound above what any seven of them weigh is one of eight."""
        number = int(bound + 1e-9)
        if number >= len(self.heaviest) or bound - number <= self.heaviest[number] + 1e-9:
            return bound
        return number + 1 + self.lightest[min(number + 1, len(self.lightest) - 1)]
