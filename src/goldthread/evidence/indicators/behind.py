"""The rows behind one figure: which payments are in its numerator and its denominator, and what each adds to them.

They are worked out once for each state of the evidence and kept as places of lines, so that a page of them is quick.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from goldthread.evidence.coverage.queries import contract_spend
from goldthread.evidence.explorer.periods import Period
from goldthread.evidence.indicators.engine import DuckEngine
from goldthread.evidence.indicators.facts import attach_facts
from goldthread.evidence.indicators.gather import digest_of, load_fact
from goldthread.evidence.indicators.load import load_tables
from goldthread.evidence.indicators.material import Material, Span, span_of
from goldthread.evidence.indicators.parts import Combine, RowPart, line_part, row_part
from goldthread.evidence.indicators.passes import build_tables, flag_conditions, read_sql
from goldthread.evidence.indicators.types import Indicator, TableName
from goldthread.evidence.models import Load
from goldthread.evidence.practice.attach import attach_register
from goldthread.evidence.practice.figures import register_digest
from goldthread.evidence.practice.held import read_held
from goldthread.evidence.queries import evidence_folder, names_among, rows_file
from goldthread.evidence.store import Connection, ask, attach_places, attach_spend, copy_to_parquet, open_store, quote
from goldthread.organisation.models import Council

BEHIND_VERSION = 2  # raise it when the SQL changes
MOST_KEPT = 40
"""Of how many figures the rows are kept for a council; those of the oldest go first."""
_NULL_PART = "CAST(NULL AS DECIMAL(38,4))"


@dataclass(frozen=True)
class Side:
    """How many lines and rows of the table are on one side of the division, and what they come to together."""

    lines: int
    units: int
    amount: Decimal | None


@dataclass(frozen=True)
class Behind:
    """An open view of the rows behind one figure: tables `behind_lines` and `behind_units` (empty for payments)."""

    db: Connection
    loads: tuple[Load, ...]
    numerator: Side
    denominator: Side

    @property
    def paths(self) -> list[Path]:
        return [rows_file(load) for load in self.loads]


@contextmanager
def open_behind(
    council: Council, indicator: Indicator, period: Period, department: int | None, loads: Sequence[Load]
) -> Iterator[Behind]:
    """The rows behind one figure; `loads` are the council's `live_loads`, at least one unless it is of the register."""
    span, day = span_of(period), timezone.localdate()
    if indicator.table.is_register:
        digest = register_digest(council, span, as_of=day, loads=loads)
    else:
        [digest] = digest_of(council, [span], day, loads)
    folder = _folder(council, indicator, digest, department)
    with open_store(temporary=evidence_folder() / "spill") as db:
        if not folder.is_dir():
            _build(db, council, indicator, span, loads)
            _keep(db, folder, _units_sql(indicator, department), _lines_sql(indicator, span, department))
        for name in ("behind_lines", "behind_units"):
            db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM read_parquet({quote(folder / f'{name}.parquet')})")
        numerator, denominator = parts_of(indicator)
        yield Behind(
            db,
            tuple(loads),
            _side(db, indicator, "numerator", numerator),
            _side(db, indicator, "denominator", denominator),
        )


def _build(db: Connection, council: Council, indicator: Indicator, span: Span, loads: Sequence[Load]) -> None:
    """The table of the indicator, and for one of payments the lines that it was made of."""
    day = timezone.localdate()
    if indicator.table.is_register:
        until = span.until(day)
        spent = {until.key: contract_spend(council, until) or {}}
        held = read_held(council, [indicator.table])
        attach_register(db, council, [until], spent, held=held, tables=[indicator.table])
        return
    attach_spend(db, [rows_file(load) for load in loads], names_among(council, loads))
    has_matching = attach_facts(db, council, loads)
    facts = tuple(load_fact(load, council.slug) for load in loads)
    material = Material((council.slug,), (span,), facts, day, has_matching)
    build_tables(DuckEngine(db), material, frozenset({indicator.table}))
    _attach_files(db, loads)


def parts_of(indicator: Indicator) -> tuple[RowPart, RowPart]:
    """What one row of the table adds to the numerator and to the denominator."""
    return (
        row_part(indicator.numerator, indicator.where, indicator.table),
        row_part(indicator.denominator, indicator.where, indicator.table),
    )


def _side(db: Connection, indicator: Indicator, name: str, part: RowPart) -> Side:
    table = "behind_lines" if indicator.table is TableName.PAYMENTS else "behind_units"
    how = "max" if part.combine is Combine.MAX else "sum"
    [(lines,)] = ask(db, f"SELECT count(*) FILTER (WHERE in_{name}) FROM behind_lines")
    [(units, amount)] = ask(
        db, f"SELECT count(*) FILTER (WHERE in_{name}), {how}({name}) FILTER (WHERE in_{name}) FROM {table}"
    )
    found = None if amount is None else Decimal(str(amount))
    if found is not None and part.combine is Combine.SQUARE:
        found *= found
    return Side(int(lines), int(units), found)


def _attach_files(db: Connection, loads: Sequence[Load]) -> None:
    attach_places(db, [rows_file(load) for load in loads])
    db.execute("CREATE OR REPLACE TEMP TABLE file_loads (file INTEGER, load_key VARCHAR)")
    db.executemany("INSERT INTO file_loads VALUES (?, ?)", [[number, load.key] for number, load in enumerate(loads)])


def _keep(db: Connection, folder: Path, units: str, lines: str) -> None:
    """Write both tables under a temporary name, then rename: half of them is never seen."""
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        db.execute(f"CREATE OR REPLACE TEMP TABLE behind_units AS {units}")
        copy_to_parquet(db, "FROM behind_units ORDER BY unit", partial / "behind_units.parquet")
        copy_to_parquet(db, lines, partial / "behind_lines.parquet")
        db.execute("DROP TABLE behind_units")
        partial.rename(folder)
    except OSError:
        if not folder.is_dir():  # else somebody else was quicker, with the same content
            raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    kept = sorted(folder.parent.glob("[!.]*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[MOST_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _given(indicator: Indicator) -> dict[str, Any]:
    numerator, denominator = parts_of(indicator)
    return {
        "numerator": numerator.amount,
        "denominator": denominator.amount,
        "in_numerator": f"({numerator.counts})",
        "in_denominator": f"({denominator.counts})",
    }


_UNITS: dict[TableName, tuple[str, str, str, str]] = {
    TableName.SUPPLIERS: ("supplier", "spent", "spent DESC, supplier", "lines"),
    TableName.QUARTERS: ("quarter", "days_to_load", "quarter", "lines"),
    TableName.CONTRACTS: ("contract || ' ' || name", "value", "value DESC NULLS LAST, name, contract", "0"),
    TableName.PIPELINE: ("entry || ' ' || name", "value", "value DESC NULLS LAST, name, entry", "0"),
    TableName.STRATEGIC: ("supplier", "0", "supplier", "0"),
    TableName.LEARNERS: ("learner || ' ' || kind", "0", "kind, learner", "0"),
    TableName.TALENT: ("part", "0", "part", "0"),
    TableName.COVERAGE: ("supplier || ', ' || standing", "amount", "amount DESC, supplier, standing", "0"),
    TableName.RECORDS: ("month || ' ' || kind || coalesce(' for ' || audience, '')", "claimed", "month, kind", "0"),
}
"""By table: what a row is called, its amount, the order, and how many payment lines are in it."""
_NO_LINES = (
    "SELECT 0 AS file, 0 AS place, 0.0 AS amount, 0 AS unit, 0.0 AS numerator, 0.0 AS denominator,"
    " FALSE AS in_numerator, FALSE AS in_denominator WHERE FALSE"
)


def _units_sql(indicator: Indicator, department: int | None) -> str:
    if indicator.table is TableName.PAYMENTS:
        return (
            "SELECT 0 AS unit, '' AS label, 0.0 AS amount, 0 AS lines, 0.0 AS numerator, 0.0 AS denominator,"
            " FALSE AS in_numerator, FALSE AS in_denominator WHERE FALSE"
        )
    label, amount, order, lines = _UNITS[indicator.table]
    return read_sql("behind_units").format(
        **_given(indicator),
        table=indicator.table.value,
        label=label,
        amount=amount,
        order=order,
        lines=lines,
        scope="council" if department is None else "department",
        department=_where("department_id", department),
    )


def _lines_sql(indicator: Indicator, span: Span, department: int | None) -> str:
    if indicator.table.is_register:
        return _NO_LINES
    days = {"first": span.first, "last": span.last}
    if indicator.table is TableName.QUARTERS:
        return read_sql("behind_quarters").format(**days)
    lines_of = _where("p.department_id", department, whole="TRUE")
    if indicator.table is TableName.PAYMENTS:
        flags = ", ".join(
            f"coalesce(({condition}), FALSE) AS {name}"
            for name, condition in flag_conditions(load_tables()[indicator.table])
        )
        return read_sql("behind_payments").format(**_given(indicator), **days, flags=flags, department=lines_of)
    numerator, denominator = parts_of(indicator)
    return read_sql("behind_suppliers").format(
        **days,
        department=lines_of,
        scope="council" if department is None else "department",
        table_department=_where("s.department_id", department),
        line_numerator=line_part(numerator) or _NULL_PART,
        line_denominator=line_part(denominator) or _NULL_PART,
    )


def _where(column: str, department: int | None, whole: str = "") -> str:
    if department is None:
        return whole or f"{column} IS NULL"
    return f"{column} = {int(department)}"


def _folder(council: Council, indicator: Indicator, digest: str, department: int | None) -> Path:
    told = f"{digest}\n{indicator.id}{indicator.version}\n{department}\n{BEHIND_VERSION}"
    name = hashlib.sha256(told.encode()).hexdigest()[:32]
    return Path(settings.DATA_DIR) / "cache" / "behind" / council.slug / name
