"""The report from payments: what it says of small invented payments, as a page, a file and a tagged PDF read back."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pdfua import validate
from pypdf import PdfReader

from goldthread.common.errors import UserError
from goldthread.evidence.actions import confirm_department
from goldthread.evidence.explorer.periods import financial_year
from goldthread.evidence.models import DepartmentName
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.reports.spend.build import build_report
from goldthread.reports.spend.gather import NothingPaid, gather
from goldthread.reports.spend.render_html import render_file
from goldthread.reports.spend.render_pdf import render_pdf
from goldthread.reports.spend.types import Report
from tests.evidence_scene import line, put_load
from tests.factories import make_council, make_person
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
NASTY = '<b>#strong[Ham]</b> & "Egg" \N{GRINNING FACE} $x$'
MADE = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def council() -> Council:
    """No round at all: a hundred payments of Place with few orders, and one to a payee with a wild name."""
    made = make_council(departments=["Place"])
    lines = [
        line(
            "Cliff Works", "100.00", "2025-05-09", department="Place", **({"order_number": "PO"} if n % 5 == 0 else {})
        )
        for n in range(100)
    ]
    lines += [
        line(NASTY, "5000.00", "2026-03-02", order_number="PO"),
        line("Hidden", "250.00", "2026-03-02", is_redacted=True),
    ]
    load = put_load(made, lines, file_name="year.csv")
    load.mapping |= {"order_number": {"column": "PO", "confidence": 0.95, "how": "declared name"}}
    load.save()
    row = DepartmentName.objects.create(council=made, name="Place")
    confirm_department(name=row, department=made.departments.get(), by=None)
    return made


@pytest.fixture
def report(council: Council) -> Report:
    return build_report(gather(council))


def test_the_finding_says_what_was_paid_and_what_the_records_say(report: Report) -> None:
    assert report.finding.startswith(
        "Wharfemoor Council paid £15,250 in 2025-26, in 102 payments under 2 published names of suppliers."
    )
    assert "contradict a level of ENB2" in report.finding
    assert report.members[0].startswith(
        "ENB2, level 2: the records contradict it. Spend with a purchase order: Place, 20%."
    )
    assert "Match the suppliers with registers, so that size, sector and place become known." in report.next_steps


def test_every_chart_adds_up_and_shows_the_unknown_by_a_word(report: Report) -> None:
    months, departments, suppliers = report.charts[:3]
    assert [(bar.name, bar.pounds) for bar in months.bars] == [("May 2025", "£10,000.00"), ("March 2026", "£5,250.00")]
    assert [(bar.name, bar.pounds) for bar in departments.bars] == [("Place", "£10,000.00"), ("unknown", "£5,250.00")]
    assert [bar.name for bar in suppliers.bars] == ["Cliff Works", NASTY]
    assert all(chart.sentence and chart.alt for chart in report.charts)


def test_every_figure_names_its_definition_and_what_is_not_known_is_a_word(report: Report) -> None:
    rows = {row.id: row for row in report.figures}
    assert rows["sme-share"].figure == "unknown"
    assert rows["sme-share"].note == "Suppliers have still to be matched with registers."
    assert rows["purchase-order-share"].weakest == "Place: 20%"
    assert all("-" in row.version for row in report.figures)
    assert [(source.file, source.rows) for source in report.sources] == [("year.csv", "102")]


def test_the_pdf_is_tagged_and_reads_back(report: Report, tmp_path: Path) -> None:
    content = render_pdf(report, made_at=MADE)
    assert content == render_pdf(report, made_at=MADE)
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    assert [(finding.rule_id, finding.message) for finding in validate(str(file)).findings] == []
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    whole = "".join("".join(pages).split())
    assert "For members" in pages[1]
    told = [report.finding, *report.members, *report.next_steps, *report.follow, report.quality.finding]
    told += [chart.sentence for chart in report.charts] + [
        each.reason for code in report.speaking for each in code.said
    ]
    for words in told:
        if NASTY not in words:
            assert "".join(words.split()) in whole, words
    assert "#strong[Ham]" in whole, "what a file says is never read as markup"
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))


def test_the_file_stands_alone_and_escapes_what_files_say(report: Report) -> None:
    page = render_file(report)
    assert "<b>#strong" not in page
    assert "&lt;b&gt;#strong[Ham]" in page
    assert "http://" not in page
    assert "https://" not in page


def test_without_payments_it_says_what_to_do(council: Council) -> None:
    with pytest.raises(NothingPaid, match="No payments of Fellbeck Council are loaded"):
        gather(make_council(name="Fellbeck Council"))
    with pytest.raises(UserError, match="No payments of 2019-20 are loaded"):
        gather(council, financial_year(2019))


def test_the_page_shows_the_same_and_leads_to_the_pdf(council: Council) -> None:
    client = client_of(make_person(Role.COORDINATOR, council))
    url = f"/c/{council.slug}/evidence/report/"
    client.get(url)  # the first reader has the figures worked out
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert len(queries) <= 15, [query["sql"] for query in queries]
    text = text_of(answer)
    assert "Wharfemoor Council paid £15,250 in 2025-26" in text
    assert "! contradicts" in text
    assert f"/c/{council.slug}/evidence/report.pdf?period=2025-26" in answer.content.decode()
    pdf = client.get(f"/c/{council.slug}/evidence/report.pdf?period=2025-26")
    assert pdf.content.startswith(b"%PDF")
    assert "Read what your payments already say" in text_of(client.get(f"/c/{council.slug}/evidence/"))
