"""Where the council stands, as the rules of the plan see it: from a round, else from levels published elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from goldthread.assessment.models import Round
from goldthread.assessment.types import RoundResult
from goldthread.framework.types import Framework
from goldthread.plan.models import Kpi, PublishedRating
from goldthread.plan.types import Place, Position

EVERYBODY = "the whole council"
"""Stands for departments where a council published one level for all of them."""


def position_of_round(round_: Round, result: RoundResult, framework: Framework) -> Position:
    """The levels of a round, on the day by which its answers were asked for."""
    return Position(
        day=min(round_.closes_on, timezone.localdate()),
        levels={row.value_code: row.levels_by_department for row in result.every_result if row.levels_by_department},
        is_final=all(row.final for row in result.objects if row.asked),
        **names_of(framework),  # type: ignore[arg-type]  # places, level_names and code_names, each of its own type
    )


def position_of_ratings(ratings: Sequence[PublishedRating], framework: Framework, kpis: Sequence[Kpi] = ()) -> Position:
    """Published levels stand for every code of their object: none is known to be higher.

    Where the baseline of a maturity KPI was read as a higher level of its one code, that code stands there.
    """
    newest = {row.object_id: row for row in sorted(ratings, key=lambda row: row.as_of)}
    levels: dict[str, Mapping[str, int]] = {
        code.id: {EVERYBODY: newest[item.id].level}
        for item in framework.objects
        if item.id in newest
        for code in item.value_codes
    }
    for kpi in kpis:
        read = kpi.baseline.get("level")
        for code in kpi.value_codes:
            if read is not None and code in levels and read > levels[code][EVERYBODY]:
                levels[code] = {EVERYBODY: read}
    day = max((row.as_of for row in newest.values()), default=date(1, 1, 1))
    return Position(day=day, levels=levels, **names_of(framework))  # type: ignore[arg-type]  # as above


def names_of(framework: Framework) -> dict[str, object]:
    """What the rules need of a framework. What retired of the council's own codes keeps its name."""
    retired = framework.local.retired if framework.local else ()
    return {
        "places": tuple(
            Place(item.id, item.name, tuple(code.id for code in item.value_codes)) for item in framework.objects
        ),
        "local": tuple(Place(code.id, f"{code.name} ({code.id})", (code.id,)) for code in framework.local_codes),
        "level_names": {level.number: level.name for level in framework.levels},
        "code_names": {each.id: each.name for each in retired} | {each.id: each.name for each in framework.every_code},
    }
