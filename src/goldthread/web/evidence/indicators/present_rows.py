"""Presents the rows behind a figure: on which side each stands, and what it adds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.evidence.explorer.lines import Line
from goldthread.evidence.indicators.behind import Behind, parts_of
from goldthread.evidence.indicators.behind_rows import CountedLine, Unit
from goldthread.evidence.indicators.parts import Combine
from goldthread.evidence.indicators.types import Indicator, TableName
from goldthread.web.evidence.wording import exact_pounds, say_count

NOBODY = "Lines that name nobody"
_NOUNS = {
    TableName.PAYMENTS: "payment",
    TableName.SUPPLIERS: "supplier",
    TableName.QUARTERS: "quarter",
    TableName.CONTRACTS: "contract",
    TableName.PIPELINE: "pipeline entry",
    TableName.STRATEGIC: "strategic supplier",
    TableName.LEARNERS: "person",
    TableName.TALENT: "part",
    TableName.RECORDS: "record",
    TableName.COVERAGE: "supplier in a class",
}
_PLURALS = {
    TableName.PIPELINE: "pipeline entries",
    TableName.LEARNERS: "people",
    TableName.COVERAGE: "suppliers in a class",
}
_NUMBERED = {TableName.CONTRACTS, TableName.PIPELINE}
_HOW = {
    Combine.SUM: "added up",
    Combine.SQUARE: "added up, then multiplied by itself",
    Combine.MAX: "the largest of them",
}


@dataclass(frozen=True)
class RowLine:
    """A payment for the table."""

    line: Line
    pounds: str
    sides: str
    adds: str


@dataclass(frozen=True)
class RowUnit:
    """A supplier or a quarter for the table."""

    number: int
    name: str
    lines: int
    sides: str
    numerator: str
    denominator: str


@dataclass(frozen=True)
class SideRow:
    """One side of the division with its sum."""

    key: str
    name: str
    rows: int
    lines: int
    amount: str
    how: str


def say_rows(indicator: Indicator, behind: Behind, period: str, department: str) -> str:
    """How many rows stand on each side, in a sentence."""
    noun = _NOUNS[indicator.table]
    of = department or "the whole council"
    count = say_count(behind.numerator.units, noun, plural_of(indicator.table))
    text = f"{count} stand{'s' if behind.numerator.units == 1 else ''} in the numerator"
    if indicator.denominator:
        text += f" and {behind.denominator.units:,} in the denominator"
    return f"{text}, for {of} in {period}."


def plural_of(table: TableName) -> str:
    """What more than one row of a table is called."""
    return _PLURALS.get(table, f"{_NOUNS[table]}s")


def say_sides(indicator: Indicator, behind: Behind) -> dict[str, object]:
    """The two sides with what their rows come to."""
    above, below = parts_of(indicator)
    sides = [
        SideRow(
            "numerator",
            "Numerator",
            behind.numerator.units,
            behind.numerator.lines,
            say_amount(behind.numerator.amount),
            _HOW[above.combine],
        )
    ]
    if indicator.denominator:
        side = behind.denominator
        sides.append(
            SideRow("denominator", "Denominator", side.units, side.lines, say_amount(side.amount), _HOW[below.combine])
        )
    return {"sides": sides, "noun": _NOUNS[indicator.table], "plural": plural_of(indicator.table)}


def present_unit(indicator: Indicator, unit: Unit) -> RowUnit:
    label = unit.label or NOBODY
    if indicator.table in _NUMBERED:
        label = label.partition(" ")[2]
    if indicator.table is TableName.QUARTERS and unit.label:
        label = f"Quarter from {date.fromisoformat(unit.label[:10]):%-d %B %Y}"
    return RowUnit(
        number=unit.number,
        name=label,
        lines=unit.lines,
        sides=_sides(unit.in_numerator, unit.in_denominator),
        numerator=say_amount(unit.numerator) if unit.in_numerator else "",
        denominator=say_amount(unit.denominator) if unit.in_denominator else "",
    )


def present_line(indicator: Indicator, counted: CountedLine) -> RowLine:
    adds = []
    if counted.in_numerator and counted.numerator is not None:
        adds.append(f"{say_amount(counted.numerator)} to the numerator")
    if indicator.denominator and counted.in_denominator and counted.denominator is not None:
        adds.append(f"{say_amount(counted.denominator)} to the denominator")
    return RowLine(
        line=counted.line,
        pounds=exact_pounds(counted.line.amount),
        sides=_sides(counted.in_numerator, counted.in_denominator),
        adds=", ".join(adds) or f"counted with its {_NOUNS[indicator.table]}",
    )


def say_amount(amount: Decimal | None) -> str:
    """With its digits; nothing is added where it is unknown."""
    if amount is None:
        return "nothing"
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _sides(in_numerator: bool, in_denominator: bool) -> str:
    if in_numerator and in_denominator:
        return "both"
    return "numerator" if in_numerator else "denominator only"
