"""The checks, the signature and what it freezes."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from goldthread.assessment.actions.moderation import save_resolution
from goldthread.assessment.models import Answer, Round, Snapshot
from goldthread.assessment.types import RoundState
from goldthread.organisation.models import Event
from goldthread.organisation.permissions import ALLOWED
from goldthread.organisation.types import Action, CouncilKind, Role
from tests.factories import answer, answer_everything, make_council, make_person, make_round, sign, submit
from tests.pages import client_of, statuses_by_role, text_of
from tests.scenes import Scene, finish_answers, make_large_round, scene_in_transaction

pytestmark = pytest.mark.django_db
CHECKS = "/c/wharfemoor-council/rounds/2026/sign-off/"
SIGNED = CHECKS + "signed/1.json"
TICKED = {"statement": "Agreed by the panel.", "seen": "on"}


@pytest.fixture(scope="module")
def late(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """A round in moderation that one department has still to finish."""
    with django_db_blocker.unblock(), scene_in_transaction() as scene:
        yield scene


@pytest.fixture
def ready(late: Scene) -> Scene:
    """The same with every answer there: two findings are left to be read."""
    finish_answers(late.round)
    return late


@pytest.fixture
def signed(ready: Scene) -> Scene:
    sign(Round.objects.get(pk=ready.round.pk), by=ready.people[Role.APPROVER], statement="Agreed by the panel.")
    return ready


def get(scene: Scene, role: Role = Role.APPROVER) -> str:
    return text_of(client_of(scene.people[role]).get(CHECKS))


def state_of(scene: Scene) -> str:
    return str(Round.objects.values_list("state", flat=True).get(pk=scene.round.pk))


def test_the_page_tells_what_must_be_mended_from_what_must_be_read(late: Scene) -> None:
    text = get(late)
    assert "Six answers have to be mended before the round can be signed. Three more findings are to be read." in text
    assert "Digital has not answered six value codes: RSK1, RSK2, RSK3, RSK4, RSK5, SVL5" in text
    assert text.index("To be mended first") < text.index("To be read") < text.index("Evidence out of date (1)")
    assert "Sign off the round" not in text


def test_each_finding_links_to_where_it_is_mended(late: Scene) -> None:
    page = client_of(late.people[Role.APPROVER]).get(CHECKS).content.decode()
    for code in ("RSK1", "SVL5", "CRM2"):
        assert f'href="/c/wharfemoor-council/rounds/2026/moderation/codes/{code}/"' in page
    assert 'href="/c/wharfemoor-council/rounds/2026/"' in page


def test_a_fall_since_the_last_round_is_found_and_a_clean_round_says_so() -> None:
    council = make_council(name="Eskdale County Council", departments=["Place"])
    codes = ["CRM1", "CRM2"]
    last = make_round(council, ref="2024", title="2024", opens_on=date(2024, 1, 1), codes=codes)
    answer_everything(last, 4)
    submit(last)
    sign(last)
    now = make_round(council, codes=codes, state=RoundState.MODERATION)
    answer_everything(now, 4)
    submit(now)
    client = client_of(make_person(Role.AUDITOR, council))
    url = "/c/eskdale-county-council/rounds/2026/sign-off/"
    assert "The checks found nothing" in text_of(client.get(url))
    now.answers.filter(value_code="CRM2").update(level=2)
    assert "Place is at 2 for CRM2; in 2024 it was at 4. Open CRM2" in text_of(client.get(url))


def test_signing_says_what_it_does_and_asks_for_the_findings_to_be_read(ready: Scene) -> None:
    text = get(ready)
    assert "Nothing stops sign-off. Two findings must have been read first." in text
    assert "Signing freezes the round: 413 answers of seven departments" in text
    assert "I have read the findings" in text


def test_findings_that_are_not_ticked_as_read_keep_the_round_unsigned(ready: Scene) -> None:
    response = client_of(ready.people[Role.APPROVER]).post(CHECKS, {"statement": "Agreed by the panel."})
    assert response.status_code == 400
    assert 'href="#id_seen">Read the findings and tick the box that says so.' in response.content.decode()
    assert "Agreed by the panel." in response.content.decode()
    assert state_of(ready) == RoundState.MODERATION


def test_missing_answers_keep_the_round_unsigned(late: Scene) -> None:
    response = client_of(late.people[Role.APPROVER]).post(CHECKS, TICKED)
    assert response.status_code == 409
    assert "6 answers are missing, so the levels are not final." in text_of(response)
    assert state_of(late) == RoundState.MODERATION
    assert not Snapshot.objects.filter(round=late.round).exists()


def test_a_signature_freezes_the_round_and_shows_its_digest(ready: Scene) -> None:
    text = text_of(client_of(ready.people[Role.APPROVER]).post(CHECKS, TICKED, follow=True))
    snapshot = Snapshot.objects.get(round=ready.round)
    assert "Round 2026 is signed off." in text
    assert f"SHA-256 {snapshot.sha256}" in text
    assert "Checked just now: the frozen record still has this digest." in text
    assert "Agreed by the panel." in text
    assert state_of(ready) == RoundState.SIGNED


def test_signing_twice_is_harmless_and_says_so(signed: Scene) -> None:
    response = client_of(signed.people[Role.APPROVER]).post(CHECKS, TICKED)
    assert response.status_code == 409
    assert "This round is signed off already. Nothing was signed a second time" in text_of(response)
    assert Snapshot.objects.filter(round=signed.round).count() == 1


def test_what_is_downloaded_has_the_digest_that_is_shown(signed: Scene) -> None:
    response = client_of(signed.people[Role.AUDITOR]).get(SIGNED)
    assert hashlib.sha256(response.content).hexdigest() == Snapshot.objects.get(round=signed.round).sha256
    assert json.loads(response.content)["round"]["name"] == "wharfemoor-council/2026"
    assert response["Content-Disposition"] == 'attachment; filename="wharfemoor-council-2026-signed-1.json"'


def test_the_database_refuses_to_change_what_was_signed(signed: Scene) -> None:
    with pytest.raises(DatabaseError, match="a signed snapshot cannot be changed"), transaction.atomic():
        Snapshot.objects.filter(round=signed.round).update(statement="Something else")
    assert Snapshot.objects.get(round=signed.round).statement == "Agreed by the panel."


def test_a_chief_officer_who_worked_on_the_round_cannot_sign_it(ready: Scene) -> None:
    approver = ready.people[Role.APPROVER]
    save_resolution(round=ready.round, value_code="CRM2", note="Agreed.", expected_version=0, by=approver)
    text = get(ready)
    assert "You answered or moderated in this round, so somebody else has to sign it." in text
    assert "Sign off the round" not in text
    response = client_of(approver).post(CHECKS, TICKED)
    assert response.status_code == 409
    assert state_of(ready) == RoundState.MODERATION


def test_a_round_that_is_not_in_moderation_cannot_be_signed(ready: Scene) -> None:
    Round.objects.filter(pk=ready.round.pk).update(state=RoundState.OPEN)
    assert "The round is open for answers. It can be signed once it is in moderation." in get(ready)
    assert client_of(ready.people[Role.APPROVER]).post(CHECKS, TICKED).status_code == 409
    assert state_of(ready) == RoundState.OPEN


def test_reopening_needs_a_reason_and_keeps_what_was_signed(signed: Scene) -> None:
    client = client_of(signed.people[Role.APPROVER])
    refused = client.post(CHECKS + "reopen/", {"reason": ""})
    assert refused.status_code == 400
    assert "Say why in a sentence." in text_of(refused)
    assert state_of(signed) == RoundState.SIGNED
    text = text_of(client.post(CHECKS + "reopen/", {"reason": "Housing found a mistake."}, follow=True))
    assert "Round 2026 is in moderation again. What was signed is kept." in text
    assert "Signed before" in text
    assert Event.objects.filter(kind="round.reopen").get().why == "Housing found a mistake."
    assert Snapshot.objects.filter(round=signed.round).count() == 1


def test_a_round_signed_again_after_a_change_keeps_both_signatures(signed: Scene) -> None:
    approver = client_of(signed.people[Role.APPROVER])
    approver.post(CHECKS + "reopen/", {"reason": "Housing found a mistake."})
    Answer.objects.filter(round=signed.round, value_code="CLR1").update(level=2)
    text = text_of(approver.post(CHECKS, {"statement": "", "seen": "on"}, follow=True))
    assert "Signature 2:" in text
    assert "Signature 1:" in text
    first, second = Snapshot.objects.filter(round=signed.round).order_by("number")
    assert first.sha256 != second.sha256


ADDRESSES = [
    (CHECKS, "get", Action.VIEW_WORKING_RESULTS, 200),
    (CHECKS, "post", Action.SIGN_OFF, 409),
    (CHECKS + "reopen/", "get", Action.REOPEN_ROUND, 200),
    (CHECKS + "reopen/", "post", Action.REOPEN_ROUND, 400),
    (SIGNED, "get", Action.VIEW_ALL_ANSWERS, 200),
]


@pytest.mark.parametrize(("url", "method", "action", "status"), ADDRESSES)
def test_each_address_answers_the_roles_of_the_table_alone(
    signed: Scene, url: str, method: str, action: Action, status: int
) -> None:
    found = statuses_by_role(signed.people, url, method=method)
    assert found == {role: status if role in ALLOWED[action] else 403 for role in Role}


@pytest.mark.parametrize(("url", "method", "action", "status"), ADDRESSES)
def test_people_of_another_council_are_told_nothing(
    signed: Scene, url: str, method: str, action: Action, status: int
) -> None:
    other = make_council(CouncilKind.COUNTY, name="Eskdale County Council", departments=["Place"])
    stranger = {Role.APPROVER: make_person(Role.APPROVER, other)}
    assert statuses_by_role(stranger, url, method=method) == {Role.APPROVER: 404}


def test_a_signature_that_was_never_given_is_not_found(signed: Scene) -> None:
    assert client_of(signed.people[Role.AUDITOR]).get(CHECKS + "signed/2.json").status_code == 404


def test_the_page_reads_a_whole_council_in_fifteen_queries(django_assert_max_num_queries: Any) -> None:
    round_ = make_large_round()
    client = client_of(make_person(Role.APPROVER, round_.council, email="second@example.org"))
    url = "/c/eskdale-county-council/rounds/2026/sign-off/"
    client.get(url)
    with django_assert_max_num_queries(15):
        assert "Department 11 has not answered 59 value codes" in text_of(client.get(url))


def test_an_answer_commented_is_no_silent_fall() -> None:
    council = make_council(name="Eskdale County Council", departments=["Place"])
    last = make_round(council, ref="2024", title="2024", opens_on=date(2024, 1, 1), codes=["CRM2"])
    answer_everything(last, 4)
    submit(last)
    sign(last)
    now = make_round(council, codes=["CRM2"])
    answer(now, "Place", "CRM2", 2, comment="The old answer spoke of one team alone.")
    client = client_of(make_person(Role.AUDITOR, council))
    text = text_of(client.get("/c/eskdale-county-council/rounds/2026/sign-off/"))
    assert "Below the last round" not in text
