"""Control totals: rows and pounds counted from the file itself, apart from the SQL that types it."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from goldthread.evidence.sources.amounts import AmountChoice
from goldthread.evidence.sources.money import read_money
from goldthread.evidence.sources.types import ColumnMap, Field, TableFile
from goldthread.evidence.sources.typing import read_table_sql
from goldthread.evidence.store import Connection, ask

SMALL = 16 * 1024 * 1024
"""Up to this size Python's own csv and decimals count; above it, a second pass of the store over the raw cells."""

_POUNDS = frozenset({"", "GBP", "£", "STERLING", "POUND", "POUNDS", "UK", "POUNDS STERLING", "GB POUND", "UKL"})


@dataclass
class Control:
    """Rows and pounds read, and every text of the columns that have to be understood as a whole."""

    rows: int = 0
    pounds: Decimal = Decimal(0)
    texts: dict[Field, Counter[str]] = field(default_factory=dict)


WATCHED = (Field.PAYMENT_DATE, Field.INVOICE_DATE, Field.BODY)


def count_table(db: Connection, table: TableFile, mapping: ColumnMap, choice: AmountChoice) -> Control:
    """The control totals of one table."""
    if table.path.stat().st_size <= SMALL:
        return _count_in_python(table, mapping, choice)
    return _count_in_store(db, table, mapping, choice)


def _count_in_python(table: TableFile, mapping: ColumnMap, choice: AmountChoice) -> Control:
    front = 2 if table.has_lines else 0
    paid = front + mapping[choice.field].position
    vat = front + mapping[Field.VAT].position if choice.less_vat else None
    currency = front + mapping[Field.CURRENCY].position if Field.CURRENCY in mapping else None
    watched = {each: front + mapping[each].position for each in WATCHED if each in mapping}
    control = Control(texts={each: Counter() for each in watched})
    known: dict[str, Decimal] = {}
    with table.path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(table.skip):
            file.readline()
        for row in csv.reader(file, delimiter=table.delimiter):
            if not row:
                continue
            control.rows += 1
            for each, place in watched.items():
                control.texts[each][row[place]] += 1
            if currency is not None and row[currency].strip().upper() not in _POUNDS:
                continue
            amount = _pounds(row[paid], known)
            if amount is None:
                continue
            control.pounds += amount
            if vat is not None:
                control.pounds -= _pounds(row[vat], known) or 0
    return control


def _pounds(text: str, known: dict[str, Decimal]) -> Decimal | None:
    if text not in known:
        found = read_money(text)
        if found is None:
            return None
        known[text] = found
    return known[text]


def _count_in_store(db: Connection, table: TableFile, mapping: ColumnMap, choice: AmountChoice) -> Control:
    """One pass for rows and plain figures; figures written otherwise are read by Python, each text once."""
    watched = [each for each in WATCHED if each in mapping]
    control = Control(texts={each: Counter() for each in watched})
    cells = [f"c{mapping[each].position}" for each in watched]
    for row in ask(db, _control_sql(table, mapping, choice, cells)):
        set_of, count, plain, vat, paid_otherwise, vat_otherwise, *texts = row
        match set_of:
            case "rows":
                control.rows += int(count)
                control.pounds += (plain or Decimal(0)) - (vat or Decimal(0))
                for each, text in zip(watched, texts, strict=True):
                    control.texts[each][text or ""] += int(count)
            case "paid" if paid_otherwise is not None:
                control.pounds += (read_money(paid_otherwise) or Decimal(0)) * int(count)
            case "vat" if vat_otherwise is not None:
                control.pounds -= (read_money(vat_otherwise) or Decimal(0)) * int(count)
    return control


def _control_sql(table: TableFile, mapping: ColumnMap, choice: AmountChoice, cells: Sequence[str]) -> str:
    """Grain: one set of texts in the watched `cells`; beside them one text of an amount that is not a plain figure.

    A grouping for each of the two: maps of texts within groups took as long as all the rest.
    """
    is_pounds = "true"
    if Field.CURRENCY in mapping:
        listed = ", ".join(f"'{text}'" for text in sorted(_POUNDS))
        is_pounds = f"upper(trim(coalesce(c{mapping[Field.CURRENCY].position}, ''))) IN ({listed})"
    paid = f"c{mapping[choice.field].position}"
    vat = f"c{mapping[Field.VAT].position}" if choice.less_vat else "CAST(NULL AS VARCHAR)"
    listed_cells = "".join(f", {cell}" for cell in cells)
    return f"""SELECT CASE WHEN grouping(paid_otherwise) = 0 THEN 'paid' WHEN grouping(vat_otherwise) = 0 THEN 'vat'
            ELSE 'rows' END, count(*), sum(plain), sum(vat), paid_otherwise, vat_otherwise{listed_cells}
        FROM (
          SELECT {is_pounds} AS is_pounds, CASE WHEN is_pounds THEN TRY_CAST({paid} AS DECIMAL(18,2)) END AS plain,
            CASE WHEN is_pounds AND plain IS NULL THEN {paid} END AS paid_otherwise,
            is_pounds AND {paid} <> '' AS has_vat, CASE WHEN has_vat THEN TRY_CAST({vat} AS DECIMAL(18,2)) END AS vat,
            CASE WHEN has_vat AND vat IS NULL THEN {vat} END AS vat_otherwise{listed_cells}
          FROM {read_table_sql(table)}
        )
        GROUP BY GROUPING SETS (({", ".join(cells)}), (paid_otherwise), (vat_otherwise))"""
