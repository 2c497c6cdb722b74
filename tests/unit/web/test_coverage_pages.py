"""The pages of what is on contract: the finding, the rows behind it, and what a person says."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from goldthread.evidence.coverage.keep import latest_run, run_coverage
from goldthread.evidence.coverage.models import CoverageDecision, CoverageRun
from goldthread.evidence.matching.models import Supplier
from goldthread.evidence.models import DepartmentName
from goldthread.organisation.models import Council, Department, Event
from goldthread.organisation.types import Role
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council, make_person
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

KILN, BECK = "Kilnsey Roofing Ltd", "Beckside Laundry Ltd"
QUERIES = 15


@pytest.fixture
def council() -> Council:
    """Kilnsey's contract is paid well; Beckside has two that nothing tells apart; Dalesfoot has none."""
    council = make_council(departments=["Housing", "Places"])
    for each in Department.objects.filter(council=council):
        DepartmentName.objects.create(council=council, name=each.name, department=each, is_confirmed=True)
    sign(council, "K1", KILN, awarded_value=200000)
    sign(council, "K0", KILN, start=date(2023, 4, 1), end=date(2024, 3, 31))
    sign(council, "B1", BECK)
    sign(council, "B2", BECK)
    sign(council, "X1", "Nobody Paid Ltd")
    cover(
        council,
        [
            line(KILN, "300000.00", department="Housing"),
            line(BECK, "60000.00", department="Housing"),
            line("Dalesfoot Paper Ltd", "240000.00", department="Places"),
            line("Dalesfoot Paper Ltd", "-40.00", department="Places"),
            line(None, "600.00", department="Places"),
            line(KILN, "9000.00", "2024-09-01", department="Housing"),
        ],
    )
    return council


@pytest.fixture
def client(council: Council) -> Client:
    return client_of(make_person(Role.COORDINATOR, council))


def page(client: Client, council: Council, name: str, query: str = "", *args: object) -> str:
    answer = client.get(reverse(f"coverage:{name}", args=[council.slug, *args]) + query)
    assert answer.status_code == 200
    return text_of(answer)


def test_the_finding_comes_first_with_the_weakest_department(council: Council, client: Client) -> None:
    text = page(client, council, "home", "?period=2025-26")
    assert "60% of third-party spend is on contract (£360,000 of £600,600, 2025-26)" in text
    assert "Places is weakest with 0%" in text
    assert "Credits" in text
    assert "without a contract" in text


def test_a_name_of_finances_that_nobody_confirmed_is_never_the_weakest(council: Council, client: Client) -> None:
    DepartmentName.objects.filter(council=council, name="Places").update(is_confirmed=False)
    run_coverage(council=council, by=None)
    text = page(client, council, "home", "?period=2025-26")
    assert "Places (finance’s name)" in text
    assert "is weakest" not in text


def test_each_figure_leads_to_its_rows(council: Council, client: Client) -> None:
    text = page(client, council, "payments", "?period=2025-26&place=off+contract")
    assert "1 payment of £240,000.00" in text
    assert "The register names no contract with the supplier." in text
    assert "payments.csv, line 4" in text
    text = page(client, council, "payments", "?period=2025-26&left_out=credits")
    assert "1 payment of −£40.00" in text


def test_contracts_paid_late_above_or_never(council: Council, client: Client) -> None:
    text = page(client, council, "contracts", "?period=all")
    assert "1 contract was paid after the end, 1 above the value, and 1 live one has no payment" in text
    assert "£100,000.00" in text
    assert "Contract X1" in text
    assert "Contract B1" not in text


def test_a_person_says_and_it_holds_for_good(council: Council, client: Client) -> None:
    assert BECK in page(client, council, "work", "?period=2025-26&list=several")
    supplier = Supplier.objects.get(council=council, name=BECK)
    address = reverse("coverage:decide", args=[council.slug, supplier.pk]) + "?period=2025-26"
    bad = client.post(address, {"contract": "other", "other": "ZZ9", "why": ""})
    assert bad.status_code == 400
    assert "No contract has the reference “ZZ9”." in text_of(bad)
    assert "Say why" in text_of(bad)
    good = client.post(address, {"contract": "other", "other": "b2", "why": "It is the laundry of the homes."})
    assert good.status_code == 302
    assert CoverageDecision.objects.get().contract.reference == "B2"  # type: ignore[union-attr]  # it was given
    assert Event.objects.filter(kind="coverage.decided").count() == 1
    assert "0 suppliers were paid" in page(client, council, "work", "?period=2025-26&list=several")
    text = page(client, council, "payments", f"?period=2025-26&supplier={supplier.pk}")
    assert "Contract B2" in text
    assert "Somebody said that it belongs to this contract." in text


def test_what_was_said_is_taken_back_with_its_history(council: Council, client: Client) -> None:
    assert "Nobody has said anything of payments yet" in page(client, council, "said")
    supplier = Supplier.objects.get(council=council, name=BECK)
    address = reverse("coverage:decide", args=[council.slug, supplier.pk])
    client.post(address, {"contract": "other", "other": "B2", "why": "It is the laundry of the homes."})
    assert "Take back what was said" in page(client, council, "decide", "", supplier.pk)
    assert "1 decision of people holds before every rule." in page(client, council, "said")
    said, decision = reverse("coverage:said", args=[council.slug]), CoverageDecision.objects.get()
    bad = client.post(said, {"decision": decision.pk, "why": " "})
    assert bad.status_code == 400
    assert "No reason was given. Say why" in text_of(bad)
    good = client.post(said, {"decision": decision.pk, "why": "It was the other one"}, follow=True)
    assert "What was said of Beckside Laundry Ltd counts no more." in text_of(good)
    assert "0 decisions of people hold before every rule; 1 was taken back." in text_of(good)
    assert "It is the laundry of the homes." in text_of(good)
    assert "It was the other one" in text_of(good)
    assert BECK in page(client, council, "work", "?period=2025-26&list=several")
    twice = client.post(said, {"decision": decision.pk, "why": "Again"})
    assert "It was taken back already by" in text_of(twice)
    assert Event.objects.filter(kind="coverage.taken_back").count() == 1
    assert client.post(said, {"decision": "999999", "why": "x"}).status_code == 404
    reader = client_of(make_person(Role.AUDITOR, council))
    assert "Take it back" not in page(reader, council, "said")
    assert reader.post(said, {"decision": decision.pk, "why": "x"}).status_code == 403


def test_no_contract_can_be_said_too(council: Council, client: Client) -> None:
    supplier = Supplier.objects.get(council=council, name="Dalesfoot Paper Ltd")
    address = reverse("coverage:decide", args=[council.slug, supplier.pk])
    assert client.post(address, {"contract": "none", "why": "Stationery"}).status_code == 302
    text = page(client, council, "payments", f"?period=2025-26&supplier={supplier.pk}")
    assert "Somebody said that these payments are under no contract." in text


def test_without_payments_or_contracts_it_says_what_to_do() -> None:
    council = make_council(name="Elsewhere Council")
    client = client_of(make_person(Role.COORDINATOR, council))
    assert "No payments are loaded yet" in page(client, council, "home")
    assert latest_run(council) is None


@pytest.mark.parametrize("name", ["home", "payments", "contracts", "work", "said"])
def test_pages_ask_the_database_fifteen_times_at_most(
    council: Council, client: Client, name: str, django_assert_max_num_queries: object
) -> None:
    page(client, council, name)
    with django_assert_max_num_queries(QUERIES):  # type: ignore[operator]  # a fixture of pytest-django
        page(client, council, name)


def test_reading_a_page_makes_no_run(council: Council, client: Client) -> None:
    """A change of the register is told, the old figures stay, and the button brings new ones."""
    before = latest_run(council)
    sign(council, "D1", "Dalesfoot Paper Ltd")
    text = page(client, council, "home", "?period=2025-26")
    assert "Something has changed since these figures were worked out" in text
    assert latest_run(council) == before
    back = reverse("coverage:home", args=[council.slug]) + "?period=2025-26"
    answer = client.post(reverse("coverage:refresh", args=[council.slug]), {"next": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    text = page(client, council, "home", "?period=2025-26")
    assert "Something has changed" not in text
    assert "(£600,000 of £600,600, 2025-26)" in text


def test_before_the_first_run_a_page_says_that_it_is_being_worked_out(client: Client, council: Council) -> None:
    CoverageRun.objects.all().delete()
    text = page(client, council, "home")
    assert "the figures are being worked out anew" in text
    assert "Work them out now" in text
    away = client.post(reverse("coverage:refresh", args=[council.slug]), {"next": "https://elsewhere.example/"})
    assert away["Location"] == reverse("coverage:home", args=[council.slug])
    assert "on contract" in page(client, council, "home")
