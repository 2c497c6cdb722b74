"""How many value codes stand at each level: the parts of a bar, with the same figures for its table."""

from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.framework.types import Framework

UNSCORED = "unscored"


@dataclass(frozen=True)
class BarPart:
    """One part of the bar. `width` is a whole per cent; the widths of all parts make 100."""

    key: str
    name: str
    count: int
    width: int


def draw_distribution(distribution: Mapping[str, int], framework: Framework) -> tuple[BarPart, ...]:
    """A part per level and one for codes without a level; parts of nothing are there for the table, 0 wide."""
    names = {str(level.number): f"{level.number} {level.name}" for level in framework.levels}
    names[UNSCORED] = "No level yet"
    widths = _whole_percents({key: distribution.get(key, 0) for key in names})
    return tuple(BarPart(key, name, distribution.get(key, 0), widths[key]) for key, name in names.items())


def _whole_percents(counts: Mapping[str, int]) -> dict[str, int]:
    """Shares as whole per cents that add up to 100: what rounding down leaves goes to the largest remainders."""
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, 0)
    widths = {key: count * 100 // total for key, count in counts.items()}
    by_remainder = sorted(counts, key=lambda key: -(counts[key] * 100 % total))
    for key in by_remainder[: 100 - sum(widths.values())]:
        widths[key] += 1
    return widths
