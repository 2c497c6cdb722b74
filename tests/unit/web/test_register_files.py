"""Register files and notices on their screens: what is shown first, what is asked, and what stays."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldthread.cli.notice_load import load_notice_files
from goldthread.evidence.contracts.loading import RegisterWishes, load_register
from goldthread.evidence.contracts.models import ContractLoad, FileConflict
from goldthread.evidence.coverage.keep import latest_run, run_coverage
from goldthread.evidence.notices.models import Award
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import add_contract, change_contract
from goldthread.register.models import Contract
from goldthread.register.types import Origin
from tests.evidence_scene import line, put_load, put_notice_load
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db
HERE = "/c/wharfemoor-council/register/files/"
HEAD = "Contract Ref,Contract Title,Supplier,Start Date,End Date,Contract Value\n"
ROWS = HEAD + "R1,Boilers,Warmth Ltd,01/04/2024,31/03/2027,1000\nR2,Upside down,Drip Ltd,01/04/2026,31/03/2024,50.25\n"
CEILING = 15


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council)


@pytest.fixture
def client(head: Person) -> Client:
    made = Client()
    made.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    return made


def choose(client: Client, text: str, name: str = "register.csv") -> str:
    """The page that a chosen file leads to."""
    answer = client.post(HERE + "new/", {"file": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def read(client: Client, address: str) -> str:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(queries) <= CEILING, [query["sql"][:90] for query in queries]
    return " ".join(answer.content.decode().split())


def test_file_is_shown_first_and_written_only_when_asked(client: Client) -> None:
    page = choose(client, ROWS)
    shown = read(client, page)
    assert "The file would add 1 contract worth £1,000. 1 line is set aside. Nothing is written yet." in shown
    assert "ends before it starts" in shown
    assert "£50.25" in shown
    assert not Contract.objects.exists()
    done = client.post(page + "load/")
    assert Contract.objects.get().reference == "R1"
    loaded = read(client, done["Location"])
    assert "1 contract was added and 0 changed; 0 stayed as they were and 1 line was set aside." in loaded
    assert client.get(page).status_code == 404
    assert "register.csv" in read(client, HERE)


def test_file_that_is_left_be_leaves_nothing(client: Client) -> None:
    page = choose(client, ROWS)
    client.post(page + "leave/")
    assert client.get(page).status_code == 404
    assert not ContractLoad.objects.exists()


def test_columns_that_nobody_can_know_are_asked_on_the_page(client: Client) -> None:
    page = choose(client, "AA,BB,CC,DD\nBin lorries,Wagons,01/04/2024,5000\nSkips,Hoist,01/05/2024,6000\n")
    asked = read(client, page)
    assert "Which column holds what" in asked
    columns = page + "0/columns/"
    wrong = client.post(columns, {"column-0": "title", "column-1": "title"})
    assert wrong.status_code == 400
    assert "Two columns are chosen" in wrong.content.decode()
    right = {"column-0": "title", "column-1": "supplier", "column-2": "end", "column-3": "value"}
    assert client.post(columns, right)["Location"] == page
    assert "The file would add 2 contracts worth £11,000." in read(client, page)
    client.post(page + "load/")
    again = choose(client, "AA,BB,CC,DD\nBin lorries,Wagons,01/04/2024,5000\nSalt,Grains,01/06/2024,7000\n")
    assert "The file would add 1 contract worth £7,000." in read(client, again)


def test_refused_file_says_what_to_do(client: Client) -> None:
    page = read(client, choose(client, "<!DOCTYPE html><html><body>404</body></html>"))
    assert "is a web page" in page
    assert "download the file itself" in page
    empty = client.post(HERE + "new/")
    assert empty.status_code == 400
    assert "Choose the file of your register" in empty.content.decode()


def test_what_was_typed_stays_until_somebody_chooses(
    client: Client, council: Council, head: Person, tmp_path: Path
) -> None:
    first = tmp_path / "first.csv"
    first.write_text(ROWS, encoding="utf-8")
    load_register(council=council, path=first, by=None, wishes=RegisterWishes())
    held = Contract.objects.get()
    typed = {"end": date(2028, 3, 31), "title": "Boilers and flues"}
    change_contract(contract=held, values=typed, expected_version=1, by=head)
    page = choose(client, ROWS.replace("1000", "1100"))
    shown = read(client, page)
    assert "Typed by somebody, and given otherwise" in shown
    assert "change 1 contract" in shown
    client.post(page + "load/")
    held.refresh_from_db()
    assert (held.title, held.end, str(held.awarded_value)) == ("Boilers and flues", date(2028, 3, 31), "1100.00")
    listed = read(client, HERE + "conflicts/")
    assert "2 fields were typed by somebody and given otherwise by a file." in listed
    for conflict in FileConflict.objects.filter(chosen=""):
        client.post(f"{HERE}conflicts/{conflict.pk}/", {"choose": "file" if conflict.field == "end" else "typed"})
    held.refresh_from_db()
    assert (held.title, held.end) == ("Boilers and flues", date(2027, 3, 31))
    assert "No field is in conflict" in read(client, HERE + "conflicts/")
    twice = client.post(f"{HERE}conflicts/{FileConflict.objects.latest('pk').pk}/", {"choose": "file"})
    assert twice.status_code == 409
    assert "Somebody has chosen already" in twice.content.decode()


def test_notices_are_loaded_and_their_proposals_decided(client: Client, council: Council) -> None:
    awards = [
        {"id": str(n), "status": "active", "suppliers": [{"name": f"Firm {n}"}], "title": f"Thing {n}"}
        for n in (1, 2, 3)
    ]
    release = {
        "ocid": "ocds-x-1",
        "id": "1",
        "date": "2026-03-01T00:00:00Z",
        "tag": ["award"],
        "buyer": {"name": council.name},
        "tender": {"id": "T1", "title": "Things"},
        "awards": awards,
    }
    text = json.dumps({"releases": [release]})
    client.post(HERE + "notices/load/", {"file": SimpleUploadedFile("notices.json", text.encode())})
    assert "3 contracts were published and are not on your register" in read(client, HERE + "notices/")
    one, two, three = Award.objects.order_by("pk")
    made = client.post(f"{HERE}notices/{one.pk}/", {"choose": "accept"})
    assert made["Location"] == f"/c/{council.slug}/register/contracts/{Contract.objects.get(title='Thing 1').pk}/"
    unsaid = client.post(f"{HERE}notices/{two.pk}/", {"choose": "dismiss"})
    assert "No reason was given" in unsaid.content.decode()
    client.post(f"{HERE}notices/{two.pk}/", {"choose": "dismiss", "why": "A grant"})
    wrong = client.post(f"{HERE}notices/{three.pk}/", {"choose": "accept", "reference": "nowhere"})
    assert "No contract has the reference" in wrong.content.decode()
    assert "1 contract was published and is not on your register" in read(client, HERE + "notices/")
    bad = client.post(HERE + "notices/load/", {"file": SimpleUploadedFile("x.json", b"a,b")})
    assert "is not JSON" in bad.content.decode()


def test_every_release_that_was_set_aside_is_shown_on_pages(client: Client, council: Council) -> None:
    aside = [{"number": n, "reason": "another buyer", "text": f"ocds-{n} | Elsewhere"} for n in range(1, 61)]
    load = put_notice_load(council, [*aside, {"number": 61, "reason": "no ocid", "text": "Nobody's <b>"}])
    listed = read(client, HERE + "notices/")
    assert "another buyer (60), no ocid (1)" in listed
    page = f"{HERE}notices/loads/{load.key}/"
    assert page in listed
    first = read(client, page)
    assert "61 releases were set aside of 62 in this file: another buyer (60), no ocid (1)." in first
    assert "ocds-50 | Elsewhere" in first
    assert "ocds-51 |" not in first
    second = read(client, page + "?page=2")
    assert "Nobody&#x27;s &lt;b&gt;" in second
    assert client.get(f"{HERE}notices/loads/none/").status_code == 404


def test_file_of_notices_that_brings_nothing_says_why(client: Client) -> None:
    other = {"ocid": "o", "id": "1", "date": "2026-03-01T00:00:00Z", "tag": ["award"], "buyer": {"name": "Elsewhere"}}
    text = json.dumps({"releases": [other, {"id": "2"}]}).encode()
    told = client.post(HERE + "notices/load/", {"file": SimpleUploadedFile("n.json", text)}).content.decode()
    assert "No release of this file was loaded: another buyer (1), no ocid (1)." in told


def test_notices_set_payments_beside_the_register_again(client: Client, council: Council, tmp_path: Path) -> None:
    put_load(council, [line("Firm 1", "900")])
    change = {"title": "Thing 1", "supplier_name": "Firm 1", "ocid": "ocds-x-1"}
    add_contract(council=council, values=change, by=None, origin=Origin.FILE)
    before = run_coverage(council=council, by=None)
    awards = [{"id": "1", "status": "active", "suppliers": [{"name": "Firm 1"}], "value": {"amount": 5}}]
    own = {"ocid": "ocds-x-1", "id": "1", "date": "2026-03-01T00:00:00Z", "tag": ["award"], "awards": awards}
    text = json.dumps({"releases": [{**own, "buyer": {"name": council.name}}]})
    client.post(HERE + "notices/load/", {"file": SimpleUploadedFile("n.json", text.encode())})
    after = latest_run(council)
    assert after is not None
    assert after.pk != before.pk
    path = tmp_path / "more.json"
    path.write_text(text.replace('"amount": 5', '"amount": 6').replace("2026-03", "2026-04"), encoding="utf-8")
    load_notice_files(council.slug, [path], any_buyer=False, is_dry_run=True, as_json=True, actor=None)
    assert latest_run(council) == after, "a dry run covers nothing"


def test_reader_sees_and_does_not_write(council: Council) -> None:
    reader = make_person(Role.COUNCILLOR, council)
    made = Client()
    made.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    assert made.get(HERE).status_code == 200
    assert "Load a register file" not in made.get(HERE).content.decode()
    assert made.get(HERE + "new/").status_code == 403
    assert made.post(HERE + "notices/load/").status_code == 403


def test_what_notices_say_otherwise_stands_on_the_contract_and_in_one_list(client: Client, council: Council) -> None:
    assert "No notice says another value or day" in read(client, HERE + "notices/otherwise/")
    days = {"start": date(2026, 5, 1), "end": date(2027, 4, 30), "ended_on": date(2026, 12, 1)}
    given = {"title": "Lifts", "supplier_name": "Firm 1", "ocid": "ocds-x-1", "awarded_value": 1000, **days}
    contract = add_contract(council=council, values=given, by=None, origin=Origin.FILE)
    same = {"title": "Paper", "supplier_name": "Firm 2", "ocid": "ocds-x-2", "awarded_value": 7}
    agrees = add_contract(council=council, values=same, by=None, origin=Origin.FILE)
    period = {"startDate": "2026-05-01T00:00:00Z", "endDate": "2028-04-30T00:00:00Z"}
    award = {"id": "1", "status": "active", "suppliers": [{"name": "Firm 1"}], "contractPeriod": period}
    first = {"ocid": "ocds-x-1", "id": "1", "date": "2026-03-01T00:00:00Z", "tag": ["award"], "title": "Lifts <b>"}
    awards = [{**award, "value": {"amount": 1250.5}}]
    other = {"id": "1", "status": "active", "suppliers": [{"name": "Firm 2"}], "value": {"amount": 7}}
    second = {"ocid": "ocds-x-2", "id": "2", "date": "2026-03-02T00:00:00Z", "tag": ["award"], "awards": [other]}
    buyer = {"buyer": {"name": council.name}}
    text = json.dumps({"releases": [{**first, "awards": awards, **buyer}, {**second, **buyer}]})
    client.post(HERE + "notices/load/", {"file": SimpleUploadedFile("n.json", text.encode())})
    shown = read(client, HERE + "notices/otherwise/")
    assert "1 contract was published with another value or day than the register gives. Nothing was changed" in shown
    page = read(client, f"/c/{council.slug}/register/contracts/{contract.pk}/")
    for where in (shown, page):
        assert "£1,000.00" in where
        assert "£1,250.50" in where
        assert "30 Apr 2027" in where
        assert "30 Apr 2028" in where
        assert "ocds-x-1" in where
    assert "1 May 2026" not in shown  # both say the same of the start
    assert "Published otherwise" not in read(client, f"/c/{council.slug}/register/contracts/{agrees.pk}/")
    Award.objects.filter(contract=contract).update(value=1000, end=days["end"], more={"ended_on": "2026-11-01"})
    assert "1 Nov 2026" in read(client, HERE + "notices/otherwise/")
    assert "1 Nov 2026" in read(client, f"/c/{council.slug}/register/contracts/{contract.pk}/")
    Award.objects.filter(contract=contract).update(more={"ended_on": "2026-12-01"})
    assert "No notice says another value or day" in read(client, HERE + "notices/otherwise/")
