"""Splits an exact sum into amounts that look like invoices. Everything is in pence, and nothing is lost."""

from collections.abc import Sequence

from goldthread.demo.payments.chance import Chance
from goldthread.demo.payments.plan import BadPlan
from goldthread.demo.payments.types import Shape

SMALL_LIMIT = 500_00
_PRICE_POINTS = 3


def split_evenly(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in parts that follow the weights; the last part takes what rounding leaves."""
    whole = sum(weights)
    parts = [int(total * weight / whole) for weight in weights]
    parts[-1] += total - sum(parts)
    return parts


def split_by_rank(total: int, count: int) -> list[int]:
    """`total` among suppliers: the first has most, and the last has something."""
    return split_evenly(total, [1 / (rank + 1.5) ** 0.8 for rank in range(count)])


def draw_amounts(total: int, rows: int, shape: Shape, chance: Chance) -> list[int]:
    """Amounts of `rows` lines that add up to `total`: small ones stay below 500 pounds, the others do not."""
    if shape is Shape.SMALL:
        return split_evenly(total, [0.6 + 0.8 * chance.share() for _ in range(rows)])
    if shape is Shape.REGULAR:
        return _draw_regular(total, rows, chance)
    if total < SMALL_LIMIT * rows:
        raise BadPlan(f"{total / 100:.2f} pounds are too few for {rows} lines of {SMALL_LIMIT // 100} and more.")
    spare = total - SMALL_LIMIT * rows
    weights = [(0.02 + chance.share()) ** 3 for _ in range(rows)]
    return [SMALL_LIMIT + part for part in split_evenly(spare, weights)]


def _draw_regular(total: int, rows: int, chance: Chance) -> list[int]:
    """Sums at a few prices, each paid again and again to the penny; the last line takes what rounding leaves."""
    points = [0.75 + 0.5 * chance.share() for _ in range(_PRICE_POINTS)]
    weights = [points[row % _PRICE_POINTS] for row in range(rows)]
    return split_evenly(total, weights)
