"""`goldthread report`: the diagnostic report as a file."""

from pathlib import Path

import pytest
from click.testing import Result
from pypdf import PdfReader
from typer.testing import CliRunner

from goldthread.cli.main import app
from tests.factories import answer_everything, make_council, make_round, sign, submit

pytestmark = pytest.mark.django_db
runner = CliRunner(env={"COLUMNS": "200"})
ROUND = "wharfemoor-council/2026"


@pytest.fixture(autouse=True)
def round_() -> None:
    made = make_round(make_council(departments=("Place", "Digital")), codes=["CLR1", "ENB1"])
    answer_everything(made)
    submit(made)


def run(*arguments: object, code: int = 0) -> Result:
    result = runner.invoke(app, ["report", "diagnostic", *map(str, arguments)])
    assert result.exit_code == code, f"{result.stdout}\n{result.stderr}\n{result.exception!r}"
    return result


def test_a_report_is_written_as_pdf_and_as_html(tmp_path: Path) -> None:
    pdf, page = tmp_path / "report.pdf", tmp_path / "report.html"
    told = run(ROUND, "--output", pdf)
    assert told.stdout == ""
    assert "Wharfemoor Council, Round 2026. Draft: not signed off." in told.stderr
    run(ROUND, "--output", page, "--draft")
    assert "Draft: not signed off" in PdfReader(pdf).pages[0].extract_text()
    assert "Draft: not signed off" in page.read_text(encoding="utf-8")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["report.html", "report.pdf"]


def test_a_signed_round_is_written_as_signed_unless_a_draft_is_asked_for(tmp_path: Path) -> None:
    from goldthread.assessment.models import Round

    sign(Round.objects.get())
    file = tmp_path / "report.html"
    assert "Signed off." in run(ROUND, "--output", file).stderr
    assert "Draft: not signed off" not in file.read_text(encoding="utf-8")
    run(ROUND, "--output", file, "--draft")
    assert "Draft: not signed off" in file.read_text(encoding="utf-8")


def test_one_departments_report_can_be_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    run(ROUND, "--output", file, "--department", "digital")
    assert "Draft: the answers of Digital alone" in file.read_text(encoding="utf-8")
    refused = run(ROUND, "--output", file, "--department", "Housing", code=2)
    assert 'did not ask a department named "Housing".\nName one of these: Place, Digital.' in refused.stderr


def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    assert "ends in neither .pdf nor .html" in run(ROUND, "--output", tmp_path / "report.docx", code=2).stderr
    missing = run(ROUND, "--output", tmp_path / "nowhere" / "report.html", code=2)
    assert "could not be written: No such file or directory." in missing.stderr
    assert 'There is no round "1999"' in run("1999", "--output", tmp_path / "report.pdf", code=2).stderr
    assert list(tmp_path.iterdir()) == []
