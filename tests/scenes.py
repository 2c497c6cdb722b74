"""A council in the middle of moderation, as the tests of several families of screens look at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from goldthread.assessment.actions.evidence import add_link
from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.models import Evidence, Response, Round
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import RoundState
from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.plan.actions.ambitions import set_ambition
from tests.factories import (
    FRAMEWORK,
    SEVEN_DEPARTMENTS,
    answer,
    answer_everything,
    answer_of,
    make_council,
    make_person,
    make_round,
    sign,
    submit,
)

# The level of every department that is not spoken of below, by value code; elsewhere it is 3.
USUAL = {"CLR": 3, "SMR": 4, "PTR": 3, "SSR": 2, "COM": 3, "CRM": 3, "RSK": 3, "SVL": 4, "SME": 3, "VCS": 2}
DIFFERING = {
    "CRM2": dict(zip(SEVEN_DEPARTMENTS, (2, 3, 4, 4, 3, 3, 4), strict=True)),
    "SVL5": dict(zip(SEVEN_DEPARTMENTS, (4, 2, 4, 5, 4, None, 4), strict=True)),
    "SSR1": dict(zip(SEVEN_DEPARTMENTS, (3, 1, 3, 0, 2, 3, 3), strict=True)),
    "RSK5": dict(zip(SEVEN_DEPARTMENTS, (3, 3, 1, 3, 3, None, 2), strict=True)),
}
AMBITIONS = {"CLR": 4, "SMR": 4, "PTR": 4, "SSR": 4, "COM": 4, "CRM": 4, "RSK": 4, "SVL": 4, "SME": 4, "VCS": 3}
ENABLER_AMBITIONS = {"ENB1": 4, "ENB2": 3, "ENB3": 3, "ENB4": 4}


@dataclass(frozen=True)
class Scene:
    """The council, its two rounds, and a person in each role."""

    council: Council
    last: Round
    round: Round
    people: dict[Role, Person]


def make_scene() -> Scene:
    """A round of 2024 that is signed, and one of 2026 in moderation: four codes differ, one department is late."""
    council = make_council()
    people = {role: make_person(role, council) for role in Role}
    last = make_round(council, ref="2024", title="2024", opens_on=date(2024, 3, 1))
    _answer_as_usual(last, lower=1)
    submit(last)
    sign(last, by=people[Role.APPROVER], statement="Signed on the advice of the moderation panel.")
    round_ = make_round(council)
    _answer_with_differences(round_)
    submit(round_, *(name for name in SEVEN_DEPARTMENTS if name != "Digital"))
    move_round(round=round_, move=MoveName.MODERATE, by=people[Role.COORDINATOR])
    for object_id, level in {**AMBITIONS, **ENABLER_AMBITIONS}.items():
        set_ambition(
            council=council,
            framework_id=FRAMEWORK,
            object_id=object_id,
            level=level,
            by_date=date(timezone.localdate().year + 2, 3, 31),
            reason="The corporate plan asks for it.",
            by=people[Role.COORDINATOR],
        )
    return Scene(council, last, Round.objects.select_related("council").get(pk=round_.pk), people)


def make_large_round() -> Round:
    """Twelve departments asked all 59 codes, after a signed round: what the query ceilings are measured on."""
    departments = [f"Department {number}" for number in range(12)]
    council = make_council(departments=departments, name="Eskdale County Council")
    last = make_round(council, ref="2024", title="2024", opens_on=date(2024, 1, 1))
    answer_everything(last)
    submit(last)
    sign(last)
    round_ = make_round(council, state=RoundState.MODERATION)
    levels = dict(zip(departments, (1, 2, 3, 4, 5, 4, 3, 2, 1, 2, 3, 4), strict=True))
    answer_everything(round_, levels=levels)
    round_.answers.filter(response__department__name="Department 11").update(state="not answered", level=None)
    return round_


@contextmanager
def scene_in_transaction() -> Iterator[Scene]:
    """A scene for every test of a module: each test's own changes are rolled back, and in the end the scene too."""
    with transaction.atomic():
        yield make_scene()
        transaction.set_rollback(True)


def _answer_as_usual(round_: Round, *, lower: int = 0) -> None:
    for code in load_framework(FRAMEWORK).value_codes:
        level = max(1, USUAL.get(code.object_id, 3) - lower)
        round_.answers.filter(value_code=code.id).update(state="level", level=level, version=1)


def _answer_with_differences(round_: Round) -> None:
    people = {
        response.department_id: make_person(
            Role.RESPONDENT,
            round_.council,
            department=response.department,
            email=f"{response.department_id}@example.org",
            name=NAMES[response.department.name],
        )
        for response in round_.responses.select_related("department")
    }
    for code, levels in DIFFERING.items():
        for name, level in levels.items():
            by = people[answer_of(round_, name, code).response.department_id]
            if level is None:
                continue
            if level == 0:
                answer(round_, name, code, not_applicable="Highways buys through the regional framework.", by=by)
            else:
                answer(round_, name, code, level, comment=COMMENTS.get((code, name), ""), by=by)
    answer(
        round_,
        "Place",
        "CRM3",
        3,
        in_place=("4.1",),
        by=people[answer_of(round_, "Place", "CRM3").response.department_id],
    )
    _add_evidence(round_)
    _fill(round_)


def _add_evidence(round_: Round) -> None:
    place = answer_of(round_, "Place", "CRM2")
    add_link(answer=place, title="Variation form", url="https://example.org/form", expires_on=None, by=None)
    old = add_link(
        answer=place,
        title="Change procedure",
        url="https://example.org/procedure",
        expires_on=timezone.localdate() + timedelta(days=1),
        by=None,
    )
    Evidence.objects.filter(pk=old.pk).update(expires_on=date(2025, 3, 31))


def _fill(round_: Round) -> None:
    """Everybody's usual answers, but for what Digital has still to say."""
    for code in load_framework(FRAMEWORK).value_codes:
        rows = round_.answers.filter(value_code=code.id, state="not answered")
        if code.object_id == "RSK" or code.id in DIFFERING:
            rows = rows.exclude(response__department__name="Digital")
        rows.update(state="level", level=USUAL.get(code.object_id, 3), version=1, changed_at=timezone.now())


NAMES = {
    "Adult Social Care": "Meera Patel",
    "Children's Services": "Tom Ashworth",
    "Place": "Grace Okafor",
    "Highways": "Ian Barraclough",
    "Housing": "Salma Hussain",
    "Digital": "Piotr Nowak",
    "Resources": "Helen Sykes",
}
COMMENTS = {
    ("CRM2", "Adult Social Care"): "Care packages change weekly; we record the big ones.",
    ("CRM2", "Place"): "All variations go through the form since April.",
    ("CRM2", "Highways"): "Every compensation event is logged by the engineer and checked each month.",
    ("SVL5", "Children's Services"): "Social value is asked about in some tenders and not scored.",
    ("SSR1", "Children's Services"): "Suppliers are known to their teams; no list is kept.",
    ("RSK5", "Place"): "No plan beyond winter maintenance.",
}


def finish_answers(round_: Round) -> None:
    """Let the late department answer the rest and submit, so that nothing stops the sign-off."""
    answer_everything(round_)
    Response.objects.filter(round=round_).exclude(state="submitted").update(state="submitted")
