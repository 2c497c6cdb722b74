"""Presents "Where we stand": the finding, a row per object with its ladder and what holds it, and the distribution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from goldthread.assessment.models import Round
from goldthread.assessment.percentages import Percentages, weigh
from goldthread.assessment.types import CodeResult, ObjectResult, RoundState
from goldthread.common.words import list_in_words, number_in_words
from goldthread.evidence.indicators.types import Outcome
from goldthread.framework.load import load_framework
from goldthread.framework.types import Framework, FrameworkObject
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.plan.models import Ambition
from goldthread.web.dashboard.because import Because, Gaps, explain_object, find_gaps, holders_of
from goldthread.web.dashboard.distribution import BarPart, draw_distribution
from goldthread.web.dashboard.grid import DrawnGrid, draw_grid
from goldthread.web.dashboard.local import LocalPart, present_local
from goldthread.web.ladders import DrawnLadder, draw_ladder
from goldthread.web.records import Count, Tag, count_claims
from goldthread.web.shown import ShownRound
from goldthread.web.wording import count_of, day_in_words, name_of_round, opening, state_of_round


@dataclass(frozen=True)
class Link:
    """A next step."""

    text: str
    url: str


@dataclass(frozen=True)
class Rated:
    """A level that the council rated directly, beside what the codes say."""

    level: int
    name: str
    differs: bool


@dataclass(frozen=True)
class Row:
    """One object: its name, its ladder, and the sentence that says why."""

    id: str
    name: str
    url: str
    codes: str
    ladder: DrawnLadder
    because: Because
    reached: bool
    rated: Rated | None
    records: Count | None = None
    code_ambitions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A theme, or the enablers."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Finding:
    """The sentence that the page opens with, in the order of its parts; any may be empty."""

    ambition: str
    held: str
    held_rest: str
    awaited: str
    records: str = ""


@dataclass(frozen=True)
class Legend:
    """What the signs of the ladders mean on this page; an empty text leaves the sign out."""

    last: str
    ambition: str
    so_far: bool


@dataclass(frozen=True)
class WhereWeStand:
    """Everything on the page."""

    caption: str
    finding: Finding
    legend: Legend
    sections: tuple[Section, ...]
    distribution: tuple[BarPart, ...]
    distribution_sentence: str
    steps: tuple[Link, ...]
    unit: str
    percentages: Percentages | None
    grid: DrawnGrid | None
    local: LocalPart | None = None


def present_standing(
    shown: ShownRound,
    ambitions: Mapping[str, Ambition],
    standing: Standing,
    records: Mapping[str, Tag] | None = None,
) -> WhereWeStand:
    """The page for one round. `ambitions` are those to show, by object; `records` what they say, by value code."""
    records = records or {}
    framework, result = shown.framework, shown.result
    gaps = find_gaps(shown.answers, framework)
    by_code = {row.value_code: row for row in result.results}
    pairs = list(zip(framework.objects, result.objects, strict=True))
    sees_answers = standing.can(Action.VIEW_ALL_ANSWERS)
    rows = {
        pair[0].id: _row(
            shown,
            pair,
            by_code=by_code,
            gaps=gaps,
            ambitions=ambitions,
            sees_answers=sees_answers,
            records=count_claims(records.get(code.id) for code in pair[0].value_codes),
        )
        for pair in pairs
    }
    round_ = shown.round
    return WhereWeStand(
        caption=f"{name_of_round(round_)} · {framework.short_title} · {state_of_round(round_)}",
        finding=replace(_finding(pairs, by_code, gaps, ambitions, framework), records=_say_records(records)),
        legend=_legend(shown, ambitions),
        sections=_sections(framework, rows),
        distribution=draw_distribution(result.distribution, framework),
        distribution_sentence=_distribution_sentence(result.distribution, framework),
        steps=next_steps(shown, standing),
        unit=framework.unit,
        percentages=weigh(framework, result.objects),
        grid=draw_grid(framework, rows) if framework.grid else None,
        local=present_local(shown, ambitions, sees_answers=sees_answers),
    )


@dataclass(frozen=True)
class OtherRound:
    """A round under another framework, that can be looked at instead."""

    ref: str
    name: str
    framework: str


def present_others(rounds: Sequence[Round]) -> tuple[OtherRound, ...]:
    return tuple(
        OtherRound(row.ref, name_of_round(row), load_framework(row.framework_id).short_title) for row in rounds
    )


def _row(
    shown: ShownRound,
    pair: tuple[FrameworkObject, ObjectResult],
    *,
    by_code: Mapping[str, CodeResult],
    gaps: Gaps,
    ambitions: Mapping[str, Ambition],
    sees_answers: bool,
    records: Count | None,
) -> Row:
    framework, (item, found) = shown.framework, pair
    ambition = ambitions.get(item.id)
    place = [shown.round.council.slug, shown.round.ref]

    def code_url(code: str) -> str:
        return reverse("moderation:code", args=[*place, code]) if sees_answers else ""

    results = [by_code[code.id] for code in item.value_codes]
    return Row(
        id=item.id,
        name=item.name,
        url=reverse("moderation:object", args=[*place, item.id]) if sees_answers else "",
        codes="" if framework.answers_areas else count_of_codes(len(item.value_codes)),
        ladder=draw_ladder(
            framework,
            level=found.level,
            final=found.final,
            last=shown.last_levels.objects.get(item.id),
            ambition=ambition.level if ambition else None,
        ),
        because=explain_object(item, found, results, gaps, framework=framework, code_url=code_url),
        reached=_has_reached(found, ambition),
        rated=Rated(found.rated, framework.level_name(found.rated), found.rated != found.level)
        if found.rated is not None
        else None,
        records=records,
        code_ambitions=_code_ambitions(item, ambitions, framework),
    )


def count_of_codes(count: int) -> str:
    return f"{count} value code{'' if count == 1 else 's'}"


def _code_ambitions(item: FrameworkObject, ambitions: Mapping[str, Ambition], framework: Framework) -> tuple[str, ...]:
    """Those of single value codes of the object: an enabler is its own, and its ladder shows it."""
    aims = [(code.id, ambitions[code.id]) for code in item.value_codes if code.id != item.id and code.id in ambitions]
    return tuple(f"{code}: {framework.level_name(aim.level)} by {day_in_words(aim.by_date)}" for code, aim in aims)


def _say_records(records: Mapping[str, Tag]) -> str:
    against = sum(tag.style == Outcome.CONTRADICTS for tag in records.values())
    if not against:
        return ""
    return f"Our own records contradict {number_in_words(against)} of the levels we claim."


def _has_reached(found: ObjectResult, ambition: Ambition | None) -> bool:
    """A level so far can still fall, so it reaches nothing."""
    return bool(ambition and found.final and found.level is not None and found.level >= ambition.level)


def _finding(
    pairs: Sequence[tuple[FrameworkObject, ObjectResult]],
    by_code: Mapping[str, CodeResult],
    gaps: Gaps,
    ambitions: Mapping[str, Ambition],
    framework: Framework,
) -> Finding:
    held, rest = _weakest(pairs, by_code, framework)
    waiting = len(gaps.everybody)
    return Finding(
        ambition=_ambition_sentence(pairs, ambitions),
        held=held,
        held_rest=rest,
        awaited=f"{opening(count_of(waiting, 'department'))} {'has' if waiting == 1 else 'have'} still to answer."
        if waiting
        else "",
    )


def _ambition_sentence(pairs: Sequence[tuple[FrameworkObject, ObjectResult]], ambitions: Mapping[str, Ambition]) -> str:
    aimed = [(item, found) for item, found in pairs if item.id in ambitions]
    if not aimed:
        return "No ambition has been set yet."
    reached = sum(_has_reached(found, ambitions[item.id]) for item, found in aimed)
    start, have = opening(number_in_words(reached)), "has" if reached == 1 else "have"
    if not reached:
        return f"None of the {count_of(len(aimed), 'area')} with an ambition has reached it."
    if len(aimed) == len(pairs):
        return f"{start} of {len(pairs)} areas {have} reached {'its' if reached == 1 else 'their'} ambition."
    return f"{start} of the {count_of(len(aimed), 'area')} with an ambition {have} reached it."


def _weakest(
    pairs: Sequence[tuple[FrameworkObject, ObjectResult]], by_code: Mapping[str, CodeResult], framework: Framework
) -> tuple[str, str]:
    """The object to name first: among the lowest, the one that the fewest departments hold there."""
    held = []
    for item, found in pairs:
        if found.level is not None:
            holding = [by_code[code] for code in found.from_codes]
            names = holders_of(holding)
            everybody = len(names) == max(result.answered for result in holding)
            held.append((found.level, len(names), item.name, names, everybody))
    if not held:
        return "", ""
    level, number, name, names, everybody = min(held, key=lambda row: row[:2])
    at = framework.level_name(level)
    if everybody and number > 1:
        return name, f"stands at {at} in every department."
    by_whom = f"{names[0]} alone" if number == 1 else list_in_words(names)
    return name, f"is held at {at} by {by_whom if number <= 2 else count_of(number, 'department')}."


def _legend(shown: ShownRound, ambitions: Mapping[str, Ambition]) -> Legend:
    years = sorted({row.by_date.year for row in ambitions.values()})
    return Legend(
        last=name_of_round(shown.last) if shown.last and shown.last_levels.objects else "",
        ambition="" if not years else f"Ambition {years[0]}" if len(years) == 1 else "Ambition",
        so_far=any(not found.final for found in shown.result.objects if found.level is not None),
    )


def _sections(framework: Framework, rows: Mapping[str, Row]) -> tuple[Section, ...]:
    names = dict.fromkeys(item.section for item in framework.objects)
    return tuple(
        Section(name, tuple(rows[item.id] for item in framework.objects if item.section == name)) for name in names
    )


def _distribution_sentence(distribution: Mapping[str, int], framework: Framework) -> str:
    counts = {level.number: distribution.get(str(level.number), 0) for level in framework.levels}
    scored, total = sum(counts.values()), sum(distribution.values())
    if not scored:
        return f"None of the {total} {framework.unit}s has a level yet."
    middle = framework.levels[len(framework.levels) // 2]  # Mature of five levels, Better of four
    high = sum(count for number, count in counts.items() if number >= middle.number)
    return f"{high} of {total} {framework.unit}s {'is' if high == 1 else 'are'} at {middle.name} or above."


def next_steps(shown: ShownRound, standing: Standing) -> tuple[Link, ...]:
    """What this person can do next with this round."""
    round_ = shown.round
    place = [round_.council.slug, round_.ref]
    steps = []
    if standing.can(Action.MANAGE_ROUND) and round_.state == RoundState.OPEN:
        steps.append(Link("See who has answered", reverse("rounds:show", args=place)))
    if standing.can(Action.VIEW_ALL_ANSWERS):
        steps.append(Link("Where departments differ", reverse("moderation:differences", args=place)))
    if standing.can(Action.VIEW_WORKING_RESULTS) and round_.state == RoundState.MODERATION:
        steps.append(Link("Checks and sign-off", reverse("signoff:checks", args=place)))
    steps.append(Link("Report", reverse("report:diagnostic", args=place)))
    if standing.can(Action.SET_AMBITION):
        steps.append(Link("Set ambitions", reverse("ambition:list", args=place[:1])))
    return tuple(steps)
