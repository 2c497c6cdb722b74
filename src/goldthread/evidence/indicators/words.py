"""Figures in words: with their unit, rounded for reading, and with their digits. The unknown is a word, never 0."""

from decimal import Decimal

from goldthread.evidence.indicators.types import Figure, Indicator, Unit

NOT_KNOWN = "unknown"
MINUS = "\N{MINUS SIGN}"
_MILLION, _BILLION = Decimal(1_000_000), Decimal(1_000_000_000)
UNITS = {
    Unit.PERCENT: "per cent",
    Unit.POUNDS: "pounds",
    Unit.COUNT: "a count",
    Unit.DAYS: "days",
    Unit.INDEX: "an index from 0 to 10,000",
}


def say_figure(value: Decimal | None, unit: Unit) -> str:
    """A figure as people read it: "41.2%", "£12.3m", "17 days", "1,204 of 10,000"."""
    if value is None:
        return NOT_KNOWN
    match unit:
        case Unit.PERCENT:
            return _share(value)
        case Unit.POUNDS:
            return _pounds(value)
        case Unit.DAYS:
            told = f"{value:,.1f}".removesuffix(".0")
            return f"{told} day" if told == "1" else f"{told} days"
        case Unit.INDEX:
            return f"{value:,.0f} of 10,000"
    return f"{value:,.0f}"


def say_exactly(value: Decimal | None, unit: Unit) -> str:
    """The figure with its digits: pounds to the penny, shares to four places."""
    if value is None:
        return NOT_KNOWN
    if unit is Unit.POUNDS:
        return f"{MINUS if value < 0 else ''}£{abs(value):,.2f}"
    return f"{value:,.0f}" if unit is Unit.COUNT else f"{value:,.4f}"


def say_ratio(ratio: Decimal | None) -> str:
    """A share from 0 to 1 in whole per cent; what is not known is a word."""
    return NOT_KNOWN if ratio is None else _whole_per_cent(ratio)


def say_why_silent(figure: Figure) -> str:
    """The reason why a figure may not speak, or an empty text."""
    return "" if figure.speaks else figure.reason


def better_side(indicator: Indicator) -> str:
    """Which side is better, in a sentence."""
    return {
        "higher": "A higher figure is better.",
        "lower": "A lower figure is better.",
    }.get(indicator.direction.value, "Neither a higher nor a lower figure is better in itself.")


def _share(value: Decimal) -> str:
    if 0 < value < Decimal("0.05"):
        return "under 0.1%"
    if Decimal("99.95") <= value < 100:
        return "over 99.9%"
    return f"{value:.1f}".removesuffix(".0") + "%"


def _whole_per_cent(ratio: Decimal) -> str:
    percent = ratio * 100
    if 0 < percent < Decimal("0.5"):
        return "under 1%"
    if Decimal("99.5") <= percent < 100:
        return "over 99%"
    return f"{percent:.0f}%"


def _pounds(value: Decimal) -> str:
    size, sign = abs(value), MINUS if value < 0 else ""
    if size >= _BILLION:
        return f"{sign}£{size / _BILLION:.2f}bn"
    if size >= _MILLION:
        return f"{sign}£{size / _MILLION:.1f}m"
    return f"{sign}£{size:,.0f}"
