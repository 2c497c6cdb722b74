"""A register's file as lines, with its control totals. Nothing here knows what the council's register holds already."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from goldthread.evidence.contracts.cells import read_figure, tidy
from goldthread.evidence.contracts.columns import (
    REQUIRED,
    ToldColumns,
    map_contract_columns,
    rank_contract_families,
    sure_columns,
    unsure_contract_columns,
)
from goldthread.evidence.contracts.following import Following
from goldthread.evidence.contracts.names import contract_words
from goldthread.evidence.contracts.row import Reader
from goldthread.evidence.contracts.types import (
    DATE_FIELDS,
    VALUE_FIELDS,
    ContractColumns,
    ContractField,
    Line,
    Reason,
)
from goldthread.evidence.contracts.unsure import ask_for_contract_columns
from goldthread.evidence.sources.bytes import FileFacts
from goldthread.evidence.sources.dates import choose_forms
from goldthread.evidence.sources.mapping import fingerprint_headings
from goldthread.evidence.sources.names import normalise_heading
from goldthread.evidence.sources.tables import OpenTable, open_tables
from goldthread.evidence.sources.text import row_by_row
from goldthread.evidence.sources.types import FileRefused, How, TableFile
from goldthread.evidence.sources.unsure import sample_columns

_FRONT = 2
"""A cleaned row begins with its line and a note."""
_MOST_ROWS = 200_000


@dataclass(frozen=True)
class RegisterFile:
    """A file and what was said of columns: now, and before by the fingerprint of the headings."""

    path: Path
    name: str
    facts: FileFacts
    council: str
    told_now: Mapping[ContractField, str]
    remembered: Mapping[str, Mapping[ContractField, str]]

    def told_of(self, headings: Sequence[str]) -> ToldColumns:
        return ToldColumns(self.told_now, self.remembered.get(fingerprint_headings(headings), {}))


@dataclass(frozen=True)
class RegisterRead:
    """What a file holds. `value_read` is the control total, added up apart from the lines."""

    layout: str
    encoding: str
    mapping: ContractColumns
    headings: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    value_column: str
    rows_read: int
    value_read: Decimal
    dates_in_doubt: int
    has_months_first: bool
    lines: tuple[Line, ...]
    bodies: Mapping[str, int]


Mapped = tuple[TableFile, ContractColumns]


def read_register(file: RegisterFile, work: Path) -> RegisterRead:
    """Read a register; raises `FileRefused`. The caller empties `work`."""
    opened = open_tables(file.path, file.name, file.facts, work, words=contract_words())
    tables = [_cleaned(each, work) for each in opened]
    mapped, unread = _map_tables(file, tables)
    first = max(mapped, key=lambda each: _count_rows(each[0]))
    lines: list[Line] = []
    bodies: Counter[str] = Counter()
    rows, pounds, doubt = 0, Decimal(0), 0
    readers = [_reader_of(table, mapping) for table, mapping in mapped]
    for (table, mapping), (reader, in_doubt) in zip(mapped, readers, strict=True):
        read, counted = _read_table(table, reader)
        lines += read
        rows, pounds, doubt = rows + counted[0], pounds + counted[1], doubt + in_doubt
        bodies.update(_bodies(table, mapping))
    for table in unread:
        found = list(_unread_lines(table))
        lines += found
        rows += len(found)
    value = next(reader.value_field for each, (reader, _doubt) in zip(mapped, readers, strict=True) if each is first)
    return RegisterRead(
        layout=_name_layout(first, len(mapped)),
        encoding=first[0].encoding,
        mapping=first[1],
        headings=first[0].headings,
        samples=sample_columns(first[0]),
        value_column=first[1][value].column if value else "",
        rows_read=rows,
        value_read=pounds,
        dates_in_doubt=doubt,
        has_months_first=any(any(reader.month_first.values()) for reader, _doubt in readers),
        lines=tuple(lines),
        bodies=bodies,
    )


def _cleaned(opened: OpenTable, work: Path) -> TableFile:
    if opened.table.has_lines or opened.text is None:
        return opened.table
    return row_by_row(opened.text, opened.table.sheet, work)


def _map_tables(file: RegisterFile, tables: Sequence[TableFile]) -> tuple[list[Mapped], list[TableFile]]:
    """The tables with contracts, and those without any: notes, lists of choices, empty sheets."""
    mapped: list[Mapped] = []
    unread: list[TableFile] = []
    doubtful: list[Mapped] = []
    for table in tables:
        mapping = map_contract_columns(table.headings, table.sample, file.told_of(table.headings))
        missing = unsure_contract_columns(mapping)
        if not missing:
            mapped.append((table, sure_columns(mapping)))
        elif len(tables) > 1 and len(missing) >= len(REQUIRED) - 1:
            unread.append(table)
        else:
            doubtful.append((table, mapping))
    if doubtful and not any(map(_count_rows, tables)):
        raise FileRefused(
            what=f"{file.name} has headings and no lines.", do="Export it again: there is nothing to load."
        )
    if doubtful or not mapped:
        table, mapping = doubtful[0] if doubtful else (unread[0], {})
        raise ask_for_contract_columns(file.name, file.council, table, mapping)
    if sum(_count_rows(table) for table, _mapping in mapped) > _MOST_ROWS:
        raise FileRefused(
            what=f"{file.name} has more than {_MOST_ROWS:,} lines, which no register of contracts has.",
            do="If it holds payments, load it with: goldthread spend load",
        )
    return mapped, unread


def _rows(table: TableFile) -> Iterator[tuple[int, str, list[str]]]:
    with table.path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            if row:
                yield int(row[0] or 0), row[1], row[_FRONT:]


def _count_rows(table: TableFile) -> int:
    with table.path.open("rb") as rows:
        return sum(1 for _ in rows)


def _value_field(filled: Mapping[ContractField, int]) -> ContractField | None:
    """The amounts of the control total: the first that the file has, unless another is filled twice as often."""
    most = max(filled.values(), default=0)
    return next((field for field in filled if 2 * filled[field] > most), next(iter(filled), None))


def _reader_of(table: TableFile, mapping: ContractColumns) -> tuple[Reader, int]:
    """How to read the table: whether the month comes first is settled by all its columns of days together."""
    texts: dict[ContractField, Counter[str]] = {field: Counter() for field in DATE_FIELDS & mapping.keys()}
    filled = dict.fromkeys((field for field in VALUE_FIELDS if field in mapping), 0)
    for _line, _note, cells in _rows(table):
        for field, counter in texts.items():
            counter[tidy(cells[mapping[field].position])] += 1
        for field in filled:
            filled[field] += any(map(str.isdigit, cells[mapping[field].position]))
    forms = {field: choose_forms(counter) for field, counter in texts.items()}
    taken = {found.position for found in mapping.values()}
    unread = tuple(
        (place, heading or f"column {place + 1}") for place, heading in enumerate(table.headings) if place not in taken
    )
    in_doubt = sum(form.in_doubt for form in forms.values())
    month_first = {field: form.month_first for field, form in forms.items()}
    if any(month_first.values()):  # one slip in a column says less than the days of the others
        whole = choose_forms(sum(texts.values(), Counter()))
        month_first = dict.fromkeys(month_first, whole.month_first)
        in_doubt = in_doubt if whole.month_first else whole.in_doubt
    reader = Reader(table.sheet or "", mapping, month_first, _value_field(filled), unread)
    return reader, in_doubt


def _read_table(table: TableFile, reader: Reader) -> tuple[list[Line], tuple[int, Decimal]]:
    """The lines, and rows and pounds counted from the raw cells on the way past."""
    column = reader.mapping[reader.value_field] if reader.value_field else None
    lines, count, pounds, following = [], 0, Decimal(0), Following(reader)
    for number, note, cells in _rows(table):
        count += 1
        if column is not None:
            pounds += read_figure(tidy(cells[column.position]), column.column)[0] or 0
        lines.append(following.read(number, note, cells))
    return lines, (count, pounds)


def _bodies(table: TableFile, mapping: ContractColumns) -> Counter[str]:
    if ContractField.BODY not in mapping:
        return Counter()
    place = mapping[ContractField.BODY].position
    return Counter(body for _line, _note, cells in _rows(table) if (body := tidy(cells[place])))


def _unread_lines(table: TableFile) -> Iterator[Line]:
    for number, _note, cells in _rows(table):
        text = " | ".join(tidy(cell) for cell in cells)
        yield Line(table.sheet or "", number, text, reason=Reason.NO_CONTRACTS if text.strip(" |") else Reason.BLANK)


def _name_layout(first: Mapped, tables: int) -> str:
    """The family of names, and how the table lies in its file."""
    table, mapping = first
    ways = {found.how for found in mapping.values()}
    families = rank_contract_families([normalise_heading(heading) for heading in table.headings])
    if How.DECLARED in ways and families:
        family = families[0].id
    else:
        family = "remembered" if How.REMEMBERED in ways else "told" if How.TOLD in ways else "by values"
    return f"{family}: {table.shape}{f', {tables} sheets' if tables > 1 else ''}"
