"""The comment column and the guarded cells give back exactly what was put in."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.assessment.exchange.cells import guard_cell, is_formula, unguard_cell
from goldthread.assessment.exchange.comments import LABELS, TEXT_FIELDS, join_comments, split_comments
from goldthread.assessment.exchange.parse import parse_answers

# Text as people and spreadsheets make it awkward: labels inside texts, backslashes, line ends, quotes, formulas
_PIECES = st.one_of(
    st.sampled_from(
        ["Other:", "reason: ", "\\Other:", "\\", "\n", "\r\n", "\r", "=cmd|'/C calc'!A0", "+", "-", "@", "'", '"', ","]
    ),
    st.sampled_from([f"{label}: " for label in LABELS.values()]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
)
TEXTS = st.lists(_PIECES, max_size=8).map("".join)


@given(st.fixed_dictionaries(dict.fromkeys(TEXT_FIELDS, TEXTS)))
def test_comments_joined_and_split_are_the_same_texts(texts: dict[str, str]) -> None:
    assert split_comments(join_comments(texts)) == texts


@given(TEXTS)
def test_a_guarded_cell_is_not_run_and_comes_back(text: str) -> None:
    assert unguard_cell(guard_cell(text)) == text
    assert not is_formula(guard_cell(text))
    assert not guard_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.fixed_dictionaries(dict.fromkeys(TEXT_FIELDS, TEXTS)))
def test_a_comment_survives_the_csv_file(texts: dict[str, str]) -> None:
    out = io.StringIO()
    rows = [
        ["department", "value_code", "state", "level", "comment"],
        ["Place", "CLR1", "level", "3", guard_cell(join_comments(texts))],
    ]
    csv.writer(out).writerows(rows)
    parsed = parse_answers(out.getvalue().encode(), "answers.csv")
    assert parsed.faults == ()
    assert parsed.answers[0].texts == texts


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.json", "a"]))
def test_whatever_the_file_holds_reading_it_ends_in_rows_or_faults(content: bytes, name: str) -> None:
    parsed = parse_answers(content, name)
    assert parsed.answers or parsed.faults


@pytest.mark.parametrize("content", [b"", b" \n", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_a_file_without_any_text_is_called_empty(content: bytes) -> None:
    """A spreadsheet that saves nothing still writes the mark of its encoding."""
    [fault] = parse_answers(content, "answers.csv").faults
    assert fault.what == "The file is empty."


@pytest.mark.parametrize(
    ("comment", "field", "text"),
    [
        ("Buyers meet monthly", "comment_other", "Buyers meet monthly"),
        ("good practice: Buyers meet monthly", "comment_good_practice", "Buyers meet monthly"),
        ("How it is done:first\nsecond", "comment_how_done", "first\nsecond"),
        ("Other: one\nSupport wanted: two\nOther: three", "comment_other", "one\nthree"),
        ("Before\nOther: after", "comment_other", "Before\nafter"),
    ],
)
def test_comments_typed_by_hand_find_their_kind(comment: str, field: str, text: str) -> None:
    assert split_comments(comment)[field] == text
