"""Presents a round: how far it has come, who has still to answer, and what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goldthread.assessment.models import Invitation, Round
from goldthread.assessment.queries.rounds import Progress
from goldthread.assessment.transitions import ROUND_MOVES, MoveName
from goldthread.assessment.types import ResponseState, RoundState
from goldthread.common.words import list_in_words, number_in_words
from goldthread.organisation.models import Membership
from goldthread.organisation.permissions import Standing
from goldthread.web.wording import count_of, opening, say_submitted


@dataclass(frozen=True)
class DepartmentRow:
    """One department's line in the table of progress."""

    progress: Progress
    people: str
    last_invited: datetime | None
    failure: str
    per_cent: int


@dataclass(frozen=True)
class OfferedMove:
    """A move of the round that this person may make now."""

    slug: str
    text: str
    needs_reason: bool
    consequence: str


MOVE_TEXTS: dict[MoveName, tuple[str, str]] = {
    MoveName.OPEN: (
        "Open the round for answers",
        "Departments can answer from now on. Nobody is written to until you invite them.",
    ),
    MoveName.WITHDRAW: (
        "Withdraw the round",
        "Nobody can answer any more. What was written is kept. A withdrawn round cannot be taken up again.",
    ),
    MoveName.MODERATE: (
        "Start moderation",
        "Departments that have not submitted can still answer. You can compare answers, note what was agreed,"
        " and leave an answer out with a reason.",
    ),
    MoveName.ANSWER_AGAIN: ("Open for answers again", "The round goes back from moderation to answering."),
    MoveName.REOPEN: (
        "Reopen the signed round",
        "The signed record is kept as it is. The round goes back to moderation and has to be signed again.",
    ),
}


def move_slug(name: MoveName) -> str:
    return name.value.replace(" ", "-")


def offered_moves(round: Round, standing: Standing) -> list[OfferedMove]:
    """The moves that the state and the person's roles allow; signing has its own page."""
    moves = [
        OfferedMove(move_slug(move.name), MOVE_TEXTS[move.name][0], move.needs_reason, MOVE_TEXTS[move.name][1])
        for move in ROUND_MOVES
        if move.source == round.state and move.name in MOVE_TEXTS and standing.can(move.action)
    ]
    return sorted(moves, key=lambda move: move.needs_reason)


def department_rows(
    progress: Sequence[Progress], members: Sequence[Membership], invitations: Sequence[Invitation]
) -> list[DepartmentRow]:
    """Each asked department with its people and when they were last written to."""
    people: dict[int, list[str]] = {}
    for member in members:
        if member.department_id is not None:
            people.setdefault(member.department_id, []).append(str(member.person))
    last: dict[int, Invitation] = {}
    for invitation in sorted(invitations, key=lambda row: row.created_at):
        last[invitation.response_id] = invitation
    rows = []
    for entry in progress:
        written = last.get(entry.response.pk)
        rows.append(
            DepartmentRow(
                progress=entry,
                people=list_in_words(people.get(entry.department.pk, [])),
                last_invited=written.created_at if written is not None else None,
                failure=written.failure if written is not None else "",
                per_cent=round_per_cent(entry.done, entry.asked),
            )
        )
    return rows


def round_per_cent(part: int, whole: int) -> int:
    """Whole per cent, rounded down so that 100 means all of it."""
    return 100 * part // whole if whole else 0


def finding(round: Round, progress: Sequence[Progress], today: date) -> str:
    """The sentence that the page opens with."""
    if round.state == RoundState.WITHDRAWN:
        return "This round was withdrawn. What was written is kept."
    if not progress:
        return "Nobody is asked anything yet. Choose the departments and what each is asked."
    if round.state == RoundState.DRAFT:
        asked = opening(count_of(len(progress), "department"))
        return f"{asked} will be asked. Open the round when you are ready."
    if round.state == RoundState.SIGNED:
        return "This round is signed off. Its record is frozen."
    waiting = [row for row in progress if row.state != ResponseState.SUBMITTED]
    if not waiting:
        return say_submitted(len(progress), len(progress))
    left = sum(row.left for row in waiting)
    names = list_in_words([row.department.name for row in waiting])
    have = "has" if len(waiting) == 1 else "have"
    done = len(progress) - len(waiting)
    late = f" The round closed on {round.closes_on:%-d %B}." if today > round.closes_on else ""
    codes = f"{number_in_words(left)} {'answer' if left == 1 else 'answers'} to give"
    tail = f"{names} {have} still {codes}." if left else f"{names} {have} answered everything and not submitted yet."
    if len(progress) == 1:
        return tail + late
    submitted = {0: "None of", 1: "One of"}.get(done, f"{number_in_words(done).capitalize()} of")
    head = f"{submitted} {number_in_words(len(progress))} departments {'has' if done <= 1 else 'have'} submitted. "
    return head + tail + late
