"""View: suppliers' names of the register that were found under no payment, those that were left, those settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from goldthread.evidence.coverage.models import CoverageDecision, NameNotFound
from goldthread.evidence.coverage.naming import (
    NameCounts,
    NameState,
    Suggested,
    count_names,
    names_not_found,
    names_settled,
    suggestions_of,
)
from goldthread.organisation.models import Council
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.coverage.asked import Asked, with_run
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds

A_PAGE, LONGEST_WORDS = 25, 100
_TABS = {NameState.OPEN: "To settle", NameState.LEFT: "Left", NameState.SETTLED: "Settled"}
_NONE = {
    NameState.OPEN: "Nothing is left to settle.",
    NameState.LEFT: "No name was left.",
    NameState.SETTLED: "No name is settled yet.",
}


@dataclass(frozen=True)
class Place:
    """Where a reader is in the list, as the address says it."""

    state: NameState
    words: str

    @property
    def parts(self) -> dict[str, str]:
        return {"state": self.state.value, **({"q": self.words} if self.words else {})}

    def query(self, **more: str) -> str:
        return urlencode({**more, **self.parts})


@dataclass(frozen=True)
class NameLine:
    """One name with its contracts and their value, whom it may be, and the query of its page."""

    row: NameNotFound
    contracts: str
    value: str
    exact: str
    likely: Sequence[Suggested]
    query: str


@require_safe
@council_view(Action.VIEW_EVIDENCE)
@with_run
def names(request: CouncilRequest, asked: Asked) -> HttpResponse:
    """The names of one state, of most pounds first; what is settled, the latest first."""
    place = read_place(request.GET)
    counts = count_names(request.council, place.words)
    pages = Paginator(range(counts.fitting[place.state]), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    part = slice((page.number - 1) * A_PAGE, page.number * A_PAGE)
    lines: list[NameLine] = []
    settled: list[tuple[CoverageDecision, str]] = []
    if place.state is NameState.SETTLED:
        decided = names_settled(request.council, place.words)[part]
        settled = [(row, place.query(name=row.register_name)) for row in decided]
    else:
        rows = list(names_not_found(request.council, place.state, place.words)[part])
        lines = _lines(request.council, rows, place)
    context = {
        "asked": asked,
        "finding": say_names(counts),
        "lines": lines,
        "settled": settled,
        "tabs": [(each, f"{_TABS[each]} ({getattr(counts, each.value):,})", each is place.state) for each in NameState],
        "nothing": f"No name here holds “{place.words}”." if place.words else _NONE[place.state],
        "place": place,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": place.query(),
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
        "way": "coverage",
    }
    return render(request, "goldthread/coverage/names.html", context)


def read_place(asked: Mapping[str, str]) -> Place:
    """The state and the words of the address; what is no state is the open one."""
    state = asked.get("state", "")
    return Place(NameState(state) if state in set(NameState) else NameState.OPEN, read_words(asked, "q"))


def read_words(asked: Mapping[str, str], name: str, longest: int = LONGEST_WORDS) -> str:
    return " ".join(asked.get(name, "").replace("\x00", "").split())[:longest]


def _lines(council: Council, rows: Sequence[NameNotFound], place: Place) -> list[NameLine]:
    likely = suggestions_of(council, rows)
    return [
        NameLine(
            row=row,
            contracts=say_count(row.contracts, "contract"),
            value=short_pounds(row.value) if row.value is not None else "Unknown",
            exact=say_value(row),
            likely=likely[row.key],
            query=place.query(name=row.name),
        )
        for row in rows
    ]


def say_value(row: NameNotFound) -> str:
    """The value of a name's contracts to the penny, and of how many, where some have none."""
    if row.value is None:
        return "none of its contracts has a value"
    part = "" if row.valued == row.contracts else f" for {row.valued:,} of {row.contracts:,} contracts"
    return f"{exact_pounds(row.value)}{part}"


def say_names(counts: NameCounts) -> str:
    """The finding: how many names are to be settled, and what hangs on them."""
    if not counts.open:
        return "Every supplier’s name on the register is found among those paid, or somebody has settled or left it."
    names = say_count(counts.open, "supplier’s name on the register is", "suppliers’ names on the register are")
    worth = f" worth {short_pounds(counts.value)}" if counts.value else ""
    stand = "It stands" if counts.open == 1 else "They stand"
    return f"{names} not found among those paid. {stand} on {say_count(counts.contracts, 'contract')}{worth}."
