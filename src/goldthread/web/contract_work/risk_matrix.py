"""Risks by likelihood and impact: how many stand in each cell, each leading to its own list."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import QueryDict

from goldthread.register.models import Risk

STEPS = range(1, 6)
GRAVE, WATCHED = 15, 8
"""From these products of likelihood and impact on a risk is grave (3 x 5 and more), or one to watch."""


@dataclass(frozen=True)
class Cell:
    """Risks of one likelihood and impact; `query` is the address of their list, empty where there are none."""

    likelihood: int
    impact: int
    count: int
    query: str
    is_here: bool

    @property
    def style(self) -> str:
        score = self.likelihood * self.impact
        return "grave" if score >= GRAVE else "watched" if score >= WATCHED else "slight"


def chosen_cell(asked: QueryDict) -> tuple[int, int] | None:
    """Likelihood and impact that the address names, or None where it names no cell."""
    said = asked.get("likelihood", ""), asked.get("impact", "")
    if not all(len(part) == 1 and part.isdecimal() and int(part) in STEPS for part in said):
        return None
    return int(said[0]), int(said[1])


def risk_matrix(rows: QuerySet[Risk], asked: QueryDict) -> list[tuple[int, list[Cell]]]:
    """Likelihoods from 5 to 1, each with its cells from impact 1 to 5; none where there is no risk. One query."""
    counts = {
        (likelihood, impact): count
        for likelihood, impact, count in rows.order_by().values_list("likelihood", "impact").annotate(Count("pk"))
    }
    here = chosen_cell(asked)
    if not counts and here is None:
        return []
    return [
        (likelihood, [_cell(likelihood, impact, counts, asked, here) for impact in STEPS])
        for likelihood in reversed(STEPS)
    ]


def without_cell(asked: QueryDict) -> str:
    """The address of the list as it is narrowed, but for the cell."""
    return _narrowed(asked, ())


def _cell(
    likelihood: int, impact: int, counts: dict[tuple[int, int], int], asked: QueryDict, here: tuple[int, int] | None
) -> Cell:
    count = counts.get((likelihood, impact), 0)
    query = _narrowed(asked, (("likelihood", likelihood), ("impact", impact))) if count else ""
    return Cell(likelihood, impact, count, query, is_here=here == (likelihood, impact))


def _narrowed(asked: QueryDict, cell: Iterable[tuple[str, int]]) -> str:
    kept = QueryDict(mutable=True)
    kept.update({name: value for name in ("kind", "department", "shown") if (value := asked.get(name, ""))})
    kept.update({name: str(value) for name, value in cell})
    return kept.urlencode()
