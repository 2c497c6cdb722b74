"""A round carried into a newer framework: nothing is lost, no score is set, and the old round stays as it is."""

import json

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from goldthread.assessment.actions.rounds import RoundRefused, create_round, move_round
from goldthread.assessment.carrying.actions import carry_round, confirm_answer, confirm_department, confirm_rating
from goldthread.assessment.carrying.queries import carried_into
from goldthread.assessment.carrying.report import build_report
from goldthread.assessment.models import Answer, CarriedAnswer, Carrying, Evidence, Round
from goldthread.assessment.queries.results import read_result
from goldthread.assessment.snapshots import build_snapshot, canonical_json
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import AnswerState
from goldthread.cli.main import app
from goldthread.framework.carry import CarryRefused
from goldthread.organisation.models import Department
from tests.carried_scene import DRAFT, FINAL, put_draft_round
from tests.factories import answer_of, make_council, make_round, response_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> Round:
    return put_draft_round(make_council(departments=["Place", "Housing"]))


def carry(round_: Round) -> Round:
    return carry_round(round=round_, framework_id=FINAL, by=None)[0].new


def test_nothing_given_is_lost_when_a_round_is_carried(old: Round) -> None:
    """Every answer, comment and piece of evidence of the old round is reached from the new one, or in the archive."""
    new = carry(old)
    for row in Answer.objects.filter(round=old):
        ways = CarriedAnswer.objects.filter(carrying__new=new, old_answer=row)
        assert ways.exists()
        for way in ways:
            assert way.new_answer is not None
            assert way.level == row.level
            assert way.new_answer.comment_how_done == row.comment_how_done
            assert way.new_answer.not_applicable_because == row.not_applicable_because
            assert way.new_answer.exemplar_note == row.exemplar_note
            assert [piece.url for piece in way.new_answer.evidence.all()] == [piece.url for piece in row.evidence.all()]
    ratings = CarriedAnswer.objects.filter(carrying__new=new, department=None)
    assert {(way.old_item, way.new_item, way.outcome, way.level, way.text) for way in ratings} == {
        ("LDR", "SMR", "copied", 3, "The board on LDR"),
        ("LDR", "CLR", "comment only", 3, "The board on LDR"),
        ("PTR", "PTR", "carried", 2, "The board on PTR"),
        ("RSK", "RSK", "carried", 4, "The board on RSK"),
    }
    assert Evidence.objects.count() == 2


def test_a_carried_level_counts_for_nothing_until_it_is_confirmed(old: Round) -> None:
    new = carry(old)
    assert not Answer.objects.filter(round=new).exclude(state=AnswerState.UNANSWERED).exists()
    result = read_result(new)
    assert (result.code("ENB2").level, result.object("PTR").rated, result.status) == (None, None, "so far")
    assert new.state == "open"
    for department in ("Place", "Housing"):
        row = answer_of(new, department, "ENB2")
        confirm_answer(answer=row, ways=carried_into(new, row.response.department_id)["ENB2"], by=None)
    assert read_result(new).code("ENB2").level == 2
    confirm_rating(round=new, ways=carried_into(new, None)["SMR"], by=None)
    assert read_result(new).object("SMR").rated == 3
    assert confirm_rating(round=new, ways=carried_into(new, None)["CLR"], by=None) is None
    assert read_result(new).object("CLR").rated is None


def test_what_needs_review_is_not_confirmed_with_the_rest(old: Round) -> None:
    new = carry(old)
    place, housing = response_of(new, "Place"), response_of(new, "Housing")
    assert confirm_department(response=place, ways=carried_into(new, place.department_id), by=None) == 3
    assert answer_of(new, "Place", "ENB1").state == AnswerState.UNANSWERED  # level 4 gained a clause
    assert confirm_department(response=housing, ways=carried_into(new, housing.department_id), by=None) == 4
    assert answer_of(new, "Housing", "ENB4").state == AnswerState.NOT_APPLICABLE
    place_top = answer_of(new, "Place", "ENB4")
    assert (place_top.level, place_top.exemplar_consent, place_top.exemplar_contact) == (5, False, "Procurement team")


def test_a_comment_changed_since_carrying_is_kept_on_confirming(old: Round) -> None:
    new = carry(old)
    Answer.objects.filter(pk=answer_of(new, "Place", "ENB2").pk).update(comment_how_done="Changed since")
    row = answer_of(new, "Place", "ENB2")
    confirm_answer(answer=row, ways=carried_into(new, row.response.department_id)["ENB2"], by=None)
    row.refresh_from_db()
    assert (row.level, row.comment_how_done) == (2, "Changed since")


def test_carrying_changes_nothing_of_the_old_round(old: Round) -> None:
    before = canonical_json(build_snapshot(old))
    carry(old)
    old.refresh_from_db()
    assert (old.framework_id, old.state) == (DRAFT, "signed")
    assert canonical_json(build_snapshot(old)) == before


def test_carrying_twice_makes_no_second_round(old: Round) -> None:
    first, was_made = carry_round(round=old, framework_id=FINAL, by=None)
    second, again = carry_round(round=old, framework_id=FINAL, by=None)
    assert (was_made, again, first.pk) == (True, False, second.pk)
    assert Round.objects.count() == 2
    move_round(round=first.new, move=MoveName.WITHDRAW, by=None, reason="Made in error")
    with pytest.raises(RoundRefused, match="has a round 2018-carried already"):
        carry_round(round=old, framework_id=FINAL, by=None)


def test_codes_without_an_old_one_are_asked_of_every_department(old: Round) -> None:
    new = carry(old)
    for department in ("Place", "Housing"):
        assert response_of(new, department).answers.count() == 59


def test_a_department_that_has_left_stays_in_the_archive(old: Round) -> None:
    Department.objects.filter(name="Housing").update(retired_at=timezone.now())
    new = carry(old)
    assert [row.department.name for row in new.responses.select_related("department")] == ["Place"]
    archived = CarriedAnswer.objects.filter(carrying__new=new, new_item="")
    assert archived.count() == 4
    assert {row.outcome for row in archived} == {"archived"}
    assert all(row.old_answer for row in archived)


def test_a_framework_edited_after_a_round_cites_it_is_refused(old: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldthread.assessment.carrying.queries.digest_framework", lambda _id: "another")
    with pytest.raises(CarryRefused, match="was edited after Round 2018 began to rest on it"):
        carry(old)
    Round.objects.filter(pk=old.pk).update(state="moderation")  # not signed: the digest of its first day counts
    with pytest.raises(CarryRefused, match="was edited"):
        carry(Round.objects.get(pk=old.pk))
    assert not Carrying.objects.exists()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_round_without_answers_to_carry_is_refused(old: Round, state: str) -> None:
    Round.objects.filter(pk=old.pk).update(state=state)
    with pytest.raises(CarryRefused, match="nothing stands in it to carry"):
        carry(Round.objects.get(pk=old.pk))


def test_a_round_of_today_is_not_held_under_a_superseded_framework(old: Round) -> None:
    with pytest.raises(RoundRefused, match="A round of the past may stand under one that was superseded"):
        create_round(
            council=old.council,
            ref="x",
            title="x",
            framework_id=DRAFT,
            opens_on=timezone.localdate(),
            closes_on=timezone.localdate(),
            asked={},
            by=None,
            is_past=True,
        )


def test_the_report_says_what_becomes_of_everything_before_it_is_written(old: Round) -> None:
    report = build_report(old, FINAL)
    assert (len(report.objects), len(report.plan.new.objects), report.common) == (13, 14, 11)
    assert report.counts == {"carried": 9, "needs review": 1, "copied": 1, "comment only": 1, "archived": 0}
    assert report.unscored == ("CLR",)
    assert report.finding == (
        "Ten answers are carried as they stand; one needs review; one keeps its comment alone."
        " Departments confirm each before it counts."
    )
    assert Round.objects.count() == 1


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["framework", "carry", *arguments])
    assert result.exit_code == code, f"{result.stdout}\n{result.stderr}\n{result.exception!r}"
    return result.stdout if code == 0 else result.stderr


def test_carry_command_reports_writes_once_and_says_so(old: Round) -> None:
    dry = json.loads(run(str(old), "--to", FINAL, "--dry-run", "--json"))
    assert (dry["written"], dry["new_round"], dry["objects"]) == (False, None, {"old": 13, "new": 14, "common": 11})
    assert Round.objects.count() == 1
    assert "LDR" in run(str(old), "--to", FINAL, "--dry-run")
    made = json.loads(run(str(old), "--to", FINAL, "--json"))
    assert (made["written"], made["new_round"]) == (True, "wharfemoor-council/2018-carried")
    again = json.loads(run(str(old), "--to", FINAL, "--json"))
    assert (again["written"], again["new_round"]) == (False, "wharfemoor-council/2018-carried")
    assert Round.objects.count() == 2


@pytest.mark.parametrize(
    ("to", "what"),
    [
        (DRAFT, "The round stands under National Procurement Strategy 2018, draft already."),
        ("nps-2030", 'There is no framework "nps-2030".'),
    ],
)
def test_carry_command_refuses(old: Round, to: str, what: str) -> None:
    assert what in run(str(old), "--to", to, code=2)


def test_carrying_back_has_no_change_file() -> None:
    made = make_round(make_council(departments=["Place"]), codes=["CLR1"])
    with pytest.raises(CarryRefused, match="No change file leads from nps-2018 to nps-2018-draft"):
        carry_round(round=made, framework_id=DRAFT, by=None)
