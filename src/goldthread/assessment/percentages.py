"""Percentages of a framework with weighted sections, pure. They stand beside the levels and change none.

The rules are W1-W8 of SCORING.md. What has no level counts nowhere: neither as nought nor as the lowest level.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from goldthread.assessment.types import ObjectResult
from goldthread.framework.types import Framework


@dataclass(frozen=True)
class Percentage:
    """A share of the most that could be reached, over the areas that have a level; None where none has.

    `answered` of `asked` areas have a level. `so_far` says that a level is still to come or may still fall.
    """

    share: Fraction | None
    answered: int
    asked: int
    so_far: bool

    @property
    def whole(self) -> int | None:
        """The whole per cent to be shown, half rounded up."""
        return None if self.share is None else int(_rounded(self.share, Decimal(1)))

    @property
    def counts(self) -> str:
        """ "3 of 4": areas with a level, of those asked."""
        return f"{self.answered} of {self.asked}"

    @property
    def in_words(self) -> str:
        """ "62% so far", or "no level yet"."""
        if self.whole is None:
            return "no level yet" if self.asked else "not asked"
        return f"{self.whole}%{' so far' if self.so_far else ''}"


@dataclass(frozen=True)
class SectionPercentage:
    """One section: its weight in the whole, in per cent, and its percentage."""

    id: str
    name: str
    weight: int
    percentage: Percentage


@dataclass(frozen=True)
class Percentages:
    """The total of a round and its sections. `status` is that of the scoring: proposed or verified."""

    total: Percentage
    sections: tuple[SectionPercentage, ...]
    status: str

    @property
    def sentence(self) -> str:
        """What the total is, over what, and how far it can be relied on."""
        total = self.total
        if total.share is None:
            return "There is no percentage yet, because no area has a level."
        over = f"over the {total.answered} of {total.asked} areas asked that have a level" if total.so_far else ""
        note = "weights and points are proposed, not official" if self.status == "proposed" else ""
        return f"{total.in_words}{f', {over}' if over else ''}{f' ({note})' if note else ''}."


def weigh(framework: Framework, objects: Iterable[ObjectResult]) -> Percentages | None:
    """Sections and total of a round; None where the framework has no scoring."""
    scoring = framework.scoring
    if scoring is None:
        return None
    found = {result.id: result for result in objects}
    sections = tuple(
        SectionPercentage(
            theme.id,
            theme.name,
            theme.weight,
            _section([found[area.id] for area in theme.key_areas if area.id in found], scoring.points),
        )
        for theme in framework.themes
        if theme.weight is not None  # what a council added beside the framework weighs nothing
    )
    return Percentages(_total(sections), sections, scoring.status)


def percentages_json(found: Percentages) -> dict[str, Any]:
    """The public shape: per cents to one decimal and as they are shown; null where no area has a level."""
    return {
        "scoring": found.status,
        **_one_json(found.total),
        "sections": [
            {"id": row.id, "name": row.name, "weight": row.weight, **_one_json(row.percentage)}
            for row in found.sections
        ],
    }


def _section(results: list[ObjectResult], points: Mapping[int, int]) -> Percentage:
    asked = [result for result in results if result.asked]
    worth = [points[result.level] for result in asked if result.level is not None]
    most = max(points.values()) * len(worth)
    return Percentage(
        share=Fraction(100 * sum(worth), most) if most else None,
        answered=len(worth),
        asked=len(asked),
        so_far=any(not result.final for result in asked),
    )


def _total(sections: tuple[SectionPercentage, ...]) -> Percentage:
    """Sections without a percentage leave the weighing: their weight is spread over the others in proportion."""
    weights, total = 0, Fraction(0)
    for row in sections:
        if row.percentage.share is not None:
            weights += row.weight
            total += row.weight * row.percentage.share
    return Percentage(
        share=total / weights if weights else None,
        answered=sum(row.percentage.answered for row in sections),
        asked=sum(row.percentage.asked for row in sections),
        so_far=any(row.percentage.so_far for row in sections),
    )


def _one_json(found: Percentage) -> dict[str, object]:
    percent = None if found.share is None else float(_rounded(found.share, Decimal("0.1")))
    return {
        "percent": percent,
        "shown": found.whole,
        "so_far": found.so_far,
        "answered": found.answered,
        "asked": found.asked,
    }


def _rounded(share: Fraction, step: Decimal) -> Decimal:
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(step, ROUND_HALF_UP)
