"""The period that the address asks for, among those of which payments are on hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.evidence.explorer.periods import Period, financial_years, quarter_of, read_period
from goldthread.evidence.indicators.gather import latest_year
from goldthread.evidence.models import Load
from goldthread.organisation.models import Council
from goldthread.web.choosing import Option
from goldthread.web.forms import Fault


@dataclass(frozen=True)
class Asked:
    """The period shown, what else may be chosen, and what was wrong with the one asked for."""

    period: Period
    options: tuple[Option, ...]
    faults: tuple[Fault, ...]
    years: tuple[Period, ...]


def read_asked(council: Council, loads: Sequence[Load], key: str) -> Asked | None:
    """The period by its key, or the last year on hand; None for a council without payments and without contracts."""
    latest = latest_year(council, loads)
    if latest is None:
        return None
    days = [day for load in loads for day in (load.first_date, load.last_date) if day is not None]
    days = days or [day for day in (latest.first, latest.last) if day is not None]
    found = read_period(key) or latest
    faults: list[Fault] = []
    if read_period(key) is None:
        faults.append(Fault("period", "That is no period. Choose a financial year, such as 2025-26."))
    elif found.first is None:
        found = latest
    elif not _touches(found, min(days), max(days)):
        faults.append(Fault("period", f"No payments of {found.label} are on hand. Choose another period."))
        found = latest
    years = tuple(financial_years(min(days), max(days)))
    return Asked(found, tuple(_offer(found, years)), tuple(faults), years)


def quarters_of(year: Period) -> list[Period]:
    """The four quarters of a financial year."""
    return [quarter_of(year.first.year, number) for number in range(1, 5)] if year.first else []


def _touches(period: Period, first: date, last: date) -> bool:
    return period.first is not None and period.last is not None and period.first <= last and period.last >= first


def _offer(chosen: Period, years: Sequence[Period]) -> list[Option]:
    found: list[Option] = []
    for year in years:
        found.append(Option(year.key, year.label, year.key == chosen.key))
        if chosen.key.startswith(year.key):
            found += [Option(q.key, q.label, q.key == chosen.key) for q in quarters_of(year)]
    if not any(option.is_chosen for option in found):
        found.append(Option(chosen.key, chosen.label, True))
    return found
