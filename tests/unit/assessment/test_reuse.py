"""Answers of one framework put forward in another: proposed with their source, confirmed by a person one by one."""

import json

import pytest
from typer.testing import CliRunner

from goldthread.assessment.carrying.actions import confirm_answer, confirm_department
from goldthread.assessment.carrying.queries import carried_into
from goldthread.assessment.carrying.reuse import ReuseRefused, plan_reuse, reuse_answers
from goldthread.assessment.models import CarriedAnswer, Round
from goldthread.assessment.queries.results import read_result
from goldthread.assessment.types import RoundState
from goldthread.cli.main import app
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests.factories import answer, answer_of, make_council, make_person, make_round, response_of
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

HOME = "/c/wharfemoor-council/rounds/practice"
ASKED = ["STR1", "MNG4", "POL1", "SYS1", "REL1"]


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def old(council: Council) -> Round:
    made = make_round(council, codes=["SMR2", "RSK2", "CRM3", "SVL1", "SVL7", "CRM1", "COM1", "CLR1"])
    for code, level in [("SMR2", 5), ("RSK2", 4), ("CRM3", 3), ("SVL1", 4), ("CRM1", 2), ("COM1", 3), ("CLR1", 3)]:
        answer(made, "Place", code, level)
    return made


@pytest.fixture
def new(council: Council) -> Round:
    return make_round(council, ref="practice", title="Practice", framework_id="commercial-practice", codes=ASKED)


def test_answers_are_proposed_by_the_table_of_levels_and_count_for_nothing(old: Round, new: Round) -> None:
    answer(new, "Place", "SYS1", 4)
    plan = reuse_answers(old=old, new=new, by=None)
    assert [(found.answer.value_code, found.level) for found in plan.proposed] == [
        ("STR1", 4),  # Innovator is put forward as Best
        ("MNG4", 2),  # of Leader and Mature, the lower
        ("POL1", None),  # one of its two sources has no level, so none is made up
    ]
    assert (plan.kept, plan.not_asked, plan.unmapped) == (1, 1, 1)
    assert read_result(new).code("STR1").level is None
    assert answer_of(new, "Place", "SYS1").level == 4
    assert answer_of(old, "Place", "SMR2").level == 5


def test_a_person_confirms_one_by_one(old: Round, new: Round) -> None:
    reuse_answers(old=old, new=new, by=None)
    place = response_of(new, "Place")
    ways = carried_into(new, place.department_id)
    assert confirm_department(response=place, ways=ways, by=None) == 0
    confirm_answer(answer=answer_of(new, "Place", "STR1"), ways=ways["STR1"], by=None)
    assert answer_of(new, "Place", "STR1").level == 4
    assert answer_of(new, "Place", "MNG4").level is None


def test_reusing_again_adds_only_what_was_answered_since(old: Round, new: Round) -> None:
    reuse_answers(old=old, new=new, by=None)
    before = CarriedAnswer.objects.count()
    assert reuse_answers(old=old, new=new, by=None).proposed == ()
    assert CarriedAnswer.objects.count() == before
    answer(old, "Housing", "SMR2", 3)
    assert [(found.answer.value_code, found.level) for found in reuse_answers(old=old, new=new, by=None).proposed] == [
        ("STR1", 2)
    ]


def test_what_cannot_be_reused_is_refused_in_words(council: Council, old: Round, new: Round) -> None:
    with pytest.raises(ReuseRefused, match="versions of one framework"):
        plan_reuse(old, make_round(council, ref="2027", codes=["CLR1"]))
    draft = make_round(council, ref="draft", codes=["CLR1"], state=RoundState.DRAFT)
    with pytest.raises(ReuseRefused, match="nothing stands in it to reuse"):
        plan_reuse(draft, new)
    moderating = make_round(
        council, ref="late", framework_id="commercial-practice", codes=["STR1"], state=RoundState.MODERATION
    )
    with pytest.raises(ReuseRefused, match="nothing can be put forward"):
        plan_reuse(old, moderating)
    reuse_answers(old=old, new=new, by=None)
    other = make_round(council, ref="other", title="Other", codes=["SMR2"])
    with pytest.raises(ReuseRefused, match="took answers from Round 2026 already"):
        plan_reuse(other, new)
    elsewhere = make_round(make_council(name="Other Council", departments=["Place"]), codes=["SMR2"])
    with pytest.raises(ReuseRefused, match="different councils"):
        plan_reuse(elsewhere, new)


def test_the_screens_show_source_and_state(council: Council, old: Round, new: Round) -> None:
    reuse_answers(old=old, new=new, by=None)
    respondent = client_of(make_person(Role.RESPONDENT, council, department="Place"))
    place = response_of(new, "Place").department_id
    page = text_of(respondent.get(f"{HOME}/answers/{place}/areas/strategy/"))
    assert "Proposed from Round 2026, under another framework. It counts once you confirm or change it." in page
    assert "Then: 5 Innovator" in page
    assert "Now: 4 Best" in page
    respondent.post(f"{HOME}/answers/{place}/codes/STR1/confirm/")
    assert answer_of(new, "Place", "STR1").level == 4
    coordinator = client_of(make_person(Role.COORDINATOR, council))
    assert "Proposed from another framework" in text_of(coordinator.get(f"{HOME}/"))
    shown = text_of(coordinator.get(f"{HOME}/carried/"))
    assert "Four answers are put forward here from Round 2026; three still to be confirmed" in shown
    assert "SMR2: Innovator" in shown
    assert "answered since" in shown


def test_the_command_says_first_and_writes_once(old: Round, new: Round) -> None:
    def run(*more: str) -> str:
        words = ["framework", "reuse", str(old), "--to", str(new), *more]
        result = CliRunner(env={"COLUMNS": "200"}).invoke(app, words)
        assert result.exit_code == 0, result.output
        return result.stdout if "--json" in more else result.output

    dry = run("--dry-run")
    assert "4 Best" in dry
    assert "Nothing was written." in dry
    assert not CarriedAnswer.objects.exists()
    made = json.loads(run("--json"))
    assert (made["written"], made["counts"]["proposed"], made["mapping"]["status"]) == (True, 4, "proposed")
    assert json.loads(run("--json"))["written"] is False
