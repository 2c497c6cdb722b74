"""Names of the register that were not found, from the command line: listed, settled once, taken back."""

import json

import pytest
from typer.testing import CliRunner, Result

from goldthread.cli.main import app
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db

BECK, TRADES_AS = "Beckside Laundry Ltd", "Beckside Laundry Rentals of Skipton"


@pytest.fixture
def council() -> Council:
    council = make_council()
    sign(council, "B1", TRADES_AS, awarded_value=60000)
    sign(council, "V1", "Various")
    cover(council, [line(BECK, "7000.00"), line("Mr John Dale", "900.00")])
    return council


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, ["contract", *words, "--council", "wharfemoor-council"])


def test_names_are_listed_settled_and_taken_back(council: Council) -> None:
    make_person(Role.COORDINATOR, council, name="Meera Patel", email="meera@wharfemoor.example")
    (name,) = json.loads(ask("names", "--json").stdout)
    assert (name["name"], name["contracts"], name["value"]) == (TRADES_AS, 1, 60000)
    (may_be,) = name["suggestions"]
    assert (may_be["name"], may_be["paid"]) == (BECK, 7000)
    assert may_be["reason"] == "the words Beckside and Laundry in common"
    assert TRADES_AS in ask("names", "--words", "laundry").stdout

    given = ("settle-name", TRADES_AS.upper(), "--supplier", BECK, "--because", "A letter.", "--json")
    told = json.loads(ask(*given, "--as", "meera@wharfemoor.example").stdout)
    assert (told["supplier"], told["state"], told["by"]) == (BECK, "settled", "meera@wharfemoor.example")
    assert json.loads(ask("names", "--json").stdout) == []
    assert json.loads(ask("names", "--state", "settled", "--json").stdout)[0]["because"] == "A letter."
    again = ask("settle-name", TRADES_AS, "--no-payments")
    assert again.exit_code == 2
    assert "by Meera Patel.\nTake that back first." in again.stderr
    assert ask("settle-name", TRADES_AS, "--take-back").exit_code == 2  # without a reason
    assert ask("settle-name", TRADES_AS, "--take-back", "--because", "It was not.").exit_code == 0
    assert "is left as it is" in ask("settle-name", TRADES_AS, "--leave").stderr
    assert "0 names are to be settled, 1 left, 0 settled." in ask("names").stderr


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("names", "--state", "gone"), '"gone" is no state of a name.\nGive one of: open, left, settled.'),
        (("settle-name", TRADES_AS), "Nothing, or more than one thing, was said"),
        (("settle-name", TRADES_AS, "--leave", "--no-payments"), "Give one of --supplier SUPPLIER"),
        (("settle-name", "Beckside Laundry Rentals", "--leave"), f'Did you mean "{TRADES_AS}"?'),
        (("settle-name", TRADES_AS, "--supplier", "Nobody"), 'has paid nobody by the name "Nobody"'),
        (("settle-name", TRADES_AS, "--supplier", "Mr John Dale"), "is a private person."),
        (("settle-name", TRADES_AS, "--take-back", "--because", "So."), "There is nothing to take back."),
    ],
)
def test_what_cannot_be_is_said_in_two_sentences(council: Council, words: tuple[str, ...], what: str) -> None:
    refused = ask(*words)
    assert refused.exit_code == 2
    assert what in refused.stderr


def test_who_may_not_keep_the_register_settles_nothing(council: Council) -> None:
    make_person(Role.RESPONDENT, council, name="Lu", email="lu@wharfemoor.example")
    assert ask("settle-name", TRADES_AS, "--leave", "--as", "lu@wharfemoor.example").exit_code != 0
    assert ask("names", "--as", "lu@wharfemoor.example").exit_code == 0
