"""The one table of moves between states; the web, the command line, the tests and the diagram in the docs read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from goldthread.assessment.types import ResponseState, RoundState
from goldthread.common.errors import UserError
from goldthread.organisation.types import Action

S = TypeVar("S", RoundState, ResponseState)


class MoveRefused(UserError):
    """The state does not allow the move, or the move lacks its reason."""


class MoveName(StrEnum):
    """Every move that a round or a response can make."""

    OPEN = "open"
    WITHDRAW = "withdraw"
    MODERATE = "start moderation"
    ANSWER_AGAIN = "open for answers again"
    SIGN = "sign off"
    REOPEN = "reopen"
    START = "start"
    SUBMIT = "submit"
    RETURN = "return"


@dataclass(frozen=True)
class Move(Generic[S]):
    """One allowed move: from a state to a state, the permission it asks for, and whether it must say why."""

    name: MoveName
    source: S
    target: S
    action: Action
    needs_reason: bool = False


ROUND_MOVES: tuple[Move[RoundState], ...] = (
    Move(MoveName.OPEN, RoundState.DRAFT, RoundState.OPEN, Action.MANAGE_ROUND),
    Move(MoveName.WITHDRAW, RoundState.DRAFT, RoundState.WITHDRAWN, Action.MANAGE_ROUND, needs_reason=True),
    Move(MoveName.WITHDRAW, RoundState.OPEN, RoundState.WITHDRAWN, Action.MANAGE_ROUND, needs_reason=True),
    Move(MoveName.MODERATE, RoundState.OPEN, RoundState.MODERATION, Action.MANAGE_ROUND),
    Move(MoveName.ANSWER_AGAIN, RoundState.MODERATION, RoundState.OPEN, Action.MANAGE_ROUND, needs_reason=True),
    Move(MoveName.SIGN, RoundState.MODERATION, RoundState.SIGNED, Action.SIGN_OFF),
    Move(MoveName.REOPEN, RoundState.SIGNED, RoundState.MODERATION, Action.REOPEN_ROUND, needs_reason=True),
)

RESPONSE_MOVES: tuple[Move[ResponseState], ...] = (
    Move(MoveName.START, ResponseState.INVITED, ResponseState.ANSWERING, Action.ANSWER),
    Move(MoveName.SUBMIT, ResponseState.ANSWERING, ResponseState.SUBMITTED, Action.ANSWER),
    Move(
        MoveName.RETURN,
        ResponseState.SUBMITTED,
        ResponseState.ANSWERING,
        Action.RETURN_RESPONSE,
        needs_reason=True,
    ),
)

ANSWERING_ROUND_STATES = frozenset({RoundState.OPEN, RoundState.MODERATION})


def find_move(moves: Sequence[Move[S]], name: MoveName, source: S, *, reason: str = "") -> Move[S]:
    """The move of this name from this state; raises `MoveRefused` where there is none or its reason is missing."""
    for move in moves:
        if move.name is name and move.source == source:
            if move.needs_reason and not reason.strip():
                raise MoveRefused(what=f"To {name.value} needs a reason.", do="Say why in a sentence; it is kept.")
            return move
    sources = [move.source.label for move in moves if move.name is name]
    raise MoveRefused(
        what=f"The {_thing(source)} is {source.label}, so it is not possible to {name.value}.",
        do=f"That is possible while it is {' or '.join(sources)}.",
    )


def _thing(state: RoundState | ResponseState) -> str:
    return "round" if isinstance(state, RoundState) else "response"


def draw_moves(moves: Sequence[Move[S]]) -> str:
    """The table as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2"]
    for move in moves:
        reason = ", with a reason" if move.needs_reason else ""
        lines.append(f"    {move.source.value} --> {move.target.value}: {move.name.value}{reason}")
    return "\n".join(lines)
