"""What the PDF's fonts cannot draw is spelt out; everything else comes through as it was typed."""

import pytest

from goldthread.reports.diagnostic.drawable import make_drawable


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "#set page() *bold* $x$ <b> \\ @ref // `code`",
        "naïve café – “quoted” £5 – ½ €",
        "two\nlines\tand a tab",
        "Łódź, Ελλάδα, Київ",
    ],
)
def test_text_that_can_be_drawn_is_untouched(text: str) -> None:
    assert make_drawable(text) == text


def test_a_control_character_and_a_mark_that_turns_text_round_are_left_out() -> None:
    assert make_drawable("a\x07b\x00c\u202ed\ufeffe\ud800f") == "abcdef"
    assert make_drawable("a\r\nb\rc") == "a\nb\nc"


def test_a_sign_that_no_font_has_is_spelt_out_by_name() -> None:
    assert make_drawable("done \u0378 so") == "done [unknown sign] so"
    assert make_drawable("\U0001f44d") in {"\U0001f44d", "[thumbs up sign]"}


def test_a_run_without_a_space_may_break() -> None:
    drawn = make_drawable("x" * 30)
    assert drawn.replace("\u200b", "") == "x" * 30
    assert max(len(part) for part in drawn.split("\u200b")) <= 12


def test_every_text_of_a_nested_value_is_made_drawable() -> None:
    assert make_drawable({"a": ["b\x07", {"c": "d\x07"}], "n": 3, "t": True}) == {
        "a": ["b", {"c": "d"}],
        "n": 3,
        "t": True,
    }
