"""Presents the local codes of a round beside where the council stands, and the codes that it calls its priorities."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from goldthread.framework.local_types import LocalCode
from goldthread.framework.types import Framework
from goldthread.plan.models import Ambition
from goldthread.web.ladders import DrawnLadder, draw_ladder
from goldthread.web.shown import ShownRound
from goldthread.web.wording import count_of, day_in_words, opening


@dataclass(frozen=True)
class LocalRow:
    """One local code: where it belongs, its ladder, why it stands there, and what is aimed for."""

    id: str
    name: str
    url: str
    place: str
    ladder: DrawnLadder
    sentence: str
    aim: str


@dataclass(frozen=True)
class PriorityRow:
    """A code of the framework that the council calls a priority, with the level where it stands."""

    id: str
    name: str
    url: str
    level: str
    reason: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class LocalPart:
    """The section of a page about local codes."""

    title: str
    finding: str
    rows: tuple[LocalRow, ...]
    priorities: tuple[PriorityRow, ...]


def present_local(shown: ShownRound, ambitions: Mapping[str, Ambition], *, sees_answers: bool) -> LocalPart | None:
    """The section; None where the council has published nothing of its own for this round."""
    framework = shown.framework
    local = framework.local
    if local is None:
        return None

    def url(code: str) -> str:
        place = [shown.round.council.slug, shown.round.ref, code]
        return reverse("moderation:code", args=place) if sees_answers else ""

    return LocalPart(
        title=local.title,
        finding=f"{opening(count_of(len(local.codes), 'local code'))}. No level above depends on them.",
        rows=tuple(_row(shown, code, url(code.id), ambitions.get(code.id)) for code in local.codes),
        priorities=tuple(
            PriorityRow(
                id=each.value_code,
                name=framework.value_code(each.value_code).name,
                url=url(each.value_code),
                level=_level(shown, each.value_code),
                reason=each.reason,
                statements=each.statements,
            )
            for each in local.priorities
        ),
    )


def _row(shown: ShownRound, code: LocalCode, url: str, ambition: Ambition | None) -> LocalRow:
    result = shown.result.code(code.id)
    return LocalRow(
        id=code.id,
        name=code.name,
        url=url,
        place=where_it_belongs(code, shown.framework),
        ladder=draw_ladder(
            shown.framework, level=result.level, final=result.final, ambition=ambition.level if ambition else None
        ),
        sentence=result.sentence,
        aim=f"{shown.framework.level_name(ambition.level)} by {day_in_words(ambition.by_date)}" if ambition else "",
    )


def _level(shown: ShownRound, code: str) -> str:
    level = shown.result.code(code).level
    return shown.framework.level_name(level) if level is not None else "no level yet"


def where_it_belongs(code: LocalCode, framework: Framework) -> str:
    """The object of the framework that a local code belongs to, or the council's own area."""
    return framework.object(code.object_id).name if code.object_id else code.area
