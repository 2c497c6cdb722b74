"""Presents what carrying a round comes to, item by item, and the council's ratings that were carried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldthread.assessment.carrying.report import AnswerLine, CarryReport
from goldthread.assessment.carrying.reuse import ReusePlan
from goldthread.assessment.models import CarriedAnswer, Carrying, Round
from goldthread.assessment.types import AnswerState
from goldthread.common.words import list_in_words, number_in_words
from goldthread.framework.carry import Outcome, propose
from goldthread.framework.load import load_framework
from goldthread.web.wording import count_of, opening


@dataclass(frozen=True)
class ReportRow:
    """One old item: where it goes, and what becomes of the answers given to it."""

    old: str
    name: str
    goes: str
    says: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class RatingLine:
    """A carried rating of the council. `offer` is the level to confirm, in words; empty where there is none."""

    item: str
    name: str
    old: str
    then: str
    reason: str
    offer: str
    needs_review: bool
    is_rated: bool
    why: str


def report_rows(report: CarryReport) -> list[ReportRow]:
    names = {item.id: item.name for item in report.plan.new.objects}
    by_item: dict[str, list[AnswerLine]] = {}
    for line in report.lines:
        by_item.setdefault(line.old, []).append(line)
    rows = [
        ReportRow(
            old=line.old,
            name=line.name,
            goes=list_in_words([f"{new} {names.get(new, '')}".strip() for new in line.new]) or "Archive",
            says=tuple(_say(found) for found in by_item.pop(line.old, [])) or ("Nothing was given",),
            why=line.why,
        )
        for line in report.objects
    ]
    codes = {code.id: code.name for code in report.plan.old.every_code}
    return rows + [
        ReportRow(
            old=item,
            name=codes.get(item, ""),
            goes=list_in_words(list(dict.fromkeys(line.new or "Archive" for line in found))),
            says=tuple(_say(line) for line in found),
            why=found[0].why,
        )
        for item, found in by_item.items()
    ]


def _say(line: AnswerLine) -> str:
    what = "the council’s rating" if line.is_rating else count_of(line.count, "answer")
    where = f" to {line.new}" if line.new and line.new != line.old else ""
    levels = f" (level{'' if len(line.levels) == 1 else 's'} {', '.join(map(str, line.levels))})" if line.levels else ""
    return f"{what}{levels}: {line.outcome.value}{where}"


def rating_lines(round_: Round, ways: Mapping[str, Sequence[CarriedAnswer]], rated: set[str]) -> list[RatingLine]:
    framework = load_framework(round_.framework_id)
    lines = []
    for item in framework.objects:
        found = ways.get(item.id, ())
        if not found:
            continue
        proposal = propose([(Outcome(way.outcome), way.put_forward) for way in found])
        old = load_framework(found[0].carrying.old.framework_id)
        lines.append(
            RatingLine(
                item=item.id,
                name=item.name,
                old=", ".join(way.old_item for way in found),
                then=", ".join(f"{way.level} {old.level_name(way.level)}" for way in found if way.level is not None),
                reason="\n\n".join(way.text for way in found),
                offer=f"{proposal.level} {framework.level_name(proposal.level)}" if proposal.level else "",
                needs_review=proposal.needs_review,
                is_rated=item.id in rated,
                why=found[0].why,
            )
        )
    return lines


@dataclass(frozen=True)
class ProposedRow:
    """One answer that would be put forward, before it is."""

    department: str
    area: str
    level: str
    sources: tuple[str, ...]
    why: str


def proposed_rows(plan: ReusePlan) -> list[ProposedRow]:
    was, now = load_framework(plan.old.framework_id), load_framework(plan.new.framework_id)
    return [
        ProposedRow(
            department=found.answer.response.department.name,
            area=f"{found.answer.value_code} {now.value_code(found.answer.value_code).name}",
            level=f"{found.level} {now.level_name(found.level)}" if found.level else "No level: a source has none",
            sources=tuple(
                f"{item.old}: {was.level_name(answer.level) if answer.level else 'not answered'}"
                for answer, item in found.sources
            ),
            why=" ".join(dict.fromkeys(f"{item.why.rstrip('.')}." for _, item in found.sources)),
        )
        for found in plan.proposed
    ]


def say_preview(plan: ReusePlan) -> str:
    """What would be put forward, and what would not and why; what does not occur is not said."""
    count = len(plan.proposed)
    told = f"{opening(count_of(count, 'answer'))} would be put forward in {plan.new.name}, to be confirmed one by one."
    if not count:
        told = f"Nothing would be put forward in {plan.new.name} now."
    aside = [
        (plan.kept, "stands already", "stand already"),
        (plan.not_asked, "is not asked there", "are not asked there"),
        (plan.unmapped, "has no counterpart", "have no counterpart"),
    ]
    rest = [f"{number_in_words(number)} {one if number == 1 else many}" for number, one, many in aside if number]
    return f"{told} {opening(list_in_words(rest))}." if rest else told


def say_taken_back(taken: int, kept: int) -> str:
    """What was taken back, and what stays because a department answered it."""
    if not taken:
        return "Everything that was put forward has been answered since, so nothing was taken back."
    told = f"{opening(count_of(taken, 'answer'))} {'was' if taken == 1 else 'were'} taken back."
    stay = f" {opening(count_of(kept, 'answer'))} {'stays' if kept == 1 else 'stay'}: departments gave them since."
    return told + (stay if kept else "")


@dataclass(frozen=True)
class ReusedLine:
    """One answer of the other framework and what it is put forward as."""

    department: str
    area: str
    proposed: str
    source: str
    why: str
    is_open: bool


def reused_lines(carrying: Carrying) -> list[ReusedLine]:
    """Every proposal of a round, department by department (one query)."""
    was, now = load_framework(carrying.old.framework_id), load_framework(carrying.new.framework_id)
    rows = CarriedAnswer.objects.filter(carrying=carrying).select_related("department", "new_answer")
    return [
        ReusedLine(
            department=row.department.name if row.department else "",
            area=f"{row.new_item} {now.value_code(row.new_item).name}",
            proposed=f"{row.put_forward} {now.level_name(row.put_forward)}" if row.put_forward else "No level",
            source=f"{row.old_item}: {was.level_name(row.level) if row.level else 'not answered'}",
            why=row.why,
            is_open=row.new_answer is not None and row.new_answer.state == AnswerState.UNANSWERED,
        )
        for row in rows.order_by("department__order", "pk")
    ]


def say_reused(lines: Sequence[ReusedLine], old: Round) -> str:
    places = {(line.department, line.area): line.is_open for line in lines}
    waiting = sum(places.values())
    are = "is" if len(places) == 1 else "are"
    head = opening(f"{count_of(len(places), 'answer')} {are} put forward here from {old.name}")
    if not waiting:
        return f"{head}, and all have been answered since."
    return f"{head}; {number_in_words(waiting)} still to be confirmed by a department, and until then not counted."
