"""Claims that our records contradict: found before sign-off, answered or signed with a reason, and frozen."""

import json
from datetime import date

import pytest

from goldthread.assessment.actions.moderation import save_resolution
from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.actions.signoff import SignOffRefused, sign_off, snapshot_is_whole
from goldthread.assessment.models import Answer, Round, Snapshot
from goldthread.assessment.queries.checks import CheckKind, Finding, run_checks
from goldthread.assessment.queries.results import read_result
from goldthread.assessment.queries.signed import signed_records
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import RoundState
from goldthread.evidence.actions import withdraw_load
from goldthread.evidence.indicators.types import Outcome
from goldthread.evidence.models import Load
from goldthread.evidence.verdicts.actions import dispute_verdict
from goldthread.evidence.verdicts.queries import read_verdicts, reading_of
from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.types import Role
from tests.evidence_scene import line, pay_with_orders, put_load
from tests.factories import (
    answer_everything,
    department_named,
    make_council,
    make_person,
    make_round,
    sign,
    submit,
)

pytestmark = pytest.mark.django_db
CARE, HIGHWAYS = "Adult Social Care", "Highways"
WHY = "The orders lie in a system that finance does not publish."


@pytest.fixture
def council() -> Council:
    """Adult Social Care orders all it buys; Highways orders one payment in four, which contradicts Developing."""
    made = make_council(departments=[CARE, HIGHWAYS])
    pay_with_orders(made, {CARE: 1, HIGHWAYS: 4})
    return made


@pytest.fixture
def round_(council: Council) -> Round:
    """Both claim Mature, and both have submitted."""
    made = make_round(council, codes=["ENB2"], state=RoundState.OPEN)
    answer_everything(made, 3)
    submit(made)
    move_round(round=made, move=MoveName.MODERATE, by=None)
    return Round.objects.select_related("council").get()


@pytest.fixture
def chief(council: Council) -> Person:
    return make_person(Role.APPROVER, council)


def contradicted(round_: Round) -> list[Finding]:
    kinds = {CheckKind.CONTRADICTED, CheckKind.CONTRADICTED_ANSWERED}
    return [finding for finding in run_checks(round_) if finding.kind in kinds]


def dispute(round_: Round, because: str = "Rents need no order.") -> None:
    verdict = read_verdicts(round_.council).of("ENB2", 2)
    department = department_named(round_.council, HIGHWAYS)
    dispute_verdict(department=department, verdict=verdict, because=because, by=None, round_ref=round_.ref)


def test_a_contradicted_claim_is_found_where_the_department_owns_the_figure(round_: Round) -> None:
    [found] = contradicted(round_)
    assert (found.kind, found.department, found.blocks) == (CheckKind.CONTRADICTED, HIGHWAYS, False)
    assert found.what.startswith("Highways claims Mature for ENB2; our records contradict Developing:")
    assert "is 25% in 2025-26; at least 40% is asked for." in found.what


def test_a_claim_below_the_contradicted_level_is_no_finding(round_: Round) -> None:
    Answer.objects.filter(round=round_, response__department__name=HIGHWAYS).update(level=1)
    assert contradicted(round_) == []


def test_a_contradiction_without_an_answer_is_signed_only_with_a_reason(round_: Round, chief: Person) -> None:
    with pytest.raises(SignOffRefused, match="contradict 1 level, and nobody has answered") as refused:
        sign_off(round=round_, by=chief, seen=True, despite="  ")
    assert refused.value.asks == "despite"
    round_.refresh_from_db()
    assert round_.state == RoundState.MODERATION
    signed = sign_off(round=round_, by=chief, seen=True, despite=WHY)
    assert json.loads(signed.content)["records"]["signed_despite"] == WHY
    assert Event.objects.get(kind="round.sign-off").after["despite"] == WHY


def test_a_contradiction_changes_no_level(round_: Round, chief: Person) -> None:
    assert contradicted(round_)
    signed = sign_off(round=round_, by=chief, seen=True, despite=WHY)
    levels = {row["value_code"]: row["level"] for row in json.loads(signed.content)["result"]["results"]}
    assert levels["ENB2"] == read_result(round_).code("ENB2").level == 3


def test_a_dispute_or_a_moderators_note_answers_a_contradiction(round_: Round, chief: Person) -> None:
    dispute(round_)
    [found] = contradicted(round_)
    assert found.kind is CheckKind.CONTRADICTED_ANSWERED
    assert "Highways disputes it: Rents need no order." in found.what
    save_resolution(round=round_, value_code="ENB2", note="Orders move to one system.", expected_version=0, by=None)
    assert "Moderation noted: Orders move to one system." in contradicted(round_)[0].what
    assert json.loads(sign_off(round=round_, by=chief, seen=True).content)["records"]["signed_despite"] == ""


def test_a_dispute_of_another_year_answers_nothing(round_: Round) -> None:
    dispute(round_)
    years = [line(f"S{n}", "10.00", f"2026-{4 + n % 9:02}-10", department=HIGHWAYS) for n in range(100)]
    years += [line("Late", "10.00", "2027-03-31", department=HIGHWAYS)]
    load = put_load(round_.council, years, file_name="next.csv")
    load.mapping |= {"order_number": {"column": "PO", "confidence": 0.99, "how": "declared name"}}
    load.save()
    assert read_verdicts(round_.council).of("ENB2", 2).period == "2026-27"
    assert {finding.kind for finding in contradicted(round_)} == {CheckKind.CONTRADICTED}


def test_the_councils_level_is_held_to_a_figure_that_nobody_asked_owns() -> None:
    made = make_council(departments=[CARE, HIGHWAYS])
    pay_with_orders(made, {CARE: 1, HIGHWAYS: 4})
    asked = make_round(made, asked={CARE: ["ENB2"]}, state=RoundState.MODERATION)
    answer_everything(asked, 3)
    [found] = contradicted(asked)
    assert found.department == ""
    assert found.what.startswith("The council stands at Mature for ENB2; our records contradict Developing")
    assert "(Highways)" in found.what


def test_an_answer_left_out_is_no_claim(round_: Round) -> None:
    Answer.objects.filter(round=round_, response__department__name=CARE).update(level=1)
    row = Answer.objects.get(round=round_, response__department__name=HIGHWAYS)
    row.exclusions.create(reason="It buys through another council.")
    assert contradicted(round_) == []


def test_nothing_loaded_or_withdrawn_after_sign_off_changes_what_was_frozen(round_: Round, chief: Person) -> None:
    dispute(round_)
    live = read_verdicts(round_.council)
    signed = sign_off(round=round_, by=chief, seen=True)
    content = signed.content
    [load] = Load.objects.all()
    withdraw_load(load=load, why="Wrong council.", by=None)
    put_load(round_.council, [line("Other", "5.00", "2026-05-01", department=HIGHWAYS)], file_name="later.csv")
    assert read_verdicts(round_.council).shown != live.shown
    records = signed_records(Round.objects.get())
    assert records is not None
    assert records.shown == live.shown
    assert records.every == live.every
    assert reading_of(records, round_.council).of("ENB2", 2).outcome is Outcome.CONTRADICTS
    assert [(load.key, load.file_name, load.rows) for load in records.loads] == [(load.key, "payments.csv", 200)]
    assert [(said.department, said.because) for said in records.disputes] == [(HIGHWAYS, "Rents need no order.")]
    assert set(records.departments.values()) == {CARE, HIGHWAYS}
    assert Snapshot.objects.get().content == content
    assert snapshot_is_whole(Snapshot.objects.get())


def test_a_frozen_verdict_names_the_definition_and_the_files_it_rests_on(round_: Round, chief: Person) -> None:
    sign_off(round=round_, by=chief, seen=True, despite=WHY)
    content = json.loads(Snapshot.objects.get().content)["records"]
    row = next(r for r in content["verdicts"] if (r["value_code"], r["level"]) == ("ENB2", 2) and r["shown"])
    assert row["verdict"] == "contradicts"
    assert row["value"] == "25"
    assert row["definition_version"] == content["definitions"][row["indicator"]]["version"]
    assert [content["loads"][number - 1]["file_name"] for number in row["loads"]] == ["payments.csv"]
    assert content["departments"][str(row["department_id"])] == HIGHWAYS


def test_a_council_without_payments_freezes_that_there_were_none() -> None:
    made = make_round(make_council(departments=[CARE]), codes=["ENB2"], opens_on=date(2026, 1, 5))
    answer_everything(made, 3)
    sign(made)
    records = signed_records(Round.objects.get())
    assert records is not None
    assert (records.period, records.every, records.loads) == (None, (), ())
    assert {verdict.outcome for verdict in records.shown} == {Outcome.SILENT}
