"""What is wrong with a file of answers, row by row: what it is, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault. `row` counts as a spreadsheet does (the heading is row 1), or is None for the whole file."""

    row: int | None
    what: str
    do: str

    @property
    def line(self) -> str:
        where = f"Row {self.row}: " if self.row is not None else ""
        return f"{where}{self.what} {self.do}"


class FileUnreadable(Exception):
    """The file as a whole cannot be read; carries the fault that says why."""

    def __init__(self, what: str, do: str, row: int | None = None) -> None:
        super().__init__(what)
        self.fault = Fault(row, what, do)
