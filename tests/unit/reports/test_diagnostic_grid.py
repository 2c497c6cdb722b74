"""The grid in the report, and a cover with as many steps as the framework has levels."""

from io import BytesIO
from pathlib import Path

import pytest
from pdfua import validate
from pypdf import PdfReader

from goldthread.assessment.models import Round
from goldthread.framework.grid import say_grid
from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.reports.diagnostic.build import build_report
from goldthread.reports.diagnostic.gather import gather
from goldthread.reports.diagnostic.material import only_department
from goldthread.reports.diagnostic.render_html import render_body
from goldthread.reports.diagnostic.render_pdf import render_pdf
from tests import factories

pytestmark = pytest.mark.django_db

DARKEST = b"0 0.1882353 0.47058824"  # the fifth step of the ramp, as it stands in a page's content


@pytest.fixture
def council() -> Council:
    return factories.make_council(departments=["Place", "Housing"])


def signed(council: Council, framework_id: str, levels: dict[str, int], *, ref: str) -> Round:
    """A round in which Place and Housing gave these levels, signed."""
    made = factories.make_round(council, ref=ref, title=ref, framework_id=framework_id, codes=list(levels))
    for code, level in levels.items():
        factories.answer(made, "Place", code, level)
        factories.answer(made, "Housing", code, level)
    factories.submit(made)
    factories.move_round(round=made, move=factories.MoveName.MODERATE, by=None)
    factories.sign(made, by=factories.make_person(Role.APPROVER, council))
    made.refresh_from_db()
    return made


PROCESS = {"REP1": 3, "REP2": 2, "ROB4": 4, "REF6": 2}


def test_the_report_of_a_grid_shows_it_as_a_chart_and_a_table(council: Council, tmp_path: Path) -> None:
    report = build_report(gather(signed(council, "process-3r", PROCESS, ref="process")))
    grid = report.grid
    assert grid is not None
    assert grid.sentence == "Four of the 18 cells have a level; two stand lowest, at Set up."
    assert grid.columns == ("Initiate", "Draft", "Negotiate", "Sign", "Manage", "Track")
    assert [(row.name, [cell.number for cell in row.cells]) for row in grid.rows] == [
        ("Repeatable", [3, 2, 0, 0, 0, 0]),
        ("Robots", [0, 0, 0, 4, 0, 0]),
        ("Refinement", [0, 0, 0, 0, 0, 2]),
    ]
    page = render_body(report)
    assert 'href="#REP2"' in page
    assert grid.alt in page
    file = tmp_path / "grid.pdf"
    file.write_bytes(render_pdf(report))
    assert [(each.rule_id, each.message) for each in validate(str(file)).findings] == []
    text = "".join("".join(page.extract_text() for page in PdfReader(file).pages).split())
    assert "".join(grid.sentence.split()) in text
    assert "Templates2Setup" in text


def test_the_national_report_shows_the_grid_that_was_signed_before_it(council: Council) -> None:
    round_ = factories.make_round(council, codes=["CLR1"])
    factories.answer(round_, "Place", "CLR1", 2)
    assert build_report(gather(round_)).grid is None
    open_ = factories.make_round(council, ref="open", framework_id="process-3r", codes=["REP1"])
    factories.answer(open_, "Place", "REP1", 2)
    assert build_report(gather(round_)).grid is None  # unsigned levels are nobody's to read
    signed(council, "process-3r", PROCESS, ref="process")
    grid = build_report(gather(round_)).grid
    assert grid is not None
    assert not grid.is_own
    assert "No level in this report depends on it." in grid.source
    assert "process" in grid.source
    assert "#REP2" not in render_body(build_report(gather(round_)))  # its areas have no pages here
    assert build_report(only_department(gather(round_), "Place")).grid is None


def test_a_signed_report_shows_no_grid_signed_after_it(council: Council) -> None:
    first = signed(council, "nps-2018", {"CLR1": 3}, ref="2026")
    signed(council, "process-3r", PROCESS, ref="process")
    assert build_report(gather(first)).grid is None
    assert build_report(gather(signed(council, "nps-2018", {"CLR1": 3}, ref="2027"))).grid is not None


@pytest.mark.parametrize(
    ("framework_id", "code", "is_five"), [("commercial-practice", "STR1", False), ("nps-2018", "CLR1", True)]
)
def test_the_cover_has_as_many_steps_as_the_framework_has_levels(
    council: Council, framework_id: str, code: str, is_five: bool
) -> None:
    report = build_report(gather(factories.make_round(council, framework_id=framework_id, codes=[code])))
    assert len(report.levels) == (5 if is_five else 4)
    cover = PdfReader(BytesIO(render_pdf(report))).pages[0].get_contents()
    assert cover is not None
    assert (DARKEST in cover.get_data()) == is_five


def test_a_grid_is_told_in_a_sentence() -> None:
    framework = load_framework("process-3r")
    assert say_grid(framework, [0, 0]) == "None of the 2 cells has a level yet."
    assert say_grid(framework, [2, 0]) == "One of the 2 cells has a level; one stands lowest, at Set up."
    assert say_grid(framework, [2, 1]) == "Every one of the 2 cells has a level; one stands lowest, at By hand."
