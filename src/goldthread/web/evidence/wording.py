"""How figures of spend are said: pounds, shares and spans of days."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.common.money import exact_pounds as exact_pounds  # noqa: PLC0414 many screens read it here
from goldthread.common.money import short_pounds as short_pounds  # noqa: PLC0414 many screens read it here
from goldthread.evidence.explorer.types import Sum

BASES = {
    "net": "without VAT",
    "gross": "with VAT",
    "unstated": "not said to be with or without VAT",
}


@dataclass(frozen=True)
class Pounds:
    """An amount as it is read (`short`), and to the penny (`exact`)."""

    amount: Decimal

    @property
    def short(self) -> str:
        return short_pounds(self.amount)

    @property
    def exact(self) -> str:
        return exact_pounds(self.amount)


def say_share(part: Decimal, whole: Decimal) -> str:
    """A part of a whole in per cent; "unknown" where the whole is nothing or a credit, "a credit" where the part is."""
    if whole <= 0:
        return "unknown"
    return say_ratio(float(part / whole)) if part >= 0 else "a credit"


def say_ratio(ratio: float) -> str:
    """ "45%"; what is there but rounds to nothing is "under 1%", what is nearly all is "over 99%"."""
    percent = ratio * 100
    if 0 < percent < 0.5:
        return "under 1%"
    if 99.5 <= percent < 100:
        return "over 99%"
    return f"{percent:.0f}%"


def say_count(number: int, noun: str, plural: str = "") -> str:
    """ "1 payment", "12,345 payments"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def say_span(first: date | None, last: date | None) -> str:
    """ "April 2025 to March 2026", "May 2025"."""
    if first is None or last is None:
        return "no days"
    ends = f"{first:%B %Y}", f"{last:%B %Y}"
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def say_basis(bases: dict[str, Sum]) -> str:
    """What the amounts include: one sentence, with the shares where files differ."""
    if not bases:
        return ""
    if len(bases) == 1:
        return f"Amounts are {BASES[next(iter(bases))]}."
    lines = sum(part.lines for part in bases.values())
    parts = [f"{say_ratio(part.lines / lines)} {BASES[basis]}" for basis, part in bases.items()]
    return f"Amounts of payments are {', '.join(parts[:-1])} and {parts[-1]}, as the files publish them."


def bar_width(part: Decimal, largest: Decimal) -> int:
    """Whole per cent of the longest bar; a thing that is there has at least one."""
    if largest <= 0 or part <= 0:
        return 0
    return max(1, min(100, round(float(part / largest) * 100)))
