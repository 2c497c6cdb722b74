"""Views: the spend explorer."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.cache import cache
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from goldthread.evidence.explorer.choose import choose_facts
from goldthread.evidence.explorer.figures import (
    read_category_ways,
    read_concentration,
    read_groups,
    read_kinds,
    read_months,
    read_totals,
    span_of,
)
from goldthread.evidence.explorer.index import Index, index_is_quick, open_index
from goldthread.evidence.explorer.names import name_supplier
from goldthread.evidence.explorer.types import UNKNOWN, Choice, Groups, Payee, Totals
from goldthread.evidence.matching.automatic import match_state
from goldthread.evidence.queries import live_loads
from goldthread.evidence.store import Connection
from goldthread.evidence.uploading import index_later
from goldthread.organisation.models import Department
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence import present_spend as present
from goldthread.web.evidence.charts import draw_curve, draw_months
from goldthread.web.evidence.choices import (
    narrowings,
    offer_categories,
    offer_departments,
    offer_kinds,
    offer_periods,
    query_of,
    read_choice,
)
from goldthread.web.evidence.kinds import KIND_HEADS
from goldthread.web.evidence.present_categories import say_ways
from goldthread.web.evidence.present_suppliers import say_matching
from goldthread.web.evidence.wording import Pounds, say_basis

SUPPLIERS_SHOWN, GROUPS_SHOWN = 15, 12
_ASKED_SECONDS = 300

P = ParamSpec("P")
View = Callable[Concatenate[CouncilRequest, P], HttpResponseBase]


def with_spend(view: View[P]) -> View[P]:
    """Pages over rows: without any load they say what to do, and while a large index is made they say to wait."""

    @wraps(view)
    def wrapped(request: CouncilRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        council = request.council
        loads = live_loads(council)
        if not loads:
            may_load = request.standing.can(Action.LOAD_EVIDENCE)
            return render(request, "goldthread/evidence/nothing.html", {"may_load": may_load, "way": "home"})
        if not index_is_quick(council, loads):
            if cache.add(f"index-asked-{council.pk}", True, _ASKED_SECONDS):
                index_later.enqueue(council.pk)
            return render(request, "goldthread/evidence/preparing.html", {"way": "home"})
        return view(request, *args, **kwargs)

    return cast(View[P], wrapped)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def home(request: CouncilRequest) -> HttpResponse:
    """Totals, months, suppliers, concentration, departments and categories of what was chosen."""
    choice, faults = read_choice(request.GET)
    departments = list(Department.objects.filter(council=request.council).order_by("order"))
    names = {department.pk: department.name for department in departments}
    with open_index(request.council) as index:
        choose_facts(index.db, choice)
        context = _figures(index, choice, names, request.council.name)
        context |= toolbar(index, choice, departments)
    context |= {
        "faults": faults,
        "query": query_of(choice),
        "matching_say": say_matching(match_state(request.council, list(index.loads))),
        "way": "home",
        "may_load": request.standing.can(Action.LOAD_EVIDENCE),
    }
    return render(request, "goldthread/evidence/home.html", context, status=400 if faults else 200)


def toolbar(index: Index, choice: Choice, departments: list[Department]) -> dict[str, object]:
    """What the filters offer."""
    span = span_of(index.db)
    return {
        "choice": choice,
        "periods": offer_periods(choice, *span) if span else [],
        "departments": offer_departments(index, choice, departments),
        "categories": offer_categories(index, choice),
        "kinds": offer_kinds(index, choice),
        "narrowings": narrowings(choice, {d.pk: d.name for d in departments}, name_supplier(index, choice.number)),
    }


def _figures(index: Index, choice: Choice, names: Mapping[int, str], council: str) -> dict[str, object]:
    db = index.db
    totals = read_totals(db)
    whole, months, concentration = totals.whole, read_months(db), read_concentration(db)
    suppliers = read_groups(db, "by_supplier", whole, most=SUPPLIERS_SHOWN)
    departments = read_groups(db, "by_department", whole, most=GROUPS_SHOWN)
    categories = read_groups(db, "by_category", whole, most=GROUPS_SHOWN)
    chart = draw_months(months)
    return {
        "finding": present.say_finding(totals, concentration, council),
        "basis": say_basis(totals.bases),
        "totals": totals,
        "amount": Pounds(whole.amount),
        "credits": Pounds(whole.credits),
        "unknown": present.unknown_rows(totals, choice),
        "month_chart": chart,
        "months_say": present.say_months(months, chart.missing) if chart else "",
        "months": present.month_rows(months, whole, choice),
        "curve": draw_curve(concentration.points),
        "curve_say": present.say_concentration(concentration),
        "curve_rows": present.curve_rows(concentration),
        "suppliers_say": present.say_groups(suppliers, "named supplier", "named suppliers"),
        "suppliers": present.supplier_rows(suppliers, whole, choice),
        "suppliers_others": _others(suppliers, totals.withheld.lines + totals.unknown_payee.lines),
        "kind_tables": kind_tables(db, totals, choice),
        "departments_say": present.say_groups(departments, "department", "departments"),
        "department_rows": present.department_rows(departments, whole, choice, names),
        "departments_more": departments.count - len(departments.shown),
        "categories_say": present.say_groups(categories, "category", "categories"),
        "category_rows": present.category_rows(categories, whole, choice),
        "category_ways": say_ways(read_category_ways(db), whole),
        "categories_more": categories.count - len(categories.shown),
        "named_query": query_of(choice) if choice.payee else query_of(Choice(**{**vars(choice), "payee": Payee.NAMED})),
    }


def kind_tables(db: Connection, totals: Totals, choice: Choice) -> list[tuple[str, str, list[present.FigureRow]]]:
    """Size, sector, place and ward: a heading, the sentence of what is unknown, and the lines."""
    made = []
    for column, head in KIND_HEADS.items():
        kinds = read_kinds(db, column)
        if column == "ward":  # the directory may have hundreds; those with most are shown
            kinds = [kind for kind in kinds if kind.value != UNKNOWN][:GROUPS_SHOWN] + [
                kind for kind in kinds if kind.value == UNKNOWN
            ]
        rows = present.kind_rows(column, kinds, totals, choice)
        made.append((head, present.say_kinds(rows, totals), rows))
    return made


def _others(groups: Groups, unnamed: int) -> tuple[int, int]:
    """How many further suppliers there are, and their payments."""
    return groups.count - len(groups.shown), groups.others.lines - unnamed
