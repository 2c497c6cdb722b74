"""What nobody should type and somebody will: each is told with a sentence, nothing is lost and nothing is half done."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.evidence.coverage.models import CoverageDecision
from goldthread.evidence.matching.decisions import merge_suppliers
from goldthread.evidence.matching.models import Supplier, SupplierName
from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.changes import AskedChange, ChangeRefused, check_asked, request_change
from goldthread.register.actions.contracts import ContractRefused, change_contract
from goldthread.register.actions.performance import add_kpi
from goldthread.register.actions.records import RecordRefused
from goldthread.register.actions.risks import RiskAbout, SaidRisk, save_risk
from goldthread.register.actions.terms import save_break
from goldthread.register.models import Change, Contract, KpiRating, Risk
from goldthread.register.types import Arrangement, RiskKind, Taken
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council, make_person
from tests.pages import client_of
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db


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
def client(head: Person) -> Client:
    return client_of(head)


def say(client: Client, council: Council, name: str, *args: object, **fields: Any) -> tuple[int, str]:
    """The status and the words of a page that a form was sent to, or that was looked at."""
    url = reverse(name, args=[council.slug, *args])
    answer = client.post(url, fields, follow=True) if fields else client.get(url, follow=True)
    return answer.status_code, unescape(answer.content.decode())


def day(name: str, value: date) -> dict[str, int]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def end_break_on(contract: Contract, on: date) -> None:
    values = {"on": on, "notice_by": None, "taken": Taken.OPEN.value, "negotiation": "", "decided_on": None}
    save_break(contract=contract, row=None, values=values, expected_version=contract.version, by=None)


def test_a_new_end_before_a_break_is_refused_when_asked_and_when_approved(
    council: Council, manager: Person, client: Client
) -> None:
    contract = put_contract(council, manager=manager)
    late = contract.end - timedelta(days=30)
    asked = AskedChange("Shorter", "The school closes.", Decimal(-900), new_end=late - timedelta(days=60))
    change = request_change(contract=contract, asked=asked, by=manager)
    end_break_on(contract, late)
    with pytest.raises(ChangeRefused, match="after the new end on") as refused:
        check_asked(contract, asked)
    assert refused.value.field == "new_end"
    status, page = say(client, council, "work:change_decide", change.pk, decision="approve", because="Agreed.")
    assert status == 400
    assert "The contract has a break on" in page
    assert "Agreed." in page, "what was typed stays"
    assert Contract.objects.get().end == contract.end
    assert Change.objects.get().state == "requested"


def test_a_framework_that_others_hang_on_stays_one(council: Council, client: Client) -> None:
    framework = put_contract(council, title="Vehicles", months=0, arrangement=Arrangement.FRAMEWORK.value)
    called = put_contract(
        council, title="Vans", months=0, reference="", arrangement=Arrangement.CALL_OFF.value, parent=framework
    )
    with pytest.raises(ContractRefused, match="1 contract is called off from this one") as refused:
        change_contract(
            contract=framework,
            values={"arrangement": Arrangement.SINGLE_SUPPLIER.value},
            expected_version=framework.version,
            by=None,
        )
    assert refused.value.faults[0].field == "arrangement"
    framework.refresh_from_db()
    assert framework.arrangement == Arrangement.FRAMEWORK
    assert "register does not say from which framework" not in say(client, council, "register:show", called.pk)[1]


def test_a_call_off_under_no_framework_says_so_on_its_page(council: Council, client: Client) -> None:
    plain = put_contract(council, title="Plain", months=0)
    orphan = put_contract(council, title="Orphan", months=0, arrangement=Arrangement.CALL_OFF.value)
    page = say(client, council, "register:show", orphan.pk)[1]
    assert "It is a call-off, and the register does not say from which framework." in page
    edit = client.get(reverse("register:edit", args=[council.slug, orphan.pk])).context
    sent = {"title": "Orphan", "arrangement": "call-off", "parent": str(plain.pk), "description": "Every word"}
    sent |= {"version": str(edit["version"]), "began": edit["began"]}
    status, page = say(client, council, "register:edit", orphan.pk, **sent)
    assert status == 400
    assert "Every word" in page
    assert Contract.objects.get(pk=orphan.pk).parent is None


def test_a_rating_of_a_period_to_come_is_refused_and_kept_on_the_form(council: Council, manager: Person) -> None:
    contract = put_contract(council, manager=manager)
    kpi = add_kpi(contract=contract, name="Meals on time", by=None)
    later = day("period_end", timezone.localdate() + timedelta(days=1))
    status, page = say(client_of(manager), council, "work:kpi_rate", kpi.pk, rating="Good", achieved="97%", **later)
    assert status == 400
    assert "still to come" in page
    assert "97%" in page
    assert not KpiRating.objects.exists()


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_a_change_decided_twice_by_a_double_click_counts_once(
    council: Council, manager: Person, client: Client, decision: str
) -> None:
    contract = put_contract(council, manager=manager)
    longer = contract.end + timedelta(days=90)
    asked = AskedChange("More", "Growth.", Decimal(20_000), new_end=longer)
    change = request_change(contract=contract, asked=asked, by=manager)
    version = contract.version
    for _twice in range(2):
        status, page = say(client, council, "work:change_decide", change.pk, decision=decision, because="Yes.")
        assert status == 200
        assert "is decided" in page
    assert Event.objects.filter(kind="change.decided").count() == 1
    assert Contract.objects.get().version == version + (decision == "approve")


def test_a_change_decided_in_two_tabs_is_decided_by_the_first(
    council: Council, manager: Person, client: Client
) -> None:
    contract = put_contract(council, manager=manager)
    change = request_change(contract=contract, asked=AskedChange("More", "Growth.", Decimal(20_000)), by=manager)
    other = client_of(make_person(Role.COORDINATOR, council, email="tom@example.org", name="Tom Ashby"))
    for tab in (client, other):
        assert "Record the decision" in say(tab, council, "work:change_decide", change.pk)[1]
    assert say(client, council, "work:change_decide", change.pk, decision="approve", because="Yes.")[0] == 200
    status, page = say(other, council, "work:change_decide", change.pk, decision="approve", because="Also yes.")
    assert status == 409
    assert "is approved already by Meera Patel" in page
    held = Change.objects.get()
    assert (held.decided_because, str(held.decided_by)) == ("Yes.", "Meera Patel")


def test_a_supplier_merged_while_somebody_decides_on_its_payments(
    council: Council, head: Person, client: Client
) -> None:
    sign(council, "K1", "Kestrel Roofing")
    cover(council, [line("Kestrel Roofing", "6000.00"), line("Kestrel Roof and Gutter", "7000.00")])
    numbers = {name: Supplier.objects.get(name=name).pk for name in ("Kestrel Roofing", "Kestrel Roof and Gutter")}
    merge_suppliers(council=council, left="Kestrel Roofing", right="Kestrel Roof and Gutter", why="Renamed", by=head)
    gone = Supplier.objects.get(pk__in=numbers.values(), is_live=False)
    heir = SupplierName.objects.get(name=gone.name).supplier
    assert heir is not None
    bad = say(client, council, "coverage:decide", gone.pk, contract="other", other="ZZ9", why="Seen on the invoice")
    assert bad[0] == 400
    assert "Seen on the invoice" in bad[1]
    status, page = say(client, council, "coverage:decide", gone.pk, contract="other", other="K1", why="On the invoice")
    assert status == 200
    assert f"{gone.name} was merged into {heir.name} since." in page
    assert CoverageDecision.objects.get().payee == heir.name
    answer = client.get(reverse("coverage:decide", args=[council.slug, gone.pk]))
    assert answer["Location"] == reverse("coverage:decide", args=[council.slug, heir.pk])


def test_a_file_of_fifty_columns_that_nobody_mapped_is_asked_about(council: Council, client: Client) -> None:
    headings = [f"{one}{two}" for one in "ABCDE" for two in "QRSTUVWXYZ"]
    rows = [["Bin lorries", "Wagons Ltd", "01/04/2024", *(f"note {n}" for n in range(3, 49)), "Depot"]]
    rows += [["Skips", "Hoist Ltd", "01/05/2024", *(f"word {n}" for n in range(3, 49)), "Yard"]]
    text = "\n".join(",".join(row) for row in (headings, *rows))
    here = f"/c/{council.slug}/register/files/"
    place = client.post(here + "new/", {"file": SimpleUploadedFile("wide.csv", text.encode())})["Location"]
    assert "Which column holds what" in client.get(place).content.decode()
    none = client.post(place + "0/columns/", {"column-0": "title"})
    assert none.status_code == 400
    assert "Choose the column that says who supplies it." in none.content.decode()
    assert '<option value="title" selected>' in none.content.decode(), "what was chosen stays"
    right = {"column-0": "title", "column-1": "supplier", "column-2": "start"}
    assert client.post(place + "0/columns/", right).status_code == 302
    client.post(place + "load/")
    held = Contract.objects.get(title="Skips")
    assert held.supplier_name == "Hoist Ltd"
    assert held.extra["EZ"] == "Yard", "what nobody mapped is kept under its heading"
    assert len(held.extra) == 47


def test_notices_of_others_and_without_an_ocid_are_told_and_the_rest_is_loaded(
    council: Council, client: Client
) -> None:
    def release(number: int, buyer: str, **more: Any) -> Mapping[str, Any]:
        award = {"id": "1", "status": "active", "suppliers": [{"name": "Firm"}], "title": f"Thing {number}"}
        made = {"id": f"r{number}", "date": "2026-03-01T00:00:00Z", "tag": ["award"], "buyer": {"name": buyer}}
        return {**made, "ocid": f"ocds-x-{number}", "awards": [award], **more}

    releases = [release(1, "Elsewhere Council"), release(2, council.name, ocid=None), release(3, council.name)]
    text = json.dumps({"releases": releases}).encode()
    address = reverse("register_files:notice_load", args=[council.slug])
    page = unescape(client.post(address, {"file": SimpleUploadedFile("n.json", text)}, follow=True).content.decode())
    assert "Thing 3" in page
    assert "Thing 1" not in page
    assert "another buyer" in page
    assert "no ocid" in page


RISK = {"kind": "market fragility", "description": "Only two firms are left.", "likelihood": "4", "impact": "4"}


def test_a_risk_of_a_supplier_or_a_category_hangs_on_no_contract(council: Council, client: Client) -> None:
    touched = put_contract(council, months=0, title="Meals", supplier_name="Dale Foods Ltd", category="Catering")
    other = put_contract(council, months=0, title="Roads", supplier_name="Tarmac", category="Roads")
    status, page = say(client, council, "work:risk_add_alone", **RISK)
    assert status == 400
    assert "Nothing says whom or what the risk is about." in page
    assert "Only two firms are left." in page
    for _twice in range(2):
        page = say(client, council, "work:risk_add_alone", **RISK, supplier_name="DALE FOODS LTD")[1]
    say(client, council, "work:risk_add_alone", **RISK, category="Catering")
    assert Risk.objects.count() == 2
    assert "supplier: DALE FOODS LTD" in page
    shown = say(client, council, "register:show", touched.pk)[1]
    assert "of the supplier" in shown
    assert "of the category Catering" in shown
    assert "Only two firms are left." not in say(client, council, "register:show", other.pk)[1]
    risk = Risk.objects.get(category="Catering")
    page = say(client, council, "work:risk", risk.pk)[1]
    assert "Catering" in page
    assert "The risk is looked at as of today." in say(client, council, "work:risk", risk.pk, **RISK, mitigation="x")[1]
    risk.refresh_from_db()
    assert (risk.category, risk.mitigation, risk.contract) == ("Catering", "x", None)
    with pytest.raises(RecordRefused, match="whom or what"):
        save_risk(council=council, about=RiskAbout(), said=SaidRisk(RiskKind.CYBER, "x", 1, 1), by=None)


def test_who_manages_one_contract_records_no_risk_of_the_whole_council(council: Council, manager: Person) -> None:
    assert say(client_of(manager), council, "work:risk_add_alone")[0] == 403
    assert "Record a risk of a supplier" not in say(client_of(manager), council, "work:risks")[1]
