"""Councils, people, rounds and answers for tests, made through the same actions that the site uses."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from goldthread.assessment.actions.answers import AnswerContent, save_answer, submit_response
from goldthread.assessment.actions.rounds import create_round, move_round
from goldthread.assessment.actions.signoff import sign_off
from goldthread.assessment.models import Answer, Response, Round, Snapshot
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import AnswerState, RoundState
from goldthread.framework.load import load_framework
from goldthread.organisation.actions import add_department, create_council, grant_role
from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.types import CouncilKind, Role

FRAMEWORK = "nps-2018"
SEVEN_DEPARTMENTS = (
    "Adult Social Care",
    "Children's Services",
    "Place",
    "Highways",
    "Housing",
    "Digital",
    "Resources",
)


def make_council(
    kind: CouncilKind = CouncilKind.UNITARY,
    *,
    departments: Sequence[str] = SEVEN_DEPARTMENTS,
    name: str = "Wharfemoor Council",
) -> Council:
    """A council with its departments, in the order given."""
    council = create_council(name=name, kind=kind, by=None)
    for department in departments:
        add_department(council=council, name=department, by=None)
    return council


def department_named(council: Council, name: str) -> Department:
    return Department.objects.get(council=council, name=name)


def make_person(
    role: Role,
    council: Council,
    *,
    department: str | Department | None = None,
    email: str = "",
    name: str = "",
) -> Person:
    """Somebody with one role; a respondent answers for `department` (else the council's first)."""
    if isinstance(department, str):
        department = department_named(council, department)
    if role is Role.RESPONDENT and department is None:
        department = Department.objects.filter(council=council).order_by("order")[0]
    place = f"{department.pk}." if department else ""
    address = email or f"{role.value}.{place}{council.slug}@example.org"
    return grant_role(
        council=council,
        email=address,
        role=role,
        name=name or f"{role.label} of {council.name}",
        department=department,
        by=None,
    ).person


def make_round(
    council: Council,
    *,
    ref: str = "2026",
    title: str = "2026",
    framework_id: str = FRAMEWORK,
    state: RoundState = RoundState.OPEN,
    codes: Sequence[str] | None = None,
    asked: Mapping[str, Sequence[str]] | None = None,
    opens_on: date | None = None,
) -> Round:
    """A round moved to `state`, asking everybody every code, or `codes`, or `asked` by department name.

    `state` may be draft, open or moderation; a signed one is made with `sign`.
    """
    every = [code.id for code in load_framework(framework_id).value_codes] if codes is None else list(codes)
    departments = Department.objects.filter(council=council)
    wanted = (
        {d.pk: every for d in departments}
        if asked is None
        else {department_named(council, name).pk: list(listed) for name, listed in asked.items()}
    )
    opening = opens_on or timezone.localdate() - timedelta(days=30)
    made = create_round(
        council=council,
        ref=ref,
        title=title,
        framework_id=framework_id,
        opens_on=opening,
        closes_on=opening + timedelta(days=60),
        asked=wanted,
        by=None,
    )
    if state in {RoundState.OPEN, RoundState.MODERATION}:
        move_round(round=made, move=MoveName.OPEN, by=None)
    if state is RoundState.MODERATION:
        move_round(round=made, move=MoveName.MODERATE, by=None)
    return made


def response_of(round_: Round, department: str) -> Response:
    return Response.objects.select_related("round__council", "department").get(
        round=round_, department__name=department
    )


def answer_of(round_: Round, department: str, value_code: str) -> Answer:
    rows = Answer.objects.select_related("response__round__council", "response__department")
    return rows.get(round=round_, response__department__name=department, value_code=value_code)


def answer(
    round_: Round,
    department: str,
    value_code: str,
    level: int | None = None,
    *,
    not_applicable: str = "",
    comment: str = "",
    in_place: Sequence[str] = (),
    by: Person | None = None,
) -> Answer:
    """Save one answer as a respondent would: a level, or why it does not apply."""
    row = answer_of(round_, department, value_code)
    top = level == 5
    content = AnswerContent(
        state=AnswerState.NOT_APPLICABLE if not_applicable else AnswerState.LEVEL if level else AnswerState.UNANSWERED,
        level=level,
        not_applicable_because=not_applicable,
        comment_how_done=comment,
        in_place=tuple(in_place),
        exemplar_consent=top,
        exemplar_contact="Procurement team" if top else "",
        exemplar_note="What was done, and what came of it." if top else "",
    )
    return save_answer(answer=row, content=content, expected_version=row.version, by=by)


def answer_everything(round_: Round, level: int = 3, *, levels: Mapping[str, int] | None = None) -> None:
    """Fill in, in one stroke, what is still missing: at `level`, or at the `levels` of named departments."""
    for response in round_.responses.select_related("department"):
        chosen = (levels or {}).get(response.department.name, level)
        response.answers.filter(state=AnswerState.UNANSWERED).update(
            state=AnswerState.LEVEL, level=chosen, version=F("version") + 1, changed_at=timezone.now()
        )


def submit(round_: Round, *departments: str, by: Person | None = None) -> None:
    """Submit the responses of these departments, or of all."""
    for response in round_.responses.select_related("department"):
        if not departments or response.department.name in departments:
            submit_response(response=response, by=by)


def sign(round_: Round, *, by: Person | None = None, statement: str = "", despite: str = "") -> Snapshot:
    """Take a round that is fully answered through moderation to its signature."""
    if round_.state == RoundState.OPEN:
        move_round(round=round_, move=MoveName.MODERATE, by=None)
    signatory = by or make_person(Role.APPROVER, round_.council)
    return sign_off(round=round_, by=signatory, statement=statement, seen=True, despite=despite)
