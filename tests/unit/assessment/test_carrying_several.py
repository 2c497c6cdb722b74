"""Carrying the rounds of several councils by one command: each accounted for, one that fails stopping no other."""

import json

import pytest
from django.db import DatabaseError
from typer.testing import CliRunner

from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.models import Round
from goldthread.assessment.transitions import MoveName
from goldthread.cli.main import app
from goldthread.organisation.models import Council
from tests.carried_scene import put_draft_round
from tests.factories import make_council, make_round

pytestmark = pytest.mark.django_db
FINAL = "nps-2018"
NAMES = ("Wharfemoor Council", "Calder Council", "Ryburn Council", "Skell Council")


@pytest.fixture
def councils() -> list[Council]:
    """Two with an older round to carry, one without any, and one whose older round was withdrawn."""
    made = [make_council(departments=["Place", "Housing"], name=name) for name in NAMES]
    for council in made[:2]:
        put_draft_round(council)
    move_round(round=make_round(made[3], codes=["CLR1"]), move=MoveName.WITHDRAW, by=None, reason="Begun by mistake")
    return made


def run(*arguments: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["framework", "carry", "--to", FINAL, *arguments])
    assert result.exit_code == code, f"{result.stdout}\n{result.stderr}\n{result.exception!r}"
    return result.stdout, result.stderr


def carried() -> list[str]:
    return sorted(str(row) for row in Round.objects.filter(ref__endswith="-carried"))


def test_every_council_is_reported_on_before_anything_is_written(councils: list[Council]) -> None:
    out, words = run("--all", "--dry-run")
    assert "4 councils: 2 ready and 2 nothing to carry." in words
    assert "Nothing was written." in words
    assert "Skell Council has no answered round under nps-2018-draft." in " ".join(out.split())
    assert carried() == []


def test_all_councils_are_carried_each_by_itself_and_once(councils: list[Council]) -> None:
    _, words = run("--all")
    assert "Calder Council: calder-council/2018-carried was made; calder-council/2018 stays as it is." in words
    assert "4 councils: 2 carried and 2 nothing to carry." in words
    assert carried() == ["calder-council/2018-carried", "wharfemoor-council/2018-carried"]
    out, words = run("--all", "--json")
    assert "2 carried already" in words
    told = {row["council"]: (row["state"], row["new_round"]) for row in json.loads(out)["councils"]}
    assert told["Calder Council"] == ("carried already", "calder-council/2018-carried")
    assert told["Ryburn Council"] == ("nothing to carry", None)
    assert len(carried()) == 2


def test_one_council_that_fails_stops_no_other(councils: list[Council], monkeypatch: pytest.MonkeyPatch) -> None:
    from goldthread.assessment.carrying import several

    real = several.carry_round

    def broken(**said: object) -> object:
        if str(said["round"]).startswith("calder"):
            raise DatabaseError("the disk is full")
        return real(**said)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(several, "carry_round", broken)
    _, words = run("--council", "Calder Council", "--council", "wharfemoor-council", code=2)
    assert "Calder Council: The database refused it: the disk is full." in words
    assert "2 councils: 1 carried and 1 not carried." in words
    assert "1 of 2 councils could not be carried. Mend what is said of each" in " ".join(words.split())
    assert carried() == ["wharfemoor-council/2018-carried"]


def test_a_framework_edited_since_is_said_of_its_council_alone(
    councils: list[Council], monkeypatch: pytest.MonkeyPatch
) -> None:
    Round.objects.filter(council=councils[1]).update(framework_sha256="0" * 64, state="moderation")
    out, words = run("--all", "--json", code=2)
    told = {row["council"]: row for row in json.loads(out)["councils"]}
    assert told["Calder Council"]["state"] == "not carried"
    assert "was edited after" in told["Calder Council"]["what"]
    assert told["Calder Council"]["do"].startswith("Put its files back")
    assert told["Wharfemoor Council"]["state"] == "carried"
    assert "could not be carried" in words


def test_a_named_council_without_a_round_is_a_failure_and_who_may_not_carry_is_said(councils: list[Council]) -> None:
    _, words = run("--council", "Ryburn Council", code=2)
    assert "Ryburn Council has no answered round under nps-2018-draft." in words
    _, words = run("--council", "Calder Council", "--as", "nobody@example.org", code=2)
    assert "nobody@example.org" in words
    assert carried() == []


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), "It is not said what to carry."),
        (("calder-council/2018", "--all"), "It is not said what to carry."),
        (("--all", "--council", "Calder Council"), "It is not said what to carry."),
        (("--all", "--ref", "x"), "--ref and --title name one round."),
        (("--council", "Nowhere"), "Nowhere"),
    ],
)
def test_what_cannot_be_meant_is_refused(councils: list[Council], arguments: tuple[str, ...], what: str) -> None:
    _, words = run(*arguments, code=2)
    assert what in words
    assert carried() == []
