"""One measured figure with its ceiling, and how a list of them is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Figure:
    """Something measured. `ratio` is to the ceiling, or None where there is none; it has to stay at 1 or under."""

    part: str
    what: str
    measured: str
    ceiling: str = ""
    ratio: float | None = None
    besides: str = ""

    @property
    def is_within(self) -> bool:
        return self.ratio is None or self.ratio <= 1


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed: one of those measured, never between two."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def format_ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.1f} ms"


def as_markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table for the documents; the first column is text, the others are figures."""
    lines = [f"| {' | '.join(header)} |", f"|{'|'.join([' --- '] + [' ---: '] * (len(header) - 1))}|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
