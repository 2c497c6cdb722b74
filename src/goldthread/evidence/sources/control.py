"""Control totals: rows and pounds counted from the file itself, apart from the SQL that types it."""

import csv
from collections import Counter
from collections.abc import Mapping
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
    cells = [f"c{mapping[each].position}" for each in watched]
    where = "true"
    if Field.CURRENCY in mapping:
        listed = ", ".join(f"'{text}'" for text in sorted(_POUNDS))
        where = f"upper(trim(coalesce(c{mapping[Field.CURRENCY].position}, ''))) IN ({listed})"
    paid = [f"c{mapping[choice.field].position}"]
    if choice.less_vat:
        paid.append(f"c{mapping[Field.VAT].position}")
    sums = [
        f"sum(TRY_CAST({cell} AS DECIMAL(18,2))) FILTER (WHERE {where}), "
        f"histogram({cell}) FILTER (WHERE {where} AND TRY_CAST({cell} AS DECIMAL(18,2)) IS NULL AND {cell} IS NOT NULL)"
        for cell in paid
    ]
    selected = ", ".join([*cells, "count(*)", *sums])
    grouped = f" GROUP BY {', '.join(cells)}" if cells else ""
    control = Control(texts={each: Counter() for each in watched})
    for row in ask(db, f"SELECT {selected} FROM {read_table_sql(table)}{grouped}"):
        count, *totals = row[len(cells) :]
        control.rows += int(count)
        control.pounds += _total(totals[0], totals[1])
        if choice.less_vat:
            control.pounds -= _total(totals[2], totals[3])
        for each, text in zip(watched, row, strict=False):
            control.texts[each][text or ""] += int(count)
    return control


def _total(plain: Decimal | None, others: Mapping[str, int] | None) -> Decimal:
    read = ((read_money(text), count) for text, count in (others or {}).items())
    return (plain or Decimal(0)) + sum((value * count for value, count in read if value is not None), Decimal(0))
