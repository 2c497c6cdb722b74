"""What commands do to a round. Import it once Django is ready."""

from collections.abc import Sequence
from datetime import date, timedelta

import typer
from django.urls import reverse

from goldthread.assessment.actions.invitations import invite
from goldthread.assessment.actions.rounds import RoundRefused, create_round, move_round
from goldthread.assessment.actions.signoff import SignOffRefused, sign_off
from goldthread.assessment.models import Response, Round
from goldthread.assessment.queries.rounds import find_round
from goldthread.assessment.transitions import ROUND_MOVES, MoveName
from goldthread.assessment.types import ResponseState, RoundState
from goldthread.cli.lookup import find_actor, find_department, standing_of_actor
from goldthread.cli.output import print_words
from goldthread.common.errors import UserError
from goldthread.framework.load import load_framework
from goldthread.organisation.queries import find_council, live_departments
from goldthread.organisation.types import Action

SIGN_DESPITE = "Have them disputed or noted in moderation, or sign with --despite and a reason."


def create(
    council_name: str,
    ref: str,
    *,
    framework: str,
    opens_on: date,
    closes_on: date,
    title: str,
    codes: Sequence[str],
    departments: Sequence[str],
    is_past: bool,
    actor: str | None,
) -> None:
    """Make a round in draft and print the name that commands know it by."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.MANAGE_ROUND)
    wanted = list(codes) or [code.id for code in load_framework(framework).value_codes]
    asked = [find_department(council, name) for name in departments] or list(live_departments(council))
    made = create_round(
        council=council,
        ref=ref,
        title=title,
        framework_id=framework,
        opens_on=opens_on,
        closes_on=closes_on,
        asked={department.pk: wanted for department in asked},
        by=by,
        is_past=is_past,
    )
    print_words(f"The round was made in draft: {len(asked)} departments are asked {len(wanted)} value codes each.")
    typer.echo(str(made))


def move(name: str, wanted: MoveName, *, actor: str | None, because: str) -> None:
    """Move a round by the transition table."""
    found = find_round(name)
    action = next(row.action for row in ROUND_MOVES if row.name is wanted)
    by = find_actor(actor, found.council, action)
    moved = move_round(round=found, move=wanted, by=by, reason=because)
    print_words(f"{moved} is {RoundState(moved.state).label}.")


def sign(name: str, *, actor: str, statement: str, seen: bool, despite: str) -> None:
    """Sign a round as the named person; what stands in the way is listed."""
    found = find_round(name)
    by = standing_of_actor(actor, found.council, Action.SIGN_OFF).person
    try:
        snapshot = sign_off(round=found, by=by, statement=statement, seen=seen, despite=despite)
    except SignOffRefused as refused:
        do = {"seen": "Read them, then sign with --seen.", "despite": SIGN_DESPITE}.get(refused.asks, refused.do)
        raise UserError(
            what=refused.what,
            do=do,
            details=tuple(f"{finding.what} {finding.do}" for finding in refused.findings),
        ) from None
    print_words(f"{found} was signed by {by}. The SHA-256 of what was signed:")
    typer.echo(snapshot.sha256)


def invite_departments(name: str, departments: Sequence[str], *, actor: str | None, again: bool) -> None:
    """Queue messages to the respondents of departments that have not submitted: to those new to it, or `again` to all.

    A department that cannot be written to does not hold up the others; it is named at the end with a failing exit code.
    """
    found = find_round(name)
    by = find_actor(actor, found.council, Action.MANAGE_ROUND)
    named = {find_department(found.council, each).pk for each in departments}
    path = reverse("answering:task_list", args=[found.council.slug, found.ref])
    waiting = [row for row in _waiting(found, again=again) if not named or row.department_id in named]
    sent, left_out = 0, []
    for response in waiting:
        try:
            made = invite(response=response, path=path, by=by, apart=timedelta(0))
        except RoundRefused as refused:
            left_out.append(refused.what)
            continue
        sent += len(made)
        print_words(f"{response.department.name}: {', '.join(str(invitation.person) for invitation in made)}")
    print_words(f"{sent} messages are waiting; `goldthread serve` sends them." if sent else "Nobody was written to.")
    if left_out:
        raise RoundRefused(
            what=f"{len(left_out)} departments could not be written to.",
            do="Add respondents with `goldthread person add`, open the round if it is not open, and invite again.",
            details=tuple(left_out),
        )


def _waiting(found: Round, *, again: bool) -> list[Response]:
    rows = Response.objects.filter(round=found).exclude(state=ResponseState.SUBMITTED)
    rows = rows if again else rows.filter(invitations__isnull=True)
    return list(rows.select_related("department", "round__council").distinct())
