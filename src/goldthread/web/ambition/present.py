"""Presents ambitions: per object the level now, what is aimed for and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldthread.assessment.local.queries import framework_to_plan
from goldthread.assessment.models import Round
from goldthread.common.words import number_in_words
from goldthread.framework.types import LOCAL_SECTION, Framework, FrameworkObject, ValueCode
from goldthread.organisation.models import Council
from goldthread.plan.models import Ambition
from goldthread.plan.queries.ambitions import published_ratings_of
from goldthread.web.ladders import DrawnLadder, draw_ladder
from goldthread.web.shown import ShownRound
from goldthread.web.wording import day_in_words, name_of_round, opening

DEFAULT_FRAMEWORK = "nps-2018"
APART = "What the council measures beside the framework. No level above depends on it."


@dataclass(frozen=True)
class Now:
    """Where the council stands: a level per object, whether it is final, and where that comes from."""

    framework: Framework
    levels: Mapping[str, int | None]
    final: Mapping[str, bool]
    source: str


@dataclass(frozen=True)
class Aim:
    """One ambition in words."""

    level: int
    name: str
    by_date: str
    reason: str
    who: str
    of_code: str = ""


@dataclass(frozen=True)
class AimRow:
    """One object with its ladder and its ambitions, the nearest first."""

    id: str
    name: str
    ladder: DrawnLadder
    aims: tuple[Aim, ...]


@dataclass(frozen=True)
class AimSection:
    """A theme, the enablers, or the council's own codes, of which something `says` is to be said first."""

    name: str
    rows: tuple[AimRow, ...]
    says: str = ""


def where_now(council: Council, round_: Round | None) -> Now:
    """The levels of the round that the person may see, else those that the council published elsewhere."""
    if round_ is not None:
        shown = ShownRound(round_, is_for_levels=True)
        results, objects = shown.result.every_result, shown.result.objects
        return Now(
            framework=framework_to_plan(council, round_.framework_id, round_),
            levels={row.value_code: row.level for row in results} | {row.id: row.level for row in objects},
            final={row.value_code: row.final for row in results} | {row.id: row.final for row in objects},
            source=name_of_round(round_),
        )
    ratings = sorted(published_ratings_of(council), key=lambda row: row.as_of)
    framework = framework_to_plan(council, ratings[-1].framework_id if ratings else DEFAULT_FRAMEWORK, None)
    levels: dict[str, int | None] = {row.object_id: row.level for row in ratings}
    source = f"as published in {ratings[-1].as_of.year}" if ratings else ""
    return Now(framework, levels, dict.fromkeys(levels, True), source)


def present_aims(
    now: Now, ambitions: Mapping[str, Sequence[Ambition]], shown: Mapping[str, Ambition]
) -> tuple[AimSection, ...]:
    """Every object by section, then the council's own codes; `shown` is the ambition that the ladder carries."""
    framework = now.framework
    rows = {item.id: _row(item, now, _aims_of(item, ambitions), shown.get(item.id)) for item in framework.objects}
    sections = tuple(
        AimSection(name, tuple(rows[item.id] for item in framework.objects if item.section == name))
        for name in dict.fromkeys(item.section for item in framework.objects)
    )
    own = tuple(_row(code, now, ambitions.get(code.id, ()), shown.get(code.id)) for code in framework.local_codes)
    return (*sections, AimSection(LOCAL_SECTION, own, APART)) if own else sections


def _row(item: FrameworkObject | ValueCode, now: Now, aims: Sequence[Ambition], shown: Ambition | None) -> AimRow:
    return AimRow(
        id=item.id,
        name=item.name,
        ladder=draw_ladder(
            now.framework,
            level=now.levels.get(item.id),
            final=now.final.get(item.id, True),
            ambition=shown.level if shown else None,
        ),
        aims=tuple(present_aim(row, now.framework, item.id) for row in aims),
    )


def _aims_of(item: FrameworkObject, ambitions: Mapping[str, Sequence[Ambition]]) -> list[Ambition]:
    """Those of the object, then those of single value codes of it."""
    ids = dict.fromkeys([item.id, *(code.id for code in item.value_codes)])
    return [row for key in ids for row in ambitions.get(key, ())]


def with_local(shown: Mapping[str, Ambition], framework: Framework) -> dict[str, Ambition]:
    """Those that a ladder of the page carries: of objects, and of the council's own codes."""
    own = {code.id for code in framework.local_codes}
    return of_objects(shown, framework) | {key: row for key, row in shown.items() if key in own}


def of_objects(shown: Mapping[str, Ambition], framework: Framework) -> dict[str, Ambition]:
    """Without those of single value codes."""
    known = {item.id for item in framework.objects}
    return {key: row for key, row in shown.items() if key in known}


def present_aim(row: Ambition, framework: Framework, item_id: str) -> Aim:
    """`of_code` is said where the ambition is not of the item itself, but of one of its codes."""
    return Aim(
        level=row.level,
        name=framework.level_name(row.level),
        by_date=day_in_words(row.by_date),
        reason=row.reason,
        who=_who(row),
        of_code="" if row.object_id == item_id else row.object_id,
    )


def _who(row: Ambition) -> str:
    """Who set it and when, and who approved it."""
    parts = [f"{row.set_by}, {day_in_words(row.set_at.date())}"] if row.set_by else []
    if row.approved_by:
        parts.append(f"approved by {row.approved_by}{f', {day_in_words(row.approved_on)}' if row.approved_on else ''}")
    return "; ".join(parts)


def ambition_finding(now: Now, shown: Mapping[str, Ambition], *, can_set: bool) -> str:
    """How many objects have an ambition, and how many of those are reached; what to do where there is none."""
    total, aimed = len(now.framework.objects), len(shown)
    if not aimed:
        do = f" Set a level to aim for in each of the {total} areas, with a day and a reason." if can_set else ""
        return f"No ambition is set yet.{do}"
    reached = sum(1 for key, row in shown.items() if now.final.get(key) and (now.levels.get(key) or 0) >= row.level)
    start = f"{opening(number_in_words(aimed))} of {total} areas {'has' if aimed == 1 else 'have'} an ambition"
    if aimed == total:
        start = f"Every one of the {total} areas has an ambition"
    return f"{start}; {number_in_words(reached)} {'is' if reached == 1 else 'are'} reached."
