"""How an amount of pounds is said: short, or to the penny."""

from decimal import ROUND_HALF_UP, Decimal

MILLION, BILLION = Decimal(1_000_000), Decimal(1_000_000_000)
MINUS = "\N{MINUS SIGN}"


def short_pounds(amount: Decimal) -> str:
    """ "£12.3m", "£45,600": a millionth part and less is left out."""
    size = abs(amount)
    sign = MINUS if amount < 0 else ""
    if size >= BILLION:
        return f"{sign}£{_round(size / BILLION, '0.01')}bn"
    if size >= MILLION:
        return f"{sign}£{_round(size / MILLION, '0.1')}m"
    return f"{sign}£{_round(size, '1'):,}"


def exact_pounds(amount: Decimal) -> str:
    """To the penny."""
    return f"{MINUS if amount < 0 else ''}£{abs(amount):,.2f}"


def _round(number: Decimal, to: str) -> Decimal:
    return number.quantize(Decimal(to), rounding=ROUND_HALF_UP)
