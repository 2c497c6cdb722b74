"""Pure rules: which signals a filing and a pace of payments show. Nothing is added up across signals."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from goldthread.evidence.distress.types import Filing, OnHand, Pace, Signal, SignalKind, SignalRule

Rules = Mapping[SignalKind, SignalRule]
_ACTIVE = "active"
_HUNDRED = Decimal(100)
HALF_YEAR, QUARTER, YEAR = 6, 3, 12


def signals_of_filing(filing: Filing, rules: Rules, *, paid: Decimal | None) -> Iterator[Signal]:
    """What the register shows; `paid` are the pounds of the last twelve months, None where they are unknown."""
    row = (("Company number", filing.number), ("Status", filing.status or "unknown"))
    sure = {"as_of": filing.as_of, "how_sure": filing.confidence}
    if filing.status and filing.status.strip().casefold() != _ACTIVE:
        what = f"Companies House shows it as “{filing.status}”."
        yield Signal(SignalKind.STATUS, what, row, rules[SignalKind.STATUS].source, **sure)  # type: ignore[arg-type]
    if filing.accounts_due is not None and filing.accounts_due < filing.as_of:
        what = f"Its accounts were due by {_day(filing.accounts_due)} and were not there on {_day(filing.as_of)}."
        due = (*row, ("Accounts due", _day(filing.accounts_due)))
        yield Signal(SignalKind.ACCOUNTS, what, due, rules[SignalKind.ACCOUNTS].source, **sure)  # type: ignore[arg-type]
    young = rules[SignalKind.YOUNG]
    if filing.incorporated_on is not None and paid is not None and paid >= young.settings["paid"]:
        age = _months(filing.incorporated_on, filing.as_of)
        if 0 <= age < young.settings["months"]:
            what = f"It was incorporated on {_day(filing.incorporated_on)} and paid {_pounds(paid)} within a year."
            born = (*row, ("Incorporated", _day(filing.incorporated_on)), ("Paid within a year", _pounds(paid)))
            yield Signal(SignalKind.YOUNG, what, born, young.source, **sure)  # type: ignore[arg-type]


def signals_of_pace(
    pace: Pace, rules: Rules, *, on_hand: OnHand, has_contract: bool, turnover: Decimal | None
) -> Iterator[Signal]:
    """What payments show. Where a month within the span has no payments of anybody, nothing is told of it."""
    if has_contract:
        yield from _of_contract(pace, rules, on_hand)
    rule = rules[SignalKind.DEPENDENT]
    if turnover and on_hand.unbroken >= YEAR and pace.year / turnover * _HUNDRED >= rule.settings["percent"]:
        share = round(pace.year / turnover * _HUNDRED)
        what = f"What this council paid within a year is {share}% of its turnover of {_pounds(turnover)}."
        row = (("Paid within a year", _pounds(pace.year)), ("Turnover", _pounds(turnover)))
        yield Signal(SignalKind.DEPENDENT, what, row, rule.source, on_hand.until)


def _of_contract(pace: Pace, rules: Rules, on_hand: OnHand) -> Iterator[Signal]:
    stopped, fall, rise = (rules[kind] for kind in (SignalKind.STOPPED, SignalKind.FALL, SignalKind.RISE))
    has_stopped = (
        on_hand.unbroken >= YEAR + QUARTER
        and pace.months_lately == 0
        and pace.months_before >= stopped.settings["months_before"]
        and pace.year_before + pace.year >= stopped.settings["paid"]
    )
    if has_stopped and pace.last_month is not None:
        what = (
            f"It was paid in {pace.months_before} of 12 months, and not since {pace.last_month:%B %Y},"
            " while a contract with it runs."
        )
        row = (("Last paid in", f"{pace.last_month:%B %Y}"), ("Payments on hand until", f"{on_hand.until:%B %Y}"))
        yield Signal(SignalKind.STOPPED, what, row, stopped.source, on_hand.until)
        return  # that payments fell is no second thing
    has_fallen = (
        on_hand.unbroken >= YEAR + HALF_YEAR
        and pace.recent_before >= fall.settings["paid"]
        and pace.recent * _HUNDRED < pace.recent_before * fall.settings["to_percent"]
    )
    if has_fallen:
        what = (
            f"In the six months to {on_hand.until:%B %Y} it was paid {_pounds(pace.recent)}, after"
            f" {_pounds(pace.recent_before)} in the same months a year before."
        )
        row = (("Last six months", _pounds(pace.recent)), ("A year before", _pounds(pace.recent_before)))
        yield Signal(SignalKind.FALL, what, row, fall.source, on_hand.until)
    has_risen = (
        on_hand.unbroken >= 2 * YEAR
        and pace.year >= rise.settings["paid"]
        and 0 < pace.year_before * rise.settings["times"] <= pace.year
    )
    if has_risen:
        what = f"Within a year it was paid {_pounds(pace.year)}, after {_pounds(pace.year_before)} in the year before."
        row = (("Last twelve months", _pounds(pace.year)), ("The twelve before", _pounds(pace.year_before)))
        yield Signal(SignalKind.RISE, what, row, rise.source, on_hand.until)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _pounds(amount: Decimal) -> str:
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.0f}"
