"""Figures of coverage as sentences and lines of tables, each leading to its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldthread.evidence.coverage.counts import ContractCounts
from goldthread.evidence.coverage.figures import NOT_SAID
from goldthread.evidence.coverage.lists import OFF_CONTRACT
from goldthread.evidence.coverage.types import Cover, DepartmentCover, Place
from goldthread.web.coverage.asked import Asked, query_of
from goldthread.web.evidence.wording import bar_width, exact_pounds, say_count, say_share, short_pounds

LEAST = Decimal(100_000)
"""A department that bought for less than this in the period is not called the weakest."""


@dataclass(frozen=True)
class Line:
    """One figure: its name, pounds as read and to the penny, share, and the query of its rows."""

    name: str
    short: str
    exact: str
    share: str
    query: str
    width: int = 0
    is_part: bool = False


@dataclass(frozen=True)
class DepartmentLine:
    """One department's part; the weakest is marked."""

    name: str
    third: Line
    on: Line
    off: Line
    unknown: Line
    is_weakest: bool

    @property
    def parts(self) -> list[tuple[Line, str]]:
        """The shares with their headings."""
        return [(self.on, "On contract"), (self.off, "Off contract"), (self.unknown, "Unknown")]


def say_cover(cover: Cover, asked: Asked) -> str:
    """The finding: the share on contract, what is unknown, and the weakest department."""
    if cover.third_party <= 0:
        return f"No third-party spend stands in {asked.period.label}."
    first = (
        f"{say_share(cover.on_contract, cover.third_party)} of third-party spend is on contract"
        f" ({short_pounds(cover.on_contract)} of {short_pounds(cover.third_party)}, {asked.period.label})"
    )
    parts = [f"{say_share(cover.unknown, cover.third_party)} cannot be told"] if cover.unknown > 0 else []
    weakest = weakest_of(cover.departments)
    if weakest is not None:
        parts.append(f"{weakest.name} is weakest with {say_share(weakest.on_contract, weakest.third_party)}")
    return "; ".join([first, *parts]) + "."


def weakest_of(departments: Sequence[DepartmentCover]) -> DepartmentCover | None:
    """The department with the least share on contract, among those that bought much; None where only one did.

    One of finance's names that nobody has confirmed is no department, whatever is paid under it.
    """
    large = [part for part in departments if part.third_party >= LEAST and part.department is not None]
    if len(large) < 2:
        return None
    return min(large, key=lambda part: (part.on_contract / part.third_party, -part.third_party))


def cover_lines(cover: Cover, asked: Asked) -> list[Line]:
    """Third-party spend and its parts; those of off contract by class."""
    whole = cover.third_party
    lines = [_line("On contract", cover.on_contract, whole, asked, place=Place.ON.value)]
    lines.append(_line("Off contract", cover.off_contract, whole, asked, place=OFF_CONTRACT))
    for place in (Place.NONE, Place.SMALL, Place.EXPIRED, Place.EARLY):
        if amount := cover.by_place.get(place):
            lines.append(_line(_NAMES[place], amount, whole, asked, is_part=True, place=place.value))
    lines.append(_line("Unknown", cover.unknown, whole, asked, place=Place.UNKNOWN.value))
    return lines


_NAMES = {
    Place.NONE: "without a contract",
    Place.SMALL: "under £5,000 a year, without a contract",
    Place.EXPIRED: "paid after the contract ended",
    Place.EARLY: "paid before the contract began",
}


def excluded_lines(cover: Cover, asked: Asked) -> list[Line]:
    found = sorted(cover.excluded.items(), key=lambda pair: -abs(pair[1]))
    return [_line(reason.capitalize(), amount, Decimal(0), asked, left_out=reason) for reason, amount in found]


def department_lines(cover: Cover, asked: Asked) -> list[DepartmentLine]:
    """Departments in the order that they have, the largest spend first."""
    weakest = weakest_of(cover.departments)
    found = []
    for part in cover.departments:
        key: object = part.department if part.department is not None else part.name
        parts = [
            _line(part.name, amount, part.third_party, asked, department=key, place=place)
            for amount, place in (
                (part.third_party, ""),
                (part.on_contract, Place.ON.value),
                (part.off_contract, OFF_CONTRACT),
                (part.unknown, Place.UNKNOWN.value),
            )
        ]
        third, on, off, unknown = parts
        name = part.name if part.department is not None or part.name == NOT_SAID else f"{part.name} (finance’s name)"
        found.append(DepartmentLine(name, third, on, off, unknown, is_weakest=part is weakest))
    return found


def _line(name: str, amount: Decimal, whole: Decimal, asked: Asked, *, is_part: bool = False, **query: object) -> Line:
    return Line(
        name=name,
        short=short_pounds(amount),
        exact=exact_pounds(amount),
        share=say_share(amount, whole) if whole > 0 else "",
        query=query_of(asked, **query),
        width=bar_width(amount, whole),
        is_part=is_part,
    )


def say_contracts(counts: ContractCounts) -> list[tuple[str, str]]:
    """What the contracts show: the words, and the anchor on the page of contracts."""
    return [
        (f"{say_count(counts.expired_still_paid, 'contract')} paid after the end", "expired"),
        (f"{say_count(counts.without_payments, 'live contract')} without any payment", "unpaid"),
    ]
