"""What speaks against a mapping by names: figures that cannot be VAT, a second amount or day that may be meant.

What is found here lowers a column's confidence, so that a person is asked; nothing is ever guessed the other way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goldthread.evidence.sources.figures import are_rates, doubt_amounts
from goldthread.evidence.sources.looks import Looks, is_nothing
from goldthread.evidence.sources.money import read_money
from goldthread.evidence.sources.names import load_families
from goldthread.evidence.sources.types import ColumnMatch, Field, How

GUESS = 0.4
_LARGEST_VAT = Decimal("0.21")
"""VAT is at most a fifth of net, so a sixth of gross: more, over a whole column, is no VAT. A little room is left."""
_LOOKED_AT = 300
_BY_SUM = 0.8
_WRITTEN_DATES = 0.8
_PENCE = 0.3
_ALIKE = 0.5
_GROUPS, _BLANK = 3, 0.15
_MANY = 5
_SAYS_POUNDS = frozenset({"gbp", "sterling", "pounds", "local", "lc"})
_NO_PAYMENT = frozenset(
    (
        *("budget", "contract", "cumulative", "running", "balance", "order", "award", "awarded", "discount", "rate"),
        *("quantity", "qty", "limit", "estimate", "forecast", "annual", "remaining", "outstanding", "commitment"),
        *("hours", "unit", "units"),
    )
)
_NO_DAY_OF_PAYMENT = frozenset(
    (
        *("due", "order", "ordered", "start", "end", "received", "effective", "posted", "posting", "period", "birth"),
        *("award", "awarded", "approved", "created", "entered", "entry", "published", "extract", "report", "requested"),
        *("registered", "scanned", "raised", "expiry", "contract", "tax", "document", "doc", "invoice", "inv", "gl"),
        *("accounting", "ledger", "updated", "month", "year", "quarter", "delivery", "required", "upload"),
    )
)


_PARTS = frozenset({"line", "sub", "split", "apportioned", "distribution", "distributed"})
"""Words for a part of an invoice. Cornwall and Suffolk repeat an invoice's whole amount on each of its lines."""


@dataclass(frozen=True)
class Columns:
    """A table's columns as the mapping sees them: headings, their normalised names, looks and sampled values."""

    headings: Sequence[str]
    names: Sequence[str]
    looks: Sequence[Looks]
    values: Sequence[Sequence[str]]


def settle_doubts(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """Take back what the values refute, and lower what is not the only one of its kind. What people said stays."""
    _heed_told_amount(found)
    _refuse_false_vat(columns, found)
    _tell_by_sum(columns, found)
    _take_numbers_of_suppliers(columns, found)
    _let_pounds_stand(columns, found)
    _doubt_amount(columns, found)
    _doubt_day(columns, found)
    _doubt_twins(columns, found)
    _doubt_one_supplier(columns, found)
    _doubt_groups(columns, found)
    _doubt_figures(columns, found)


def _heed_told_amount(found: dict[Field, ColumnMatch]) -> None:
    """Where a person said which column is the amount, another that is called net does not stand before it."""
    told, net = found.get(Field.AMOUNT), found.get(Field.NET)
    if told and net and _is_told(told) and not _is_told(net):
        del found[Field.NET]


def _is_told(match: ColumnMatch) -> bool:
    return match.how in {How.TOLD, How.REMEMBERED}


def _free(columns: Columns, found: dict[Field, ColumnMatch]) -> Iterator[int]:
    taken = {match.position for match in found.values()}
    return (place for place in range(len(columns.names)) if place not in taken)


def _refuse_false_vat(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """A column that its name makes VAT, whose figures are too large beside gross or net, is none."""
    beside = found.get(Field.GROSS) or found.get(Field.NET) or found.get(Field.AMOUNT)
    if Field.VAT not in found or beside is None or _is_told(found[Field.VAT]):
        return
    is_too_large = _sum(columns, found[Field.VAT].position) > _LARGEST_VAT * _sum(columns, beside.position)
    if is_too_large or are_rates(columns.values[found[Field.VAT].position], columns.values[beside.position]):
        del found[Field.VAT]


def _tell_by_sum(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """An amount that does not say what it includes, with VAT and a third column that is the sum: one of both is net."""
    if Field.AMOUNT not in found or Field.VAT not in found or found.keys() & {Field.NET, Field.GROSS}:
        return
    amount, vat = found[Field.AMOUNT], found[Field.VAT]
    values = columns.values
    for place in _free(columns, found):
        third = ColumnMatch(columns.headings[place], place, _BY_SUM, How.VALUES)
        if adds_up(values[amount.position], values[vat.position], values[place]):
            found[Field.GROSS] = third
            return
        if not _is_told(amount) and adds_up(values[place], values[vat.position], values[amount.position]):
            found[Field.GROSS] = found.pop(Field.AMOUNT)
            found[Field.NET] = third
            return


def adds_up(net: Sequence[str], vat: Sequence[str], gross: Sequence[str]) -> bool:
    """Whether net and VAT make gross, to the penny, in nine of ten rows that have all three."""
    rows = [
        (read_money(a), read_money(b), read_money(c))
        for a, b, c in zip(net[:_LOOKED_AT], vat[:_LOOKED_AT], gross[:_LOOKED_AT], strict=True)
    ]
    whole = [(a, b, c) for a, b, c in rows if a is not None and b is not None and c is not None and (b or a != c)]
    return len(whole) >= 3 and sum(a + b == c for a, b, c in whole) >= 0.9 * len(whole)


def _sum(columns: Columns, place: int) -> Decimal:
    return sum((abs(read_money(text) or Decimal(0)) for text in columns.values[place][:_LOOKED_AT]), Decimal(0))


def _take_numbers_of_suppliers(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """A column called vendor that holds numbers, beside one of names, is the council's own number of the supplier."""
    if Field.SUPPLIER_ID in found or Field.SUPPLIER not in found:
        return
    names = {name for family in load_families() for name in family.names.get(Field.SUPPLIER, ())}
    for place in _free(columns, found):
        looks = columns.looks[place]
        if columns.names[place] in names and looks.filled and looks.words < 0.2 and looks.pence < 0.1:
            found[Field.SUPPLIER_ID] = ColumnMatch(columns.headings[place], place, 0.7, How.VALUES)
            return


def _let_pounds_stand(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """Where the amount says that it is in pounds, a column of currencies is what was paid in before."""
    paid = _paid(found)
    if paid is None or Field.CURRENCY not in found or _is_told(found[Field.CURRENCY]):
        return
    if _SAYS_POUNDS & set(columns.names[found[paid].position].split()):
        del found[Field.CURRENCY]


def _paid(found: dict[Field, ColumnMatch]) -> Field | None:
    return next((field for field in (Field.NET, Field.AMOUNT, Field.GROSS) if field in found), None)


def _doubt_amount(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """An amount that was not declared by its full name, with another column that could as well be it, is asked.

    So is one whose heading stands there twice, over other figures, and one beside which a part of it is published.
    """
    paid = _paid(found)
    if paid is None or _is_told(found[paid]):
        return
    chosen = found[paid]
    twins = [place for place in _free(columns, found) if columns.names[place] == columns.names[chosen.position]]
    if any(columns.looks[p].is_money and columns.values[p] != columns.values[chosen.position] for p in twins):
        found[paid] = replace(chosen, confidence=GUESS)
    if (part := _part_of(columns, found, chosen)) is not None:
        found.pop(Field.AMOUNT, None)
        found[paid] = ColumnMatch(columns.headings[part], part, GUESS, chosen.how)
        return
    if chosen.confidence > _BY_SUM:
        _doubt_rival_amount(columns, found, paid)
        return
    for place in _free(columns, found):
        looks, tokens = columns.looks[place], set(columns.names[place].split())
        is_like = looks.is_money and not looks.is_date and not tokens & _NO_PAYMENT
        is_named = chosen.how is How.WORDS and _says(paid, tokens)
        is_bare = chosen.how is not How.WORDS and looks.pence >= _PENCE
        if is_like and (is_named or is_bare) and columns.values[place] != columns.values[chosen.position]:
            found[paid] = replace(chosen, confidence=GUESS)
            return


def _doubt_rival_amount(columns: Columns, found: dict[Field, ColumnMatch], paid: Field) -> None:
    """An amount beside another that goes by as good a name, and is not the invoice's, is asked."""
    chosen = found[paid]
    names = {name for family in load_families() for name in family.names.get(paid, ())}
    for place in _free(columns, found):
        name, looks = columns.names[place], columns.looks[place]
        is_rival = name in names and looks.is_money and looks.pence >= _PENCE and "invoice" not in name.split()
        if is_rival and columns.values[place] != columns.values[chosen.position]:
            note = f'"{columns.headings[place]}" beside it may be meant as well'
            found[paid] = replace(chosen, confidence=GUESS, note=note)
            return


def _doubt_twins(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """A supplier or a day whose heading stands there twice, over other values, is asked."""
    for field in (Field.SUPPLIER, Field.PAYMENT_DATE):
        match = found.get(field)
        if match is None or _is_told(match) or not columns.names[match.position]:
            continue
        twins = [p for p in _free(columns, found) if columns.names[p] == columns.names[match.position]]
        if any(_is_rival(columns, match.position, place) for place in twins):
            found[field] = replace(match, confidence=GUESS, note="two columns are called so, and they differ")


def _doubt_one_supplier(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """Where one name stands in every row, such as a card's issuer, and others beside it, it is asked who was paid."""
    match = found.get(Field.SUPPLIER)
    if match is None or _is_told(match):
        return
    names = {name for family in load_families() for name in family.names.get(Field.SUPPLIER, ())}
    held = _kinds(columns, match.position)
    if len(held) == 1 and sum(not is_nothing(text) for text in columns.values[match.position]) >= _MANY:
        rivals = [p for p in _free(columns, found) if columns.names[p] in names and columns.looks[p].words >= _ALIKE]
        if any(len(_kinds(columns, place)) > 1 for place in rivals):
            found[Field.SUPPLIER] = replace(match, confidence=GUESS, note="the same name stands in every row")


def _kinds(columns: Columns, place: int) -> set[str]:
    return {text.strip().casefold() for text in columns.values[place] if not is_nothing(text)}


def _is_rival(columns: Columns, place: int, other: int) -> bool:
    """Whether another column holds as much of the same kind, and not the same."""
    mine, its = columns.looks[place], columns.looks[other]
    is_alike = abs(mine.dates - its.dates) < _ALIKE and abs(mine.words - its.words) < _ALIKE
    return its.filled >= mine.filled * _ALIKE and is_alike and columns.values[place] != columns.values[other]


def _doubt_groups(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """A supplier that stands on the first row of a group alone, as in a pivot table, is asked."""
    supplier, day = found.get(Field.SUPPLIER), found.get(Field.PAYMENT_DATE)
    if supplier is None or day is None or _is_told(supplier):
        return
    values = zip(columns.values[supplier.position], columns.values[day.position], strict=True)
    names = [name.strip().casefold() for name, text in values if not is_nothing(text)]
    named = [name for name in names if not is_nothing(name)]
    blank = len(names) - len(named)
    is_grouped = len(named) == len(set(named)) and len(named) >= _GROUPS and bool(names[0])
    if is_grouped and blank >= _BLANK * len(names):
        found[Field.SUPPLIER] = replace(supplier, confidence=GUESS, note="it stands on the first row of a group alone")


def _doubt_figures(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """Amounts that may not be what was paid as they stand are asked."""
    paid = _paid(found)
    if paid is None or _is_told(found[paid]):
        return
    why = doubt_amounts(found[paid].column, found[paid].position, columns.values)
    if why:
        found[paid] = replace(found[paid], confidence=GUESS, note=why)


def _part_of(columns: Columns, found: dict[Field, ColumnMatch], chosen: ColumnMatch) -> int | None:
    """Another column of amounts that its name makes the part of an invoice, where the one chosen may be the whole."""
    if _PARTS & set(columns.names[chosen.position].split()):
        return None
    unnamed = found.get(Field.AMOUNT, chosen).position
    for place in (unnamed, *_free(columns, found)):
        looks, tokens = columns.looks[place], set(columns.names[place].split())
        is_part = looks.is_money and looks.pence >= _PENCE and tokens & _PARTS and not tokens & _NO_PAYMENT
        if is_part and columns.values[place] != columns.values[chosen.position]:
            return place
    return None


def _says(field: Field, tokens: set[str]) -> bool:
    return any(wanted <= tokens for family in load_families() for wanted in family.words.get(field, ()))


def _doubt_day(columns: Columns, found: dict[Field, ColumnMatch]) -> None:
    """A day that only stands in, or that a bare word names, is asked where another column may be the day of payment."""
    day = found.get(Field.PAYMENT_DATE)
    if day is None or _is_told(day) or day.confidence > _BY_SUM:
        return
    if any(_may_be_day(columns, place) for place in _free(columns, found)):
        found[Field.PAYMENT_DATE] = replace(day, confidence=GUESS)


def _may_be_day(columns: Columns, place: int) -> bool:
    tokens = set(columns.names[place].split())
    if not columns.looks[place].is_date or tokens & _NO_DAY_OF_PAYMENT:
        return False
    filled = [text for text in columns.values[place] if not is_nothing(text)]
    written = sum(not text.strip().isdigit() for text in filled)
    return bool(tokens & {"date", "paid", "dt"}) or written >= _WRITTEN_DATES * len(filled)
