"""The transition tables, cell by cell, and the diagram drawn from them."""

from itertools import product
from pathlib import Path

import pytest

from goldthread.assessment.transitions import (
    RESPONSE_MOVES,
    ROUND_MOVES,
    MoveName,
    MoveRefused,
    draw_moves,
    find_move,
)
from goldthread.assessment.types import ResponseState, RoundState

ROUND_TABLE = {
    ("draft", "open"): "open",
    ("draft", "withdraw"): "withdrawn",
    ("open", "withdraw"): "withdrawn",
    ("open", "start moderation"): "moderation",
    ("moderation", "open for answers again"): "open",
    ("moderation", "sign off"): "signed",
    ("signed", "reopen"): "moderation",
}
RESPONSE_TABLE = {
    ("invited", "start"): "answering",
    ("answering", "submit"): "submitted",
    ("submitted", "return"): "answering",
}
NEED_A_REASON = {"withdraw", "open for answers again", "reopen", "return"}
DIAGRAM = Path(__file__).parents[3] / "docs" / "reference" / "states.md"


@pytest.mark.parametrize(("state", "name"), list(product(RoundState, MoveName)))
def test_round_move(state: RoundState, name: MoveName) -> None:
    target = ROUND_TABLE.get((state.value, name.value))
    if target is None:
        with pytest.raises(MoveRefused):
            find_move(ROUND_MOVES, name, state, reason="because")
    else:
        assert find_move(ROUND_MOVES, name, state, reason="because").target == target


@pytest.mark.parametrize(("state", "name"), list(product(ResponseState, MoveName)))
def test_response_move(state: ResponseState, name: MoveName) -> None:
    target = RESPONSE_TABLE.get((state.value, name.value))
    if target is None:
        with pytest.raises(MoveRefused):
            find_move(RESPONSE_MOVES, name, state, reason="because")
    else:
        assert find_move(RESPONSE_MOVES, name, state, reason="because").target == target


@pytest.mark.parametrize("move", [*ROUND_MOVES, *RESPONSE_MOVES], ids=lambda move: f"{move.source}-{move.name}")
def test_moves_back_need_a_reason(move: object) -> None:
    assert getattr(move, "needs_reason") == (getattr(move, "name").value in NEED_A_REASON)  # noqa: B009


def test_a_missing_reason_is_asked_for() -> None:
    with pytest.raises(MoveRefused, match="needs a reason"):
        find_move(ROUND_MOVES, MoveName.REOPEN, RoundState.SIGNED, reason="  ")


def test_the_diagram_in_the_docs_is_drawn_from_the_tables() -> None:
    text = DIAGRAM.read_text(encoding="utf-8")
    assert draw_moves(ROUND_MOVES) in text
    assert draw_moves(RESPONSE_MOVES) in text
