"""One published file in, one Parquet file out, with an account of every row. Nothing here is visible to anybody yet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from goldthread.common.errors import UserError
from goldthread.evidence.sources.amounts import AmountChoice, choose_amount
from goldthread.evidence.sources.bytes import FileFacts
from goldthread.evidence.sources.control import Control, count_table
from goldthread.evidence.sources.dates import DateForms, read_date
from goldthread.evidence.sources.days import Dated, settle_days
from goldthread.evidence.sources.mapping import (
    fingerprint_headings,
    map_columns,
    rank_families,
    unsure_of,
    without_guesses,
)
from goldthread.evidence.sources.names import normalise_heading
from goldthread.evidence.sources.sums import set_sums_aside
from goldthread.evidence.sources.tables import OpenTable, open_tables
from goldthread.evidence.sources.text import row_by_row
from goldthread.evidence.sources.types import ColumnMap, Field, FileRefused, How, TableFile, Told
from goldthread.evidence.sources.typing import Typing, type_table_sql, unread_table_sql
from goldthread.evidence.sources.unsure import ask_for_columns, sample_columns
from goldthread.evidence.store import Connection, UnreadableTable, ask, copy_to_parquet, quote, watch_faults
from goldthread.evidence.types import LoadKind

_EXACT_LINES = 200 * 1024 * 1024
"""Up to this size a file with line breaks inside its cells is read row by row, so that every line number is exact."""
_ROWS_TO_REPEAT = 5
"""Of fewer rows, two sheets may well come to the same sum."""


Tables = tuple[list["MappedTable"], list[TableFile]]


class TotalsDiffer(UserError):
    """What was written does not add up to what was read."""


@dataclass(frozen=True)
class FileToLoad:
    """A file and all that decides how it is read."""

    path: Path
    name: str
    facts: FileFacts
    council: str
    load_key: str
    told: Mapping[str, Told]
    told_now: Mapping[Field, str]
    kind: LoadKind | None
    today: date

    def told_of(self, fingerprint: str) -> Told:
        return self.told.get(fingerprint) or Told(now=self.told_now, remembered={})


@dataclass(frozen=True)
class MappedTable:
    """A table with its columns understood, its control totals and how its dates are written."""

    table: TableFile
    mapping: ColumnMap
    choice: AmountChoice
    control: Control
    forms: Mapping[Field, DateForms]


@dataclass(frozen=True)
class Ingested:
    """What one file became. Money is in pounds; dates are those of rows that were loaded."""

    layout: str
    encoding: str
    mapping: ColumnMap
    headings: tuple[str, ...]
    choice: AmountChoice
    kind: LoadKind
    rows_read: int
    net_read: Decimal
    dates_in_doubt: int
    bodies: Mapping[str, int] = field(default_factory=dict)
    samples: tuple[tuple[str, ...], ...] = ()


def ingest_file(db: Connection, file: FileToLoad, work: Path, target: Path) -> Ingested:
    """Read a file into `target`, a Parquet file; raises `FileRefused` and `StoreFull`. The caller empties `work`."""
    with watch_faults(file.name):
        opened = open_tables(file.path, file.name, file.facts, work)
        mapped, unread = _map_tables(db, file, opened, work)
        kind = file.kind or guess_kind(mapped[0].mapping)
        try:
            with watch_faults(file.name):
                _write(db, file, (mapped, unread), kind, target)
        except UnreadableTable:
            again = [_cleaned(each, work) for each in opened]
            mapped, unread = _map_tables(db, file, again, work)
            _write(db, file, (mapped, unread), kind, target)
        set_sums_aside(db, target, tables=len(mapped))
    return _account(file, mapped, unread, kind)


def _map_tables(db: Connection, file: FileToLoad, opened: Sequence[OpenTable], work: Path) -> Tables:
    """The tables with payments, and those without any: notes, summaries, empty and hidden sheets.

    A hidden sheet was not meant to be published, and is often a copy of the others: its rows would count twice.
    """
    mapped: list[MappedTable] = []
    unread: list[TableFile] = []
    doubtful: list[tuple[TableFile, ColumnMap]] = []
    are_all_hidden = all(each.table.is_hidden for each in opened)
    for each in opened:
        mapping = _map_table(file, each.table)
        if each.table.is_hidden and not are_all_hidden:
            unread.append(each.table)
        elif not unsure_of(mapping):
            mapped.append(_settle_days(file, _count(db, each, without_guesses(mapping), work)))
        elif len(opened) > 1 and _holds_no_payments(mapping):
            unread.append(each.table)
        else:
            doubtful.append((each.table, mapping))
    if doubtful or not mapped:
        if not any(each.table.sample for each in opened):
            raise refuse_empty(file.name)
        table, mapping = doubtful[0] if doubtful else (unread[0], _map_table(file, unread[0]))
        raise ask_for_columns(file.name, file.council, table, mapping)
    once, again = _part_repeated(mapped)
    return once, [*unread, *again]


def _part_repeated(mapped: Sequence[MappedTable]) -> tuple[list[MappedTable], list[TableFile]]:
    """The tables to load, and those that come to the sum of another with as many rows or more: its copy or summary.

    St Helens published its working files, with a summary of the month's payments beside them (2024-25).
    """
    once: list[MappedTable] = []
    again: list[TableFile] = []
    for each in sorted(mapped, key=lambda m: -m.control.rows):
        is_large = each.control.rows >= _ROWS_TO_REPEAT and bool(each.control.pounds) and each.table.has_lines
        if is_large and any(_is_its_sum(each.control, other.control) for other in once):
            again.append(replace(each.table, repeats=True))
        else:
            once.append(each)
    return [each for each in mapped if each in once], again


def _is_its_sum(control: Control, other: Control) -> bool:
    """Whether two tables come to the same pounds in months that they share."""
    return control.pounds == other.pounds and not _months_of(control).isdisjoint(_months_of(other))


def _months_of(control: Control) -> set[tuple[int, int]]:
    days = (read_date(text) for text in control.texts.get(Field.PAYMENT_DATE, ()))
    return {(day.year, day.month) for day in days if day}


def _map_table(file: FileToLoad, table: TableFile) -> ColumnMap:
    return map_columns(table.headings, table.sample, file.told_of(fingerprint_headings(table.headings)))


def _holds_no_payments(mapping: ColumnMap) -> bool:
    """A sheet without a date or without an amount is a note or a summary."""
    paid = mapping.keys() & {Field.NET, Field.GROSS, Field.AMOUNT}
    return Field.PAYMENT_DATE not in mapping or not paid or Field.SUPPLIER not in mapping


def _count(db: Connection, opened: OpenTable, mapping: ColumnMap, work: Path) -> MappedTable:
    """Count a table; one that is not regular, or whose cells break lines, is cleaned row by row first."""
    table = opened.table
    choice = choose_amount(mapping, table.sample)
    try:
        with watch_faults(table.path.name):
            control = count_table(db, table, mapping, choice)
    except (UnreadableTable, IndexError):
        if table.has_lines:
            raise
        return _count(db, _cleaned(opened, work), mapping, work)
    if not table.has_lines and opened.text is not None:
        expected = opened.text.facts.lines - table.skip
        if control.rows != expected and opened.text.facts.size <= _EXACT_LINES:
            return _count(db, _cleaned(opened, work), mapping, work)
    return MappedTable(table, mapping, choice, control, {})


def _settle_days(file: FileToLoad, mapped: MappedTable) -> MappedTable:
    control = mapped.control
    dated = Dated(file.name, mapped.table, mapped.mapping, control.texts, control.rows, file.today)
    forms, mapping = settle_days(dated)
    return replace(mapped, forms=forms, mapping=mapping)


def _cleaned(opened: OpenTable, work: Path) -> OpenTable:
    if opened.table.has_lines or opened.text is None:
        return opened
    return OpenTable(row_by_row(opened.text, opened.table.sheet, work), opened.text)


def guess_kind(mapping: ColumnMap) -> LoadKind:
    """A file with merchants' categories is of card purchases."""
    return LoadKind.CARD if mapping.keys() & {Field.MERCHANT_CODE, Field.MERCHANT_LABEL} else LoadKind.SPEND


def _write(db: Connection, file: FileToLoad, tables: Tables, kind: LoadKind, target: Path) -> None:
    mapped, unread = tables
    parts = [
        type_table_sql(
            Typing(m.table, m.mapping, m.choice, m.forms, file.council, file.load_key, kind, file.today),
        )
        for m in mapped
    ]
    parts += [unread_table_sql(table, file.council, file.load_key) for table in unread]
    copy_to_parquet(db, " UNION ALL ".join(f"({part})" for part in parts), target)
    written = ask(db, f"SELECT count(*), coalesce(sum(amount), 0) FROM read_parquet({quote(target)})")[0]
    rows = sum(m.control.rows for m in mapped) + sum(count_rows(table) for table in unread)
    pounds = sum((m.control.pounds for m in mapped), Decimal(0))
    if (int(written[0]), Decimal(written[1])) != (rows, pounds):
        raise TotalsDiffer(
            what=f"{file.name} was not loaded: {rows:,} rows of £{pounds:,} were read, but {written[0]:,} of "
            f"£{written[1]:,} would have been kept.",
            do="Nothing was kept. Save the file again as CSV and load that; please report the file if it goes on.",
        )


def count_rows(table: TableFile) -> int:
    """Rows of a cleaned table."""
    with table.path.open("rb") as rows:
        return sum(1 for _ in rows)


def _account(file: FileToLoad, mapped: Sequence[MappedTable], unread: Sequence[TableFile], kind: LoadKind) -> Ingested:
    first = max(mapped, key=lambda m: m.control.rows)
    bodies: Counter[str] = Counter()
    for each in mapped:
        bodies.update(each.control.texts.get(Field.BODY, Counter()))
    return Ingested(
        layout=_name_layout(first, len(mapped)),
        encoding=first.table.encoding,
        mapping=first.mapping,
        headings=first.table.headings,
        choice=first.choice,
        kind=kind,
        rows_read=sum(m.control.rows for m in mapped) + sum(count_rows(table) for table in unread),
        net_read=sum((m.control.pounds for m in mapped), Decimal(0)),
        dates_in_doubt=sum(forms.in_doubt for m in mapped for forms in m.forms.values()),
        bodies=bodies,
        samples=sample_columns(first.table),
    )


def _name_layout(mapped: MappedTable, tables: int) -> str:
    """The family of names, and how the table lies in its file."""
    ways = {match.how for match in mapped.mapping.values()}
    families = rank_families([normalise_heading(heading) for heading in mapped.table.headings])
    if How.DECLARED in ways and families:
        family = families[0].id
    else:
        family = "remembered" if How.REMEMBERED in ways else "told" if How.TOLD in ways else "by values"
    sheets = f", {tables} sheets" if tables > 1 else ""
    return f"{family}: {mapped.table.shape}{sheets}"


def refuse_empty(name: str) -> FileRefused:
    """The sentence for a table without a single row."""
    return FileRefused(what=f"{name} has headings and no rows.", do="Download it again: there is nothing to load.")
