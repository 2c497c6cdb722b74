"""Financial distress: who may see it, what is seen of whom, the watch list, a case from its opening to its end."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.evidence.matching.council import match_suppliers
from goldthread.evidence.matching.reference import load_reference
from goldthread.evidence.matching.types import ReferenceKind
from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.distress import open_case, put_on_watch
from goldthread.register.models import DistressCase, WatchedSupplier
from tests.evidence_scene import line, put_load
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
D = Decimal
Send = Callable[..., tuple[int, str]]
COMPANIES = """CompanyName,CompanyNumber,CompanyStatus,IncorporationDate,Accounts.NextDueDate
FELLSIDE CATERING CIC,99000001,In Administration,01/02/2010,31/12/2025
STEADY LIMITED,99000002,Active,01/02/2010,31/12/2026
"""


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def evidence(council: Council, tmp_path: Path) -> None:
    """Two suppliers with contracts: one in administration whose payments stopped, one steady."""
    path = tmp_path / "companies.csv"
    path.write_text(COMPANIES, encoding="utf-8")
    load_reference(kind=ReferenceKind.COMPANIES, path=path, as_of=date(2026, 4, 1), by=None)
    months = [date(2024 + place // 12, place % 12 + 1, 28) for place in range(24)]
    lines = [line("Steady Ltd", "9000.00", str(day), company_number="99000002") for day in months]
    lines += [line("Fellside Catering CIC", "9000.00", str(day), company_number="99000001") for day in months[:-3]]
    put_load(council, lines)
    match_suppliers(council=council, by=None)
    put_contract(council, months=0, annual_value=D(90_000), has_distress_clause=False)
    put_contract(council, months=0, title="Paper", supplier_name="Steady Limited", annual_value=D(5))


@pytest.fixture
def send(council: Council) -> Send:
    def go(person: Person, name: str, *args: Any, ask: str = "", **fields: Any) -> tuple[int, str]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(f"distress:{name}", args=[council.slug, *args]) + ask
        answer = client.post(url, fields, follow=True) if fields else client.get(url, follow=True)
        return answer.status_code, unescape(answer.content.decode())

    return go


def test_signals_are_shown_with_their_row_and_source(evidence: None, head: Person, send: Send) -> None:
    page = send(head, "list")[1]
    assert "0 cases are open and 0 suppliers watched. 1 supplier of 2 shows something to look at" in page
    assert "Companies House shows it as “In Administration”." in page
    assert "Its accounts were due by 31 December 2025 and were not there on 1 April 2026." in page
    assert "It was paid in 12 of 12 months, and not since September 2025, while a contract with it runs." in page
    assert "Company number: 99000001" in page
    assert "as of 1 April 2026" in page
    assert "It may mean nothing:" in page
    assert "Steady" not in page
    assert "No supplier shows this." in send(head, "list", ask="?signal=rise")[1]
    assert "Fellside" in send(head, "list", ask="?signal=stopped&q=fellside&page=x")[1]


def test_without_evidence_it_says_that_nothing_is_known(head: Person, send: Send) -> None:
    page = send(head, "list")[1]
    assert "No extract of Companies House is loaded, so nothing is known of filings; no payments are loaded." in page


def test_the_watch_list_keeps_why(council: Council, head: Person, send: Send) -> None:
    status, page = send(head, "watch", supplier_name="Acme  Ltd", because=" ")
    assert status == 400
    assert "No reason was given. Say what worries the council." in page
    for _twice in range(2):
        assert "on the watch list" in send(head, "watch", supplier_name="Acme  Ltd", because="Late wages.")[1]
    row = WatchedSupplier.objects.get()
    assert (row.supplier_name, row.because) == ("Acme Ltd", "Late wages.")
    assert "Late wages." in send(head, "unwatch", row.pk)[1]
    assert "off the watch list" in send(head, "unwatch", row.pk, because="They recovered.")[1]
    row.refresh_from_db()
    assert (row.taken_because, row.taken_off) == ("They recovered.", timezone.localdate())
    assert "on the watch list" in send(head, "watch", supplier_name="Acme Ltd", because="Again.")[1]
    assert WatchedSupplier.objects.count() == 2


def test_a_case_from_its_opening_to_its_end(evidence: None, council: Council, head: Person, send: Send) -> None:
    said = {"supplier_name": "Fellside Catering CIC", "because": "In administration.", "backup_supplier": ""}
    page = send(head, "open", **said)[1]
    case = DistressCase.objects.get()
    assert case.signals[0] == "Companies House shows it as “In Administration”."
    assert "1 live contract, worth £90,000 a year as far as is known: 1 without a clause on financial distress" in page
    assert "nobody named" in page
    send(head, "open", **said)
    assert DistressCase.objects.count() == 1  # sent twice
    when = timezone.localdate() + timedelta(days=1)
    day = {"on-day": str(when.day), "on-month": str(when.month), "on-year": str(when.year)}
    status, page = send(head, "entry", case.pk, **day, text="Met them.")
    assert status == 400
    assert "still to come" in page
    assert "Met them." in page
    status, page = send(head, "entry", case.pk, **(day | {"on-year": "2025", "on-day": "1"}), text="Met them.")
    assert "The line is in the log." in page
    assert "The back-up supplier is saved." in send(head, "backup", case.pk, backup_supplier="Steady")[1]
    status, page = send(head, "close", case.pk, outcome=" ")
    assert status == 400
    assert "Say how it ended." in page
    assert "The case is closed." in send(head, "close", case.pk, outcome="Another took over.")[1]
    status, page = send(head, "entry", case.pk, **(day | {"on-year": "2025"}), text="More.")
    assert status == 400
    assert "The case was closed on" in page
    assert "closed " in send(head, "list")[1]


def test_the_record_of_changes_names_no_supplier(council: Council, head: Person) -> None:
    put_on_watch(council=council, supplier_name="Acme Ltd", because="Late wages.", by=head)
    open_case(council=council, supplier_name="Acme Ltd", because="Late wages.", by=head)
    told = Event.objects.filter(kind__in=("watch.put", "distress.opened"))
    assert told.count() == 2
    assert not any("Acme" in f"{event.summary}{event.after}{event.why}{event.subject}" for event in told)


@pytest.mark.parametrize(
    ("role", "sees", "keeps"),
    [
        (Role.COORDINATOR, True, True),
        (Role.FINANCE, True, True),
        (Role.MODERATOR, True, False),
        (Role.APPROVER, True, False),
        (Role.AUDITOR, True, False),
        (Role.COUNCILLOR, False, False),
        (Role.RESPONDENT, False, False),
        (Role.CONTRACT_MANAGER, False, False),
    ],
)
def test_who_sees_and_who_keeps(council: Council, send: Send, role: Role, sees: bool, keeps: bool) -> None:
    case = open_case(council=council, supplier_name="Acme Ltd", because="Late wages.", by=None)
    person = make_person(role, council)
    assert (send(person, "list")[0] == 200) is sees
    assert (send(person, "case", case.pk)[0] == 200) is sees
    assert (send(person, "close", case.pk)[0] == 200) is keeps
    assert ("Open a case" in send(person, "list")[1]) is keeps


def test_the_pages_ask_a_fixed_number_of_times(evidence: None, council: Council, head: Person) -> None:
    case = open_case(council=council, supplier_name="Fellside Catering CIC", because="Late.", by=head)
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    for name, args in (("list", []), ("case", [case.pk]), ("open", [])):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"distress:{name}", args=[council.slug, *args])).status_code == 200
        assert len(queries) <= 15, "\n".join(each["sql"][:110] for each in queries)
