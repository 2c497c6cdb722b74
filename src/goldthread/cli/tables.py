"""Rows as a table in a terminal."""

from collections.abc import Iterable, Sequence

from rich.table import Table

from goldthread.cli.output import open_console


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under headings on stdout; an empty cell is an unknown that the row does not have."""
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    open_console().print(table)
