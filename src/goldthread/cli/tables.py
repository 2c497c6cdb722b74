"""Rows as a table in a terminal."""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from goldthread.cli.output import open_console

_WIDTH_IN_A_PIPE = 200  # nobody looks at the width there, and a folded cell cannot be searched


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, whole: int = 1) -> None:
    """Print rows under headings on stdout. The first `whole` columns are never folded, so that they can be copied.

    An empty cell says that the row has nothing there.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=place < whole)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    _console().print(table)


def say_first(shown: int, count: int) -> str:
    """What is to be said behind the number of rows where only the first are shown; empty where all are."""
    return f" The first {shown} are shown; --json prints all." if count > shown else ""


def _console() -> Console:
    console = open_console()
    if not sys.stdout.isatty():
        console.width = _WIDTH_IN_A_PIPE
    return console
