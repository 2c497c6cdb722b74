"""The diagnostic report as a PDF: read back as text, checked by machine, and measured."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pdfua import validate
from pypdf import PdfReader

from goldthread.assessment.models import Answer, Round
from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.indicators.merge import read_narrowed
from goldthread.reports.diagnostic.build import build_report
from goldthread.reports.diagnostic.gather import gather
from goldthread.reports.diagnostic.material import only_department
from goldthread.reports.diagnostic.render_pdf import render_pdf
from tests import factories
from tests.register_scene import put_contract
from tests.unit.reports.scene import LONG, NASTY, NOTE, REASON, make_moderated_round, sign

pytestmark = pytest.mark.django_db

MEGABYTES = 300  # what the whole report may take


@pytest.fixture
def round_() -> Round:
    return make_moderated_round()


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def squeezed(text: str) -> str:
    """Text without the breaks that lines and zero-width spaces make."""
    return "".join(text.replace("\u200b", "").split())


def test_a_draft_says_so_on_every_page_and_carries_everything(round_: Round) -> None:
    report = build_report(gather(round_))
    pages = pages_of(render_pdf(report))
    whole = squeezed("".join(pages))
    assert all("Draft: not signed off" in page for page in pages)
    assert all("Wharfemoor Council" in page and f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))
    for code in factories.load_framework(factories.FRAMEWORK).value_codes:
        assert squeezed(f"{code.id} {code.name}") in whole
        for statement in (text for level in code.ladder.statements.values() for text in level):
            assert squeezed(statement) in whole
    for theme in report.themes:
        for code in (code for item in theme.objects for code in item.codes):
            assert squeezed(code.sentence) in whole
    for words in (
        NASTY,
        NOTE,
        REASON,
        "Place lets no services.",
        "Not asked: Housing.",
        "Not asked in this round.",
    ):
        assert squeezed(words) in whole
    once = squeezed(LONG[: LONG.index(".")])
    assert whole.count(once) >= LONG.count(".") - 1, "one may run over the end of a page"
    assert "For members" in pages[1]
    assert squeezed(report.members.finding) in squeezed(pages[1])
    assert "Contents" in pages[2]


def test_a_signed_report_carries_its_signature_and_no_draft_mark(round_: Round) -> None:
    sign(round_)
    material = gather(round_)
    report = build_report(material)
    pages = pages_of(render_pdf(report))
    assert not any("Draft:" in page for page in pages)
    assert sum(page.count("Draft") for page in pages) == 1, "the appendix explains the word, once"
    assert report.cover.signature is not None
    cover = squeezed(pages[0])
    for words in ("Harriet Oyelaran", report.cover.signature.sha256, "A fair account of where we stand."):
        assert squeezed(words) in cover


def test_a_signed_report_is_the_same_file_each_time(round_: Round) -> None:
    sign(round_)
    material = gather(round_)
    assert material.signing is not None
    before = render_pdf(build_report(material), made_at=material.signing.at)
    Answer.objects.filter(round=round_, level__isnull=False).update(level=1, comment_other="changed")
    assert render_pdf(build_report(gather(round_)), made_at=material.signing.at) == before


@pytest.mark.parametrize("signed", [False, True])
def test_the_machine_finds_no_failure_of_pdf_ua(round_: Round, signed: bool, tmp_path: Path) -> None:
    if signed:
        sign(round_)
    file = tmp_path / "report.pdf"
    file.write_bytes(render_pdf(build_report(gather(round_))))
    found = validate(str(file)).findings
    assert [(finding.rule_id, finding.message) for finding in found] == []
    reader = PdfReader(file)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Where we stand in procurement: Wharfemoor Council, Round 2026"
    assert reader.metadata.author == "Wharfemoor Council"


def test_the_outline_leads_to_every_theme_area_and_code(round_: Round) -> None:
    outline = PdfReader(BytesIO(render_pdf(build_report(gather(round_))))).outline

    def titles(items: list[object]) -> list[str]:
        return [t for item in items for t in (titles(item) if isinstance(item, list) else [str(item["/Title"])])]

    found = titles(outline)
    for title in ("For members", "Overall distribution", "Showing leadership", "Obtaining social value"):
        assert title in found
    assert any(title.startswith("CRM2") for title in found)


def test_one_departments_report_is_marked_as_such_on_every_page(round_: Round) -> None:
    pages = pages_of(render_pdf(build_report(only_department(gather(round_), "Place"))))
    assert all("Draft: one department" in page for page in pages)
    assert "The answers of Place alone" in pages[0]
    assert not any("Adult Social Care" in page for page in pages)


def test_the_page_for_members_is_one_page_even_with_long_names() -> None:
    names = [f"{'Neighbourhood and Community Services ' * 3}{place}" for place in range(2)]
    council = factories.make_council(departments=names, name="The Royal Borough Council of " + "Longnamedale " * 10)
    round_ = factories.make_round(council)
    factories.answer_everything(round_)
    pages = pages_of(render_pdf(build_report(gather(round_))))
    assert "For members" in pages[1]
    assert "Embeddingchange" in squeezed(pages[1])
    assert "Contents" in pages[2]


# Each process notes its own peak where it ends: what the system says of children holds the parent's share too
NOTES_ITS_PEAK = """
import atexit, os, re
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1)) / 1024
atexit.register(lambda: open(os.environ["PEAKS"], "a").write(f"{peak()}\\n"))
"""
# Processor time, its own and its children's, so that a busy machine does not fail the test
REPORT = """
import sys, django
django.setup()
from goldthread.assessment.queries.rounds import find_round
from goldthread.reports.diagnostic.build import build_report
from goldthread.reports.diagnostic.gather import gather
from goldthread.reports.diagnostic.render_pdf import render_pdf
content = render_pdf(build_report(gather(find_round("2026"))))
heavy = {"sqlglot", "duckdb", "typst", "altair", "vl_convert", "polars"}
print(len(content), sorted(heavy & sys.modules.keys()))
"""


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="peak memory is read from /proc")
@pytest.mark.django_db(transaction=True)
def test_twelve_departments_with_comments_on_every_code_stay_within_memory(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    list_indicators.__wrapped__()  # as some process has once read them since they were installed
    read_narrowed.__wrapped__()
    council = factories.make_council(departments=[f"Department of {n} and what goes with it" for n in range(12)])
    put_contract(council, months=0)  # so that figures of the register are computed for it
    round_ = factories.make_round(council)
    factories.answer_everything(round_)
    rows = list(Answer.objects.filter(round=round_))
    for place, row in enumerate(rows):
        row.level = 1 + place % 4
        row.comment_how_done = "The approach was agreed in March and is written into the handbook. " * 2
    Answer.objects.bulk_update(rows, ["level", "comment_how_done"])
    (tmp_path / "sitecustomize.py").write_text(NOTES_ITS_PEAK, encoding="utf-8")
    peaks = tmp_path / "peaks"
    done = subprocess.run(
        [sys.executable, "-c", REPORT],
        env={
            **os.environ,
            "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
            "GOLDTHREAD_DATA": str(tmp_path / "data"),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH")))),
            "PEAKS": str(peaks),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    size, loaded = done.stdout.split(maxsplit=1)
    assert loaded.strip() == "[]", "drawing and sums are done aside, and the parser is not needed"
    megabytes = [float(line) for line in peaks.read_text(encoding="utf-8").split()]
    assert int(size) > 500_000
    assert len(megabytes) >= 3, "the command, the charts and the drawing were measured"
    assert max(megabytes) < MEGABYTES, megabytes
