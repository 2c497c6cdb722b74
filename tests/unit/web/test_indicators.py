"""The pages of indicators over small invented payments: what they say, who sees them, and that nothing is guessed."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldthread.evidence.actions import confirm_department
from goldthread.evidence.models import DepartmentName, Load
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests.evidence_scene import line, put_load
from tests.factories import make_council, make_person
from tests.pages import client_of, statuses_by_role, text_of
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
HERE = "/c/wharfemoor-council/evidence/indicators/"
ORDERS = {"order_number": {"column": "PO", "confidence": 0.95, "how": "declared name"}}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Figures that are kept for one test are not for another."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Adult Social Care"])


@pytest.fixture
def client(council: Council) -> Client:
    return client_of(make_person(Role.COORDINATOR, council, name="Meera Patel"))


@pytest.fixture
def loaded(council: Council) -> Load:
    """Eighty payments of Place, a quarter with an order; eighty of adult social care, all with one."""
    lines = [
        line("Brook Care", "100.00", "2026-03-02", department="Adults", order_number="PO1") for _number in range(80)
    ]
    lines += [
        line(
            f"Cliff {number}",
            "100.00",
            "2026-03-09",
            department="Place",
            **({"order_number": "PO2"} if number % 4 == 0 else {}),
        )
        for number in range(80)
    ]
    load = put_load(council, lines)
    load.mapping |= ORDERS
    load.save()
    for name, department in (("Place", "Place"), ("Adults", "Adult Social Care")):
        row = DepartmentName.objects.create(council=council, name=name)
        confirm_department(name=row, department=council.departments.get(name=department), by=None)
    return load


def test_without_payments_the_pages_say_what_to_do(client: Client) -> None:
    for url in (HERE, f"{HERE}purchase-order-share/"):
        text = text_of(client.get(url))
        assert "No payments are loaded yet, so the records say nothing." in text
        assert "Load payment files" in text


def test_with_contracts_alone_a_figure_of_payments_has_no_rows(council: Council, client: Client) -> None:
    put_contract(council)
    for path in ("rows/", "rows.csv"):
        assert "No payments are loaded yet" in text_of(client.get(f"{HERE}purchase-order-share/{path}")), path


@pytest.mark.usefixtures("loaded")
def test_the_list_says_which_codes_the_payments_speak_for(client: Client) -> None:
    text = text_of(client.get(HERE))
    assert "In 2025-26 the council’s own records contradict a level of ENB2 and support a level of SSR1." in text
    assert "! contradicts ENB2 Developing" in text
    assert "Place: 25%" in text
    assert "Suppliers have still to be matched with registers." in text


@pytest.mark.usefixtures("loaded")
def test_a_page_says_the_finding_the_weakest_department_and_the_threshold(client: Client) -> None:
    text = text_of(client.get(f"{HERE}purchase-order-share/"))
    assert "62.5% for the whole council in 2025-26; Place stands weakest with 25%." in text
    assert "The records contradict ENB2 Developing and ENB2 Mature." in text
    assert "! contradicts ENB2 Mature Place 25% at least 80%" in text
    assert "Place 25% 100% 80 rows: Place Weakest: it speaks." in text
    assert "Rows are left out where: paid by purchasing card; or published as a grant" in text
    assert "sum(amount) FILTER (WHERE has_order AND carries_order) AS numerator" in text
    assert "payments.csv, loaded" in text


@pytest.mark.usefixtures("loaded")
def test_the_history_tells_years_and_quarters_and_the_unknown_by_a_word(council: Council, client: Client) -> None:
    put_load(council, [line("Old Works", "10.00", "2025-02-01")], file_name="older.csv")
    text = text_of(client.get(f"{HERE}purchase-order-share/"))
    assert "62.5% in 2025-26; no other year is known, so nothing can be said of its course." in text
    assert "2024-25, January to March unknown The files of this period do not carry what the figure needs." in text
    assert "2025-26, January to March 62.5%" in text
    page = client.get(f"{HERE}purchase-order-share/").content.decode()
    assert 'aria-label="Columns of spend with a purchase order by quarter, 2024-25, January to March to' in page


@pytest.mark.usefixtures("loaded")
def test_a_page_asks_the_database_seldom_even_the_first_time(client: Client) -> None:
    for _time in ("the first time, when everything is computed", "again"):
        for url in (f"{HERE}purchase-order-share/", HERE):
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            assert len(queries) <= 15, [query["sql"] for query in queries]


@pytest.mark.usefixtures("loaded")
def test_no_other_council_is_shown_and_the_page_says_so(client: Client) -> None:
    text = text_of(client.get(f"{HERE}purchase-order-share/"))
    assert "A benchmark needs at least five councils that have released theirs" in text


@pytest.mark.usefixtures("loaded")
def test_what_is_unknown_is_a_word(client: Client) -> None:
    text = text_of(client.get(f"{HERE}sme-share/"))
    assert "For 2025-26 it is unknown. Suppliers have still to be matched with registers." in text
    assert "Whole council, 2025-26unknown" in text


@pytest.mark.usefixtures("loaded")
def test_a_figure_of_years_alone_says_so_for_a_quarter(client: Client) -> None:
    text = text_of(client.get(f"{HERE}year-end-share/?period=2025-26-q4"))
    assert "This figure is made for years alone; choose one to see it." in text


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("period", "fault"), [("tuesday", "That is no period."), ("1999-00", "No payments of 1999-00")]
)
def test_a_period_that_is_none_or_is_not_on_hand_is_a_fault(client: Client, period: str, fault: str) -> None:
    for url in (HERE, f"{HERE}purchase-order-share/"):
        answer = client.get(url, {"period": period})
        assert answer.status_code == 400
        assert fault in text_of(answer)


def test_an_indicator_that_nobody_defined_is_not_found(client: Client) -> None:
    assert client.get(f"{HERE}no-such-share/").status_code == 404


def test_whoever_may_see_the_payments_may_see_the_indicators(council: Council) -> None:
    people = {role: make_person(role, council) for role in Role}
    for url in (HERE, f"{HERE}purchase-order-share/"):
        seen = statuses_by_role(people, url)
        assert {role for role, status in seen.items() if status == 403} == {Role.COUNCILLOR, Role.ADMINISTRATOR}


@pytest.mark.usefixtures("loaded")
def test_the_rows_tell_numerator_and_denominator_apart_down_to_the_line_of_the_file(
    council: Council, client: Client
) -> None:
    place = council.departments.get(name="Place").pk
    text = text_of(client.get(f"{HERE}purchase-order-share/rows/?department={place}"))
    assert "20 payments stand in the numerator and 80 in the denominator, for Place in 2025-26." in text
    assert "Numerator 20 20 2,000 added up" in text
    assert "Denominator 80 80 8,000 added up" in text
    assert "£100.00 denominator only 100 to the denominator payments.csv, line" in text
    text = text_of(client.get(f"{HERE}purchase-order-share/rows/?department={place}&side=numerator"))
    assert "£100.00 both 100 to the numerator, 100 to the denominator payments.csv, line 82" in text
    assert "denominator only" not in text


@pytest.mark.usefixtures("loaded")
def test_suppliers_lead_to_their_payments(client: Client) -> None:
    text = text_of(client.get(f"{HERE}supplier-concentration/rows/"))
    assert "81 suppliers stand in the numerator and 81 in the denominator" in text
    assert "added up, then multiplied by itself" in text
    assert "BROOK CARE both 64,000,000 8,000 80" in text
    text = text_of(client.get(f"{HERE}supplier-concentration/rows/?unit=1"))
    assert "Brook Care 2 Mar 2026 £100.00 both 100 to the denominator" in text


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_all_rows_can_be_taken_away_as_a_file(client: Client, kind: str) -> None:
    answer = client.get(f"{HERE}purchase-order-share/rows.{kind}")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # it streams
    assert answer["Content-Disposition"].endswith(f'purchase-order-share-2025-26.{kind}"')
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(rows) == 160
        assert sum(float(row["adds_to_numerator"] or 0) for row in rows) == 10_000
        assert (rows[0]["file"], rows[0]["line"]) == ("payments.csv", "2")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("query", ["unit=999", "department=x", "department=999999"])
def test_rows_of_nothing_are_not_found(client: Client, query: str) -> None:
    assert client.get(f"{HERE}supplier-concentration/rows/?{query}").status_code == 404
