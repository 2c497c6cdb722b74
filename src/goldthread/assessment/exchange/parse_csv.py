"""CSV of answers to typed rows. Accepts the separators that spreadsheets of other languages write."""

import csv
import io
from collections.abc import Sequence

from goldthread.assessment.exchange.cells import is_formula, unguard_cell
from goldthread.assessment.exchange.comments import REASON_FIELD, has_label, split_comments
from goldthread.assessment.exchange.decode import MAXIMUM_BYTES
from goldthread.assessment.exchange.export import COLUMNS
from goldthread.assessment.exchange.faults import Fault, FileUnreadable
from goldthread.assessment.exchange.given import GivenAnswer, Parsed, check_state_and_level, read_level, read_state
from goldthread.assessment.types import AnswerState, CommentKind

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def parse_csv(text: str) -> Parsed:
    """Every row, every fault; raises `FileUnreadable` where the heading is not ours or a quotation mark never ends."""
    parsed = Parsed()
    separator = _find_separator(text)
    if separator != ",":
        parsed.notes.append(f"The columns are separated by {_SEPARATORS[separator]} and were read so.")
    csv.field_size_limit(MAXIMUM_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 1
    try:
        next(reader)
        for row, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                parsed.rows += 1
                _read_row(cells, row, parsed)
    except csv.Error as error:
        raise FileUnreadable(
            what=f"The file cannot be read beyond this row ({error}).",
            do="Look for a quotation mark that is not closed, there or in the row before.",
            row=row + 1,
        ) from None
    if not parsed.rows:
        raise FileUnreadable(what="The file has a heading and no rows.", do="Add a row per department and value code.")
    return parsed


def _find_separator(text: str) -> str:
    heading = text.splitlines()[0]
    for separator in _SEPARATORS:
        cells = next(csv.reader([heading], delimiter=separator), [])
        while cells and not cells[-1].strip():
            cells.pop()
        if tuple(cell.strip().lower() for cell in cells) == COLUMNS:
            return separator
    raise FileUnreadable(
        what=f'The first row is "{heading[:80]}", not the heading of a file of answers.',
        do=f"Make it: {','.join(COLUMNS)}",
        row=1,
    )


def _read_row(cells: Sequence[str], row: int, parsed: Parsed) -> None:
    surplus = [cell for cell in cells[len(COLUMNS) :] if cell.strip()]
    if surplus:
        parsed.faults.append(
            Fault(
                row,
                f"There are {len(cells)} cells under {len(COLUMNS)} headings.",
                "Put quotation marks round the comment.",
            )
        )
        return
    department, value_code, state_cell, level_cell, comment = [*cells, *[""] * len(COLUMNS)][: len(COLUMNS)]
    faults: list[Fault] = []
    state = read_state(state_cell, row, faults, level_cell=level_cell)
    level = read_level(level_cell, row, faults)
    if state is not None and not faults:
        check_state_and_level(state, level, row, faults)
    parsed.faults += faults
    if state is None or faults:
        return
    if is_formula(comment):
        parsed.notes.append(f"Row {row}: the comment begins like a formula and is kept as text; nothing runs it.")
    parsed.answers.append(
        GivenAnswer(
            row=row,
            department=unguard_cell(department).strip(),
            value_code=unguard_cell(value_code).strip(),
            state=state,
            level=level,
            texts=_read_comment(unguard_cell(comment), state),
        )
    )


def _read_comment(comment: str, state: AnswerState) -> dict[str, str]:
    """Text without a label is a comment of the kind "other", or the reason where the code does not apply."""
    as_reason = state is AnswerState.NOT_APPLICABLE and not has_label(comment, REASON_FIELD)
    return split_comments(comment, unlabelled=REASON_FIELD if as_reason else CommentKind.OTHER.field)
