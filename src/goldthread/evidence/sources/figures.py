"""What speaks against a column of amounts as it stands: credits without a minus, signs turned round, other units.

Each is a sentence's end for the person who is asked; None where nothing speaks against it.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from goldthread.evidence.sources.looks import is_nothing
from goldthread.evidence.sources.money import read_money

_FEW = 5
"""Of fewer amounts it is not said that most of them are negative."""
_MOST = 0.5
_MOST_KINDS = 15
_FEWEST_RATES, _MOST_RATES, _HIGHEST_RATE = 3, 5, 25
_SHARES_OF_VAT = (5, 6, 20, 21)
"""Net and gross over VAT, at a rate of 20% and of 5%."""
_UNIT = re.compile(
    r"(?<![\d,])000s?\b|£ ?k\b|\bthousands?\b|£ ?mn?\b|\bmillions?\b|\bpence\b|\(p\)|\bin p\b",
    re.IGNORECASE,
)
_SIDES = (frozenset({"cr", "credit", "c", "h"}), frozenset({"dr", "debit", "d", "s"}))
_CREDIT_NOTE = re.compile(
    r"(?:ap |supplier |purchase )?cred(?:it)?s?(?: ?(?:note|memo|memorandum|adjustment)s?)?|"
    r"c/?n|crn|cr ?notes?|p?scn",
    re.IGNORECASE,
)
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}$")
_GROUPED_BY_STOPS = re.compile(r"^\D*\d{1,3}(?:\.\d{3})+\D*$")


def doubt_amounts(heading: str, place: int, columns: Sequence[Sequence[str]]) -> str | None:
    """Why the amounts in the column at `place` may not be what was paid as they stand."""
    if _UNIT.search(heading):
        return "its heading says that they are not in pounds"
    texts = columns[place]
    if any(map(_GROUPED_BY_STOPS.match, texts)) and any(map(_DECIMAL_COMMA.search, texts)):
        return "a stop groups thousands in some of its figures, and in others it may part the pence"
    amounts = [read_money(text) for text in texts]
    paid = [amount for amount in amounts if amount]
    negative = sum(amount < 0 for amount in paid)
    if len(paid) >= _FEW and negative > _MOST * len(paid) and sum(paid) < 0:
        return "most of them are negative, as where payments and credits have changed signs"
    return next(
        (why for other, column in enumerate(columns) if other != place and (why := _unsigned(column, amounts))), None
    )


def are_rates(texts: Sequence[str], beside: Sequence[str]) -> bool:
    """Whether a column called VAT holds codes or rates: a few small figures that are no share of the amounts beside."""
    pairs = [(read_money(text), read_money(amount)) for text, amount in zip(texts, beside, strict=True)]
    nonzero = [(vat, amount) for vat, amount in pairs if vat and amount]
    kinds = {vat for vat, _amount in nonzero}
    if len(nonzero) < _FEWEST_RATES or len(kinds) > _MOST_RATES or not all(0 < vat <= _HIGHEST_RATE for vat in kinds):
        return False
    shares = sum(any(abs(vat * part - amount) <= 1 for part in _SHARES_OF_VAT) for vat, amount in nonzero)
    return 2 * shares < len(nonzero)


def _unsigned(marks: Sequence[str], amounts: Sequence[Decimal | None]) -> str | None:
    """Why a column of marks beside the amounts makes some of them credits that carry no minus."""
    said = [text.strip() for text in marks]
    kinds = {text.casefold() for text in said if not is_nothing(text)}
    if not kinds or len(kinds) > _MOST_KINDS:
        return None
    credit, debit = _SIDES
    are_sides = bool(kinds & credit) and bool(kinds & debit) and kinds <= credit | debit
    rows = [
        (text, amount)
        for text, amount in zip(said, amounts, strict=True)
        if amount and (text.casefold() in credit if are_sides else _CREDIT_NOTE.fullmatch(text))
    ]
    if not rows or any(amount < 0 for _text, amount in rows):
        return None
    if not are_sides and (len(kinds) == 1 or any(amount is not None and amount < 0 for amount in amounts)):
        return None
    return f'rows that are marked "{rows[0][0]}" beside it carry no minus'
