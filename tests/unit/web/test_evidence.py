"""The evidence screens: what they say of small invented payments, who may see and load, and that they stay quick."""

import csv
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from goldthread.evidence import uploading
from goldthread.evidence.explorer import index as explorer_index
from goldthread.evidence.matching.council import match_suppliers
from goldthread.evidence.matching.models import Supplier, SupplierName
from goldthread.evidence.models import ColumnMemory, DepartmentName, Load
from goldthread.evidence.types import LoadState
from goldthread.evidence.uploads import keep_upload, read_upload
from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.types import Role
from tests.evidence_scene import line, put_load
from tests.factories import department_named, make_council, make_person
from tests.pages import client_of, statuses_by_role, text_of

pytestmark = pytest.mark.django_db
HERE = "/c/wharfemoor-council/evidence/"
CEILING = 15
PLAIN = b"""Supplier Name,Payment Date,Net Amount,Directorate
Acme Limited,03/04/2025,600.00,Place
Brook Care,30/04/2025,150.50,Adults
"""
UNSURE = b"Wer,Wann,A,B\n" + b"".join(b"Brook %d,0%d/05/2025,%d00.50,%d10.25\n" % (n, n, n, n * 7) for n in range(1, 9))


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Adult Social Care"])


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def client(head: Person) -> Client:
    return client_of(head)


@pytest.fixture
def loaded(council: Council) -> Load:
    return put_load(
        council,
        [
            line(
                "Acme Limited",
                "600.00",
                "2025-04-03",
                department="Place",
                category_label="Construction",
                company_number="01234567",
            ),
            line(
                "Acme Limited",
                "-100.00",
                "2025-04-20",
                department="Place",
                category_label="Construction",
                reference="R7",
            ),
            line("Brook & Sons", "150.50", "2025-06-30", department="Adults"),
            line("Redacted", "49.50", "2025-06-30", is_redacted=True),
            line("Left out", "7.00", "2025-06-30", set_aside="another currency", set_aside_text="Left out | 7.00 EUR"),
        ],
    )


def choose(client: Client, *files: tuple[str, bytes], **more: str) -> Any:
    """Send files to be looked at, and go to the page of what was understood."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"{HERE}upload/", {"files": sent, **more}, follow=True)


def test_without_a_load_the_page_says_what_to_do(client: Client) -> None:
    text = text_of(client.get(HERE))
    assert "No payments are loaded yet, so the records say nothing." in text
    assert "Load payment files" in text


@pytest.mark.usefixtures("loaded")
def test_the_explorer_says_the_finding_and_shows_what_is_unknown_as_a_share(client: Client) -> None:
    text = text_of(client.get(HERE))
    assert "Wharfemoor Council paid £700 in 4 payments to 2 named suppliers, April 2025 to June 2025." in text
    assert "Amounts are without VAT." in text
    assert "Name of the payee withheld £49.50 7% 1" in text
    assert "Category unknown £200.00 29% 2" in text
    assert "There is one month between without any payment" in text
    assert "Acme Limited £500.00 71% 2" in text
    assert "−£100" in text
    suppliers = text.partition("The suppliers that were paid most")[2].partition("Points of the curve")[0]
    assert "Redacted" not in suppliers, "withheld names are no supplier"


@pytest.mark.usefixtures("loaded")
def test_a_filter_stays_in_the_address_and_every_number_leads_to_its_payments(client: Client) -> None:
    page = client.get(f"{HERE}?period=2025-26-q1&department=name:Place").content.decode()
    assert f'href="{HERE}payments/?period=2025-26-q1&amp;department=name%3APlace"' in page
    text = text_of(client.get(f"{HERE}payments/?period=2025-26-q1&department=name:Place&order=smallest"))
    assert "2 payments of £500.00 in all, April 2025." in text
    assert "Acme Limited 20 Apr 2025 −£100.00 PlaceConstruction payments.csv, line 3" in text
    assert "reference R7" in text


@pytest.mark.usefixtures("loaded")
def test_no_period_is_a_fault_and_narrows_nothing(client: Client) -> None:
    answer = client.get(f"{HERE}?period=2025")
    assert answer.status_code == 400
    assert "That is no period. Choose a financial year, such as 2025-26." in text_of(answer)
    assert "4 payments" in text_of(answer)


@pytest.mark.usefixtures("loaded")
def test_payments_as_files(client: Client) -> None:
    text = b"".join(client.get(f"{HERE}payments.csv?supplier=Acme+Limited").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["line"], row["amount"], row["supplier"]) for row in rows] == [
        ("2", "600.00", "Acme Limited"),
        ("3", "-100.00", "Acme Limited"),
    ]
    assert rows[0]["file"] == "payments.csv"
    book = b"".join(client.get(f"{HERE}payments.xlsx").streaming_content)
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(book)).namelist()
    assert b"".join(client.get(f"{HERE}payments.parquet").streaming_content)[:4] == b"PAR1"
    assert client.get(f"{HERE}payments.exe").status_code == 404


@pytest.mark.usefixtures("loaded")
def test_a_suppliers_page_says_where_each_number_came_from(client: Client) -> None:
    text = text_of(client.get(f"{HERE}supplier/", {"name": "Acme Limited"}))
    assert "Acme Limited was paid £500 in 2 payments, April 2025." in text
    assert "Company number 01234567 As published in 1 file, 1 payment; the latest payments.csv" in text
    assert "Names are not matched yet" in text
    assert "Brook & Sons was paid" in text_of(client.get(f"{HERE}supplier/", {"name": "Brook & Sons"}))
    assert client.get(f"{HERE}supplier/", {"name": "Redacted"}).status_code == 404


def test_a_loads_control_totals_add_up_and_its_rows_set_aside_are_shown(client: Client, loaded: Load) -> None:
    text = text_of(client.get(f"{HERE}loads/"))
    assert "1 file with 4 payments of £700, April 2025 to June 2025. 1 row was set aside, with its reason." in text
    text = text_of(client.get(f"{HERE}loads/{loaded.key}/"))
    assert "Read 5 £707.00 Loaded 4 £700.00 Set aside 1 £7.00" in text
    text = text_of(client.get(f"{HERE}loads/{loaded.key}/set-aside/"))
    assert "6 another currency Left out | 7.00 EUR" in text
    rows = b"".join(client.get(f"{HERE}loads/{loaded.key}/set-aside.csv").streaming_content).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(rows)))["reason"] == "another currency"


def test_withdrawing_needs_a_reason_and_taking_back_reads_the_file_again(client: Client) -> None:
    choose(client, ("april.csv", PLAIN))
    page = choose_load(client)
    load = Load.objects.get()
    url = f"{HERE}loads/{load.key}/withdraw/"
    assert "Say why in a sentence." in text_of(client.post(url, {"why": " "}))
    text = text_of(client.post(url, {"why": "The wrong month"}, follow=True))
    assert "april.csv is withdrawn." in text
    assert "The wrong month" in text
    assert "No payments are loaded yet" in text_of(client.get(HERE))
    text = text_of(client.post(f"{HERE}loads/{load.key}/take-back/", follow=True))
    assert "april.csv counts again." in text
    assert Load.objects.filter(state=LoadState.LIVE).count() == 1
    assert "£751" in text_of(client.get(HERE))
    assert page.status_code == 200


def choose_load(client: Client) -> Any:
    """Load what was just understood."""
    token = sorted(_uploads())[-1]
    return client.post(f"{HERE}uploads/{token}/load/", follow=True)


def _uploads() -> list[str]:
    from goldthread.evidence.queries import evidence_folder

    folders = (evidence_folder() / "wharfemoor-council" / "uploads").glob("*")
    return [place.name for place in sorted(folders, key=lambda place: place.stat().st_mtime)][-1:]


def test_a_file_is_understood_first_and_counts_only_when_it_is_loaded(client: Client, council: Council) -> None:
    text = text_of(choose(client, ("april.csv", PLAIN)))
    assert "1 file is understood and can be loaded. Nothing is loaded yet." in text
    assert "2 payments of £751, April 2025." in text
    assert "Read 2 £750.50 To load 2 £750.50 Set aside 0 £0.00" in text
    assert "Supplier Name Acme Limited · Brook Care Supplier sure" in text
    assert not Load.objects.exists()
    text = text_of(choose_load(client))
    assert "1 file was loaded: 2 payments of £751." in text
    assert Load.objects.get(council=council).net_loaded == Decimal("750.50")
    assert Event.objects.filter(council=council, kind="evidence.loaded").count() == 1
    assert "The same content is loaded already" in text_of(choose(client, ("again.csv", PLAIN)))


def test_an_unsure_column_is_asked_once_and_remembered(client: Client, council: Council) -> None:
    text = text_of(choose(client, ("odd.csv", UNSURE)))
    assert "1 file needs a word from you. Nothing is loaded yet." in text
    token = _uploads()[0]
    url = f"{HERE}uploads/{token}/0/columns/"
    assert "Brook 1 · Brook 2 · Brook 3" in text_of(client.get(url))
    fault = client.post(url, {"column-0": "supplier", "column-1": "payment_date"})
    assert fault.status_code == 400
    assert "Choose the column that says how much was paid." in text_of(fault)
    twice = {"column-0": "supplier", "column-1": "payment_date", "column-2": "net", "column-3": "net"}
    assert 'Two columns are chosen for "Amount without VAT".' in text_of(client.post(url, twice))
    told = {"column-0": "supplier", "column-1": "payment_date", "column-2": "net", "column-3": "gross"}
    text = text_of(client.post(url, told, follow=True))
    assert "8 payments of £3,604, May 2025." in text
    choose_load(client)
    assert ColumnMemory.objects.get(council=council).mapping["net"] == "A"
    text = text_of(choose(client, ("june.csv", UNSURE.replace(b"/05/", b"/06/"))))
    assert "1 file is understood and can be loaded." in text


def test_what_cannot_be_read_is_said_in_a_sentence_and_loads_nothing(client: Client) -> None:
    text = text_of(
        choose(client, ("page.csv", b"<!DOCTYPE html><html><body>Not found</body></html>"), ("april.csv", PLAIN))
    )
    assert "1 file is understood and can be loaded; 1 file cannot be read." in text
    assert "goldthread spend" not in text
    assert "Choose a file first" in text_of(client.post(f"{HERE}upload/"))
    assert "empty.csv is empty." in text_of(choose(client, ("empty.csv", b"")))


def test_leaving_files_be_takes_their_copies_away(client: Client, council: Council) -> None:
    choose(client, ("april.csv", PLAIN))
    token = _uploads()[0]
    client.post(f"{HERE}uploads/{token}/leave/")
    assert read_upload(council, token) is None
    assert client.get(f"{HERE}uploads/{token}/").status_code == 404
    assert client.get(f"{HERE}uploads/..%2F..%2Fx/").status_code == 404


def test_large_files_are_left_to_the_background_worker(
    client: Client, council: Council, head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "AT_ONCE_BYTES", 10)
    text = text_of(choose(client, ("april.csv", PLAIN)))
    assert "The files are being looked at" in text
    assert "0 of 1 file looked at." in text
    token = _uploads()[0]
    assert b'http-equiv="refresh"' in client.get(f"{HERE}uploads/{token}/").content
    assert DBTaskResult.objects.count() == 1
    uploading.look_later.func(council.pk, token, head.pk)
    assert "1 file is understood" in text_of(client.get(f"{HERE}uploads/{token}/"))
    assert "The files are being loaded" in text_of(choose_load(client))
    uploading.load_later.func(council.pk, token, head.pk)
    assert "1 file was loaded" in text_of(client.get(f"{HERE}uploads/{token}/"))
    assert task_backends["default"] is not None


def test_a_fault_of_ours_is_said_and_leaves_its_trace(
    council: Council, head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = keep_upload(council, [("april.csv", io.BytesIO(PLAIN))])

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(uploading, "_one", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        uploading.start_looking(council=council, upload=upload, by=head)
    text = text_of(client_of(head).get(f"{HERE}uploads/{upload.token}/"))
    assert "april.csv was not read: Goldthread itself failed, and nothing of the file was kept." in text


@pytest.mark.usefixtures("loaded")
def test_a_large_index_is_made_in_the_background(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer_index, "AT_ONCE", 1)
    text = text_of(client.get(HERE))
    client.get(HERE)
    assert "The figures are being prepared" in text
    assert DBTaskResult.objects.filter(task_path__endswith="index_later").count() == 1, "asked for once"


def test_finances_names_are_suggested_and_confirmed_by_a_person(client: Client, council: Council, loaded: Load) -> None:
    names = [DepartmentName.objects.create(council=loaded.council, name=name) for name in ("Place", "Adults")]
    text = text_of(client.get(f"{HERE}department-names/"))
    assert "2 names of 2 still to settle: 0% of the spend counts for a department so far." in text
    assert "suggested by likeness" in text
    place = department_named(council, "Place")
    fields = {f"name-{names[0].pk}": str(place.pk), f"name-{names[1].pk}": "none"}
    text = text_of(client.post(f"{HERE}department-names/", fields, follow=True))
    assert "2 names are settled." in text
    assert "Every name is settled: 77% of the spend counts for a department." in text
    assert "Place £500.00 71% 2" in text_of(client.get(HERE))


def test_quality_says_what_is_missing_and_what_that_weakens(client: Client, loaded: Load) -> None:
    for url in (f"{HERE}quality/", f"{HERE}loads/{loaded.key}/quality/"):
        text = text_of(client.get(url))
        assert "Of 4 payments, the name of the payee is withheld in 25%." in text
        assert "Date of invoice all 4 days to pay" in text


PAGES = ("", "payments/", "suppliers/", "supplier/?name=Acme+Limited", "department-names/", "quality/", "loads/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("loaded")
def test_pages_stay_under_the_ceiling_of_queries(client: Client, page: str) -> None:
    client.get(HERE + page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(HERE + page).status_code == 200
    assert len(queries) <= CEILING


# Columns: coordinator, respondent, moderator, approver, councillor, auditor, administrator, contract manager, finance
SEEING = (200, 200, 200, 200, 403, 200, 403, 200, 200)
LOADING = (200, 403, 403, 403, 403, 403, 403, 403, 200)


@pytest.mark.parametrize(
    ("page", "expected"),
    [*((page, SEEING) for page in PAGES), ("payments.csv", SEEING), ("upload/", LOADING), ("withdraw", LOADING)],
)
def test_who_may_see_and_who_may_load(council: Council, loaded: Load, page: str, expected: tuple[int, ...]) -> None:
    url = f"{HERE}loads/{loaded.key}/withdraw/" if page == "withdraw" else HERE + page
    people = {role: make_person(role, council) for role in Role}
    assert tuple(statuses_by_role(people, url).values()) == expected


def test_only_who_may_load_settles_names(council: Council, loaded: Load) -> None:
    name = DepartmentName.objects.create(council=council, name="Place")
    auditor = client_of(make_person(Role.AUDITOR, council))
    assert auditor.post(f"{HERE}department-names/", {f"name-{name.pk}": "none"}).status_code == 403
    name.refresh_from_db()
    assert not name.is_confirmed
    assert loaded.state == LoadState.LIVE


def test_another_councils_payments_are_in_no_figure(client: Client, loaded: Load) -> None:
    elsewhere = make_council(name="Elsewhere Council", departments=["Roads"])
    theirs = put_load(elsewhere, [line("Their Supplier", "5000.00")])
    assert "Their Supplier" not in text_of(client.get(f"{HERE}payments/"))
    assert client.get(f"{HERE}loads/{theirs.key}/").status_code == 404
    assert client.get(f"/c/{elsewhere.slug}/evidence/").status_code == 404
    assert loaded.council != elsewhere


@pytest.mark.usefixtures("loaded")
def test_the_supplier_behind_a_published_name_is_found_by_the_old_address(client: Client, council: Council) -> None:
    put_load(council, [line("ACME LIMITED", "40.00", "2025-07-01", company_number="01234567")], file_name="more.csv")
    match_suppliers(council=council, by=None)
    supplier = Supplier.objects.get(company_number="01234567")
    page = client.get(f"{HERE}supplier/", {"name": "ACME LIMITED"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{HERE}suppliers/{supplier.pk}/"
    text = text_of(page)
    assert "Acme Limited was paid £540 in 3 payments under 2 names, April 2025 to July 2025." in text
    assert "The same company number Sure, 99%" in text
    assert "Size Unknown none none not known" in text
    listed = text_of(client.get(f"{HERE}suppliers/"))
    assert "2 suppliers, April 2025 to July 2025; £740 was paid in all." in listed
    assert "Acme Limited 2 names Unknown Company Unknown £540.00" in listed
    by_name = text_of(client.get(f"{HERE}suppliers/?order=name"))
    assert by_name.index("Acme Limited 2 names") < by_name.index("£150.50")
    home = text_of(client.get(HERE))
    assert "to 2 named suppliers" in home
    assert "3 published names are 2 suppliers" not in home, "a withheld name is a name, and no supplier"
    assert "4 published names are 2 suppliers" in home
    assert "Unknown (1 supplier) £150.50" in home, "what is not known is a line of its own"
    rows = text_of(client.get(f"{HERE}payments/?number={supplier.pk}"))
    assert "3 payments of £540.00 in all" in rows
    assert "1 payment of £40.00 in all" in text_of(client.get(f"{HERE}payments/?published=ACME+LIMITED"))
    assert "3 payments of £540.00 in all" in text_of(client.get(f"{HERE}payments/?sector=company"))


@pytest.mark.usefixtures("loaded")
def test_a_new_load_is_matched_without_anybody_asking(client: Client, council: Council) -> None:
    shown = choose(client, ("more.csv", PLAIN.replace(b"Acme", b"Fell Works")))
    address = shown.redirect_chain[-1][0]
    client.post(f"{address}load/", follow=True)
    assert SupplierName.objects.filter(council=council, name="Fell Works Limited").exists()
    put_load(council, [line("Late Ltd", "5.00", "2025-08-01")], file_name="late.csv")
    listed = text_of(client.get(f"{HERE}suppliers/"))
    assert "Payments or names of departments have changed since." in listed
    assert "Late Ltd a name that is not matched" in listed
    assert "Suppliers are matched with all that is loaded." in text_of(
        client.post(f"{HERE}suppliers/match/", follow=True)
    )
    assert "have changed since" not in text_of(client.get(f"{HERE}suppliers/"))
