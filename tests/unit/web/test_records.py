"""What our records show beside an answer, in moderation and on the dashboard; and a department's answer to it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.models import Answer, Round, Snapshot
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import RoundState
from goldthread.evidence.actions import withdraw_load
from goldthread.evidence.models import Load
from goldthread.evidence.verdicts.models import VerdictDispute
from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from goldthread.web.answering.areas import area_of_code
from tests.evidence_scene import pay_with_orders
from tests.factories import answer_everything, make_council, make_person, make_round, sign, submit
from tests.unit.web.answering_scene import address, as_person, text_of

pytestmark = pytest.mark.django_db
AREA = area_of_code(load_framework("nps-2018"), "ENB2").id
HIGHWAYS = "Highways"
DISPUTE = ("dispute", HIGHWAYS, "ENB2", 3)


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Adult Social Care", HIGHWAYS])


@pytest.fixture
def paid(council: Council) -> Council:
    """Adult Social Care pays against orders, Highways does so for one payment in four."""
    pay_with_orders(council, {"Adult Social Care": 1, HIGHWAYS: 4})
    return council


@pytest.fixture
def round_(council: Council) -> Round:
    return make_round(council, codes=["ENB1", "ENB2"])


def respondent(council: Council, department: str = HIGHWAYS) -> Client:
    return as_person(make_person(Role.RESPONDENT, council, department=department))


def test_a_department_sees_its_own_figure_beside_its_answer(paid: Council, round_: Round) -> None:
    page = text_of(respondent(paid).get(address(round_, "area", HIGHWAYS, AREA)))
    assert "What our records show" in page
    assert "25%" in page
    assert "asks for at least 40%. Council 62.5%; yours is the one that decides." in page
    assert "! contradicts Developing" in page
    assert "! contradicts Mature" in page
    assert "It never changes it." in page


def test_a_department_is_not_held_to_the_figure_of_another(paid: Council, round_: Round) -> None:
    made = respondent(paid, "Adult Social Care")
    page = text_of(made.get(address(round_, "area", "Adult Social Care", AREA)))
    assert "100%" in page
    assert "contradicts" not in page
    assert made.get(address(round_, "dispute", "Adult Social Care", "ENB2", 3)).status_code == 404


def test_a_council_without_payments_sees_no_box(council: Council, round_: Round) -> None:
    page = text_of(respondent(council).get(address(round_, "area", HIGHWAYS, AREA)))
    assert "What our records show" not in page


def test_a_dispute_is_kept_recorded_and_shown_and_changes_no_answer(paid: Council, round_: Round) -> None:
    client = respondent(paid)
    answer_everything(round_, 3)
    before = list(Answer.objects.filter(round=round_).order_by("pk").values())
    assert client.get(address(round_, *DISPUTE)).status_code == 200
    assert client.post(address(round_, *DISPUTE), {"because": "Rents need no order."}).status_code == 302
    assert list(Answer.objects.filter(round=round_).order_by("pk").values()) == before
    assert VerdictDispute.objects.get().round_ref == round_.ref
    assert Event.objects.filter(council=paid, kind="evidence.verdict-disputed").count() == 1
    assert "Rents need no order." in text_of(client.get(address(round_, "area", HIGHWAYS, AREA)))


def test_a_dispute_needs_a_reason(paid: Council, round_: Round) -> None:
    got = respondent(paid).post(address(round_, *DISPUTE), {"because": " "})
    assert got.status_code == 400
    assert "The reason is empty." in text_of(got)


@pytest.mark.parametrize("place", [("ENB2", 5), ("ENB1", 3), ("XYZ1", 3)])
def test_there_is_nothing_to_dispute_where_the_records_are_silent(
    place: tuple[str, int], paid: Council, round_: Round
) -> None:
    assert respondent(paid).get(address(round_, "dispute", HIGHWAYS, *place)).status_code == 404


def test_a_signed_round_takes_no_dispute(paid: Council, round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(state=RoundState.SIGNED)
    assert respondent(paid).post(address(round_, *DISPUTE), {"because": "Late."}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RESPONDENT])
def test_only_the_departments_respondents_dispute(role: Role, paid: Council, round_: Round) -> None:
    client = as_person(make_person(role, paid))
    assert client.post(address(round_, *DISPUTE), {"because": "No."}).status_code == 403
    others = respondent(paid, "Adult Social Care")
    assert others.post(address(round_, *DISPUTE), {"because": "No."}).status_code == 403
    assert not VerdictDispute.objects.exists()


def test_the_page_stays_below_the_ceiling(paid: Council, round_: Round, django_assert_max_num_queries: Any) -> None:
    client, url = respondent(paid), address(round_, "area", HIGHWAYS, AREA)
    client.get(url)
    with django_assert_max_num_queries(15):
        client.get(url)


@pytest.mark.parametrize("level", [2, 3])
def test_the_moderator_sees_the_verdict_in_the_matrix_and_by_department(
    level: int, paid: Council, round_: Round, django_assert_max_num_queries: Any
) -> None:
    answer_everything(round_, level)
    respondent(paid).post(address(round_, *DISPUTE), {"because": "Rents need no order."})
    client = as_person(make_person(Role.MODERATOR, paid))
    matrix = reverse("moderation:differences", args=[paid.slug, round_.ref]) + "?show=all"
    code = reverse("moderation:code", args=[paid.slug, round_.ref, "ENB2"])
    for url in (matrix, code):
        client.get(url)
        with django_assert_max_num_queries(15):
            client.get(url)
    assert "! contradicts Developing" in text_of(client.get(matrix))
    page = text_of(client.get(code))
    assert "! contradicts Developing" in page
    assert "Rents need no order." in page
    assert "100%" in page


def test_a_level_below_the_contradicted_one_is_not_contradicted(paid: Council, round_: Round) -> None:
    answer_everything(round_, 1)
    client = as_person(make_person(Role.MODERATOR, paid))
    matrix = reverse("moderation:differences", args=[paid.slug, round_.ref]) + "?show=all"
    assert "contradicts" not in text_of(client.get(matrix))


def test_the_dashboard_counts_what_the_records_say(
    paid: Council, round_: Round, django_assert_max_num_queries: Any
) -> None:
    answer_everything(round_, 3)
    Round.objects.filter(pk=round_.pk).update(state=RoundState.MODERATION)
    client, url = as_person(make_person(Role.MODERATOR, paid)), reverse("dashboard:home", args=[paid.slug])
    client.get(url)
    with django_assert_max_num_queries(15):
        page = text_of(client.get(url))
    assert "! 1 contradicted" in page
    assert "Our own records contradict one of the levels we claim." in page


def test_without_payments_neither_matrix_nor_dashboard_speaks_of_records(council: Council, round_: Round) -> None:
    answer_everything(round_, 3)
    client = as_person(make_person(Role.MODERATOR, council))
    for name, place in (("dashboard:home", []), ("moderation:differences", [round_.ref])):
        page = text_of(client.get(reverse(name, args=[council.slug, *place])))
        assert "gt-verdict" not in page
        assert ">Records<" not in page


@pytest.mark.parametrize("role", [Role.APPROVER, Role.RESPONDENT])
@pytest.mark.parametrize("is_signed", [False, True])
def test_the_report_and_the_checks_read_records_in_fifteen_queries(
    paid: Council, round_: Round, role: Role, is_signed: bool, django_assert_max_num_queries: Any
) -> None:
    last = make_round(paid, ref="2024", title="2024", codes=["ENB2"], opens_on=date(2024, 1, 8))
    answer_everything(last, 1)
    sign(last)
    answer_everything(round_, 3)
    submit(round_)
    if is_signed:
        sign(round_, despite="Rents need no order.")
    client = as_person(make_person(role, paid, department=HIGHWAYS if role is Role.RESPONDENT else None))
    names = ["report:diagnostic"] if role is Role.RESPONDENT else ["report:diagnostic", "signoff:checks"]
    for url in [reverse(name, args=[paid.slug, round_.ref]) for name in names]:
        client.get(url)
        with django_assert_max_num_queries(15):
            assert client.get(url).status_code == 200


def test_the_checks_ask_for_an_answer_or_a_reason(paid: Council, round_: Round) -> None:
    answer_everything(round_, 3)
    submit(round_)
    move_round(round=round_, move=MoveName.MODERATE, by=None)
    client = as_person(make_person(Role.APPROVER, paid))
    url = reverse("signoff:checks", args=[paid.slug, round_.ref])
    page = text_of(client.get(url))
    assert "Nothing stops sign-off. One finding must have been read first. One contradiction needs an answer" in page
    assert "Contradicted by our own records, and nobody has answered (1)" in page
    assert "Why you sign although our records contradict a level" in page
    refused = client.post(url, {"seen": "on", "statement": "Agreed."})
    assert refused.status_code == 400
    assert "Say why you sign although our records contradict a level" in text_of(refused)
    assert "Agreed." in text_of(refused)
    assert client.post(url, {"seen": "on", "despite": "Rents need no order."}).status_code == 302
    assert "Rents need no order." in Snapshot.objects.get().content


def test_a_signed_round_shows_what_was_frozen_whatever_is_withdrawn(paid: Council, round_: Round) -> None:
    answer_everything(round_, 3)
    sign(round_, despite="Rents need no order.")
    withdraw_load(load=Load.objects.get(), why="Wrong council.", by=None)
    client = as_person(make_person(Role.MODERATOR, paid))
    assert "! 1 contradicted" in text_of(client.get(reverse("dashboard:home", args=[paid.slug])))
    code = text_of(client.get(reverse("moderation:code", args=[paid.slug, round_.ref, "ENB2"])))
    assert "! contradicts Developing" in code


@pytest.mark.parametrize(("role", "is_led"), [(Role.MODERATOR, True), (Role.COUNCILLOR, False)])
def test_the_report_leads_to_the_indicators_only_those_who_may_see_payments(
    role: Role, is_led: bool, paid: Council, round_: Round
) -> None:
    answer_everything(round_, 3)
    sign(round_, despite="Rents need no order.")
    client = as_person(make_person(role, paid))
    page = text_of(client.get(reverse("report:diagnostic", args=[paid.slug, round_.ref])))
    assert "! contradicts Developing" in page
    url = reverse("evidence:indicator", args=[paid.slug, "purchase-order-share"]) + "?period=2025-26"
    assert (f'href="{url}"' in page) == is_led
    assert client.get(url).status_code == (200 if is_led else 403)


def test_every_chart_of_the_report_is_on_its_page(paid: Council, round_: Round) -> None:
    answer_everything(round_, 3)
    client = as_person(make_person(Role.MODERATOR, paid))
    page = text_of(client.get(reverse("report:diagnostic", args=[paid.slug, round_.ref])))
    assert page.count('src="data:image/svg+xml;base64,') == 3
    assert 'src=""' not in page
