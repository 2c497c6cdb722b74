"""The screens for risks, savings, waivers and breaches: who may, what is shown, what is refused at its field."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.risks import (
    SaidRisk,
    SaidSaving,
    SaidWaiver,
    claim_saving,
    decide_waiver,
    record_waiver,
    save_risk,
)
from goldthread.register.models import Contract, Risk, Saving, Waiver
from goldthread.register.reasons import load_reasons, say_reason
from goldthread.register.types import RiskKind, SavingKind, WaiverKind
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
D = Decimal
Send = Callable[..., tuple[int, str]]


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Mina Shah")


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    return put_contract(council, manager=manager)


@pytest.fixture
def send(council: Council) -> Send:
    """Looks at a page, or sends a form where fields are given: the status and the words of the answer."""

    def go(person: Person, name: str, pk: int = 0, /, *, ask: str = "", **fields: Any) -> tuple[int, str]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(f"work:{name}", args=[council.slug, pk] if pk else [council.slug]) + ask
        answer = client.post(url, fields, follow=True) if fields else client.get(url, follow=True)
        return answer.status_code, unescape(answer.content.decode())

    return go


FLOOD = {"kind": "external event", "description": "The depot floods.", "likelihood": "3", "impact": "5"}


def test_a_risk_is_recorded_once_looked_at_again_and_closed(contract: Contract, manager: Person, send: Send) -> None:
    for _twice in range(2):
        assert "The risk is recorded." in send(manager, "risk_add", contract.pk, **FLOOD)[1]
    risk = Risk.objects.get()
    assert "1 open risk, grave: likelihood times impact is 15 or more." in send(manager, "risks")[1]
    assert "No risk is recorded here." in send(manager, "risks", ask="?kind=cyber&shown=closed&department=x")[1]
    assert "The depot floods." in send(manager, "risk", risk.pk)[1]
    status, page = send(manager, "risk", risk.pk, **(FLOOD | {"likelihood": "9", "description": " "}))
    assert status == 400
    assert "Choose how likely it is, from 1 to 5." in page
    send(manager, "risk", risk.pk, **(FLOOD | {"contingency": "Use the north depot."}))
    assert Risk.objects.get().contingency == "Use the north depot."
    assert "No reason was given." in send(manager, "risk_close", risk.pk, because=" ")[1]
    assert "The risk is closed." in send(manager, "risk_close", risk.pk, because="It moved.")[1]
    assert "1 risk was closed." in send(manager, "risks", ask="?shown=closed")[1]


def test_the_matrix_counts_each_cell_and_leads_to_its_risks(contract: Contract, manager: Person, send: Send) -> None:
    assert "gt-heat" not in send(manager, "risks")[1], "nothing stands in it"
    send(manager, "risk_add", contract.pk, **FLOOD)
    send(manager, "risk_add", contract.pk, **(FLOOD | {"description": "A pump fails.", "likelihood": "2"}))
    send(manager, "risk_add", contract.pk, **(FLOOD | {"description": "A gate fails.", "likelihood": "2"}))
    page = send(manager, "risks", ask="?kind=external+event")[1]
    assert "2 open" not in page
    cells = re.findall(r'href="\?([^"#]+)#risks"[^>]*>(\d+)', page)
    assert cells == [
        ("kind=external+event&likelihood=3&impact=5", "1"),
        ("kind=external+event&likelihood=2&impact=5", "2"),
    ]
    narrowed = send(manager, "risks", ask=f"?{cells[1][0]}")[1]
    assert "2 open risks, none of them grave." in narrowed
    assert "The depot floods." not in narrowed
    assert 'href="?kind=external+event">Show all' in narrowed
    assert "No risk is recorded here." in send(manager, "risks", ask="?likelihood=1&impact=1")[1]
    for nonsense in ("?likelihood=9&impact=1", "?likelihood=2", "?likelihood=%00&impact=²"):
        assert "3 open risks" in send(manager, "risks", ask=nonsense)[1]


def test_two_people_who_look_at_a_risk_at_once_overwrite_nothing(
    contract: Contract, manager: Person, head: Person, send: Send
) -> None:
    said = SaidRisk(RiskKind.EXTERNAL_EVENT, "The depot floods.", 3, 5)
    risk = save_risk(council=contract.council, contract=contract, said=said, by=manager)
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("work:risk", args=[contract.council.slug, risk.pk])
    began = client.get(url).context["began"]
    send(head, "risk", risk.pk, **(FLOOD | {"impact": "2", "began": began}))
    refused = client.post(url, FLOOD | {"impact": "4", "began": began})
    assert refused.status_code == 400
    assert "Somebody saved this risk while you were writing: 3 × 2" in unescape(refused.content.decode())
    assert Risk.objects.get().impact == 2
    again = client.post(url, FLOOD | {"impact": "4", "began": refused.context["began"]})
    assert again.status_code == 302
    assert Risk.objects.get().impact == 4


def test_who_does_not_keep_the_contract_reads_its_risks(contract: Contract, council: Council, send: Send) -> None:
    said = SaidRisk(RiskKind.CYBER, "Old portal", 1, 1)
    risk = save_risk(council=council, contract=contract, said=said, by=None)
    reader = make_person(Role.AUDITOR, council)
    assert "Old portal" in send(reader, "risk", risk.pk)[1]
    assert send(reader, "risk", risk.pk, **FLOOD)[0] == 403
    assert send(reader, "risk_close", risk.pk)[0] == 403
    assert send(reader, "risk_add", contract.pk)[0] == 403


def test_an_external_event_shows_the_contracts_that_it_touches(contract: Contract, manager: Person, send: Send) -> None:
    put_contract(contract.council, title="School milk", manager=manager)
    put_contract(contract.council, title="Roads")
    assert "Name something that could happen" in send(manager, "scenario")[1]
    page = send(manager, "scenario", ask="?name=Port+strike&words=school")[1]
    assert "2 live contracts touched: 0 with a plan, 0 with a back-up supplier." in page
    assert "Roads" not in page
    assert 'value="Port strike"' in send(manager, "risk_add", contract.pk, ask="?scenario=Port+strike")[1]
    event = FLOOD | {"scenario": "Port strike", "contingency": "Other ports.", "backup_supplier": "Dale Foods"}
    page = send(manager, "risk_add", contract.pk, **event)[1]
    assert "1 live contract touched: 1 with a plan, 1 with a back-up supplier." in page
    assert "Port strike" in send(manager, "scenario")[1]


SAVED = {
    "title": "Fewer visits",
    "kind": "cashable",
    "claimed": "£9,000",
    "financial_year": "2026-27",
    "method": "Budget less price",
}


def test_savings_are_validated_by_finance_and_kinds_are_never_added(
    contract: Contract, council: Council, manager: Person, send: Send
) -> None:
    for _twice in range(2):
        assert "The saving is claimed." in send(manager, "saving_claim", contract.pk, **SAVED)[1]
    assert send(manager, "saving_claim", contract.pk, **(SAVED | {"claimed": "0"}))[0] == 400
    assert "Nothing says how" in send(manager, "saving_claim", contract.pk, **(SAVED | {"method": ""}))[1]
    avoided = SaidSaving("No rise", SavingKind.AVOIDANCE, "Index", "2026-27", D(1_000))
    claim_saving(council=council, contract=contract, said=avoided, by=manager)
    saving = Saving.objects.get(kind="cashable")
    finance = make_person(Role.FINANCE, council)
    assert send(manager, "saving_validate", saving.pk)[0] == 403
    assert "not between nothing and the £9,000.00" in send(finance, "saving_validate", saving.pk, validated="9001")[1]
    client = Client()
    client.force_login(finance, backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("work:saving_validate", args=[council.slug, saving.pk])).status_code == 200
    assert len(queries) <= 15
    page = send(finance, "saving_validate", saving.pk, validated="7,500")[1]
    assert "2 savings claimed; 1 waits for finance." in page
    assert "£7,500.00" in page
    assert "£10,000" not in page
    assert "£9,000.00" in send(manager, "savings", ask="?year=2026-27")[1]


def waiver_of(**others: Any) -> dict[str, Any]:
    said = {"kind": "waiver", "title": "Emergency tree work", "value": "40,000", "reason_code": "urgency"}
    return said | {"on-day": 5, "on-month": 5, "on-year": 2026, "reason": "A storm."} | others


def test_a_waiver_is_decided_by_somebody_else_and_a_breach_is_recorded(
    contract: Contract, manager: Person, head: Person, send: Send
) -> None:
    for _twice in range(2):
        page = send(manager, "waiver_ask_for", contract.pk, **waiver_of())[1]
    assert "You asked for it, so somebody else decides." in page
    waiver = Waiver.objects.get()
    assert send(manager, "waiver_decide", waiver.pk)[0] == 403
    assert "Approve or refuse" in send(head, "waiver", waiver.pk)[1]
    assert "No reason was given." in send(head, "waiver_decide", waiver.pk, decision="approve", because="")[1]
    assert "Meera Patel approved it" in send(head, "waiver_decide", waiver.pk, decision="approve", because="Safe.")[1]
    again = send(head, "waiver_decide", waiver.pk, decision="refuse", because="No.")[1]
    assert "It is approved already." in again
    assert Waiver.objects.get().state == "approved"
    place = contract.department
    page = send(head, "waiver_ask", **waiver_of(kind="breach", title="Ordered early", department=str(place.pk)))[1]
    assert "The rules were not kept on 5 May 2026." in page
    late = timezone.localdate().year + 1
    status, page = send(head, "waiver_ask", **waiver_of(kind="breach", title="Ordered early", **{"on-year": late}))
    assert status == 400
    assert "still to come" in page
    assert "Choose the reason that fits best." in send(head, "waiver_ask", **waiver_of(reason_code=""))[1]


def test_the_contract_page_lists_savings_and_departures(contract: Contract, manager: Person) -> None:
    council = contract.council
    for validated in (None, D(500)):
        said = SaidSaving(f"Saved {validated}", SavingKind.CASHABLE, "Index", "2026-27", D(1_000))
        saving = claim_saving(council=council, contract=contract, said=said, by=manager)
        Saving.objects.filter(pk=saving.pk).update(validated=validated)
    said_waiver = SaidWaiver(WaiverKind.BREACH, "Ordered early", "urgency", date(2026, 5, 1))
    record_waiver(council=council, contract=contract, said=said_waiver, by=manager)
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    page = unescape(client.get(reverse("register:show", args=[council.slug, contract.pk])).content.decode())
    assert "Saved None, 2026-27: £1,000 cashable claimed, not validated yet" in page
    assert "Saved 500, 2026-27: £1,000 cashable claimed, £500 validated" in page
    assert "Breach, recorded:" in page


def test_the_committee_pack_counts_by_department_reason_and_quarter(
    contract: Contract, council: Council, manager: Person, head: Person, send: Send
) -> None:
    rows = [(WaiverKind.WAIVER, "urgency", date(2026, 5, 1)), (WaiverKind.WAIVER, "continuity", date(2026, 8, 1))]
    rows += [(WaiverKind.WAIVER, "urgency", date(2025, 5, 1)), (WaiverKind.BREACH, "no competition", date(2026, 5, 2))]
    for kind, code, day in rows:
        said = SaidWaiver(kind, f"=Work of {day}", code, day, value=D(1_000))
        made = record_waiver(council=council, said=said, contract=contract, by=manager)
        if kind is WaiverKind.WAIVER:
            decide_waiver(waiver=made, approve=True, because="Needed.", standing=standing_of(head, council))
    waiting = SaidWaiver(WaiverKind.WAIVER, "Waits", "urgency", date(2026, 6, 1))
    record_waiver(council=council, said=waiting, by=manager)
    with time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=UTC), tick=False):
        assert "2 waivers approved in 2026-27 so far, after 1 in 2025-26" in send(head, "waiver_pack")[1]
    with time_machine.travel(datetime(2027, 5, 1, 12, tzinfo=UTC), tick=False):
        page = send(head, "waiver_pack")[1]  # unasked it shows the last year that has any
    assert "2 waivers approved in 2026-27, more than the 1 of 2025-26, and 1 breach recorded." in page
    for words in ("April to June 2026", "July to September 2026", say_reason("urgency"), "Place", "£3,000.00"):
        assert words in page
    assert "Requests that wait or were refused are not counted here (1)" in page
    text = send(head, "waiver_csv", ask="?year=2026")[1]
    assert text.count("\n") == 5
    assert "'=Work of 2026-05-01" in text
    assert "0 waivers approved in 2024-25, and 0 breaches recorded." in send(head, "waiver_pack", ask="?year=2024")[1]
    assert send(head, "waiver_pack", ask="?year=nonsense")[0] == 200


def test_reasons_are_short_enough_to_keep_and_each_has_words() -> None:
    assert all(len(code) <= 40 and label for code, label in load_reasons().items())
    assert {"sole supplier", "urgency", "continuity", "compatibility", "not given"} <= set(load_reasons())
    assert say_reason("as in the file") == "as in the file"
