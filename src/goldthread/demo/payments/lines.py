"""Turns the plan into payment lines and card purchases, to the penny."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from goldthread.demo.payments.amounts import draw_amounts, split_by_rank, split_evenly
from goldthread.demo.payments.chance import Chance
from goldthread.demo.payments.plan import read_plan
from goldthread.demo.payments.suppliers import make_suppliers
from goldthread.demo.payments.types import CardLine, CardPlan, Line, Plan, Shape, Stream, Supplier

DUE_DAYS = 30
FULL_LAYOUT_SINCE = date(2024, 7, 1)
_WEDNESDAY, _WEEK, _WEEKS_APART = 2, timedelta(days=7), 4
_SHOWS_NUMBER, _SHOWS_POSTCODE, _PROPER_SPELLING = 0.6, 0.7, 0.72
_LINES_AN_ORDER = 6


@dataclass(frozen=True)
class _Payment:
    """One of a supplier's `count` lines in a stream and year."""

    place: int
    count: int
    pence: int
    day: date
    is_late: bool


@cache
def make_lines() -> tuple[Line, ...]:
    """Every payment of both years, in the order of payment."""
    plan = read_plan()
    made = [
        line
        for year in range(len(plan.years))
        for stream in plan.streams
        if stream.lines[year]
        for line in _make_stream(plan, stream, year)
    ]
    return tuple(sorted(made, key=lambda line: line.paid))


@cache
def make_card_lines() -> tuple[CardLine, ...]:
    """Every purchase by card of both years, in order."""
    plan = read_plan()
    made = [line for year in range(len(plan.years)) for card in plan.cards for line in _make_cards(plan, card, year)]
    return tuple(sorted(made, key=lambda line: line.paid))


def first_day(year: str) -> date:
    """The first of April of a financial year written "2025-26"."""
    return date(int(year[:4]), 4, 1)


def pay_days(year: str, *, weeks: int = 1) -> list[date]:
    """The Wednesdays on which the council pays, or every fourth of them."""
    day = first_day(year)
    day += timedelta(days=(_WEDNESDAY - day.weekday()) % 7)
    end = date(day.year + 1, 4, 1)
    days = []
    while day < end:
        days.append(day)
        day += _WEEK * weeks
    return days


def _make_stream(plan: Plan, stream: Stream, year: int) -> Iterator[Line]:
    chance = Chance(stream.id, year)
    suppliers = make_suppliers()[stream.group]
    rows = stream.lines[year]
    backs = max(1, rows * plan.credit_lines_per_cent // 100)
    counts = _share_lines(rows - backs, len(suppliers))
    total = stream.values[year] * 100
    values = split_evenly(total, counts) if stream.shape is Shape.SMALL else split_by_rank(total, len(suppliers))
    owed = _share_credits(total * plan.credit_value_per_cent // 100, backs, len(suppliers))
    late = iter(_draw_late(rows - backs, stream.late_per_cent, chance))
    for supplier, count, value, back in zip(suppliers, counts, values, owed, strict=True):
        amounts = draw_amounts(value + sum(back), count, stream.shape, chance)
        days = _spread_days(plan.years[year], count, stream.shape, chance)
        for place, (pence, day) in enumerate(zip(amounts, days, strict=True)):
            yield _make_line(stream, supplier, _Payment(place, count, pence, day, next(late)), chance)
        for place, pence in enumerate(back):
            day = chance.pick(pay_days(plan.years[year])[_WEEKS_APART:])
            yield _make_line(stream, supplier, _Payment(place + 1, count + len(back), -pence, day, False), chance)


def _share_lines(rows: int, suppliers: int) -> list[int]:
    """Each supplier's number of lines, by rank: one at least."""
    return [1 + extra for extra in split_by_rank(rows - suppliers, suppliers)]


def _share_credits(total: int, rows: int, suppliers: int) -> list[list[int]]:
    """Each supplier's credits: one in turn from the largest supplier on."""
    owed: list[list[int]] = [[] for _ in range(suppliers)]
    for place, pence in enumerate(split_evenly(total, [1.0 + place % 3 for place in range(rows)])):
        owed[place % suppliers].append(pence)
    return owed


def _draw_late(rows: int, per_cent: int, chance: Chance) -> list[bool]:
    count = round(rows * per_cent / 100)
    return chance.shuffle([True] * count + [False] * (rows - count))


def _spread_days(year: str, count: int, shape: Shape, chance: Chance) -> Sequence[date]:
    if shape is Shape.REGULAR:
        days = pay_days(year, weeks=_WEEKS_APART)
        return [days[place % len(days)] for place in range(count)]
    days = pay_days(year)
    return [days[int((place + chance.share()) / count * len(days))] for place in range(count)]


def _make_line(stream: Stream, supplier: Supplier, payment: _Payment, chance: Chance) -> Line:
    place, day = payment.place, payment.day
    waited = chance.between(DUE_DAYS + 3, 80) if payment.is_late else chance.between(7, DUE_DAYS - 2)
    is_end = place in {0, payment.count - 1}
    name = supplier.name
    if chance.share() >= _PROPER_SPELLING:
        # a letter out of place needs the council's own supplier number beside it, which the older layout lacks
        known = supplier.spellings if day >= FULL_LAYOUT_SINCE else supplier.spellings[:2]
        name = chance.pick(known)
    return Line(
        paid=day,
        invoiced=day - timedelta(days=waited) if stream.has_invoice_date else None,
        stream=stream,
        supplier=supplier,
        name=name,
        pence=payment.pence,
        invoice="" if stream.shape is Shape.REGULAR else f"{supplier.contract[-3:]}{chance.between(10000, 99999)}",
        order=f"PO{supplier.contract[2:]}{place // _LINES_AN_ORDER:03d}" if stream.has_order else "",
        shows_number=is_end or chance.share() < _SHOWS_NUMBER,
        shows_postcode=is_end or chance.share() < _SHOWS_POSTCODE,
    )


def _make_cards(plan: Plan, card: CardPlan, year: int) -> Iterator[CardLine]:
    chance = Chance("cards", card.department, year)
    amounts = draw_amounts(card.values[year] * 100, card.lines[year], Shape.SMALL, chance)
    start = first_day(plan.years[year])
    for pence in amounts:
        yield CardLine(
            paid=start + timedelta(days=chance.between(0, 363)),
            department=card.department,
            merchant=chance.pick(plan.merchants),
            pence=pence,
        )
