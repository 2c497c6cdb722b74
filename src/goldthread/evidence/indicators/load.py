"""The one loader of indicators and of the tables that they ask: YAML files in, checked values or every fault out."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import goldthread
from goldthread.common.errors import UserError
from goldthread.evidence.indicators.parsed import keep_parsed, read_parsed
from goldthread.evidence.indicators.types import (
    Breakdown,
    Column,
    ColumnKind,
    Direction,
    Grain,
    Indicator,
    Minimum,
    Outcome,
    PeriodKind,
    Table,
    TableName,
    Threshold,
    Unit,
    VerdictRule,
)
from goldthread.framework.faults import Fault
from goldthread.framework.files import Document, read_document
from goldthread.framework.schema import check_against

DEFINITIONS = Path(goldthread.__file__).parent / "definitions" / "indicators"
SCHEMA = DEFINITIONS / "indicator.schema.json"
TABLES = "tables"
LEAST_CONFIDENCE = 70  # per cent; a column that was mapped on looks alone stays below it
_SUMS = ("numerator", "denominator", "known", "whole")
_CHECKED = "columns"


class IndicatorFaults(UserError):
    """Files of indicators that cannot be used; `faults` holds every fault found."""

    def __init__(self, folder: str, faults: tuple[Fault, ...]) -> None:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(
            f"The indicators in {folder} have {count}.",
            "Mend what is listed; docs/how-to/add-an-indicator.md says what each key means.",
            details=tuple(str(fault) for fault in faults),
        )
        self.faults = faults


class UnknownIndicator(UserError):
    """No indicator has the id that was given."""


@cache
def list_indicators() -> tuple[Indicator, ...]:
    """The shipped indicators in the order of their ids. They are checked once, until anything of them changes."""
    checked = read_parsed(_CHECKED, DEFINITIONS)
    if checked is not None:
        documents, faults = _read_all(DEFINITIONS)
        if not faults and {document.value["id"] for document in documents} == checked.keys():
            return tuple(_build(DEFINITIONS, document, checked[document.value["id"]]) for document in documents)
    indicators = load_indicators_from(DEFINITIONS)
    keep_parsed(_CHECKED, DEFINITIONS, told={indicator.id: indicator.columns for indicator in indicators})
    return indicators


def find_indicator(indicator_id: str) -> Indicator:
    """A shipped indicator by its id; raises `UnknownIndicator`."""
    for indicator in list_indicators():
        if indicator.id == indicator_id:
            return indicator
    raise UnknownIndicator(
        what=f'There is no indicator "{indicator_id}".', do="See them with: goldthread indicator list"
    )


@cache
def load_tables() -> Mapping[TableName, Table]:
    """The evidence tables that indicators may ask; raises `IndicatorFaults`."""
    tables: dict[TableName, Table] = {}
    faults: list[Fault] = []
    for name in TableName:
        document, found = _read(DEFINITIONS, f"{TABLES}/{name}.yaml", "table")
        faults += found
        if document is not None and not found:
            tables[name] = _build_table(document.value)
    if faults:
        raise IndicatorFaults(str(DEFINITIONS), tuple(faults))
    return tables


def load_indicators_from(folder: Path) -> tuple[Indicator, ...]:
    """Every indicator of a folder, checked whole; raises `IndicatorFaults` with all that is wrong in all of them."""
    documents, faults = _read_folder(folder)
    if faults:
        raise IndicatorFaults(str(folder), tuple(faults))
    return tuple(_build(folder, document, _columns_of(document.value)) for document in documents)


def check_indicators(folder: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in a folder of indicators."""
    return tuple(_read_folder(folder)[1])


def _read_folder(folder: Path) -> tuple[list[Document], list[Fault]]:
    documents, faults = _read_all(folder)
    for document in documents:
        faults += _check_meaning(document)
    return documents, sorted(faults, key=lambda fault: fault.file)


def _read_all(folder: Path) -> tuple[list[Document], list[Fault]]:
    """The files that keep to the schema, and what is wrong with the others. Their meaning is not checked."""
    documents: list[Document] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        document, found = _read(folder, path.name, "indicator")
        faults += found
        if document is not None and not found:
            documents.append(document)
    return documents, faults


def _read(folder: Path, file: str, kind: str) -> tuple[Document | None, list[Fault]]:
    document, faults = read_document(folder, file)
    return document, faults + (check_against(document, SCHEMA, kind) if document else [])


def _check_meaning(document: Document) -> Iterator[Fault]:
    """What a schema cannot hold: the SQL, and names that have to agree."""
    from goldthread.evidence.indicators.check import check_sql  # it loads the parser

    value: dict[str, Any] = document.value
    if f"{value['id']}.yaml" != document.file:
        yield document.fault(("id",), f'The id "{value["id"]}" is not the name of the file.', "Give both the same.")
    table = load_tables()[TableName(value["table"])]
    for key in (*_SUMS, "where"):
        if key in value:
            for message in check_sql(value[key], table, adds=key in _SUMS):
                yield document.fault((key,), message, "Use the columns that the table's file lists.")
    yield from _check_pairs(document)
    yield from _check_breakdown(document, table)
    yield from _check_levels(document)


def _check_pairs(document: Document) -> Iterator[Fault]:
    value: dict[str, Any] = document.value
    if Unit(value["unit"]) in (Unit.PERCENT, Unit.INDEX) and "denominator" not in value:
        yield document.fault(("unit",), "A share needs a denominator.", "Write it, or choose another unit.")
    if ("known" in value) != ("whole" in value):
        yield document.fault((), "Coverage needs both `known` and `whole`.", "Write both, or neither.")
    if "coverage" in value["minimum"] and "known" not in value:
        yield document.fault(("minimum", "coverage"), "There is no coverage to hold it to.", "Write known and whole.")


def _check_breakdown(document: Document, table: Table) -> Iterator[Fault]:
    from goldthread.evidence.indicators.check import check_sql  # it loads the parser

    broken = document.value.get("breakdown")
    if broken is None:
        return
    if broken["by"] not in table.columns:
        message = f'The table {table.id} has no column "{broken["by"]}".'
        yield document.fault(("breakdown", "by"), message, "Use the columns that the table's file lists.")
    for message in check_sql(broken["of"], table, adds=True):
        yield document.fault(("breakdown", "of"), message, "Use the columns that the table's file lists.")


def _check_levels(document: Document) -> Iterator[Fault]:
    """Each rule that speaks has a threshold of its code and level, and each threshold has a rule."""
    value: dict[str, Any] = document.value
    ruled: set[tuple[str, int]] = set()
    known = {(row["value_code"], row["level"]) for row in value.get("thresholds", ())}
    for place, row in enumerate(value["verdicts"]):
        where = (row["value_code"], row["level"])
        if row["value_code"] not in value["value_codes"]:
            yield document.fault(("verdicts", place), f"{row['value_code']} is not in value_codes.", "Add it there.")
        if where in ruled:
            yield document.fault(("verdicts", place), f"{where[0]} has two rules at level {where[1]}.", "Keep one.")
        if ("met" in row or "missed" in row) and where not in known:
            message = f"{where[0]} has no threshold at level {where[1]}."
            yield document.fault(("verdicts", place), message, "Write one, or take `met` and `missed` out.")
        ruled.add(where)
    for place, row in enumerate(value.get("thresholds", ())):
        if (row["value_code"], row["level"]) not in ruled:
            yield document.fault(("thresholds", place), "No rule of `verdicts` uses it.", "Write the rule, or drop it.")


def _build_table(value: dict[str, Any]) -> Table:
    columns = {
        row["name"]: Column(
            name=row["name"],
            kind=ColumnKind(row["kind"]),
            meaning=row["meaning"],
            sql=row.get("sql", ""),
            of=tuple(row.get("of", ())),
            needs_matching="needs_matching" in row,
            rests_on=tuple(row["rests_on"]),
        )
        for row in value["columns"]
    }
    return Table(TableName(value["id"]), value["grain"], value["note"], value["rows"], columns)


def _columns_of(value: dict[str, Any]) -> tuple[str, ...]:
    from goldthread.evidence.indicators.check import columns_of  # it loads the parser

    pieces = [value.get(key, "") for key in (*_SUMS, "where")]
    broken = value.get("breakdown")
    if broken is not None:
        pieces += [broken["by"], broken["of"]]
    return columns_of(*pieces, table=value["table"])


def _build(folder: Path, document: Document, columns: Sequence[str]) -> Indicator:
    value: dict[str, Any] = document.value
    content = (folder / document.file).read_bytes()
    broken = value.get("breakdown")
    return Indicator(
        **{key: value[key] for key in ("id", "name", "question", "numerator", "limitation", "innocent", "source")},
        **{key: value.get(key, "") for key in ("where", "denominator", "known", "whole")},
        value_codes=tuple(value["value_codes"]),
        exclusions=tuple(value["exclusions"]),
        assumptions=tuple(value["assumptions"]),
        version=f"{value['version']}-{hashlib.sha256(content).hexdigest()[:8]}",
        table=TableName(value["table"]),
        grain=Grain(value["grain"]),
        periods=tuple(PeriodKind(kind) for kind in value["periods"]),
        unit=Unit(value["unit"]),
        direction=Direction(value["direction"]),
        breakdown=Breakdown(broken["by"], broken["of"]) if broken is not None else None,
        minimum=_build_minimum(value["minimum"]),
        thresholds=tuple(_build_threshold(row) for row in value.get("thresholds", ())),
        verdicts=tuple(_build_rule(row) for row in value["verdicts"]),
        author=value["author"],
        reviewer=value["reviewer"],
        review_date=date.fromisoformat(value["review_date"]),
        columns=tuple(columns),
    )


def _build_minimum(row: dict[str, int]) -> Minimum:
    confidence = row.get("confidence", LEAST_CONFIDENCE)
    return Minimum(row["rows"], Decimal(row.get("coverage", 0)) / 100, Decimal(confidence) / 100)


def _build_threshold(row: dict[str, Any]) -> Threshold:
    return Threshold(
        value_code=row["value_code"],
        level=row["level"],
        at_least=Decimal(str(row["at_least"])) if "at_least" in row else None,
        at_most=Decimal(str(row["at_most"])) if "at_most" in row else None,
        holds_from=date.fromisoformat(row["from"]),
        source=row["source"],
    )


def _build_rule(row: dict[str, Any]) -> VerdictRule:
    return VerdictRule(
        value_code=row["value_code"],
        level=row["level"],
        met=Outcome(row.get("met", "silent")),
        missed=Outcome(row.get("missed", "silent")),
        because=row["because"],
    )
