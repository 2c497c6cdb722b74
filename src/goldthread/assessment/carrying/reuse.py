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
from goldthread.assessment.snapshots import canonical_json, digest
from goldthread.assessment.types import AnswerState, RoundState
from goldthread.common.errors import UserError
from goldthread.common.words import number_in_words
from goldthread.framework.carry import Outcome, propose
from goldthread.framework.load import family_of
from goldthread.framework.mappings import FrameworkMapping, MappedItem, has_mapping, load_mapping
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Person

OPEN_STATES = frozenset({RoundState.DRAFT, RoundState.OPEN})
NOT_ANSWERED = frozenset({RoundState.DRAFT, RoundState.WITHDRAWN})


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
    def sha256(self) -> str:
        """Of what would be put forward, so that what is confirmed is what was looked at."""
        rows = [
            [found.answer.pk, found.level, [[answer.key, answer.level, item.new] for answer, item in found.sources]]
            for found in self.proposed
        ]
        return digest(canonical_json({"proposed": rows}))

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


def reuse_sources(new: Round) -> list[Round]:
    """The council's rounds whose answers can be put forward in this one, the newest first (one query)."""
    if new.state not in OPEN_STATES:
        return []
    rows = Round.objects.filter(council=new.council_id).exclude(state__in=NOT_ANSWERED)
    return [row for row in rows.order_by("-opens_on", "-pk") if has_mapping(row.framework_id, new.framework_id)]


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
def reuse_answers(*, old: Round, new: Round, by: Person | None, expected_sha256: str = "") -> ReusePlan:
    """Put answers forward. Done again it adds only what was answered since.

    `expected_sha256` is of the plan that the person looked at: where answers were given since, nothing is written.
    """
    held = Round.objects.select_for_update(of=("self",)).select_related("council").get(pk=new.pk)
    plan = plan_reuse(old, held)
    if expected_sha256 and plan.sha256 != expected_sha256:
        raise ReuseRefused(
            "Answers were given while you were looking, so another list would be put forward, and nothing was.",
            "Read the list below and put it forward then.",
        )
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


@transaction.atomic
def take_back_reuse(*, new: Round, by: Person | None, why: str) -> tuple[int, int]:
    """Take back what nobody has answered yet: how many answers that were, and how many stay since they were answered.

    The record keeps what was put forward. Once nothing is left, the round may take answers from another one.
    """
    held = Round.objects.select_for_update(of=("self",)).select_related("council").get(pk=new.pk)
    carrying = Carrying.objects.filter(new=held).select_related("old").first()
    if carrying is None or not is_reuse(carrying):
        raise ReuseRefused(f"Nothing was put forward in {held.name}.", "There is nothing to take back.")
    if held.state in {RoundState.SIGNED, RoundState.WITHDRAWN}:
        raise ReuseRefused(
            f"{held.name} is {RoundState(held.state).label}, so what was put forward stays in its record.",
            "Reopen the round first, if it has to change.",
        )
    if not why.strip():
        raise ReuseRefused("No reason was given.", "Say why it is taken back, so that departments can be told.")
    rows = list(CarriedAnswer.objects.filter(carrying=carrying).select_related("new_answer", "department"))
    open_ = [row for row in rows if row.new_answer is not None and row.new_answer.state == AnswerState.UNANSWERED]
    taken = {row.new_answer_id for row in open_}
    CarriedAnswer.objects.filter(pk__in=[row.pk for row in open_]).delete()
    if len(open_) == len(rows):
        carrying.delete()
    if taken:
        _record_taking_back(held, carrying.old, open_, by=by, why=why)
    return len(taken), len({row.new_answer_id for row in rows} - taken)


def _record_taking_back(held: Round, old: Round, rows: Sequence[CarriedAnswer], *, by: Person | None, why: str) -> None:
    count = len({row.new_answer_id for row in rows})
    record_event(
        council=held.council,
        by=by,
        kind="answers.withdrawn",
        subject=f"round:{held.pk}",
        summary=f"{count} {'answer' if count == 1 else 'answers'} of {old.name} put forward in {held.name} taken back",
        before=[
            {
                "department": row.department.name if row.department else "",
                "from": row.old_item,
                "to": row.new_item,
                "level": row.put_forward,
            }
            for row in rows
        ],
        why=why.strip(),
    )


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
    if old.state in NOT_ANSWERED:
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
