"""Importing answers: what a file would change, every fault by row, and nothing written in vain."""

import json
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldthread.assessment.actions.answers import AnswerConflict, AnswerContent, content_of, save_answer
from goldthread.assessment.actions.rounds import return_response
from goldthread.assessment.exchange.apply import ImportRefused, apply_import
from goldthread.assessment.exchange.decode import MAXIMUM_BYTES
from goldthread.assessment.exchange.export import ExchangeFormat, export_answers, export_csv
from goldthread.assessment.exchange.plan import ImportPlan, plan_as_json, plan_import
from goldthread.assessment.models import Answer, Round
from goldthread.assessment.types import AnswerState, RoundState
from goldthread.organisation.models import Council, Event
from tests.factories import answer, answer_of, make_council, make_round, response_of, submit

pytestmark = pytest.mark.django_db

HEADING = "department,value_code,state,level,comment"
CODES = ("CLR1", "CLR2", "ENB1")


@pytest.fixture
def council() -> Council:
    return make_council(departments=("Place", "=Housing & Homes", "Digital"))


@pytest.fixture
def round_(council: Council) -> Round:
    return make_round(council, codes=CODES)


def plan_csv(round_: Round, *rows: str, name: str = "answers.csv") -> ImportPlan:
    return plan_import(round_, "\n".join([HEADING, *rows]).encode(), name)


def lines(plan: ImportPlan) -> Sequence[str]:
    return [fault.line for fault in plan.faults]


def contents(round_: Round) -> dict[tuple[str, str], AnswerContent]:
    rows = Answer.objects.filter(round=round_).select_related("response__department")
    return {(row.response.department.name, row.value_code): content_of(row) for row in rows}


def fill(round_: Round) -> None:
    full = AnswerContent(
        state=AnswerState.LEVEL,
        level=5,
        comment_good_practice='Members ask: "why?"\r\nOther: that is a heading\n\n',
        comment_support_wanted="=cmd|'/C calc'!A0",
        comment_how_done="- first\n- second, with £ and café",
        comment_other="\\Other: odd",
        in_place=("3.1", "3.3"),
        exemplar_consent=True,
        exemplar_contact="J. Obi",
        exemplar_note="A note",
    )
    row = answer_of(round_, "Place", "CLR1")
    save_answer(answer=row, content=full, expected_version=0, by=None)
    answer(round_, "=Housing & Homes", "CLR1", not_applicable="Bought by Place\nfor both of us")
    answer(round_, "Digital", "ENB1", 2, comment="@everyone")


@pytest.mark.parametrize("file_format", list(ExchangeFormat))
def test_export_then_import_into_an_empty_round_gives_the_same_answers(
    round_: Round, file_format: ExchangeFormat
) -> None:
    fill(round_)
    copy = make_round(round_.council, ref="copy", codes=CODES)
    plan = plan_import(copy, export_answers(round_, file_format).encode(), f"a.{file_format}")
    assert plan.faults == ()
    assert plan.conflicts == ()
    assert apply_import(plan=plan, by=None) == 3
    first, second = contents(round_), contents(copy)
    if file_format is ExchangeFormat.JSON:
        assert second == first
    for key, content in first.items():
        for field in ("state", "level", "not_applicable_because", "comment_good_practice", "comment_other"):
            assert getattr(second[key], field) == getattr(content, field)
    assert export_csv(copy) == export_csv(round_)


@pytest.mark.parametrize("file_format", list(ExchangeFormat))
def test_importing_what_was_exported_changes_nothing(round_: Round, file_format: ExchangeFormat) -> None:
    fill(round_)
    plan = plan_import(round_, export_answers(round_, file_format).encode(), f"a.{file_format}")
    assert (plan.rows, plan.unchanged, plan.changes, plan.conflicts, plan.faults) == (9, 9, (), (), ())


def test_csv_export_has_its_columns_and_no_cell_that_a_spreadsheet_runs(round_: Round) -> None:
    fill(round_)
    text = export_csv(round_)
    assert text.startswith(HEADING + "\r\n")
    assert "'=Housing & Homes,CLR1,not applicable,,\"Reason: Bought by Place" in text
    assert "\n=" not in text


def test_every_fault_is_listed_by_row_and_nothing_is_written(round_: Round) -> None:
    plan = plan_csv(
        round_,
        "Place,CLR9,level,3,",
        "Place,CLR2,level,6,",
        "Plase,CLR1,level,3,",
        "Place,CLR1,level,3,",
        "place,clr1,level,4,",
        "Digital,SVL1,level,2,",
        "Digital,CLR1,level,,",
        "Digital,CLR1,not answered,2,",
        "Digital,CLR1,=cmd|'/C calc'!A0,2,",
        "Digital,CLR1,level,=1+1,",
        "Digital,CLR1,maybe,2,",
        "Digital,ENB1,level,2,one,two",
    )
    assert lines(plan) == [
        'Row 2: "CLR9" is not a value code of National Procurement Strategy 2018. Did you mean CLR3?',
        "Row 3: CLR2: 6 is not a level. Choose a level from 1 Minimum to 5 Innovator.",
        'Row 4: Wharfemoor Council has no department "Plase". Did you mean Place?',
        "Row 6: Place and CLR1 stand in row 5 already. Keep one of the two rows.",
        "Row 7: Digital is not asked SVL1 in this round. Remove the row, or ask the department first.",
        'Row 8: The state is "level" and there is no level. Use the figure of a level, such as 1.',
        'Row 9: The state is "not answered" and there is a level, 2. Empty the level, or write "level" as state.',
        "Row 10: The state is a formula, \"=cmd|'/C calc'!A0\"."
        ' Write "level", "not applicable" or "not answered" there.',
        'Row 11: The level is a formula, "=1+1". Use the figure of a level, such as 1.',
        'Row 12: "maybe" is not a state. Write "level", "not applicable" or "not answered".',
        "Row 13: There are 6 cells under 5 headings. Put quotation marks round the comment.",
    ]
    with pytest.raises(ImportRefused, match="11 faults") as refused:
        apply_import(plan=plan, by=None, overwrite=True)
    assert refused.value.details == tuple(lines(plan))
    assert not Answer.objects.filter(round=round_, version__gt=0).exists()


def test_a_formula_in_a_comment_is_kept_as_text_and_said(round_: Round) -> None:
    plan = plan_csv(round_, "Place,CLR1,level,3,=cmd|'/C calc'!A0")
    assert plan.notes == ("Row 2: the comment begins like a formula and is kept as text; nothing runs it.",)
    apply_import(plan=plan, by=None)
    assert answer_of(round_, "Place", "CLR1").comment_other == "=cmd|'/C calc'!A0"


def test_text_in_cp1252_is_read_and_said(round_: Round) -> None:
    plan = plan_import(round_, f"{HEADING}\r\nPlace,CLR1,level,3,caf\xe9 at £5".encode("cp1252"), "a.csv")
    assert plan.faults == ()
    assert "cp1252" in plan.notes[0]
    assert plan.changes[0].after.comment_other == "café at £5"


def test_a_reason_without_its_label_is_the_reason_where_the_code_does_not_apply(round_: Round) -> None:
    plan = plan_csv(round_, "Place,CLR1,Not applicable,,Bought elsewhere", "Place,CLR2,level,3.0,Bought here")
    assert plan.changes[0].after.not_applicable_because == "Bought elsewhere"
    assert plan.changes[1].after.comment_other == "Bought here"
    assert plan.changes[1].after.level == 3


@pytest.mark.parametrize(
    ("content", "name", "line"),
    [
        (b"", "a.csv", "The file is empty."),
        (b" \n", "a.csv", "The file is empty."),
        (b"PK\x03\x04rest", "a.csv", "The file is an Excel workbook or another zipped file, whatever its name says."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.csv", "The file is an old Excel workbook, whatever its name says."),
        (b"department\0", "a.csv", "The file holds bytes that are not text."),
        (
            b"dept,code\nPlace,CLR1",
            "a.csv",
            'Row 1: The first row is "dept,code", not the heading of a file of answers.',
        ),
        (HEADING.encode(), "a.csv", "The file has a heading and no rows."),
        (f'{HEADING}\nPlace,CLR1,level,3,"open'.encode(), "a.csv", "Row 2: The file cannot be read beyond this row"),
        (b"x" * (MAXIMUM_BYTES + 1), "a.csv", "The file has 10 MB, and a file of answers has at most 10 MB."),
        (b"{", "a.json", "The file is not JSON: Expecting property name enclosed in double quotes, line 1, column 2."),
        (b"[" * 100_000, "a.json", "The file's brackets are nested too deeply."),
        (b'{"answers": [{}]}', "a.json", "The file does not hold answers."),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(round_: Round, content: bytes, name: str, line: str) -> None:
    plan = plan_import(round_, content, name)
    assert len(plan.faults) == 1
    assert plan.faults[0].line.startswith(line)


def test_json_faults_are_listed_by_answer(round_: Round) -> None:
    answers = [
        {"department": "Place", "value_code": "CLR1", "state": "level", "level": True},
        {"department": "Place", "value_code": "CLR1", "state": "level", "level": 6, "in_place": "3.1"},
        {"department": "Place", "value_code": "CLR1", "state": "level", "level": 3, "comment_othre": ""},
        {"department": "Place"},
        7,
    ]
    content = json.dumps({"format": "goldthread-answers-1", "answers": answers}).encode()
    assert lines(plan_import(round_, content, "a.JSON")) == [
        "Row 1: The level is true. Give the whole number of a level, or null.",
        'Row 2: "in_place" is not a list of text. Give statements as level and number, such as ["3.1"].',
        'Row 3: "comment_othre" is not a part of an answer. Did you mean comment_other?',
        'Row 4: "value_code" is missing. Add it as text.',
        'Row 4: "state" is missing. Add it as text.',
        "Row 5: This is not an answer. Give an object with department, value_code and state.",
    ]


def test_an_answer_given_already_is_a_conflict_until_overwriting_is_asked_for(round_: Round) -> None:
    answer(round_, "Place", "CLR1", 2, comment="Ours", in_place=["3.1"])
    plan = plan_csv(round_, "Place,CLR1,level,3,Theirs", "Place,CLR2,level,1,")
    assert [change.value_code for change in plan.conflicts] == ["CLR1"]
    with pytest.raises(ImportRefused, match="--overwrite") as refused:
        apply_import(plan=plan, by=None)
    assert refused.value.exit_code == 3
    assert answer_of(round_, "Place", "CLR2").version == 0
    assert apply_import(plan=plan, by=None, overwrite=True) == 2
    kept = answer_of(round_, "Place", "CLR1")
    assert (kept.level, kept.comment_other, kept.in_place, kept.version) == (3, "Theirs", ["3.1"], 2)
    event = Event.objects.get(kind="answers.imported")
    assert event.summary == "2 answers were imported from answers.csv"
    assert event.after["overwritten"] == 1


def test_an_answer_saved_after_the_plan_was_made_stops_the_whole_import(round_: Round) -> None:
    plan = plan_csv(round_, "Digital,CLR1,level,3,", "Place,CLR1,level,3,")
    answer(round_, "Place", "CLR1", 2)
    with pytest.raises(AnswerConflict):
        apply_import(plan=plan, by=None, overwrite=True)
    assert answer_of(round_, "Digital", "CLR1").version == 0


def test_a_submitted_response_is_changed_only_once_it_is_returned(round_: Round) -> None:
    for code in CODES:
        answer(round_, "Place", code, 2)
    submit(round_, "Place")
    row = "Place,CLR1,level,3,"
    assert lines(plan_csv(round_, row, "Place,CLR2,level,2,")) == [
        "Row 2: Place has submitted its answers, and this row changes CLR1."
        " Return the response to the department first, with a reason, or remove the row."
    ]
    return_response(response=response_of(round_, "Place"), reason="Look again", by=None)
    assert plan_csv(round_, row).faults == ()


def test_a_round_that_takes_no_answers_is_one_fault_of_the_file(council: Council) -> None:
    draft = make_round(council, codes=CODES, state=RoundState.DRAFT)
    assert lines(plan_csv(draft, "Place,CLR1,level,3,"))[0].startswith("The round is being prepared")


def test_a_dry_run_says_what_would_change_and_costs_few_queries(round_: Round) -> None:
    answer(round_, "Place", "CLR1", 2)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        plan = plan_csv(round_, "Place,CLR1,level,3,", "Digital,CLR1,level,1,New", "Digital,CLR2,not answered,,")
    assert len(queries) <= 4
    shown = plan_as_json(plan)
    assert shown["changes"] == [
        {
            "row": 3,
            "department": "Digital",
            "value_code": "CLR1",
            "from": {"state": "not answered", "level": None, "comment_other": ""},
            "to": {"state": "level", "level": 1, "comment_other": "New"},
        }
    ]
    assert shown["conflicts"] == [
        {"row": 2, "department": "Place", "value_code": "CLR1", "from": {"level": 2}, "to": {"level": 3}}
    ]
    assert (shown["rows"], shown["unchanged"], shown["faults"]) == (3, 1, [])


@pytest.mark.parametrize(
    ("cells", "state", "level"),
    [
        ("answered,3,", AnswerState.LEVEL, 3),
        (",3,", AnswerState.LEVEL, 3),
        ("Level,3 Mature,", AnswerState.LEVEL, 3),
        ("N/A,,no contracts", AnswerState.NOT_APPLICABLE, None),
        ("not_applicable,,no contracts", AnswerState.NOT_APPLICABLE, None),
    ],
)
def test_what_people_write_in_a_spreadsheet_is_understood(
    round_: Round, cells: str, state: AnswerState, level: int | None
) -> None:
    text = f"department,value_code,state,level,comment\nPlace,CLR1,{cells}\n"
    plan = plan_import(round_, text.encode(), "answers.csv")
    assert not plan.faults
    assert [(change.after.state, change.after.level) for change in plan.changes] == [(state, level)]


def test_a_text_longer_than_a_page_takes_is_refused_from_a_file_too(round_: Round) -> None:
    plan = plan_csv(round_, f"Place,CLR1,level,3,{'x' * 10_001}")
    assert lines(plan) == [
        "Row 2: CLR1: Other is 10,001 characters long. Shorten it to 10,000 characters, or attach it as a file."
    ]
    assert not plan.changes


def test_json_that_spells_what_no_table_holds_is_read_without_it(round_: Round) -> None:
    text = (
        '{"format": "goldthread-answers-1", "answers": [{"department": "Place", "value_code": "CLR1",'
        ' "state": "level", "level": 3, "comment_other": "before\\u0000after \\ud83d"}]}'
    )
    plan = plan_import(round_, text.encode(), "answers.json")
    apply_import(plan=plan, by=None)
    assert answer_of(round_, "Place", "CLR1").comment_other == "beforeafter ?"
