"""What carrying reads: an old round's answers, whether its framework stands unaltered, and what was carried."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from goldthread.assessment.carrying.rules import carry_answers
from goldthread.assessment.carrying.types import COUNCIL, Carried, OldAnswer
from goldthread.assessment.local.queries import framework_of, latest_version, read_content
from goldthread.assessment.models import Answer, CarriedAnswer, Carrying, Evidence, ObjectRating, Round
from goldthread.assessment.queries.rounds import latest_snapshot
from goldthread.assessment.types import TEXT_LABELS, AnswerState, RoundState
from goldthread.framework.carry import CarryPlan, CarryRefused, plan_carry
from goldthread.framework.load import list_frameworks, load_changes, load_framework
from goldthread.framework.local import extend, thaw_supplement
from goldthread.framework.present import digest_framework

REASON = "reason"  # the one text of a rating


def plan_for(round: Round, framework_id: str) -> CarryPlan:
    """The plan from the round's framework to another; raises `CarryRefused` where the round cannot be carried so."""
    if round.state in {RoundState.WITHDRAWN, RoundState.DRAFT}:
        raise CarryRefused(
            f"{round.name} is {RoundState(round.state).label}, so nothing stands in it to carry.",
            "Carry a round that departments have answered.",
        )
    new = load_framework(framework_id)
    if local := latest_version(round.council, framework_id):
        new = extend(new, thaw_supplement(read_content(local)))
    plan = plan_carry(framework_of(round), new, load_changes(new.id))
    check_unaltered(round)
    return plan


def check_unaltered(round: Round) -> None:
    """Raise `CarryRefused` where the framework was edited after the round began to cite it."""
    snapshot = latest_snapshot(round) if round.state == RoundState.SIGNED else None
    cited = json.loads(snapshot.content)["framework"]["sha256"] if snapshot else round.framework_sha256
    if cited and cited != digest_framework(round.framework_id):
        raise CarryRefused(
            f"The framework {round.framework_id} was edited after {round.name} began to rest on it.",
            "Put its files back as they were, and make the edit a newer framework with a change file of its own.",
        )


def newer_frameworks(framework_id: str) -> tuple[str, ...]:
    """The ids of the frameworks that supersede this one."""
    return tuple(found.id for found in list_frameworks() if found.supersedes == framework_id)


def read_old_answers(round: Round) -> list[OldAnswer]:
    """Every answer and every rating of the round as carrying sees it (three queries)."""
    evidence: dict[int, list[int]] = defaultdict(list)
    for key, answer in Evidence.objects.filter(answer__round=round, removed_at__isnull=True).values_list(
        "pk", "answer_id"
    ):
        evidence[answer].append(key)
    rows = Answer.objects.filter(round=round).select_related("response__department").order_by("response_id", "pk")
    answers = [
        OldAnswer(
            key=row.pk,
            department=row.response.department_id,
            item=row.value_code,
            level=row.level,
            texts={name: text for name in TEXT_LABELS if (text := getattr(row, name).strip())},
            evidence=tuple(evidence[row.pk]),
            does_not_apply=row.state == AnswerState.NOT_APPLICABLE,
            has_left=row.response.department.retired_at is not None,
        )
        for row in rows
    ]
    ratings = [
        OldAnswer(key=row.pk, department=COUNCIL, item=row.object_id, level=row.level, texts={REASON: row.reason})
        for row in ObjectRating.objects.filter(round=round).order_by("pk")
    ]
    return answers + ratings


def read_carried(round: Round, framework_id: str) -> tuple[CarryPlan, Carried]:
    """What carrying the round would come to; nothing is written."""
    plan = plan_for(round, framework_id)
    return plan, carry_answers(plan, read_old_answers(round))


def carrying_to(round: Round, framework_id: str) -> Carrying | None:
    """The newer round into which this one was carried already, unless that was withdrawn."""
    rows = Carrying.objects.filter(old=round, new__framework_id=framework_id).exclude(new__state=RoundState.WITHDRAWN)
    return rows.select_related("new__council", "old").order_by("pk").first()


def carrying_into(round: Round) -> Carrying | None:
    """How this round came of an older one; None where it did not."""
    return Carrying.objects.filter(new=round).select_related("old__council", "new", "by").first()


def carried_into(round: Round, department_id: int | None) -> Mapping[str, Sequence[CarriedAnswer]]:
    """What was carried to a department of the round, or to the council for None, by new item (one query)."""
    rows = CarriedAnswer.objects.filter(carrying__new=round, department=department_id).exclude(new_item="")
    found: dict[str, list[CarriedAnswer]] = defaultdict(list)
    for row in rows.select_related("carrying__old", "carrying__new", "old_answer"):
        found[row.new_item].append(row)
    return found
