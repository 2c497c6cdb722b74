"""What people decide of suppliers on screens: shown with its effect first, made once, kept, and taken back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldthread.evidence.matching.council import match_suppliers
from goldthread.evidence.matching.models import MatchDecision, Supplier, SupplierName
from goldthread.organisation.models import Council, Event
from goldthread.organisation.permissions import ALLOWED
from goldthread.organisation.types import Action, Role
from tests.evidence_scene import line, put_load
from tests.factories import make_council, make_person
from tests.pages import client_of, statuses_by_role, text_of

pytestmark = pytest.mark.django_db
HERE = "/c/wharfemoor-council/evidence/suppliers/"
CEILING = 15


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Place"])
    put_load(
        made,
        [
            line("Braithwick Foundry Ltd", "600.00", company_number="01234567"),
            line("BRAITHWICK FOUNDRY", "100.00", company_number="01234567"),
            line("Kestrel Roofing", "50.00"),
            line("Kestrel Roof and Gutter", "70.00"),
            line("Mr J Smith", "30.00"),
        ],
    )
    match_suppliers(council=made, by=None)
    return made


@pytest.fixture
def client(council: Council) -> Client:
    return client_of(make_person(Role.COORDINATOR, council, name="Meera Patel"))


def number_of(name: str) -> int:
    supplier = SupplierName.objects.get(name=name).supplier
    assert supplier is not None
    return supplier.pk


def merge_address(left: str = "Kestrel Roofing", right: str = "Kestrel Roof and Gutter") -> str:
    return f"{HERE}decide/?kind=merge&left={number_of(left)}&right={number_of(right)}"


def test_a_merge_is_shown_with_its_effect_and_a_look_writes_nothing(client: Client) -> None:
    found = text_of(client.get(f"{HERE}{number_of('Kestrel Roofing')}/merge/"))
    assert "Merge with Kestrel Roof and Gutter" in found
    text = text_of(client.get(merge_address()))
    assert "Kestrel Roofing and Kestrel Roof and Gutter are one supplier" in text
    assert "2 suppliers would become 1 supplier." in text
    assert not MatchDecision.objects.exists()


def test_a_merge_without_a_reason_is_not_made(client: Client) -> None:
    answer = client.post(merge_address(), {"why": " "})
    assert answer.status_code == 400
    assert "Say why in a sentence." in text_of(answer)
    assert not MatchDecision.objects.exists()


def test_a_merge_that_is_sent_twice_is_made_once_and_can_be_taken_back(client: Client, council: Council) -> None:
    address = merge_address()
    first = client.post(address, {"why": "Renamed in May"}, follow=True)
    assert "It is decided: Kestrel Roofing and Kestrel Roof and Gutter are one supplier." in text_of(first)
    assert "A person decided it" in text_of(first)
    again = client.post(address, {"why": "Renamed in May"}, follow=True)
    assert again.status_code == 200
    assert MatchDecision.objects.count() == 1
    assert Event.objects.filter(council=council, kind="supplier.merge", why="Renamed in May").count() == 1
    assert number_of("Kestrel Roofing") == number_of("Kestrel Roof and Gutter")

    listed = text_of(client.get(f"{HERE}decisions/"))
    assert "1 decision holds before every rule of matching." in listed
    assert "Renamed in May" in listed
    act = MatchDecision.objects.get().act
    assert "Say why in a sentence." in text_of(client.post(f"{HERE}decisions/{act}/take-back/", {"why": ""}))
    back = client.post(f"{HERE}decisions/{act}/take-back/", {"why": "Two firms after all"}, follow=True)
    assert "The decision is taken back" in text_of(back)
    assert "0 decisions hold" in text_of(back)
    assert "Two firms after all" in text_of(back)
    assert number_of("Kestrel Roofing") != number_of("Kestrel Roof and Gutter")
    twice = client.post(f"{HERE}decisions/{act}/take-back/", {"why": "Again"}, follow=True)
    assert "It was taken back already." in text_of(twice)
    assert Event.objects.filter(kind="supplier.decision-taken-back").count() == 1


def test_a_merged_suppliers_old_address_leads_to_the_one_it_became(client: Client) -> None:
    numbers = {number_of("Kestrel Roofing"), number_of("Kestrel Roof and Gutter")}
    client.post(merge_address(), {"why": "Renamed in May"})
    gone = Supplier.objects.get(pk__in=numbers, is_live=False)
    page = client.get(f"{HERE}{gone.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"{HERE}{number_of('Kestrel Roofing')}/"


def test_a_name_is_split_off_and_stays_apart_in_later_matchings(client: Client, council: Council) -> None:
    page = client.get(f"{HERE}{number_of('BRAITHWICK FOUNDRY')}/").content.decode()
    assert "Split off" in page
    address = f"{HERE}decide/?kind=split&left=BRAITHWICK FOUNDRY"
    assert "1 supplier would become 2 suppliers." in text_of(client.get(address))
    client.post(address, {"why": "Another branch"})
    match_suppliers(council=council, by=None)
    assert number_of("BRAITHWICK FOUNDRY") != number_of("Braithwick Foundry Ltd")
    assert "stands alone already" in text_of(client.post(address, {"why": "Another branch"}, follow=True))


def test_never_merge_and_confirm_are_kept(client: Client) -> None:
    never = f"{HERE}decide/?kind=never-merge&left=Kestrel Roofing&right=Kestrel Roof and Gutter"
    assert "The suppliers stay as they are" in text_of(client.get(never))
    client.post(never, {"why": "Two firms"})
    client.post(f"{HERE}decide/?kind=confirm&left=BRAITHWICK FOUNDRY", {"why": "Seen on the invoice"})
    assert set(MatchDecision.objects.values_list("kind", flat=True)) == {"never-merge", "merge"}


def test_individuals_are_never_merged(client: Client) -> None:
    answer = client.get(merge_address("Mr J Smith", "Kestrel Roofing"))
    assert answer.status_code == 409
    assert "Individuals are never merged." in text_of(answer)


def test_the_review_list_shows_what_matching_is_least_sure_of(client: Client) -> None:
    SupplierName.objects.filter(name="BRAITHWICK FOUNDRY").update(confidence=0.82)
    text = text_of(client.get(f"{HERE}review/"))
    assert "1 name was placed without being sure, and 0 pairs of like names were left apart." in text
    assert "Not sure, 82%" in text


def test_only_those_who_load_payments_decide_and_others_read(council: Council) -> None:
    never = f"{HERE}decide/?kind=never-merge&left=Kestrel Roofing&right=Kestrel Roof and Gutter"
    able, readers = ALLOWED[Action.LOAD_EVIDENCE], ALLOWED[Action.VIEW_EVIDENCE]
    people = {role: make_person(role, council) for role in Role}
    for address, who in ((never, able), (f"{HERE}review/", readers), (f"{HERE}decisions/", readers)):
        assert {role for role, status in statuses_by_role(people, address).items() if status == 200} == who
    assert client_of(people[Role.RESPONDENT]).post(never, {"why": "No"}).status_code == 403
    assert not MatchDecision.objects.exists()


def test_another_council_sees_and_decides_nothing(council: Council) -> None:
    other = make_council(name="Calderbeck District Council")
    stranger = client_of(make_person(Role.COORDINATOR, other))
    assert stranger.get(f"{HERE}{number_of('Kestrel Roofing')}/").status_code == 404
    theirs = f"/c/calderbeck-district-council/evidence/suppliers/decide/?kind=merge&left={number_of('Kestrel Roofing')}"
    assert stranger.get(f"{theirs}&right={number_of('Kestrel Roof and Gutter')}").status_code == 404
    assert council.match_decisions.count() == 0


def test_pages_of_suppliers_ask_the_database_little(client: Client) -> None:
    for path in ("", "review/", "decisions/", f"{number_of('Kestrel Roofing')}/"):
        client.get(f"{HERE}{path}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{HERE}{path}").status_code == 200
        assert len(queries) <= CEILING, path
