"""Amounts as councils write them, read with Python's decimals: for samples, and as a second opinion on the totals."""

import re
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
LARGEST = Decimal(10) ** 15
_FOREIGN = re.compile(r"[€$¥]|\b(?:EUR|USD|CHF|JPY|AUD|CAD|DKK|SEK|NOK|PLN|INR)\b", re.IGNORECASE)
# A pound sign that was lost on the way is left as U+FFFD, or as what its byte means in another code page.
_NOT_FIGURE = re.compile(r"(?:GBP|£|Â|\s|\u00a0|\u202f|'|[\ufffdœúŁ])", re.IGNORECASE)
_COMMA_DECIMAL = re.compile(r"^\d+(?:\.\d{3})*,\d{1,2}$")
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{2,3})+(?:\.\d*)?$")
_CREDIT = re.compile(r"^(?P<figure>.*?)(?:CR|C)$", re.IGNORECASE)
_DEBIT = re.compile(r"^(?P<figure>.*?)(?:DR|D)$", re.IGNORECASE)
_SIGNS = "-−–+"
_PLAIN = re.compile(r"^(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$", re.IGNORECASE)


def is_foreign(text: str) -> bool:
    """Whether an amount names a currency other than the pound."""
    return bool(_FOREIGN.search(text))


def read_money(text: str) -> Decimal | None:
    """Pounds to the penny; None where the text is no amount in pounds.

    A minus may stand before or behind, brackets and CR mean minus, commas or blanks group thousands, and a comma before
    one or two last figures is a decimal comma.
    """
    if is_foreign(text):
        return None
    figure, sign = _take_sign(_NOT_FIGURE.sub("", text))
    if _COMMA_DECIMAL.match(figure):
        figure = figure.replace(".", "").replace(",", ".")
    elif _GROUPED.match(figure):
        figure = figure.replace(",", "")
    if not _PLAIN.match(figure):
        return None
    value = Decimal(figure)
    return sign * value.quantize(PENNY, ROUND_HALF_UP) if value < LARGEST else None


def _take_sign(figure: str) -> tuple[str, int]:
    """The bare figure, and -1 where brackets, a minus at either end or CR make it a credit."""
    sign = 1
    if figure.startswith("(") and figure.endswith(")"):
        figure, sign = figure[1:-1], -sign
    if figure and (figure[0] in _SIGNS or figure[-1] in _SIGNS):
        sign = sign if "+" in (figure[0], figure[-1]) else -sign
        figure = figure.strip(_SIGNS)
    if credit := _CREDIT.match(figure):
        return credit["figure"], -sign
    debit = _DEBIT.match(figure)
    return (debit["figure"] if debit else figure), sign
