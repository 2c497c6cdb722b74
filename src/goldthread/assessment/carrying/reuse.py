"""Answers of a round under one framework put forward in a round under another, by a mapping. Nobody's level is set.

The proposals are kept where carried answers are, and confirmed on the same screen, one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from goldthread.assessment.carrying.queries import check_unaltered, read_old_answers
from goldthread.assessment.carrying.types import OldAnswer
from goldthread.assessment.models import Answer, CarriedAnswer, Carrying, Round
from goldthread.assessment.types import AnswerState, RoundState
from goldthread.common.errors import UserError
from goldthread.common.words import number_in_words
from goldthread.framework.carry import Outcome, propose
from goldthread.framework.load import family_of
from goldthread.framework.mappings import FrameworkMapping, MappedItem, load_mapping
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Person

OPEN_STATES = frozenset({RoundState.DRAFT, RoundState.OPEN})


class ReuseRefused(UserError):
    """Answers that cannot be put forward as asked; nothing was written."""


@dataclass(frozen=True)
class Proposed:
    """What is put forward for one answer: the lowest mapped level of its sources, none where one has none."""

    answer: Answer
    sources: tuple[tuple[OldAnswer, MappedItem], ...]
    level: int | None


@dataclass(frozen=True)
class ReusePlan:
    """What reusing comes to: answers that stand already, that are not asked there, and without a counterpart."""

    old: Round
    new: Round
    mapping: FrameworkMapping
    proposed: tuple[Proposed, ...]
    kept: int
    not_asked: int
    unmapped: int

    @property
    def finding(self) -> str:
        count = len(self.proposed)
        answers = "answer is" if count == 1 else "answers are"
        return (
            f"{number_in_words(count).capitalize()} {answers} put forward in {self.new.name}, to be confirmed one by"
            f" one; {self.kept} stand already, {self.not_asked} are not asked there, and {self.unmapped} have no"
            " counterpart. Until a person confirms it, none counts."
        )


def is_reuse(carrying: Carrying) -> bool:
    """Whether answers came from another framework, not from an older version of the same."""
    return family_of(carrying.old.framework_id) != family_of(carrying.new.framework_id)


def plan_reuse(old: Round, new: Round) -> ReusePlan:
    """What would be put forward; nothing is written. Raises `ReuseRefused`, `NoMapping` or `CarryRefused`."""
    _check_rounds(old, new)
    mapping = load_mapping(old.framework_id, new.framework_id)
    check_unaltered(old)
    items: dict[str, list[MappedItem]] = defaultdict(list)
    for item in mapping.items:
        items[item.old].append(item)
    given = [row for row in read_old_answers(old) if not row.is_rating and not row.has_left]
    rows = Answer.objects.filter(round=new).select_related("response__department")
    places = {(row.response.department_id, row.value_code): row for row in rows}
    sources: dict[int, list[tuple[OldAnswer, MappedItem]]] = defaultdict(list)
    not_asked = unmapped = 0
    for answer in given:
        unmapped += answer.level is not None and answer.item not in items
        for item in items.get(answer.item, ()):
            place = places.get((answer.department, item.new))
            if place is not None:
                sources[place.pk].append((answer, item))
            elif answer.level is not None:
                not_asked += 1
    done = set(CarriedAnswer.objects.filter(carrying__new=new).values_list("new_answer_id", flat=True))
    waiting = [row for row in places.values() if any(answer.level for answer, _ in sources[row.pk])]
    fresh = [row for row in waiting if row.state == AnswerState.UNANSWERED and row.pk not in done]
    return ReusePlan(
        old=old,
        new=new,
        mapping=mapping,
        proposed=tuple(_propose(row, sources[row.pk], mapping.levels) for row in fresh),
        kept=len(waiting) - len(fresh),
        not_asked=not_asked,
        unmapped=unmapped,
    )


@transaction.atomic
def reuse_answers(*, old: Round, new: Round, by: Person | None) -> ReusePlan:
    """Put answers forward. Done again it adds only what was answered since."""
    held = Round.objects.select_for_update(of=("self",)).select_related("council").get(pk=new.pk)
    plan = plan_reuse(old, held)
    if not plan.proposed:
        return plan
    carrying, _made = Carrying.objects.get_or_create(
        new=held, defaults={"old": old, "changes_sha256": plan.mapping.sha256, "by": by}
    )
    CarriedAnswer.objects.bulk_create(
        [
            _way(carrying, found.answer, answer, item, plan.mapping.levels)
            for found in plan.proposed
            for answer, item in found.sources
        ]
    )
    record_event(
        council=held.council,
        by=by,
        kind="round.carried",
        subject=f"round:{held.pk}",
        summary=f"{len(plan.proposed)} answers of {old.name} were put forward in {held.name}",
        after={"round": str(old), "framework": old.framework_id, "proposed": len(plan.proposed)},
    )
    return plan


def reuse_json(plan: ReusePlan, *, written: bool) -> dict[str, object]:
    """The public shape of `goldthread framework reuse --json`: add to it, never change it."""
    departments = Counter(found.answer.response.department.name for found in plan.proposed)
    return {
        "from": str(plan.old),
        "to": str(plan.new),
        "mapping": {"status": plan.mapping.status, "sha256": plan.mapping.sha256},
        "written": written,
        "finding": plan.finding,
        "counts": {
            "proposed": len(plan.proposed),
            "kept": plan.kept,
            "not_asked": plan.not_asked,
            "unmapped": plan.unmapped,
        },
        "departments": dict(departments),
        "proposed": [
            {
                "department": found.answer.response.department.name,
                "value_code": found.answer.value_code,
                "level": found.level,
                "sources": [
                    {"value_code": item.old, "level": answer.level, "why": item.why} for answer, item in found.sources
                ],
            }
            for found in plan.proposed
        ],
    }


def _check_rounds(old: Round, new: Round) -> None:
    if old.council_id != new.council_id:
        raise ReuseRefused(f"{old} and {new} are rounds of different councils.", "Name two rounds of one council.")
    if family_of(old.framework_id) == family_of(new.framework_id):
        raise ReuseRefused(f"{old} and {new} stand under versions of one framework.", "Use: goldthread framework carry")
    if old.state in {RoundState.DRAFT, RoundState.WITHDRAWN}:
        raise ReuseRefused(
            f"{old.name} is {RoundState(old.state).label}, so nothing stands in it to reuse.",
            "Name a round that departments have answered.",
        )
    if new.state not in OPEN_STATES:
        raise ReuseRefused(
            f"{new.name} is {RoundState(new.state).label}, so nothing can be put forward in it.",
            "Open it for answers again first.",
        )
    other = Carrying.objects.filter(new=new).exclude(old=old).select_related("old").first()
    if other is not None:
        raise ReuseRefused(
            f"{new.name} took answers from {other.old.name} already.", "A round takes them from one other round."
        )


def _propose(row: Answer, sources: Sequence[tuple[OldAnswer, MappedItem]], levels: Mapping[int, int]) -> Proposed:
    mapped = [(Outcome.REVIEW, _mapped(answer, levels)) for answer, _ in sources]
    return Proposed(row, tuple(sources), propose(mapped).level)


def _mapped(answer: OldAnswer, levels: Mapping[int, int]) -> int | None:
    return None if answer.level is None else levels[answer.level]


def _way(
    carrying: Carrying, row: Answer, answer: OldAnswer, item: MappedItem, levels: Mapping[int, int]
) -> CarriedAnswer:
    return CarriedAnswer(
        carrying=carrying,
        department_id=answer.department,
        old_item=item.old,
        new_item=item.new,
        outcome=Outcome.REVIEW,
        level=answer.level,
        proposed=_mapped(answer, levels),
        why=f"{item.why} (a proposed mapping).",
        old_answer_id=answer.key,
        new_answer=row,
    )
