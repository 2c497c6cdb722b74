"""Ratings of a sheet that is not ours: found by name or number, set aside with a reason, and counted."""

import io
import json
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from goldthread.assessment.exchange.ratings import RatingColumns, RatingsFile, parse_ratings
from goldthread.assessment.models import Round
from goldthread.cli.main import app
from goldthread.framework.load import load_framework
from tests.factories import answer, answer_of, make_council, make_round

FRAMEWORK = load_framework("commercial-practice")
SHEET = """Self-assessment of a council,,
,,
Practice area,Rating,Comments
1. Strategy,,
1.1 Commercial  STRATEGY,Good,As the board saw it
STR2,3,
1.3 Governance & approvals,2 - Good,
Supplier happiness,Best,
Business case,,
Total,63%,
"""


def read(text: str) -> RatingsFile:
    return parse_ratings(text.encode(), "tool.csv", FRAMEWORK, department="Place", columns=RatingColumns())


def test_areas_are_found_by_name_or_number_and_the_rest_is_set_aside() -> None:
    found = read(SHEET)
    assert [(row.row, row.value_code, row.level) for row in found.file.answers] == [
        (5, "STR1", 2),
        (6, "STR2", 3),
        (7, "STR3", 2),
    ]
    assert found.file.answers[0].texts == {"comment_how_done": "As the board saw it"}
    assert [(row.row, row.text, row.why) for row in found.set_aside] == [
        (4, "1. Strategy", "It is no area of Commercial practice."),
        (8, "Supplier happiness", "It is no area of Commercial practice."),
        (9, "Business case", "DEF3 has no rating."),
        (10, "Total", "It is no area of Commercial practice."),
    ]
    assert found.totals() == {"rows": 7, "loaded": 3, "set_aside": 4, "faults": 0, "by_level": {"2": 2, "3": 1}}


@pytest.mark.parametrize("rating", ["Good enough", "5", "0", "2 - Best", "62%", "-1", "yes"])
def test_a_rating_that_is_no_level_is_a_fault_and_no_guess(rating: str) -> None:
    found = read(f"Practice area,Rating\nSTR1,{rating}\n")
    assert found.file.answers == ()
    assert [fault.line for fault in found.file.faults] == [
        f'Row 2: STR1: "{rating}" is not a level. Use one of: Development, Good, Better, Best.'
    ]


@pytest.mark.parametrize(("rating", "level"), [("best", 4), ("4", 4), ("4.0", 4), ("1: Development", 1), (" GOOD ", 2)])
def test_a_level_is_read_by_name_by_number_or_by_both(rating: str, level: int) -> None:
    assert read(f"Area,Score\nSYS1,{rating}\n").file.answers[0].level == level


def test_a_person_maps_columns_and_names() -> None:
    text = "Ref;What we looked at;Ours\n9;Supplier happiness;Best\n"
    assert "No row holds the headings" in read(text).file.faults[0].what
    columns = RatingColumns(area="what we looked at", rating="Ours", names={"Supplier Happiness": "REL2"})
    found = parse_ratings(text.encode(), "t.csv", FRAMEWORK, department="Place", columns=columns)
    assert [(row.value_code, row.level) for row in found.file.answers] == [("REL2", 4)]


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Read me").write_row(0, 0, ["Only words"])
        sheet = book.add_worksheet("Ratings")
        sheet.write_row(1, 0, ["Practice area", "Level"])
        sheet.write_row(2, 0, ["Social value", 3])
    return out.getvalue()


def test_a_sheet_of_a_workbook_is_chosen_by_name() -> None:
    def load(sheet: str = "") -> RatingsFile:
        columns = RatingColumns(sheet=sheet)
        return parse_ratings(workbook(), "t.xlsx", FRAMEWORK, department="Place", columns=columns)

    assert [(row.value_code, row.level) for row in load(sheet="Ratings").file.answers] == [("POL1", 3)]
    assert load(sheet="Scores").file.faults[0].line == 't.xlsx has no sheet "Scores". Use one of: Read me, Ratings.'
    assert "No row holds the headings" in load().file.faults[0].what


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"\x00\x01", b"%PDF-1.7"])
def test_a_file_that_is_none_is_refused_in_words(content: bytes) -> None:
    found = parse_ratings(content, "t.xlsx", FRAMEWORK, department="Place", columns=RatingColumns())
    assert len(found.file.faults) == 1
    assert found.file.answers == ()


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["round", "load-ratings", *arguments])
    assert result.exit_code == code, result.output
    return result.output if code or "--json" not in arguments else result.stdout


@pytest.mark.django_db
def test_the_command_shows_writes_and_loses_nothing(tmp_path: Path) -> None:
    council = make_council(departments=["Place", "Housing"])
    round_ = make_round(council, framework_id="commercial-practice")
    file = tmp_path / "tool.csv"
    file.write_text(SHEET, encoding="utf-8")
    named = ["wharfemoor-council/2026", str(file), "--department", "Place"]
    dry = run(*named, "--dry-run")
    assert "7 rows = 3 with a rating + 4 set aside + 0 at fault." in dry
    assert "Supplier happiness" in dry
    assert answer_of(round_, "Place", "STR1").level is None
    made = json.loads(run(*named, "--json"))
    assert (made["totals"]["loaded"], len(made["set_aside"]), made["columns"]["rating"]) == (3, 4, "Rating")
    assert answer_of(round_, "Place", "STR1").level == 2
    assert answer_of(round_, "Housing", "STR1").level is None
    answer(Round.objects.get(), "Place", "STR2", 1)
    assert "--overwrite" in run(*named, code=3)
    assert answer_of(round_, "Place", "STR2").level == 1
    file.write_text(SHEET.replace("Good,As", "Splendid,As"), encoding="utf-8")
    assert 'STR1: "Splendid" is not a level' in run(*named, code=2)
    assert 'knows no "score"' in run(*named, "--map", "score=Rating", code=2)
