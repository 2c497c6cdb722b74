"""Presents the list of contracts: its finding, its rows, and the heads by which it can be put in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goldthread.common.words import list_in_words
from goldthread.organisation.permissions import Standing
from goldthread.register.models import Contract
from goldthread.register.narrowing import RegisterTotals
from goldthread.register.permissions import can_keep
from goldthread.register.types import Lacking, LiveState, VatBasis
from goldthread.web.evidence.wording import Pounds, say_count
from goldthread.web.register.choices import RegisterChoice, query_of
from goldthread.web.register.columns import Cell, Column

_SAID_MISSING = (Lacking.END, Lacking.MANAGER, Lacking.VALUE)


@dataclass(frozen=True)
class Head:
    """The head of one column: where a click on it leads, and how the column is ordered now."""

    column: Column
    query: str
    sorted: str


@dataclass(frozen=True)
class ContractRow:
    """One contract of the list, with its cells in the order of the columns."""

    contract: Contract
    cells: tuple[tuple[Column, Cell], ...]
    may_keep: bool


def say_register(totals: RegisterTotals, choice: RegisterChoice, *, is_empty: bool, may_add: bool) -> str:
    """How many contracts there are, what they are worth, and how many lack an end, a manager or a value."""
    state = choice.filter.state
    if is_empty:
        return "No contract is on the register yet." + (" Add the first." if may_add else "")
    if not totals.count:
        return "No contract fits. Take a filter away."
    number = say_count(totals.count, f"{'live ' if state is LiveState.LIVE else ''}contract")
    ended = {LiveState.ENDED: " that ended", LiveState.TO_COME: " still to begin"}.get(state, "")
    worth = f", {Pounds(totals.awarded).short} as awarded" if totals.awarded is not None else ", of no known value"
    return f"{number}{ended}{worth}; {_say_lacking(totals)}."


def _say_lacking(totals: RegisterTotals) -> str:
    missing = [(totals.lacking[kind], kind.value) for kind in _SAID_MISSING if totals.lacking[kind]]
    if not missing:
        return "each has an end, a manager and a value"
    parts = [f"{number:,} {'lack' if number > 1 else 'lacks'} {_article(noun)}" for number, noun in missing[:1]]
    parts += [f"{number:,} {_article(noun)}" for number, noun in missing[1:]]
    return list_in_words(parts)


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def say_values(totals: RegisterTotals) -> str:
    """On what the sum of awarded values rests."""
    if not totals.with_value:
        return ""
    parts = [f"{number:,} {basis.value}" for basis, number in totals.by_basis.items() if number]
    same = {basis for basis, number in totals.by_basis.items() if number}
    how = (
        {VatBasis.INCLUDED: "all with VAT", VatBasis.EXCLUDED: "all without VAT"}.get(same.copy().pop(), "VAT not said")
        if len(same) == 1
        else list_in_words(parts)
    )
    return f"Awarded values are known of {totals.with_value:,} of {totals.count:,}: {how}."


def heads(choice: RegisterChoice, columns: Sequence[Column]) -> list[Head]:
    """The heads of the columns. A click orders by it, a second one the other way round."""
    found = []
    for column in columns:
        now = choice.filter.order
        up, down = now == column.order, now == f"-{column.order}"
        first, other = (f"-{column.order}", column.order) if column.is_number else (column.order, f"-{column.order}")
        following = other if now == first else first
        query = query_of(replace(choice.filter, order=following), choice.columns) if column.order else ""
        found.append(Head(column, query, "ascending" if up else "descending" if down and column.order else ""))
    return found


def present_rows(contracts: Iterable[Contract], columns: Sequence[Column], standing: Standing) -> list[ContractRow]:
    return [
        ContractRow(row, tuple((column, column.cell(row)) for column in columns), can_keep(standing, row))
        for row in contracts
    ]


def pounds_or_none(amount: Decimal | None) -> Pounds | None:
    return Pounds(amount) if amount is not None else None
