"""What the address asks for: a period, and which of the payments in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode

from goldthread.evidence.coverage.automatic import ask_worker
from goldthread.evidence.coverage.figures import Days
from goldthread.evidence.coverage.keep import files_of, is_current, latest_run
from goldthread.evidence.coverage.lists import Wanted
from goldthread.evidence.coverage.models import CoverageRun
from goldthread.evidence.explorer.periods import Period, financial_year_of, financial_years, read_period
from goldthread.evidence.queries import live_loads
from goldthread.evidence.types import LoadKind
from goldthread.register.models import Contract
from goldthread.web.access import CouncilRequest

P = ParamSpec("P")
EVERY = "all"


@dataclass(frozen=True)
class Asked:
    """The period and the run that the page speaks of. `is_behind` says that a newer run is on its way."""

    run: CoverageRun
    period: Period
    is_behind: bool

    @property
    def key(self) -> str:
        """The period as it stands in an address."""
        return self.period.key or EVERY

    @property
    def days(self) -> Days:
        return Days(self.period.first, self.period.last)

    @property
    def offers(self) -> list[tuple[str, str, bool]]:
        """The periods to choose from: key, label, and whether it is the chosen one."""
        first, last = self.run.first_day, self.run.last_day
        years = financial_years(first, last) if first and last else []
        found = [(year.key, year.label) for year in years] + [(EVERY, "All years")]
        if self.key not in dict(found):
            found.insert(0, (self.key, self.period.label))
        return [(key, label, key == self.key) for key, label in found]


def with_run(
    view: Callable[Concatenate[CouncilRequest, Asked, P], HttpResponseBase],
) -> Callable[Concatenate[CouncilRequest, P], HttpResponseBase]:
    """Pages over a run: without payments or contracts they say what to do, and while one is made, to wait.

    Reading a page makes no run: the background worker does, or whoever presses the button.
    """

    @wraps(view)
    def wrapped(request: CouncilRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        council = request.council
        loads = live_loads(council)
        has_payments = any(load.kind == LoadKind.SPEND for load in loads)
        if not has_payments or not Contract.objects.filter(council=council).exists():
            return render(
                request, "goldthread/coverage/nothing.html", {"has_payments": has_payments, "way": "coverage"}
            )
        run = latest_run(council)
        is_behind = not is_current(council, run, loads)
        if is_behind:
            ask_worker(council=council, by=None)
        if run is None or not files_of(council, run.digest).are_there:
            return _wait(request)
        return view(request, Asked(run, _period(run, request.GET), is_behind), *args, **kwargs)

    return cast(Callable[Concatenate[CouncilRequest, P], HttpResponseBase], wrapped)


def _wait(request: CouncilRequest) -> HttpResponse:
    return render(request, "goldthread/coverage/preparing.html", {"way": "coverage"})


def _period(run: CoverageRun, asked: QueryDict) -> Period:
    """The period of the address; else the last financial year with payments."""
    key = asked.get("period", "")
    found = read_period("" if key == EVERY else key)
    if key and found is not None:
        return found
    return financial_year_of(run.last_day) if run.last_day else Period("", "all years")


def read_wanted(asked: Asked, given: QueryDict) -> Wanted:
    """Which payments the address asks for; what says nothing narrows nothing."""

    def number(name: str) -> int | None:
        text = given.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 16 else None

    return Wanted(
        days=asked.days,
        place=given.get("place", "")[:60].replace("\x00", ""),
        left_out=given.get("left_out", "")[:60].replace("\x00", ""),
        department=given.get("department", "")[:255].replace("\x00", ""),
        contract=number("contract"),
        supplier=number("supplier"),
    )


def query_of(asked: Asked, **more: object) -> str:
    """The part of an address after the question mark."""
    return urlencode(
        {"period": asked.key, **{name: str(value) for name, value in more.items() if value not in (None, "")}}
    )
