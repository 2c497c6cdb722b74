"""The report on carrying a round, made before anything is written: the same on a page, in a terminal and as JSON."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.assessment.carrying.queries import carrying_to, read_carried
from goldthread.assessment.carrying.rules import new_codes
from goldthread.assessment.carrying.types import Carried
from goldthread.assessment.models import Round
from goldthread.common.words import number_in_words
from goldthread.framework.carry import CarryPlan, Outcome
from goldthread.framework.changes import Carry


@dataclass(frozen=True)
class ObjectLine:
    """What becomes of one old key area or enabler. `reconfirm` are levels to be confirmed against new wording."""

    old: str
    name: str
    kind: str
    new: tuple[str, ...]
    reconfirm: tuple[int, ...]
    takes_comment: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class AnswerLine:
    """What becomes of the given answers to one old item in one place: how many departments, or the council."""

    old: str
    new: str
    outcome: Outcome
    count: int
    levels: tuple[int, ...]
    is_rating: bool
    why: str


@dataclass(frozen=True)
class CarryReport:
    """What carrying a round comes to. Counts are answers of departments and ratings of the council."""

    round: Round
    plan: CarryPlan
    made: Round | None
    objects: tuple[ObjectLine, ...]
    lines: tuple[AnswerLine, ...]
    counts: Mapping[str, int]
    unscored: tuple[str, ...]
    fresh: tuple[str, ...]
    common: int

    @property
    def finding(self) -> str:
        """The sentence that the report opens with."""
        given = self.counts
        kept = given[Outcome.CARRIED] + given[Outcome.COPIED]
        if not sum(given.values()):
            return f"Nothing was answered in {self.round.name}, so nothing is carried."
        head = "One answer is carried as it stands" if kept == 1 else f"{_many(kept)} answers are carried as they stand"
        rest = [
            _part(given[Outcome.REVIEW], "needs review", "need review"),
            _part(given[Outcome.COMMENT], "keeps its comment alone", "keep their comments alone"),
            _part(given[Outcome.ARCHIVED], "stays in the old round alone", "stay in the old round alone"),
        ]
        said = "; ".join([head, *(part for part in rest if part)])
        return f"{said}. Departments confirm each before it counts."


def build_report(round: Round, framework_id: str) -> CarryReport:
    """Read the round and say what carrying it comes to; raises `CarryRefused`. Nothing is written (six queries)."""
    done = carrying_to(round, framework_id)
    plan, carried = read_carried(round, framework_id)
    objects = _object_lines(plan)
    scored = {new for line in objects for new in line.new if new not in line.takes_comment}
    return CarryReport(
        round=round,
        plan=plan,
        made=done.new if done else None,
        objects=objects,
        lines=_answer_lines(carried),
        counts=carried.counts(),
        unscored=tuple(item.id for item in plan.new.objects if item.id not in scored),
        fresh=new_codes(plan),
        common=len(plan.common()),
    )


def report_json(report: CarryReport, *, written: bool) -> dict[str, object]:
    """The public shape of `goldthread framework carry --json`: add to it, never change it."""
    return {
        "council": report.round.council.name,
        "round": str(report.round),
        "from": report.plan.old.id,
        "to": report.plan.new.id,
        "written": written,
        "new_round": str(report.made) if report.made else None,
        "finding": report.finding,
        "counts": dict(report.counts),
        "objects": {"old": len(report.plan.old.objects), "new": len(report.plan.new.objects), "common": report.common},
        "unscored": list(report.unscored),
        "codes_without_an_old_one": list(report.fresh),
        "changes": [
            {
                "old": line.old,
                "new": list(line.new),
                "kind": line.kind,
                "reconfirm": list(line.reconfirm),
                "comment_only": list(line.takes_comment),
                "why": line.why,
            }
            for line in report.objects
        ],
        "answers": [
            {
                "old": line.old,
                "new": line.new or None,
                "outcome": line.outcome.value,
                "answers": line.count,
                "levels": list(line.levels),
                "rating": line.is_rating,
            }
            for line in report.lines
        ],
    }


def _object_lines(plan: CarryPlan) -> tuple[ObjectLine, ...]:
    lines = []
    for item in plan.old.objects:
        change = plan.changes[item.id]
        lines.append(
            ObjectLine(
                old=item.id,
                name=item.name,
                kind=change.kind.value,
                new=change.new,
                reconfirm=change.reconfirm,
                takes_comment=tuple(new for new in change.new if change.carry[new] is not Carry.SCORE),
                why=change.reason,
            )
        )
    return tuple(lines)


def _answer_lines(carried: Carried) -> tuple[AnswerLine, ...]:
    """Given answers that fare alike, in the order of the old items."""
    found: Counter[tuple[str, str, Outcome, bool, str]] = Counter()
    levels: dict[tuple[str, str, Outcome, bool, str], list[int]] = {}
    for way in carried.ways:
        if way.answer.is_given:
            place = way.landing
            key = (place.old, place.new or "", place.outcome, way.answer.is_rating, place.why)
            found[key] += 1
            levels.setdefault(key, []).extend([way.answer.level] if way.answer.level is not None else [])
    return tuple(
        AnswerLine(old, new, outcome, count, tuple(sorted(levels[old, new, outcome, rating, why])), rating, why)
        for (old, new, outcome, rating, why), count in found.items()
    )


def _many(count: int) -> str:
    return number_in_words(count).capitalize()


def _part(count: int, one: str, more: str) -> str:
    return f"{number_in_words(count)} {one if count == 1 else more}" if count else ""
