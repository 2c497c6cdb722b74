"""Ratings of a sheet that is not ours, such as an official self-assessment tool, as answers of one department.

The layout is not known: a person may say which column holds what. An area is found by its number or its name, whatever
its case, spacing and numbering; a row that names no area is set aside with its reason, never dropped in silence.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from goldthread.assessment.exchange.cells import unguard_cell
from goldthread.assessment.exchange.decode import check_size, decode_text
from goldthread.assessment.exchange.faults import Fault, FileUnreadable
from goldthread.assessment.exchange.given import GivenAnswer
from goldthread.assessment.exchange.parse import AnswersFile
from goldthread.assessment.exchange.sheets import is_workbook, read_sheets
from goldthread.assessment.types import AnswerState, CommentKind
from goldthread.framework.types import Framework

AREA_HEADINGS = ("practice area", "area", "practice", "criterion", "question", "name")
RATING_HEADINGS = ("rating", "level", "self-assessment", "score", "maturity", "assessment")
COMMENT_HEADINGS = ("comment", "comments", "evidence", "notes", "rationale")
_LEADING_NUMBER = re.compile(r"^[\d.\s):-]+")


@dataclass(frozen=True)
class RatingColumns:
    """Which heading holds what, as a person said it; what is empty is looked for. `names` maps their names to ids."""

    area: str = ""
    rating: str = ""
    comment: str = ""
    sheet: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SetAside:
    """A row that was not loaded, and why."""

    row: int
    text: str
    why: str


@dataclass(frozen=True)
class RatingsFile:
    """What a sheet gives: answers in the shape of an import, rows set aside, and counts that add up to its rows."""

    file: AnswersFile
    set_aside: tuple[SetAside, ...]
    columns: RatingColumns

    def totals(self) -> dict[str, object]:
        """Rows with anything in them: loaded, set aside and at fault add up to all; loaded ones by level."""
        levels = Counter(str(given.level) for given in self.file.answers)
        return {
            "rows": self.file.rows,
            "loaded": len(self.file.answers),
            "set_aside": len(self.set_aside),
            "faults": sum(fault.row is not None for fault in self.file.faults),
            "by_level": dict(sorted(levels.items())),
        }


def parse_ratings(
    content: bytes, name: str, framework: Framework, *, department: str, columns: RatingColumns
) -> RatingsFile:
    """Read a CSV file or a workbook; never raises for what the file holds."""
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        rows, notes = _read_rows(content, name, columns.sheet)
        at, found = _find_heading(rows, columns)
    except FileUnreadable as unreadable:
        return RatingsFile(AnswersFile(name, sha256, 0, (), (unreadable.fault,)), (), columns)
    reader = _Reader(framework, department, found, rows[at])
    for number, cells in enumerate(rows[at + 1 :], start=at + 2):
        reader.read(number, cells)
    file = AnswersFile(name, sha256, reader.rows, tuple(reader.answers), tuple(reader.faults), tuple(notes))
    return RatingsFile(file, tuple(reader.set_aside), found)


def _read_rows(content: bytes, name: str, sheet: str) -> tuple[list[list[str]], tuple[str, ...]]:
    check_size(len(content))
    if not is_workbook(content):
        text, notes = decode_text(content)
        dialect = ";" if text.splitlines()[0].count(";") > text.splitlines()[0].count(",") else ","
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=dialect)], notes
    sheets = read_sheets(content, name)
    if not sheets:
        raise FileUnreadable(what=f"{name} has no sheet that is shown.", do="Show the sheet that holds the ratings.")
    if sheet and sheet not in sheets:
        raise FileUnreadable(what=f'{name} has no sheet "{sheet}".', do=f"Use one of: {', '.join(sheets)}.")
    chosen = sheet or next(iter(sheets))
    note = (f"The sheet read is {chosen}, of {', '.join(sheets)}.",) if len(sheets) > 1 else ()
    return sheets[chosen], note


def _find_heading(rows: Sequence[Sequence[str]], said: RatingColumns) -> tuple[int, RatingColumns]:
    """The first row that holds a heading for the area and one for the rating."""
    for at, cells in enumerate(rows):
        area = _pick(cells, said.area, AREA_HEADINGS)
        rating = _pick(cells, said.rating, RATING_HEADINGS)
        if area and rating and area != rating:
            comment = _pick(cells, said.comment, COMMENT_HEADINGS)
            return at, RatingColumns(area, rating, comment, said.sheet, said.names)
    wanted = f'"{said.area or "practice area"}" and "{said.rating or "rating"}"'
    raise FileUnreadable(
        what=f"No row holds the headings {wanted}.",
        do="Say which columns hold them: in the boxes for headings on the screen, or at the command line with"
        ' --map "area=Theme and practice" --map "rating=Our score".',
    )


def _pick(cells: Sequence[str], said: str, usual: Sequence[str]) -> str:
    plain = {_plain(cell): cell for cell in cells if cell.strip()}
    if said:
        return plain.get(_plain(said), "")
    return next((plain[name] for name in usual if name in plain), "")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w&-]+", " ", text.casefold().replace("&", " and ")).split())


class _Reader:
    """Reads the rows under a heading."""

    def __init__(self, framework: Framework, department: str, columns: RatingColumns, heading: Sequence[str]) -> None:
        self.department, self.framework = department, framework
        self.place = {name: heading.index(name) for name in (columns.area, columns.rating, columns.comment) if name}
        self.columns = columns
        self.codes = {_plain(code.id): code.id for code in framework.value_codes}
        self.codes |= {_plain(code.name): code.id for code in framework.value_codes}
        self.codes |= {_plain(theirs): ours for theirs, ours in columns.names.items()}
        self.levels = {_plain(level.name): level.number for level in framework.levels}
        self.levels |= {str(level.number): level.number for level in framework.levels}
        self.rows = 0
        self.answers: list[GivenAnswer] = []
        self.faults: list[Fault] = []
        self.set_aside: list[SetAside] = []

    def read(self, row: int, cells: Sequence[str]) -> None:
        if not any(cell.strip() for cell in cells):
            return
        self.rows += 1
        area, rating = self._cell(cells, self.columns.area), self._cell(cells, self.columns.rating)
        code = self.codes.get(_plain(area)) or self.codes.get(_plain(_LEADING_NUMBER.sub("", area)))
        if code is None:
            why = f"It is no area of {self.framework.short_title}." if area else "It names no area."
            self.set_aside.append(SetAside(row, area or " ".join(cells).strip()[:80], why))
        elif not rating:
            self.set_aside.append(SetAside(row, area, f"{code} has no rating."))
        elif (level := self._level(rating)) is None:
            known = ", ".join(each.name for each in self.framework.levels)
            self.faults.append(Fault(row, f'{code}: "{rating[:40]}" is not a level.', f"Use one of: {known}."))
        else:
            self._add(row, code, level, self._cell(cells, self.columns.comment))

    def _add(self, row: int, code: str, level: int, comment: str) -> None:
        texts = {CommentKind.HOW_DONE.field: comment} if comment else {}
        self.answers.append(GivenAnswer(row, self.department, code, AnswerState.LEVEL, level, texts))

    def _level(self, rating: str) -> int | None:
        """A name or a number of a level, or both: "Good", "2", "2.0", "2 - Good"."""
        plain = _plain(rating)
        number = re.match(r"(\d+)(?:\.0+|\s0+)?(?:\s|$)", plain.replace(".", " ") if ".0" in plain else plain)
        named = self.levels.get(_plain(_LEADING_NUMBER.sub("", rating)))
        numbered = self.levels.get(number[1]) if number else None
        if number and named is not None and named != numbered:
            return None
        return named if named is not None else numbered if number and not _words_after(plain) else None

    def _cell(self, cells: Sequence[str], heading: str) -> str:
        place = self.place.get(heading)
        return unguard_cell(cells[place]).strip() if place is not None and place < len(cells) else ""


def _words_after(plain: str) -> bool:
    """Whether anything but figures stands there, which no level is called."""
    return re.search(r"[^\W\d_]", plain) is not None
