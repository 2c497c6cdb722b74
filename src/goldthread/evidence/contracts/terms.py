"""How long a line's contract runs: its term, its options to extend and which of them were taken, its notice."""

import re
from collections.abc import Sequence
from datetime import date

from goldthread.evidence.contracts.cells import read_count, read_day, read_yes, says_day
from goldthread.evidence.contracts.lengths import SaidLength, read_lengths, read_options, read_term, shared
from goldthread.evidence.contracts.row import Row
from goldthread.evidence.contracts.types import TAKEN_FIELDS, ContractField, Option
from goldthread.register.types import Taken

F = ContractField
_ALREADY = re.compile(r"\bextended\b|\btaken\b|\bexercised\b", re.IGNORECASE)
_TAKEN = {True: Taken.YES, False: Taken.NO, None: Taken.OPEN}


def term_of(row: Row) -> tuple[int, ...]:
    """Months of the contract, and then of each option, where its length says both: "3+1+1"."""
    which = F.DURATION if row.said.get(F.DURATION) else F.DURATION_TEXT
    return read_term(row.said[which], row.column(which).column) if row.said.get(which) else ()


def read_notice(row: Row) -> None:
    """Months of notice; days and weeks, and a figure of nobody knows what, stay in words."""
    text = row.said.get(F.NOTICE_MONTHS, "")
    if not text:
        return
    heading = row.column(F.NOTICE_MONTHS).column.casefold()
    is_months = "month" in heading or re.search(r"month|mth", text, re.IGNORECASE)
    months = read_lengths(text, heading) if is_months else ()
    if len(months) == 1:
        row.keep("notice_months", months[0])
    else:
        row.keep_text(F.NOTICE_MONTHS)


def read_latest(row: Row) -> None:
    """A day in the column of extensions ("option to extend to 31/03/2029") is the latest end, if none is given."""
    text, end = row.said.get(F.EXTENSION_MONTHS, ""), row.values.get("end")
    if not text or not says_day(text):
        return
    row.keep_text(F.EXTENSION_MONTHS)
    day = read_day(text, month_first=row.reader.month_first.get(F.END, False), ends=True)
    if row.latest is None and day and end and day > end and not _ALREADY.search(text):
        row.latest = day


def read_extensions(row: Row) -> tuple[Option, ...]:
    """The options to extend in order. Where the file gives months in all, each has its share of them."""
    said = _options_said(row)
    lengths = tuple(each.months for each in said)
    if not lengths:
        return ()
    if any(each.taken is not Taken.OPEN for each in said):
        return tuple((each.months, each.taken) for each in said)
    flags = [read_yes(row.said.get(which, "")) for which in TAKEN_FIELDS]
    count = read_count(row.said.get(F.EXTENSION_COUNT, "")) or len(lengths)
    count = min(max(count, sum(answer is True for answer in flags)), 12)
    is_each = len(lengths) == 1 and _is_each(row, lengths[0], flags)
    lengths = lengths * count if is_each else shared(lengths, count)
    states = [flags[place] if place < len(flags) else None for place in range(len(lengths))]
    if not any(row.said.get(which) for which in TAKEN_FIELDS):
        states = _taken_by_now(lengths, _between(row.original, row.values.get("end")))
    return tuple((months, _TAKEN[state]) for months, state in zip(lengths, states, strict=True))


def _options_said(row: Row) -> tuple[SaidLength, ...]:
    """Each option: of the column of extensions, else behind the length, behind the day of the end, or up to the latest.

    "3+1+1" in the column of extensions begins with the contract itself, if its days are three years; else nobody knows.
    """
    text = row.said.get(F.EXTENSION_MONTHS, "")
    if text and read_yes(text) is False:
        return ()
    if text and not says_day(text):
        if said := _in_column(row, text):
            return said
        row.keep_text(F.EXTENSION_MONTHS)
    if options := term_of(row)[1:]:
        return tuple(map(SaidLength, options))
    for which in (F.EXPIRY, F.END):
        _day, plus, behind = row.said.get(which, "").partition("+")
        if plus and (options := read_lengths(behind)):
            row.keep_text(which)
            return tuple(map(SaidLength, options))
    end = row.values.get("end")
    is_flagged = any(row.said.get(which) for which in TAKEN_FIELDS)
    taken = 0 if text or is_flagged else _between(row.original, end)
    return tuple(
        SaidLength(months, state)
        for months, state in ((taken, Taken.YES), (_between(end, row.latest), Taken.OPEN))
        if months
    )


def _taken_by_now(lengths: Sequence[int], used: int) -> list[bool | None]:
    """The options that together make up the months by which the contract was extended, from the first on."""
    for count in range(1, len(lengths) + 1):
        if sum(lengths[:count]) == used:
            return [True] * count + [None] * (len(lengths) - count)
    return [None] * len(lengths)


def _in_column(row: Row, text: str) -> tuple[SaidLength, ...]:
    said = read_options(text, row.column(F.EXTENSION_MONTHS).column)
    lengths = [each.months for each in said]
    if len(set(lengths)) <= 1 or any(each.taken is not Taken.OPEN for each in said):
        return said
    start, end = row.values.get("start"), row.values.get("end")
    return said[1:] if start and end and abs(_months_between(start, end) - lengths[0]) <= 1 else ()


def _between(end: date | None, later: date | None) -> int:
    """Months by which a later end is later; none where either is unknown."""
    months = _months_between(end + date.resolution, later) if end and later and later > end else 0
    return months if 0 < months < 1200 else 0


def _months_between(start: date, end: date) -> int:
    """Whole months from the first to the day after the last."""
    after = end + date.resolution
    return (after.year - start.year) * 12 + after.month - start.month


def _is_each(row: Row, months: int, taken: Sequence[bool | None]) -> bool:
    """Whether the months are those of each option, as start, length, options taken and the current end show."""
    start, end = row.values.get("start"), row.values.get("end")
    term = term_of(row)
    used = sum(answer is True for answer in taken)
    if not (start and end and term and used):
        return False
    return bool(abs(_months_between(start, end) - term[0] - used * months) <= 1)
