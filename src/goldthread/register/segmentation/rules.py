"""Pure rules of segmentation: from measures to scores to a tier, with what is unknown kept unknown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from goldthread.register.segmentation.types import (
    HIGHEST,
    LOWEST,
    Alternative,
    Dimension,
    Measure,
    Measures,
    Placed,
    Score,
    SegmentRule,
    Tier,
)

UNKNOWN = Score(LOWEST, HIGHEST)
_DAYS_IN_YEAR = Decimal("365.25")


def score_of(measure: Measure, steps: Sequence[Decimal | int]) -> Score:
    """The score of a figure: 1 below the first step, one more from each step on. Unknown is from 1 to 5."""
    if measure.figure is None:
        return UNKNOWN
    low = LOWEST + sum(1 for step in steps if measure.figure >= step)
    return Score(low, HIGHEST if measure.is_floor else low)


def score_all(measures: Measures, rule: SegmentRule) -> dict[Dimension, Score]:
    """The score of each dimension. Criticality and carbon are scores already."""
    steps: Mapping[Dimension, Sequence[Decimal | int]] = {
        Dimension.VALUE: rule.value_from,
        Dimension.RISK: rule.risk_from,
    }
    typed = tuple(range(LOWEST + 1, HIGHEST + 1))
    return {each: score_of(measures.get(each, Measure()), steps.get(each, typed)) for each in Dimension}


def place(measures: Measures, rule: SegmentRule) -> Placed:
    """The tier that is certain, and the highest that what is unknown leaves open.

    Every condition asks for at least a score, so that a higher score never lowers a tier: the lowest scores give the
    tier that is certain, the highest the one that is possible.
    """
    scores = score_all(measures, rule)
    low = {each: score.low for each, score in scores.items()}
    high = {each: score.high for each, score in scores.items()}
    least, most = tier_of(low, rule.tiers), tier_of(high, rule.tiers)
    open_ = tuple(
        each
        for each, score in scores.items()
        if not score.is_known
        and (
            tier_of({**low, each: score.high}, rule.tiers) != least
            or tier_of({**high, each: score.low}, rule.tiers) != most
        )
    )
    return Placed(scores, least.name, most.name, open_ if least != most else ())


def tier_of(scores: Mapping[Dimension, int], tiers: Sequence[Tier]) -> Tier:
    """The first tier of which one alternative is met in full, else the last."""
    for tier in tiers[:-1]:
        if met_by(scores, tier) is not None:
            return tier
    return tiers[-1]


def met_by(scores: Mapping[Dimension, int], tier: Tier) -> Alternative | None:
    """The first alternative of a tier that the scores meet in full; None where none is, as in the last tier."""
    return next((way for way in tier.any_of if all(scores[each] >= least for each, least in way.items())), None)


def never_reached(tiers: Sequence[Tier]) -> Tier | None:
    """The first tier in which nothing can ever be: whatever it asks for leads into a higher one already.

    The last tier asks for nothing, so that it is never reached where a higher one takes every score there is.
    """
    higher: list[Alternative] = []
    for place, tier in enumerate(tiers):
        ways = ({},) if place == len(tiers) - 1 else tier.any_of
        if all(any(_leads(way, into) for into in higher) for way in ways):
            return tier
        higher += tier.any_of
    return None


def _leads(way: Alternative, into: Alternative) -> bool:
    """Whether whatever meets one alternative meets the other as well."""
    return all(way.get(each, LOWEST) >= least for each, least in into.items())


def value_a_year(annual: Decimal | None, whole: Decimal | None, days: int | None) -> Decimal | None:
    """Pounds a year: as said, else the whole value spread over the term. None where neither is known."""
    if annual is not None:
        return annual
    if whole is None or not days or days < 0:
        return None
    return whole if days <= _DAYS_IN_YEAR else (whole / days * _DAYS_IN_YEAR).quantize(Decimal("0.01"))


def add_up(parts: Iterable[Measure]) -> Measure:
    """The sum of what is known: at least that where a part is not."""
    held = list(parts)
    known = [each.figure for each in held if each.figure is not None]
    if not known:
        return Measure()
    return Measure(sum(known, Decimal(0)), len(known) < len(held) or any(each.is_floor for each in held))


def highest(parts: Iterable[Measure]) -> Measure:
    """The highest of what is known: at least that where a part is not."""
    held = list(parts)
    known = [each.figure for each in held if each.figure is not None]
    if not known:
        return Measure()
    return Measure(max(known), len(known) < len(held) or any(each.is_floor for each in held))


def moves(before: Sequence[Placed], after: Sequence[Placed], unsettled: str) -> Counter[tuple[str, str]]:
    """How many go from which tier to which; what is not settled counts under the word given."""
    pairs = zip(before, after, strict=True)
    return Counter((was.tier or unsettled, now.tier or unsettled) for was, now in pairs)
