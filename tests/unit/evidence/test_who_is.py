"""Who a supplier's name is: the same for files, the watch list and cases as coverage holds it to be."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.evidence.coverage.actions import settle_name, take_back
from goldthread.evidence.coverage.keep import run_coverage
from goldthread.evidence.distress.gather import read_signals
from goldthread.evidence.matching.models import Supplier
from goldthread.evidence.who_is import find_who, known_as, who_is
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.distress import open_case, put_on_watch
from goldthread.register.actions.segments import run_segmentation
from goldthread.register.actions.suppliers import open_file
from goldthread.register.models import Contract, DistressCase, WatchedSupplier
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council, make_person
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

BECK, TRADES_AS = "Beckside Laundry Ltd", "Dales Linen Hire"


@pytest.fixture
def council() -> Council:
    """Beckside is paid under its own name; its contracts bear another, which says nothing of it."""
    council = make_council(departments=["Place"])
    sign(council, "B1", TRADES_AS, annual_value=9000)
    sign(council, "K1", "KILNSEY  ROOFING", company_number="05550001")
    sign(council, "V1", "Mr John Smith")
    cover(
        council,
        [
            line(BECK, "7000.00"),
            line("Kilnsey Holdings plc", "30.00", company_number="05550001"),
            line("Mr John Smith", "10.00"),
        ],
    )
    return council


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council)


def number_of(council: Council, name: str) -> int:
    return Supplier.objects.get(council=council, name=name).pk


def settle(council: Council, payee: str = BECK) -> Any:
    return settle_name(council=council, register_name=TRADES_AS, payee=payee, why="It trades so.", by=None)


def see(person: Person, page: str, council: Council, *args: int) -> str:
    return text_of(client_of(person).get(reverse(page, args=[council.slug, *args])))


def test_a_name_is_found_by_the_number_beside_it_as_coverage_finds_it(council: Council) -> None:
    found = who_is(council, ["KILNSEY  ROOFING", "kilnsey roofing", TRADES_AS])
    assert {name: who.number for name, who in found.items()} == dict.fromkeys(
        ("KILNSEY  ROOFING", "kilnsey roofing"), number_of(council, "Kilnsey Holdings plc")
    )


def test_a_private_person_is_nobody_here(council: Council) -> None:
    assert who_is(council, ["Mr John Smith"]) == {}


def test_a_settled_name_counts_at_once_after_the_next_run_and_no_more_once_it_is_taken_back(council: Council) -> None:
    decision = settle(council)
    assert who_is(council, [TRADES_AS.upper()])[TRADES_AS.upper()].name == BECK
    run_coverage(council=council, by=None)
    assert who_is(council, [TRADES_AS])[TRADES_AS].name == BECK
    assert known_as(council, [BECK])[BECK].names == {BECK, TRADES_AS}
    take_back(decision=decision, why="It was another.", by=None)
    assert who_is(council, [TRADES_AS]) == {}
    assert known_as(council, [BECK])[BECK].names == {BECK}


def test_two_bearers_of_one_name_are_told_apart_by_their_numbers_alone(council: Council) -> None:
    for reference, number in (("A1", "05550001"), ("A2", "07770002")):
        sign(council, reference, "Aspire", company_number=number)
    run_coverage(council=council, by=None)
    found = find_who(council, ["Aspire"])
    held = found.of("Aspire", "05550001")
    assert held is not None
    assert held.name == "Kilnsey Holdings plc"
    assert found.of("Aspire", "07770002") is None
    assert found.of("Aspire") is None


def test_before_any_run_a_name_is_found_by_its_spelling(council: Council) -> None:
    assert [who.name for who in who_is(council, ["Beckside Laundry Limited"]).values()] == [BECK]


def test_a_file_by_one_name_knows_the_contracts_and_the_tier_of_the_other(council: Council, head: Person) -> None:
    settle(council)
    run_coverage(council=council, by=None)
    Contract.objects.filter(council=council, reference="B1").update(annual_value=9_000_000)
    run_segmentation(council=council, by=head, who={})
    file = open_file(council=council, name=BECK, because="All of the linen.", by=head)
    assert "Contract B1" in see(head, "strategic:show", council, file.pk)
    contract = Contract.objects.get(council=council, reference="B1")
    shown = client_of(head).get(reverse("register:show", args=[council.slug, contract.pk])).content.decode()
    assert f"strategic/{file.pk}/" in shown
    open_file(council=council, name=TRADES_AS, because="All of the linen.", by=head)
    page = see(head, "strategic:list", council)
    assert f"{BECK} and {TRADES_AS}" in page


def test_a_case_by_one_name_knows_the_contracts_and_the_watch_of_the_other(council: Council, head: Person) -> None:
    settle(council)
    run_coverage(council=council, by=None)
    case = open_case(council=council, supplier_name=BECK, because="Late wages.", by=head)
    put_on_watch(council=council, supplier_name=TRADES_AS, because="Late wages.", by=head)
    assert read_signals(council, timezone.localdate()).called[BECK] == {BECK, TRADES_AS}
    page = see(head, "distress:case", council, case.pk)
    assert "Contract B1" in page
    assert "watched since" in page
    client: Client = client_of(head)
    client.post(reverse("distress:open", args=[council.slug]), {"supplier_name": TRADES_AS, "because": "Heard again."})
    client.post(reverse("distress:watch", args=[council.slug]), {"supplier_name": BECK, "because": "Heard again."})
    assert DistressCase.objects.filter(council=council).count() == 1
    assert WatchedSupplier.objects.filter(council=council).count() == 1
