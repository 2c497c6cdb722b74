"""The scale above the pipeline's timeline, whatever its first and last day are."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from goldthread.web.pipeline.timeline import mark_scale

WORDS, YEAR = 23, 15
"""What "Oct 2028" and "2028" take of the narrowest picture, 290 pixels wide, in hundredths."""


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(90, 39 * 31))
def test_words_of_the_scale_stay_in_a_narrow_picture_and_apart(first: date, days: int) -> None:
    taken = []
    for mark in mark_scale(first.replace(day=1), first + timedelta(days=days)):
        if mark.year:
            width = YEAR if mark.month == "Jan" else WORDS
            start = mark.at - width if mark.leans_back else mark.at
            taken.append((start, start + width))
    assert all(start >= 0 and end <= 100 for start, end in taken), taken
    assert all(left[1] <= right[0] for left, right in pairwise(taken)), taken


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(90, 39 * 31))
def test_the_year_is_told(first: date, days: int) -> None:
    marks = mark_scale(first.replace(day=1), first + timedelta(days=days))
    assert not marks or any(mark.year for mark in marks)
