"""The pages of suppliers' names that were not found: the list, settling one, and what it asks the database."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldthread.evidence.coverage.models import CoverageDecision, NameNotFound
from goldthread.evidence.coverage.types import DecisionKind
from goldthread.evidence.matching.models import Supplier
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council, make_person
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

BECK, TRADES_AS, ROPES = "Beckside Laundry Ltd", "Beckside Laundry Rentals of Skipton", "Nidderdale Ropeways & Co"
QUERIES = 15


@pytest.fixture
def council() -> Council:
    council = make_council()
    sign(council, "B1", TRADES_AS, awarded_value=60000)
    sign(council, "N1", ROPES)
    sign(council, "V1", "Various")
    cover(council, [line(BECK, "7000.00"), line("Dalesfoot Paper Ltd", "900.00")])
    return council


@pytest.fixture
def client(council: Council) -> Client:
    return client_of(make_person(Role.COORDINATOR, council, name="Meera Patel"))


def address(council: Council, name: str, query: str = "") -> str:
    return reverse(f"coverage:{name}", args=[council.slug]) + query


def test_a_name_is_found_from_coverage_settled_and_taken_back(council: Council, client: Client) -> None:
    assert "2 suppliers’ names not found among those paid" in text_of(client.get(address(council, "home")))
    files = reverse("register_files:list", args=[council.slug])
    assert "Settle 2 suppliers’ names that no payment is found under" in text_of(client.get(files))
    text = text_of(client.get(address(council, "names")))
    assert "2 suppliers’ names on the register are not found among those paid. They stand on 2 contracts" in text
    assert "worth £60,000" in text
    assert re.search(r"the words Beckside and Laundry in common; [4-8]\d in 100 alike", text)
    assert "Nobody like it was paid" in text

    page = address(council, "settle", f"?name={TRADES_AS}&state=open&q=beck")
    assert "1 contract names this supplier (£60,000.00), and no payment is found for it." in text_of(client.get(page))
    refused = client.post(page, {"why": "It is the laundry."})
    assert refused.status_code == 400
    assert "Choose which supplier it is" in text_of(refused)
    assert "It is the laundry." in text_of(refused)  # what was typed is kept
    chosen = Supplier.objects.get(council=council, name=BECK)
    done = client.post(page, {"answer": f"supplier-{chosen.pk}", "why": ""}, follow=True)
    assert done.redirect_chain[0][0].endswith("?state=open&q=beck")
    assert f"“{TRADES_AS}” is {BECK}: for every contract that names it, now and later." in text_of(done)
    said = CoverageDecision.objects.get(council=council)
    assert (said.payee, said.register_name, said.why) == (BECK, TRADES_AS, "No reason was given.")

    assert BECK in text_of(client.get(address(council, "names", "?state=settled")))
    again = client.post(page, {"answer": "none"})
    assert "was settled on" in text_of(again)
    assert "by Meera Patel. Take that back first." in text_of(again)
    assert "No reason was given." in text_of(client.post(page, {"decision": said.pk, "why": " "}))
    client.post(page, {"decision": said.pk, "why": "It is another firm."})
    assert "Taken back on" in text_of(client.get(page))
    assert TRADES_AS in text_of(client.get(address(council, "names")))


def test_a_name_is_left_put_back_and_said_to_have_no_payments(council: Council, client: Client) -> None:
    page = address(council, "settle", "?name=nidderdale+ropeways+%26+co")
    client.post(page, {"answer": "leave", "why": "Ask the service."})
    assert ROPES in text_of(client.get(address(council, "names", "?state=left")))
    assert "said on" in text_of(client.get(page))
    client.post(page, {"decision": CoverageDecision.objects.get().pk, "why": "Put back on the list."})
    assert ROPES in text_of(client.get(address(council, "names")))
    client.post(page, {"answer": "none"})
    text = text_of(client.get(address(council, "said")))
    assert "It is a supplier with no payments. No reason was given." in text
    assert "It was left as it is. Ask the service." in text


def test_another_supplier_is_looked_for_among_those_paid(council: Council, client: Client) -> None:
    page = address(council, "settle", f"?name={ROPES.replace('&', '%26')}&words=dalesfoot")
    assert "Its name holds “dalesfoot”" in text_of(client.get(page))
    nobody = text_of(client.get(page.replace("dalesfoot", "nobody")))
    assert "No other supplier’s name holds “nobody”." in nobody


@pytest.mark.parametrize("answer", ["supplier-999999", "supplier-x", "supplier-" + "9" * 40, "else", ""])
def test_an_answer_that_is_none_is_refused(council: Council, client: Client, answer: str) -> None:
    refused = client.post(address(council, "settle", f"?name={TRADES_AS}"), {"answer": answer})
    assert refused.status_code == 400
    assert not CoverageDecision.objects.exists()


def test_names_that_are_nobodys_have_no_page(council: Council, client: Client) -> None:
    for name in ("", "Various", "Somebody Else", "%00"):
        assert client.get(address(council, "settle", f"?name={name}")).status_code == 404


def test_who_keeps_no_register_sees_the_list_and_settles_nothing(council: Council) -> None:
    client = client_of(make_person(Role.RESPONDENT, council))
    text = text_of(client.get(address(council, "names")))
    assert TRADES_AS in text
    assert "Settle " not in text
    assert client.post(address(council, "settle", f"?name={TRADES_AS}"), {"answer": "none"}).status_code == 403
    assert not CoverageDecision.objects.exists()


def test_ten_thousand_names_are_paged_within_the_ceiling(council: Council, client: Client) -> None:
    chosen = Supplier.objects.get(council=council, name=BECK)
    likely = [
        {"supplier": chosen.pk, "payee": BECK, "reason": "the word X in common", "confidence": 0.5, "paid": "1.00"}
    ]
    rows = [
        NameNotFound(council=council, name=f"Firm {n}", key=f"firm {n}", contracts=1, valued=1, value=n, likely=likely)
        for n in range(10_000)
    ]
    NameNotFound.objects.bulk_create(rows, batch_size=1000)
    said = {"council": council, "kind": DecisionKind.NO_PAYMENTS, "payee": "", "why": "No payments."}
    decisions = [CoverageDecision(register_name=row.name, register_key=row.key, **said) for row in rows[:3000]]
    CoverageDecision.objects.bulk_create(decisions, batch_size=1000)
    for query in ("", "?state=settled", "?state=left", "?q=firm+77", "?page=400"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(council, "names", query)).status_code == 200
        assert len(asked) <= QUERIES, [row["sql"][:160] for row in asked]
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(council, "settle", "?name=Firm+5000&words=laundry")).status_code == 200
    assert len(asked) <= QUERIES
