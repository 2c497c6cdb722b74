"""Cells that a spreadsheet would run: written with an apostrophe before them, and read without it. Pure."""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_FORMULA = re.compile(r"[=+@]|-\S")


def guard_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _RUNS.match(text) else text


def unguard_cell(text: str) -> str:
    """The text as it was before `guard_cell`."""
    return text[1:] if _GUARDED.match(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the cell as it stands."""
    return _FORMULA.match(text) is not None
