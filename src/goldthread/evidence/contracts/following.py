"""Lines that go on from the ones above them: under a section's heading, or with blanks where cells were merged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goldthread.evidence.contracts.cells import says_nothing, tidy
from goldthread.evidence.contracts.lines import read_line
from goldthread.evidence.contracts.row import Reader
from goldthread.evidence.contracts.types import ContractField, Line, Reason

F = ContractField
SECTION, FROM_ABOVE = "Section", "Taken from the line above"
_LONGEST_SECTION = 80
_OWN = (F.TITLE, F.DESCRIPTION, F.REFERENCE, F.START, F.END, F.EXPIRY)
"""A line that says none of these, and names a supplier, goes on from the line above."""
_SHARED = (*_OWN, F.DEPARTMENT, F.LATEST_END, F.EXTENSION_MONTHS, F.ARRANGEMENT, F.PARENT_REFERENCE, F.PROCEDURE)


@dataclass
class Following:
    """Reads the rows of one table in order and remembers what stands above."""

    reader: Reader
    above: Sequence[str] = ()
    section: str = ""

    def read(self, number: int, note: str, cells: Sequence[str]) -> Line:
        """The row as a line: what it lacks because its cells are merged with those above is taken from there."""
        if not note and self._goes_on(cells):
            line, names = self._with_above(number, note, cells)
        else:
            line, names = read_line(number, note, cells, self.reader), []
            if line.reason is None:
                self.above = cells
            elif line.reason is Reason.NO_TITLE:
                line = self._note(line, cells)
        if line.reason is not None:
            return line
        extra = {**line.extra, FROM_ABOVE: ", ".join(names)} if names else dict(line.extra)
        return replace(line, extra={**extra, SECTION: self.section} if self.section else extra)

    def _cell(self, cells: Sequence[str], which: ContractField) -> str:
        found = self.reader.mapping.get(which)
        return tidy(cells[found.position]) if found and found.position < len(cells) else ""

    def _goes_on(self, cells: Sequence[str]) -> bool:
        if not self.above or says_nothing(self._cell(cells, F.SUPPLIER)):
            return False
        return not any(self._cell(cells, which) for which in _OWN)

    def _with_above(self, number: int, note: str, cells: Sequence[str]) -> tuple[Line, list[str]]:
        whole, names = list(cells), []
        for which in _SHARED:
            found = self.reader.mapping.get(which)
            if found and not self._cell(cells, which) and self._cell(self.above, which):
                whole[found.position] = self.above[found.position]
                names.append(found.column)
        line = read_line(number, note, whole, self.reader)
        return replace(line, text=" | ".join(map(tidy, cells))), names

    def _note(self, line: Line, cells: Sequence[str]) -> Line:
        """A single cell of words between the lines is the heading of those below it, or a note at the foot."""
        filled = [tidy(cell) for cell in cells if tidy(cell)]
        if len(filled) != 1:
            return line
        if len(filled[0]) <= _LONGEST_SECTION:
            self.section = filled[0]
        return replace(line, reason=Reason.NOTE)
