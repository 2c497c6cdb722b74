"""The quadrant chart as SVG: a circle for each pair of scores, its area as the number that has it.

Drawn here like the charts of spend, not by the report's engine: that takes seconds, and each circle leads to its lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from goldthread.register.segmentation.types import HIGHEST, Dimension
from goldthread.web.segments.choices import SegmentChoice

SIDE = 500
_STEP = SIDE / HIGHEST
_LARGEST, _SMALLEST = 46.0, 15.0
HIGH = 4
"""What scores 4 and 5 is high."""
MIDDLE = round(_STEP * (HIGH - 1), 1)
"""Where the line between 3 and 4 lies, from the left; from the top it is the rest."""

Grid = Mapping[tuple[int | None, int | None], int]
"""How many have each pair of scores: of value, and of the dimension across. None is unknown."""


@dataclass(frozen=True)
class Circle:
    """One circle: its middle, its radius, its number, and the address of its lines."""

    x: float
    y: float
    radius: float
    count: int
    query: str
    title: str


def draw_quadrant(grid: Grid, choice: SegmentChoice) -> list[Circle]:
    """The circles, for pairs that are both known."""
    most = max((count for (value, other), count in grid.items() if value and other), default=0)
    return [
        Circle(
            x=round((value - 0.5) * _STEP, 1),
            y=round(SIDE - (other - 0.5) * _STEP, 1),
            radius=round(max(_SMALLEST, _LARGEST * sqrt(count / most)), 1),
            count=count,
            query=choice.with_scores({Dimension.VALUE: str(value), choice.across: str(other)}).query,
            title=f"{count} with value {value} and {choice.across.value} {other}",
        )
        for (value, other), count in sorted(grid.items(), key=str)
        if value is not None and other is not None and count
    ]
