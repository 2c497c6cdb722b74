"""Gathers what a report from payments rests on: sums of the period, verdicts, quality and loads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.explorer.choose import choose_facts
from goldthread.evidence.explorer.figures import read_concentration, read_groups, read_months, read_totals
from goldthread.evidence.explorer.index import open_index
from goldthread.evidence.explorer.periods import Period
from goldthread.evidence.explorer.types import Choice, Concentration, Groups, Month, Totals
from goldthread.evidence.indicators.gather import latest_year, of_payments
from goldthread.evidence.models import DepartmentName, Load
from goldthread.evidence.quality import Quality, quality_of
from goldthread.evidence.queries import Loads, live_loads
from goldthread.evidence.verdicts.queries import Reading, read_verdicts
from goldthread.organisation.models import Council

MOST_SHOWN = 10


class NothingPaid(UserError):
    """There are no payments to report on."""


@dataclass(frozen=True)
class Material:
    """Everything that the report is built from. Department ids in `departments` keys read "id:12"."""

    council: str
    period: Period
    made_on: date
    totals: Totals
    months: Sequence[Month]
    suppliers: Groups
    departments: Groups
    categories: Groups
    concentration: Concentration
    reading: Reading
    quality: Quality
    names_waiting: int
    loads: Sequence[Load]


def gather(
    council: Council,
    period: Period | None = None,
    *,
    loads: Loads | None = None,
    quality: Quality | None = None,
) -> Material:
    """What the payments of one period come to and say; raises `NothingPaid`.

    Without a period it is the last financial year that is on hand. `loads` and `quality` may be given where they have
    been read already.
    """
    loads = live_loads(council) if loads is None else loads
    chosen = period or latest_year(council, loads)
    if chosen is None or chosen.first is None or chosen.last is None:
        raise NothingPaid(
            what=f"No payments of {council.name} are loaded, so there is nothing to report.",
            do=f"Load its payment files first: goldthread spend load --council {council.slug} FILE",
        )
    reading = read_verdicts(council, period=chosen, loads=loads, of=of_payments())
    with open_index(council, loads) as index:
        choose_facts(index.db, Choice(period=chosen))
        totals = read_totals(index.db)
        whole = totals.whole
        months, concentration = read_months(index.db), read_concentration(index.db)
        groups = {
            name: read_groups(index.db, name, whole, most=MOST_SHOWN)
            for name in ("by_supplier", "by_department", "by_category")
        }
    if not whole.lines:
        raise NothingPaid(
            what=f"No payments of {chosen.label} are loaded for {council.name}.",
            do="Name another period, or load the files of this one.",
        )
    return Material(
        council=council.name,
        period=chosen,
        made_on=timezone.localdate(),
        totals=totals,
        months=months,
        suppliers=groups["by_supplier"],
        departments=groups["by_department"],
        categories=groups["by_category"],
        concentration=concentration,
        reading=reading,
        quality=quality or quality_of(council, loads=loads),
        names_waiting=DepartmentName.objects.filter(council=council, is_confirmed=False).count(),
        loads=[load for load in loads if _touches(load, chosen.first, chosen.last)],
    )


def _touches(load: Load, first: date, last: date) -> bool:
    return (
        load.first_date is not None
        and load.last_date is not None
        and load.first_date <= last
        and load.last_date >= first
    )
