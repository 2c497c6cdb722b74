"""Builds the pack out of what was gathered."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from goldthread.common.words import list_in_words, number_in_words
from goldthread.plan.models import PlanAction
from goldthread.plan.rules.kpis import say_value
from goldthread.plan.types import LEVEL_MEASURE, ActionStatus, KpiJudged, KpiStatus, Projected
from goldthread.plan.words import say_local, say_plan, say_smallest
from goldthread.reports.diagnostic.build_local import APART
from goldthread.reports.diagnostic.ladders import build_ladder
from goldthread.reports.plan.gather import Material
from goldthread.reports.plan.types import Bar, Chart, Cover, KpiLine, Line, Pack, Standing

A_QUARTER = 100  # days in which what is said to come next is due
_MOST = 12


def build_pack(material: Material) -> Pack:
    """The whole pack."""
    plan = material.plan
    moved, slipped, coming = list(_moved(material)), list(_slipped(material)), list(_coming(material))
    is_year = (material.last - material.first).days > A_QUARTER
    levels = tuple(_levels_moved(material))
    return Pack(
        cover=Cover(
            council=plan.council.name,
            title="Annual report on the plan" if is_year else "Progress on the plan",
            period=material.period.label,
            levels=plan.round.name if plan.round else f"as published in {plan.position.day:%Y}",
            made_on=f"{material.made_on:%-d %B %Y}",
            level_word="Level now" if plan.position.is_final else "Level so far",
            steps=len(plan.framework.levels),
        ),
        finding=_say_finding(material, len(moved), len(slipped)),
        members=tuple(_members(material, len(moved), len(slipped), levels)),
        charts=tuple(_charts(material)),
        standings=tuple(_standings(material, plan.projected)),
        own=tuple(_standings(material, plan.projected_local)),
        own_says=f"{say_local(plan, is_short=True)} {APART}",
        moved=tuple(moved),
        levels_moved=levels,
        slipped=tuple(slipped),
        coming=tuple(coming),
        kpis=tuple(_kpi(each) for each in plan.kpis),
        contradictions=tuple(f"{each.what} {each.do}" for each in plan.contradictions),
        sources=_sources(material),
    )


def _moved(material: Material) -> Iterator[Line]:
    """What was done in the period."""
    for row in material.plan.live:
        if row.done_on is not None and material.first <= row.done_on <= material.last:
            late = (row.done_on - row.first_due).days
            when = f"done {_day(row.done_on)}"
            why = f"{late} days after it was first planned" if late > 0 else "in time"
            yield _line(material, row, when, why)


def _slipped(material: Material) -> Iterator[Line]:
    """What was due by the end of the period and is open, and what was put off in it."""
    put_off = {each.number: each for each in material.put_off}
    edge = min(material.last, material.plan.as_of)
    for row in material.plan.live:
        if not ActionStatus(row.status).is_open:
            continue
        if row.number in put_off:
            moved = put_off[row.number]
            why = f"put off from {_day(moved.before)}{f': {moved.why}' if moved.why else ''}"
            yield _line(material, row, f"now due {_day(row.due)}", why)
        elif row.due <= edge and row.due < material.plan.as_of:
            yield _line(material, row, f"was due {_day(row.due)}", "not done")


def _coming(material: Material) -> Iterator[Line]:
    edge = max(material.last, material.plan.as_of)
    for row in material.plan.live:
        if ActionStatus(row.status).is_open and edge < row.due <= edge + timedelta(days=A_QUARTER):
            yield _line(material, row, f"due {_day(row.due)}", ActionStatus(row.status).value)


def _line(material: Material, row: PlanAction, when: str, why: str) -> Line:
    names = material.plan.position.level_names
    return Line(
        title=row.title,
        who=str(row.owner) if row.owner else "nobody named",
        buys=", ".join(f"{gain['code']} {names[gain['level']]}" for gain in row.gains) or "no level",
        when=when,
        why=why,
    )


def _levels_moved(material: Material) -> Iterator[str]:
    """Objects whose level differs from that of the last signed round."""
    names = material.plan.position.level_names
    for each in material.plan.projected:
        before, now = material.last_levels.get(each.place.id), each.now
        if before is not None and now is not None and before != now:
            word = "rose" if now > before else "fell"
            yield f"{each.place.name} {word} from {names[before]} to {names[now]} since {material.last_round}."


def _say_finding(material: Material, moved: int, slipped: int) -> str:
    head = f"In {material.period.label} {_count(moved, 'action')} {'was' if moved == 1 else 'were'} done"
    if slipped:
        head += f" and {_count(slipped, '')} slipped"
    return f"{head}. {say_plan(material.plan)}"


def _members(material: Material, moved: int, slipped: int, levels: tuple[str, ...]) -> Iterator[str]:
    """One page for members, a sentence each."""
    plan = material.plan
    yield from levels or ()
    if not levels and material.last_round:
        yield f"No area stands at another level than in {material.last_round}."
    yield say_smallest(plan)
    kpis = plan.kpis
    if kpis:
        good = sum(1 for each in kpis if each.status in {KpiStatus.MET, KpiStatus.ON_COURSE})
        behind = sum(1 for each in kpis if each.status is KpiStatus.BEHIND)
        missed = sum(1 for each in kpis if each.status is KpiStatus.MISSED)
        late = sum(1 for each in kpis if each.update_was_due)
        yield (
            f"Of {len(kpis)} KPIs {number_in_words(good)} {'is' if good == 1 else 'are'} met or on course,"
            f" {number_in_words(behind)} behind, {number_in_words(missed)} missed,"
            f" {number_in_words(late)} without the update that was due."
        )
    if plan.contradictions:
        number = len(plan.contradictions)
        yield f"{_count(number, 'part').capitalize()} of the plan cannot hold beside another; the last page lists them."
    if not moved and not slipped:
        yield "Nothing in the plan was due, done or put off in this period."
    yield "A projected level is no score: levels are attested by departments in a round."


def _charts(material: Material) -> Iterator[Chart]:
    plan = material.plan
    late = {each.id for each in plan.actions if each.is_late(plan.as_of)}
    groups = {
        "Done": [row for row in plan.live if row.status == ActionStatus.DONE],
        "Under way": [r for r in plan.live if r.status == ActionStatus.UNDER_WAY and r.number not in late],
        "Planned": [r for r in plan.live if r.status == ActionStatus.PLANNED and r.number not in late],
        "Late": [row for row in plan.live if row.number in late],
        "Stopped": [row for row in plan.live if row.status == ActionStatus.STOPPED],
    }
    if plan.live:
        counts = {name: len(rows) for name, rows in groups.items()}
        told = f"{counts['Done']} of {len(plan.live)} actions are done; {counts['Late']} late."
        yield _chart("Actions", told, "Status", counts)
    if plan.kpis:
        by_status = {each.label: sum(1 for k in plan.kpis if k.status is each) for each in KpiStatus}
        most = max(by_status.items(), key=lambda pair: pair[1])
        yield _chart("KPIs", f"Most KPIs, {most[1]} of {len(plan.kpis)}, are: {most[0].lower()}.", "Status", by_status)
    reach = {"Reached now": 0, "Reached if the plan is delivered": 0, "Not reached": 0}
    for each in plan.projected:
        aim = plan.last_aims.get(each.place.id)
        if aim is None:
            continue
        key = "Not reached"
        if (each.now or 0) >= aim.level:
            key = "Reached now"
        elif (each.on(aim.by) or 0) >= aim.level:
            key = "Reached if the plan is delivered"
        reach[key] += 1
    if sum(reach.values()):
        told = (
            f"{reach['Not reached']} of {sum(reach.values())} ambitions are not reached even if the plan is delivered."
        )
        yield _chart("Ambitions", told, "Ambition", reach)


def _chart(heading: str, sentence: str, head: str, counts: dict[str, int]) -> Chart:
    widest = max(1, *counts.values())
    bars = tuple(Bar(name, count, round(count * 100 / widest)) for name, count in counts.items() if count)
    return Chart(heading, sentence, f"Bars of how many {heading.lower()} stand where. {sentence}", head, bars)


def _standings(material: Material, projected: Iterable[Projected]) -> Iterator[Standing]:
    plan = material.plan
    names = dict(plan.position.level_names)
    for each in projected:
        aim = plan.last_aims.get(each.place.id)
        if aim is None or each.now is None:
            continue
        reached = each.on(aim.by) or each.now
        yield Standing(
            name=each.place.name,
            ladder=build_ladder(names, level=each.now, final=plan.position.is_final, aim=aim.level, projected=reached),
            now=names[each.now],
            aim=f"{names[aim.level]} by {_day(aim.by)}",
            reaches=names[reached],
            sentence=each.sentence,
        )


def _kpi(judged: KpiJudged) -> KpiLine:
    figures = [f for f in (*judged.kpi.actuals, *judged.kpi.baselines) if f.value is not None]
    newest = max(figures, key=lambda f: f.until or date.min, default=None)
    figure = "none yet"
    if newest is not None:
        words = (
            f"level {newest.value:.0f}" if newest.measure == LEVEL_MEASURE else say_value(newest.value, newest.measure)
        )
        figure = f"{words}{f' ({newest.period})' if newest.period else ''}"
    return KpiLine(judged.kpi.number, judged.kpi.measure, figure, judged.status.label, judged.sentence)


def _sources(material: Material) -> tuple[str, ...]:
    plan = material.plan
    levels = f"Levels are those of {plan.round.name}" if plan.round else "Levels are those that the council published"
    return (
        f"{levels}; the rules of projection stand in SCORING.md.",
        f"{_count(len(plan.live), 'action').capitalize()}, {_count(len(plan.aims), 'ambition')} and"
        f" {_count(len(plan.kpis), 'KPI')}, as kept on {material.made_on:%-d %B %Y}.",
        "What was put off is read from the record of changes, which nobody can alter.",
        f"Areas without an ambition are left out: {_left_out(material)}.",
    )


def _left_out(material: Material) -> str:
    plan = material.plan
    names = [place.name for place in plan.position.places if place.id not in plan.last_aims]
    return list_in_words(names[:_MOST]) if names else "none"


def _count(number: int, noun: str) -> str:
    words = number_in_words(number)
    return f"{words} {noun}{'' if number == 1 or not noun else 's'}".strip()


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
