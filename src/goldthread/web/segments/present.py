"""Presents a run of segmentation: the finding, lines with their scores, and the grid of the quadrant chart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F

from goldthread.common.words import list_in_words
from goldthread.register.actions.segments import UNSETTLED
from goldthread.register.models import SegmentationRow, SegmentationRun
from goldthread.register.segmentation.queries import RuleEffect
from goldthread.register.segmentation.types import HIGHEST, LOWEST, Dimension, Segmented, SegmentRule
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds
from goldthread.web.segments.chart import HIGH, Grid
from goldthread.web.segments.choices import UNKNOWN, SegmentChoice

NOUNS = {Segmented.CONTRACT: "live contract", Segmented.SUPPLIER: "supplier"}


@dataclass(frozen=True)
class ScoreCell:
    """One score in words; `is_unknown` where it is not, or not wholly, known."""

    name: str
    text: str
    is_unknown: bool


@dataclass(frozen=True)
class SegmentLine:
    """One contract or supplier of a run, with its tier and what would settle it."""

    row: SegmentationRow
    tier: str
    settle: str
    pounds: str
    exact: str
    scores: tuple[ScoreCell, ...]


@dataclass(frozen=True)
class GridCell:
    """How many have one pair of scores, and the address that shows them."""

    count: int
    query: str


@dataclass(frozen=True)
class GridRow:
    """One score of the dimension across, from high to low, and the counts by score of value."""

    name: str
    cells: tuple[GridCell, ...]


def present_line(row: SegmentationRow) -> SegmentLine:
    value = row.annual_value
    floor = Dimension.VALUE.value in row.at_least_only
    said = "unknown" if value is None else f"at least {short_pounds(value)}" if floor else short_pounds(value)
    return SegmentLine(
        row=row,
        tier=row.tier or f"{row.at_least} or higher",
        settle="" if row.tier else f"could be {row.at_most}: say its {list_in_words(row.unsettled_by)}",
        pounds=said,
        exact=exact_pounds(value) if value is not None else "",
        scores=tuple(_score(row, each) for each in Dimension),
    )


def _score(row: SegmentationRow, dimension: Dimension) -> ScoreCell:
    score: int | None = getattr(row, dimension.value)
    if score is not None:
        return ScoreCell(dimension.label, str(score), False)
    floor = row.at_least_only.get(dimension.value)
    return ScoreCell(dimension.label, f"at least {floor}" if floor else UNKNOWN, True)


def say_run(run: SegmentationRun, rule: SegmentRule, kind: Segmented, unsettled_by: Mapping[str, int]) -> str:
    """How many are in which tier, and how many are not settled, with what would settle most of them."""
    counts = run.counts.get(kind.value, {})
    whole, loose = counts.get("all", 0), counts.get(UNSETTLED, 0)
    if not whole:
        return f"There is no {NOUNS[kind]} to place."
    parts = [
        f"{counts.get(tier.name, 0):,} {'is' if counts.get(tier.name, 0) == 1 else 'are'} {tier.name}"
        for tier in rule.tiers
    ]
    text = f"Of {say_count(whole, NOUNS[kind])}, {list_in_words(parts) or 'nothing'}"
    if not loose:
        return f"{text}. Every one is settled."
    why = [f"the {name} of {count:,}" for name, count in sorted(unsettled_by.items(), key=lambda each: -each[1])]
    return (
        f"{text}; {loose:,} {'is' if loose == 1 else 'are'} not settled, because nobody has said {list_in_words(why)}."
    )


def count_unsettled(run: SegmentationRun, kind: Segmented) -> dict[str, int]:
    """How many unsettled ones each dimension would settle, alone or with others."""
    found: dict[str, int] = {}
    for names in run.rows.filter(kind=kind.value, tier="").values_list("unsettled_by", flat=True):
        for name in names:
            found[name] = found.get(name, 0) + 1
    return found


def count_grid(rows: Iterable[Mapping[str, object]]) -> Grid:
    return {(_int(row["value"]), _int(row["other"])): int(str(row["count"])) for row in rows}


def read_grid(run: SegmentationRun, choice: SegmentChoice) -> Grid:
    """How many of a run have each pair of scores: of value, and of the dimension across (one query)."""
    rows = run.rows.filter(kind=choice.kind.value).order_by().values("value", other=F(choice.across.value))
    return count_grid(rows.annotate(count=Count("pk")))


def grid_rows(grid: Grid, choice: SegmentChoice) -> list[GridRow]:
    """The grid as a table: scores across from 5 to 1 and unknown, value from 1 to 5 and unknown."""
    others: Sequence[int | None] = [*range(HIGHEST, LOWEST - 1, -1), None]
    values: Sequence[int | None] = [*range(LOWEST, HIGHEST + 1), None]
    return [
        GridRow(
            _named(other),
            tuple(GridCell(grid.get((value, other), 0), _query(choice, value, other)) for value in values),
        )
        for other in others
    ]


def say_grid(grid: Grid, choice: SegmentChoice) -> str:
    """The sentence beside the chart: how many are high on both, and how many are not in it."""
    both = sum(n for (v, o), n in grid.items() if v is not None and o is not None and v >= HIGH and o >= HIGH)
    out = sum(n for (v, o), n in grid.items() if v is None or o is None)
    noun, across = NOUNS[choice.kind], choice.across.value
    text = f"{say_count(both, noun)} {'is' if both == 1 else 'are'} high in both value and {across} (4 or 5)."
    if not out:
        return text
    left = f"{say_count(out, 'other')} {'is' if out == 1 else 'are'} not in the chart"
    return f"{text} {left}: value or {across} is unknown."


def say_steps(rule: SegmentRule) -> list[str]:
    """The heads of the value columns: what a score means in pounds a year."""
    steps = [short_pounds(step) for step in rule.value_from]
    return [f"under {steps[0]}", *(f"from {step}" for step in steps), UNKNOWN]


def _query(choice: SegmentChoice, value: int | None, other: int | None) -> str:
    return choice.with_scores({Dimension.VALUE: _named(value), choice.across: _named(other)}).query


def _named(score: int | None) -> str:
    return UNKNOWN if score is None else str(score)


def _int(value: object) -> int | None:
    return None if value is None else int(str(value))


@dataclass(frozen=True)
class TierCount:
    """How many are in a tier by the rule that holds, and would be by the one that is written; None where it is none."""

    name: str
    is_new: bool
    contracts: tuple[int | None, int | None]
    suppliers: tuple[int | None, int | None]


def count_by_tier(effect: RuleEffect, old: SegmentRule, new: SegmentRule) -> list[TierCount]:
    """Every tier of the rule as written, those that it no longer has, and what is not settled."""
    names = [[*(tier.name for tier in rule.tiers), UNSETTLED] for rule in (old, new)]
    gone = [name for name in names[0] if name not in names[1]]
    return [
        TierCount(
            name=name,
            is_new=name not in names[0],
            contracts=_in_tier(effect, Segmented.CONTRACT, name, names),
            suppliers=_in_tier(effect, Segmented.SUPPLIER, name, names),
        )
        for name in [*names[1][:-1], *gone, UNSETTLED]
    ]


def _in_tier(
    effect: RuleEffect, kind: Segmented, name: str, names: Sequence[Sequence[str]]
) -> tuple[int | None, int | None]:
    moved = effect.counts[kind].items()
    was, now = (sum(count for pair, count in moved if pair[side] == name) for side in (0, 1))
    return was if name in names[0] else None, now if name in names[1] else None


def say_empty(tiers: Sequence[TierCount]) -> str:
    """The tiers in which nothing would be, in a sentence; empty where each holds something, or nothing is live."""
    if not any(count for tier in tiers for count in (tier.contracts[1], tier.suppliers[1])):
        return ""
    empty = [tier.name for tier in tiers if tier.contracts[1] == tier.suppliers[1] == 0 and tier.name != UNSETTLED]
    return f"Nothing would be in {list_in_words(empty)}." if empty else ""
