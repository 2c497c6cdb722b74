"""The register's screens without a browser: double clicks, the back button, files, columns, roles, and home."""

import csv
import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from goldthread.evidence.coverage.models import ContractSpend, CoverageRun
from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.types import Role
from goldthread.register.models import Break, Contract, Extension
from goldthread.register.types import Arrangement, VatBasis
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
HERE = "/c/wharfemoor-council/register/"
CEILING = 15


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def head(council: Council) -> Client:
    return client_of(make_person(Role.COORDINATOR, council))


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Tom Ashby")


def form_of(client: Client, path: str) -> dict[str, str]:
    """All that the form of a page would send as it stands."""
    form = client.get(path).context["form"]
    sent: dict[str, str] = {}
    for field in form:
        value = field.value()
        if hasattr(value, "year"):
            sent |= {
                f"{field.name}-day": value.day,
                f"{field.name}-month": value.month,
                f"{field.name}-year": value.year,
            }
        elif value is not None:
            sent[field.name] = value
    return {name: str(value) for name, value in sent.items()}


def edit_of(client: Client, contract: Contract) -> dict[str, str]:
    path = f"{HERE}contracts/{contract.pk}/edit/"
    context = client.get(path).context
    return form_of(client, path) | {"version": str(context["version"]), "began": context["began"]}


def test_the_same_form_sent_twice_makes_one_contract(head: Client, council: Council) -> None:
    path = f"{HERE}contracts/new/"
    token = head.get(path).context["token"]
    sent = {"title": "School meals", "token": token, "awarded_value": "£1,250.50"}
    places = {head.post(path, sent)["Location"] for _ in range(2)}
    contract = Contract.objects.get()
    assert places == {f"{HERE}contracts/{contract.pk}/"}
    assert contract.awarded_value == Decimal("1250.50")
    assert Event.objects.filter(kind="contract.added").count() == 1
    head.post(path, {"title": "School meals", "token": head.get(path).context["token"]})
    assert Contract.objects.count() == 2


def test_every_fault_stands_at_its_field_and_nothing_is_lost(head: Client, council: Council) -> None:
    put_contract(council, reference="C1")
    answer = head.post(
        f"{HERE}contracts/new/",
        {
            "title": " ",
            "reference": "C1",
            "awarded_value": "lots",
            "start-day": "31",
            "start-month": "2",
            "start-year": "2026",
            "description": "Every word of it",
        },
    )
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"title", "awarded_value", "start"}
    assert "Every word of it" in answer.content.decode()
    assert '"31 2 2026" is not a date.' in answer.context["form"].errors["start"][0]
    again = head.post(
        f"{HERE}contracts/new/",
        {
            "title": "Meals",
            "reference": "C1",
            "awarded_value": "-5",
            "start-day": "1",
            "start-month": "3",
            "start-year": "2026",
            "end-day": "1",
            "end-month": "2",
            "end-year": "2026",
        },
    )
    assert set(again.context["form"].errors) == {"reference", "end", "awarded_value"}
    assert Contract.objects.count() == 1


def test_a_form_sent_from_an_older_page_overwrites_nothing(head: Client, council: Council) -> None:
    contract = put_contract(council, title="Old title", months=0)
    old = edit_of(head, contract)
    path = f"{HERE}contracts/{contract.pk}/edit/"
    assert head.post(path, old | {"title": "New title"}).status_code == 302
    # by the back button: the same again is no change; other words are a conflict
    assert head.post(path, old | {"title": "New title"}).status_code == 302
    refused = head.post(path, old | {"title": "Third title"})
    assert refused.status_code == 409
    assert refused.context["both"] == [("title", "What is bought?", "New title", "Third title")]
    assert Contract.objects.get().title == "New title"
    carried = dict(refused.context["carried"])
    head.post(path, carried | {"version": "2", "keep-title": "theirs"})
    assert Contract.objects.get().title == "New title"
    head.post(path, carried | {"version": "2", "keep-title": "mine"})
    assert Contract.objects.get().title == "Third title"


def test_two_who_changed_different_things_both_stand(head: Client, council: Council) -> None:
    contract = put_contract(council, months=0)
    old = edit_of(head, contract)
    path = f"{HERE}contracts/{contract.pk}/edit/"
    head.post(path, old | {"title": "Theirs"})
    refused = head.post(path, old | {"reference": "MINE"})
    assert (refused.status_code, refused.context["both"]) == (409, [])
    head.post(path, dict(refused.context["carried"]) | {"version": "2"})
    held = Contract.objects.get()
    assert (held.title, held.reference, held.version) == ("Theirs", "MINE", 3)


def test_a_contract_manager_keeps_their_own_and_reads_the_rest(council: Council, manager: Person) -> None:
    own, other = put_contract(council, manager=manager), put_contract(council, title="Other")
    client = client_of(manager)
    for contract, status in ((own, 200), (other, 403)):
        assert client.get(f"{HERE}contracts/{contract.pk}/").status_code == 200
        assert client.get(f"{HERE}contracts/{contract.pk}/edit/").status_code == status
        assert client.get(f"{HERE}contracts/{contract.pk}/extensions/new/").status_code == status
    assert "Change this contract" not in client.get(f"{HERE}contracts/{other.pk}/").content.decode()
    refused = client.post(f"{HERE}contracts/new/", {"title": "For nobody"})
    assert "manager" in refused.context["form"].errors
    assert client.post(f"{HERE}contracts/new/", {"title": "Mine", "manager": manager.pk}).status_code == 302


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.AUDITOR, Role.FINANCE, Role.MODERATOR, Role.APPROVER])
def test_others_read_and_change_nothing(council: Council, role: Role) -> None:
    contract = put_contract(council)
    client = client_of(make_person(role, council))
    assert client.get(f"{HERE}contracts/{contract.pk}/").status_code == 200
    for path in ("contracts/new/", f"contracts/{contract.pk}/edit/"):
        assert client.post(HERE + path, {"title": "Changed"}).status_code == 403
    assert Contract.objects.get().title == "School meals"


def test_files_hold_what_is_shown_and_run_nothing(head: Client, council: Council) -> None:
    put_contract(council, title="=1+1", supplier_name="@SUM(A1)", reference="-2", description="+44")
    put_contract(council, title="Left out", supplier_name="Other")
    text = b"".join(head.get(f"{HERE}download.csv?supplier=SUM").streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["Title"], row["Supplier"], row["Reference"]) == ("'=1+1", "'@SUM(A1)", "'-2")
    assert (row["Awarded"], row["Description"]) == ("300000.00", "'+44")
    answer: Any = head.get(f"{HERE}download.xlsx")
    content = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert {"=1+1", "@SUM(A1)", 300_000} <= set(rows[1]) | set(rows[2])
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert head.get(f"{HERE}download.pdf").status_code == 404


def test_columns_order_and_filters_stay_in_the_address(head: Client, council: Council) -> None:
    for number in range(101):
        put_contract(council, title=f"Contract {number:03d}", awarded_value=Decimal(number), months=0)
    answer = head.get(f"{HERE}?q=contract&column=awarded&column=regime&order=-awarded_value&page=2")
    assert [column.key for column in answer.context["choice"].columns] == ["awarded", "regime"]
    assert [row.contract.title for row in answer.context["rows"]] == ["Contract 000"]
    assert answer.context["kept"] == "q=contract&order=-awarded_value&column=awarded&column=regime"
    assert 'aria-sort="descending"' in answer.content.decode()


def test_an_address_that_asks_for_nonsense_is_answered(head: Client, council: Council) -> None:
    put_contract(council)
    answer = head.get(f"{HERE}?ending=soon&state=dead&department=x&order=drop&column=none&page=zz&manager=9999")
    assert answer.status_code == 400
    assert "“soon” is no number of months" in answer.content.decode()
    assert head.get(f"{HERE}?q=%00%27%22").status_code == 200


def test_the_pages_keep_to_their_ceiling(head: Client, council: Council) -> None:
    person = make_person(Role.COORDINATOR, council)
    for number in range(30):
        put_contract(council, title=f"C{number}", manager=person, arrangement=Arrangement.FRAMEWORK.value)
    contract = Contract.objects.all()[0]
    own = f"{HERE}contracts/{contract.pk}/"
    paths = (HERE, f"{HERE}mine/", own, f"{own}edit/", f"{HERE}download.csv", f"{own}extensions/new/")
    counts = {}
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            answer = head.get(path)
            if answer.streaming:
                b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        counts[path] = len(queries)
    assert {path: count for path, count in counts.items() if count > CEILING} == {}


def test_home_says_what_is_due_first(council: Council, manager: Person) -> None:
    today = timezone.localdate()
    client = client_of(manager)
    assert "No contract that runs names you" in client.get(f"{HERE}mine/").content.decode()
    put_contract(council, manager=manager, notice=today + timedelta(days=10), annual_value=Decimal(100_000))
    put_contract(
        council, title="Buses", manager=manager, end=today + timedelta(days=50), annual_value=Decimal(2_000_000)
    )
    answer = client.get(f"{HERE}mine/")
    assert answer.context["finding"] == (
        "You manage two contracts worth £2.1m a year. One thing is due within a month; one contract can no longer be"
        " tendered in the usual time before it ends."
    )
    assert next((due.when, due.act) for due in answer.context["dues"]) == ("Too late", "Choose a route")
    assert answer.context["dues"][1].says.startswith("Notice to use the break on")
    assert answer.context["dues"][1].url.endswith(f"/breaks/{Break.objects.get().pk}/")


def test_an_extension_and_a_break_are_typed_changed_and_taken_off(head: Client, council: Council) -> None:
    contract = put_contract(council, months=0)
    own = f"{HERE}contracts/{contract.pk}/"
    head.post(f"{own}extensions/new/", {"months": "12", "taken": "not decided", "version": "1"})
    option = Extension.objects.get()
    stale = head.post(f"{own}extensions/{option.pk}/", {"months": "24", "taken": "not decided", "version": "1"})
    assert stale.status_code == 409
    assert ("How many months?", "12") in stale.context["theirs"]
    head.post(f"{own}extensions/{option.pk}/", {"months": "24", "taken": "not decided", "version": "2"})
    assert Extension.objects.get().months == 24
    refused = head.post(f"{own}extensions/{option.pk}/remove/", {"version": "3"})
    assert "No reason is given." in refused.content.decode()
    head.post(f"{own}extensions/{option.pk}/remove/", {"version": "3", "why": "Never agreed"})
    assert not Extension.objects.exists()
    late = {"on-day": "1", "on-month": "1", "on-year": "2099", "taken": "not decided", "version": "4"}
    assert "is after the end on" in head.post(f"{own}breaks/new/", late).content.decode()


def test_a_contract_without_an_award_says_what_else_is_known_and_what_its_file_says(
    head: Client, council: Council
) -> None:
    yearly = put_contract(council, reference="Y", awarded_value=None, annual_value=Decimal(45000), maximum_value=None)
    Contract.objects.filter(pk=yearly.pk).update(extra={"Budget code": "X12", "form_token": "hidden-mark"})
    page = head.get(f"{HERE}contracts/{yearly.pk}/").content.decode()
    assert "at £45,000 a year" in page
    assert "a value that is not known" not in page
    assert "<dt" in page.split("What else its register file says")[1]
    assert "X12" in page
    assert "hidden-mark" not in page
    listed = head.get(HERE + "?state=any").content.decode()
    assert "at £45,000 a year" in listed


def test_an_ended_contract_does_not_say_that_it_can_be_extended(head: Client, council: Council) -> None:
    day = timezone.localdate() - timedelta(days=400)
    over = put_contract(council, reference="O", start=day - timedelta(days=400), end=day)
    Extension.objects.create(contract=over, number=1, months=24)
    page = head.get(f"{HERE}contracts/{over.pk}/").content.decode()
    assert "nobody says whether its 24 months of extension were taken" in page
    assert "can still be taken" not in page


def test_a_department_that_only_the_file_knows_is_named_as_such(head: Client, council: Council) -> None:
    named = put_contract(council, reference="N", department=None, department_name="Highways & Parks")
    page = head.get(f"{HERE}contracts/{named.pk}/").content.decode()
    assert "Its file says “Highways &amp; Parks”, which is none of the council’s departments." in page
    assert "It belongs to no department." not in page


def test_a_framework_says_what_its_call_offs_were_paid(head: Client, council: Council) -> None:
    unawarded = {"awarded_value": None, "awarded_vat": VatBasis.UNKNOWN.value}
    roof = put_contract(
        council,
        title="Home care",
        arrangement=Arrangement.FRAMEWORK.value,
        maximum_value=Decimal(400_000),
        maximum_vat=VatBasis.EXCLUDED.value,
        **unawarded,
    )
    first, last = date(2025, 4, 1), date(2026, 3, 31)
    CoverageRun.objects.create(
        council=council, digest="x", figures={"bases": ["net"]}, first_day=first, last_day=last, by=None
    )
    for number in range(3):
        below = put_contract(council, title=f"Care {number}", arrangement=Arrangement.CALL_OFF.value, parent=roof)
        if number:
            ContractSpend.objects.create(council=council, contract=below, year=2025, amount=Decimal(50_000), payments=1)
    with CaptureQueriesContext(connection) as queries:
        page = unescape(head.get(f"{HERE}contracts/{roof.pk}/").content.decode())
    assert "under what is called off from it" in page
    assert (
        "£100,000 without VAT was paid under 2 of 3 call-offs from 1 April 2025 to 31 March 2026, 25% of the £400,000"
        " that it can come to." in page
    )
    assert page.count("£50,000 paid") == 2
    assert len(queries) <= CEILING
