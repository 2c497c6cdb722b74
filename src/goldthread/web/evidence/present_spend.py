"""Presents the figures of the spend explorer: the finding, and tables whose every line leads to its payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goldthread.evidence.explorer.periods import month_of
from goldthread.evidence.explorer.types import UNKNOWN, Choice, Concentration, Groups, Kind, Month, Payee, Sum, Totals
from goldthread.web.evidence.choices import name_department, query_of
from goldthread.web.evidence.kinds import say_kind
from goldthread.web.evidence.wording import Pounds, bar_width, say_count, say_ratio, say_share, say_span, short_pounds
from goldthread.web.wording import opening


@dataclass(frozen=True)
class FigureRow:
    """One line of a table of sums. `query` leads to its payments; `narrow` narrows the whole page to it."""

    name: str
    sum: Sum
    pounds: Pounds
    share: str
    bar: int
    query: str
    narrow: str = ""
    note: str = ""
    supplier: str = ""
    number: int | None = None


def say_finding(totals: Totals, concentration: Concentration, council: str) -> str:
    """What was paid, to how many, when, and how much of it to few."""
    whole = totals.whole
    if not whole.lines:
        return "No payment fits. Take a filter away."
    paid = f"{council} paid {short_pounds(whole.amount)} in {say_count(whole.lines, 'payment')}"
    to = f" to {say_count(totals.suppliers, 'named supplier')}" if totals.suppliers else ""
    span = say_span(totals.first, totals.last)
    text = f"{paid}{to}, {span}."
    if concentration.ten_largest is not None and concentration.suppliers > 20:
        text += f" The ten largest received {say_ratio(concentration.ten_largest)} of what named suppliers were paid."
    return text


def unknown_rows(totals: Totals, choice: Choice) -> list[FigureRow]:
    """What the published lines do not tell: each a share, never a supplier or a department."""
    whole = totals.whole
    parts = [
        ("Name of the payee withheld", totals.withheld, replace(choice, payee=Payee.WITHHELD)),
        ("Payee unknown", totals.unknown_payee, replace(choice, payee=Payee.UNKNOWN)),
        ("Department unknown", totals.unknown_department, replace(choice, department=UNKNOWN)),
        ("Category unknown", totals.unknown_category, replace(choice, category=UNKNOWN)),
    ]
    return [_row(name, part, whole.amount, whole.amount, query_of(where)) for name, part, where in parts if part.lines]


def month_rows(months: Sequence[Month], whole: Sum, choice: Choice) -> list[FigureRow]:
    """Each month with a payment."""
    largest = max((month.sum.amount for month in months), default=Decimal(0))
    rows = []
    for month in months:
        period = month_of(month.first)
        query = query_of(replace(choice, period=period))
        rows.append(replace(_row(period.label, month.sum, whole.amount, largest, query), narrow=query))
    return rows


def supplier_rows(groups: Groups, whole: Sum, choice: Choice) -> list[FigureRow]:
    """Each supplier by the name it is best known by; a name that nobody has matched stands alone."""
    rows = []
    for group in groups.shown:
        number = int(group.key)
        query = query_of(replace(choice, **one_supplier(number, group.name)))  # type: ignore[arg-type]  # its own fields
        row = _row(group.name, group.sum, whole.amount, _largest(groups), query)
        note = f"{group.names} names" if group.names > 1 else ""
        rows.append(replace(row, supplier=group.name, number=number if number > 0 else None, note=note))
    return rows


def one_supplier(number: int, name: str) -> dict[str, object]:
    """The part of a choice that asks for one supplier alone: by its number, or by a name that nobody has matched."""
    by_number = {"number": number} if number > 0 else {"published": name}
    return {"supplier": "", "number": None, "published": "", **by_number}


def kind_rows(column: str, kinds: Sequence[Kind], totals: Totals, choice: Choice) -> list[FigureRow]:
    """Each size, sector, ward or place; what is unknown, withheld or names nobody is a line of its own."""
    whole = totals.whole.amount
    largest = max((kind.sum.amount for kind in kinds), default=Decimal(0))
    rows = []
    for kind in sorted(kinds, key=lambda each: each.value == UNKNOWN):
        query = query_of(replace(choice, **{column: kind.value}))  # type: ignore[arg-type]  # its own field
        row = _row(say_kind(column, kind.value), kind.sum, whole, largest, query)
        rows.append(replace(row, narrow=query, note=say_count(kind.suppliers, "supplier")))
    unnamed = [
        ("Name of the payee withheld", totals.withheld, Payee.WITHHELD),
        ("Payee unknown", totals.unknown_payee, Payee.UNKNOWN),
    ]
    for name, part, payee in unnamed:
        if part.lines:
            rows.append(_row(name, part, whole, largest, query_of(replace(choice, payee=payee))))
    return rows


def say_kinds(rows: Sequence[FigureRow], totals: Totals) -> str:
    """How much of the spend is of unknown size, sector or place: always said."""
    unknown = sum((r.sum.amount for r in rows if r.name in _UNKNOWN_NAMES), Decimal(0))
    return f"{opening(say_share(unknown, totals.whole.amount))} of the spend is unknown, withheld or names nobody."


_UNKNOWN_NAMES = frozenset({"Unknown", "Name of the payee withheld", "Payee unknown"})


def department_rows(groups: Groups, whole: Sum, choice: Choice, names: Mapping[int, str]) -> list[FigureRow]:
    """The council's departments, and finance's names that stand for none of them yet."""
    rows = []
    for group in groups.shown:
        query = query_of(replace(choice, department=group.key))
        row = _row(name_department(group.key, names), group.sum, whole.amount, _largest(groups), query)
        rows.append(replace(row, narrow=query, note="finance's name" if group.is_finance_name else ""))
    return rows


def category_rows(groups: Groups, whole: Sum, choice: Choice) -> list[FigureRow]:
    rows = []
    for group in groups.shown:
        query = query_of(replace(choice, category=group.key))
        rows.append(replace(_row(group.name, group.sum, whole.amount, _largest(groups), query), narrow=query))
    return rows


def say_groups(groups: Groups, noun: str, plural: str) -> str:
    """The sentence above a table of groups."""
    if not groups.count:
        return f"No {noun} is published for these payments."
    first = groups.shown[0]
    if groups.count == 1:
        return opening(f"one {noun}: {first.name}, {short_pounds(first.sum.amount)}.")
    return f"{groups.count:,} {plural}; most went to {first.name}, {short_pounds(first.sum.amount)}."


def say_months(months: Sequence[Month], missing: int) -> str:
    """The sentence above the chart of months."""
    if len(months) == 1:
        return f"All of it was paid in {months[0].first:%B %Y}."
    most = max(months, key=lambda month: month.sum.amount)
    text = f"The month with most was {most.first:%B %Y}, {short_pounds(most.sum.amount)}."
    if missing:
        are = "is one month" if missing == 1 else f"are {missing} months"
        text += f" There {are} between without any payment: perhaps a file was not loaded."
    return text


def say_concentration(found: Concentration) -> str:
    """The sentence above the curve."""
    if found.largest is None or found.four_fifths is None:
        return "No named supplier was paid anything in all."
    if found.suppliers == 1:
        return "One named supplier was paid all of it."
    few = say_count(found.four_fifths, "supplier")
    return (
        f"{few} of {found.suppliers:,} received four fifths of what named suppliers were paid;"
        f" the largest received {say_ratio(found.largest)}."
    )


def curve_rows(found: Concentration) -> list[tuple[str, str]]:
    """The points of the curve that are worth reading."""
    shares = {point.suppliers: point.share for point in found.points}
    wanted = [n for n in sorted({1, 10, found.four_fifths or 0, found.suppliers}) if n in shares]
    return [(f"{n:,} largest" if n > 1 else "The largest", say_ratio(shares[n])) for n in wanted]


def _largest(groups: Groups) -> Decimal:
    return max((group.sum.amount for group in groups.shown), default=Decimal(0))


def _row(name: str, part: Sum, whole: Decimal, largest: Decimal, query: str) -> FigureRow:
    share = say_share(part.amount, whole)
    return FigureRow(name, part, Pounds(part.amount), share, bar_width(part.amount, largest), query)
