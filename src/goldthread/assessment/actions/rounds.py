"""Making a round, moving it between its states, and asking departments."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import F

from goldthread.assessment.local.queries import framework_of, latest_version
from goldthread.assessment.models import Answer, Response, Round
from goldthread.assessment.transitions import RESPONSE_MOVES, ROUND_MOVES, MoveName, find_move
from goldthread.assessment.types import ResponseState, RoundState
from goldthread.common.errors import UserError
from goldthread.framework.load import list_frameworks, load_framework
from goldthread.framework.present import digest_framework
from goldthread.framework.types import Framework, FrameworkStatus
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Person

CONFLICT_EXIT = 3  # what the command line ends with where somebody else was quicker

REF = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")

RESERVED_REFS = frozenset({"new"})  # addresses of the site beside which a round of that name could not be reached


class RoundRefused(UserError):
    """A round that cannot be made or changed as asked."""


class RoundMoved(UserError):
    """Somebody moved the round between reading and writing."""


@transaction.atomic
def create_round(
    *,
    council: Council,
    ref: str,
    title: str,
    framework_id: str,
    opens_on: date,
    closes_on: date,
    asked: Mapping[int, Sequence[str]],
    by: Person | None,
    is_past: bool = False,
) -> Round:
    """Make a round in draft. `asked` gives the value codes asked of each department, by the department's key; each of
    them is asked the local codes too that the council has published for the framework.

    `is_past` records a round that was held in its day under a framework that another has superseded since.
    """
    ref = ref.strip().lower()
    framework = load_framework(framework_id)
    _check_can_be_held(framework, closes_on if is_past else None)
    _check_ref(council, ref)
    _check_days(opens_on, closes_on)
    local = None if is_past else latest_version(council, framework.id)
    made = Round.objects.create(
        council=council,
        ref=ref,
        title=" ".join(title.split()) or ref,
        framework_id=framework.id,
        framework_sha256=digest_framework(framework.id),
        local_version=local,
        local_sha256=local.sha256 if local else "",
        opens_on=opens_on,
        closes_on=closes_on,
    )
    record_event(
        council=council,
        by=by,
        kind="round.created",
        subject=f"round:{made.pk}",
        summary=f"{made.name} was made",
        after={"framework": framework.id, "opens_on": str(opens_on), "closes_on": str(closes_on)}
        | ({"local_version": local.number} if local else {}),
    )
    for department in Department.objects.filter(council=council, pk__in=list(asked)):
        codes = dict.fromkeys([*asked[department.pk], *(code.id for code in framework_of(made).local_codes)])
        ask_department(round=made, department=department, value_codes=list(codes), by=by)
    return made


def _check_ref(council: Council, ref: str) -> None:
    if not REF.match(ref) or ref in RESERVED_REFS:
        raise RoundRefused(
            what=f'"{ref}" cannot name a round.',
            do="Use letters, figures and hyphens, such as 2026 or 2026-autumn.",
        )
    if Round.objects.filter(council=council, ref=ref).exists():
        raise RoundRefused(what=f"{council.name} has a round {ref} already.", do="Choose another short name.")


def _check_days(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise RoundRefused(
            what="The round would close before it opens.", do="Choose a closing date after the opening date."
        )


def _check_can_be_held(framework: Framework, closed_on: date | None) -> None:
    """Raise `RoundRefused` unless the framework is published, or was superseded and the round closed in the past."""
    if framework.status is FrameworkStatus.PUBLISHED:
        return
    superseded = any(newer.supersedes == framework.id for newer in list_frameworks())
    today = datetime.now(tz=UTC).date()  # the machine's own day: the demonstration plays its rounds on days of the past
    if closed_on is not None and superseded and closed_on < today:
        return
    past = " A round of the past may stand under one that was superseded." if superseded else ""
    raise RoundRefused(
        what=f"{framework.title} is not published here, so no round can be held with it.{past}",
        do="Choose a published framework; see them with: goldthread framework list",
    )


@transaction.atomic
def ask_department(*, round: Round, department: Department, value_codes: Sequence[str], by: Person | None) -> Response:
    """Ask a department these codes. Codes asked before and not listed now are dropped only while they are untouched."""
    if round.state not in {RoundState.DRAFT, RoundState.OPEN}:
        raise RoundRefused(
            what=f"The round is {RoundState(round.state).label}, so who is asked what is settled.",
            do="Reopen the round for answers first.",
        )
    framework = framework_of(round)
    known = {code.id for code in framework.every_code}
    unknown = [code for code in value_codes if code not in known]
    if unknown:
        raise RoundRefused(
            what=f"{', '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} not in {framework.short_title}.",
            do=f"See the codes with: goldthread framework show {framework.id}",
        )
    response, _made = Response.objects.get_or_create(round=round, department=department)
    present = dict(response.answers.values_list("value_code", "version"))
    touched = [code for code, version in present.items() if code not in value_codes and version > 0]
    if touched:
        raise RoundRefused(
            what=f"{department.name} has worked on {', '.join(touched)} already.",
            do="Keep asking those codes, or have the department mark them as not applicable.",
        )
    response.answers.exclude(value_code__in=value_codes).delete()
    fresh = [code.id for code in framework.every_code if code.id in set(value_codes) and code.id not in present]
    Answer.objects.bulk_create([Answer(response=response, round=round, value_code=code) for code in fresh])
    record_event(
        council=round.council,
        by=by,
        kind="department.asked",
        subject=f"round:{round.pk}/response:{response.pk}",
        summary=f"{department.name} is asked {len(value_codes)} value code{'' if len(value_codes) == 1 else 's'}",
        before=sorted(present),
        after=sorted(value_codes),
    )
    return response


@transaction.atomic
def move_round(*, round: Round, move: MoveName, by: Person | None, reason: str = "") -> Round:
    """Move the round by the transition table. Signing has its own action, `sign_off`."""
    if move is MoveName.SIGN:
        raise RoundRefused(what="A round is signed through its checks.", do="Open the sign-off page of the round.")
    found = find_move(ROUND_MOVES, move, RoundState(round.state), reason=reason)
    if move is MoveName.OPEN and not Answer.objects.filter(round=round).exists():
        raise RoundRefused(what="Nobody is asked anything yet.", do="Choose the departments and the codes first.")
    apply_move(round=round, target=found.target)
    record_event(
        council=round.council,
        by=by,
        kind=f"round.{move.value.replace(' ', '-')}",
        subject=f"round:{round.pk}",
        summary=f"{round.name}: {found.source.label}, now {found.target.label}",
        before=found.source.value,
        after=found.target.value,
        why=reason.strip(),
    )
    return round


def apply_move(*, round: Round, target: RoundState) -> None:
    """Write the new state, only where nobody else moved the round since it was read; raises `RoundMoved`."""
    changed = Round.objects.filter(pk=round.pk, state=round.state, revision=round.revision).update(
        state=target, revision=F("revision") + 1
    )
    if not changed:
        raise RoundMoved(
            what="Somebody else has moved this round in the meantime.",
            do="Load the page again and look before you go on.",
            exit_code=CONFLICT_EXIT,
        )
    round.state, round.revision = target.value, round.revision + 1


@transaction.atomic
def return_response(*, response: Response, reason: str, by: Person | None) -> Response:
    """Give a submitted response back to its department, with the reason that it will read."""
    move = find_move(RESPONSE_MOVES, MoveName.RETURN, ResponseState(response.state), reason=reason)
    if response.round.state not in {RoundState.OPEN, RoundState.MODERATION}:
        raise RoundRefused(
            what=f"The round is {RoundState(response.round.state).label}.",
            do="Reopen the round before returning a response.",
        )
    response.state, response.returned_because = move.target.value, reason.strip()
    response.save(update_fields=["state", "returned_because"])
    record_event(
        council=response.round.council,
        by=by,
        kind="response.returned",
        subject=f"round:{response.round_id}/response:{response.pk}",
        summary=f"{response.department.name}'s response was returned",
        before=move.source.value,
        after=move.target.value,
        why=reason.strip(),
    )
    return response
