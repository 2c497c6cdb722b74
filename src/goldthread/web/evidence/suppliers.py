"""Views: the suppliers of a council, whatever names they are published under, and one of them."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from goldthread.evidence.explorer.choose import choose_facts
from goldthread.evidence.explorer.figures import read_category_ways, read_groups, read_months, read_totals
from goldthread.evidence.explorer.index import Index, open_index
from goldthread.evidence.explorer.names import find_supplier, list_names, list_suppliers, read_identifiers
from goldthread.evidence.explorer.types import Choice, Payee
from goldthread.evidence.matching.automatic import match_soon, match_state
from goldthread.evidence.matching.models import Supplier, SupplierName
from goldthread.evidence.matching.queries import decisions_on
from goldthread.organisation.models import Department
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence import present_spend as present
from goldthread.web.evidence import present_suppliers as shown
from goldthread.web.evidence.charts import draw_months
from goldthread.web.evidence.choices import query_of, read_choice
from goldthread.web.evidence.present_categories import say_ways
from goldthread.web.evidence.spend import GROUPS_SHOWN, toolbar, with_spend
from goldthread.web.evidence.wording import Pounds, say_basis, say_count, say_span, short_pounds
from goldthread.web.strategic.panels import read_known

A_PAGE = 50


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def list_(request: CouncilRequest) -> HttpResponse:
    """The suppliers, the most paid first or by name, with what is known of each."""
    choice, faults = read_choice(request.GET)
    by_name = request.GET.get("order") == "name"
    departments = list(Department.objects.filter(council=request.council).order_by("order"))
    with open_index(request.council) as index:
        choose_facts(index.db, choice, by_month=False)
        totals = read_totals(index.db)
        pages = Paginator(range(totals.suppliers), A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        lines = list_suppliers(index, by_name=by_name, most=A_PAGE, skip=(page.number - 1) * A_PAGE)
        context = toolbar(index, choice, departments)
        state = match_state(request.council, list(index.loads))
    query = query_of(choice)
    context |= {
        "faults": faults,
        "finding": shown.say_list(
            totals.suppliers, short_pounds(totals.whole.amount), say_span(totals.first, totals.last), choice
        ),
        "state": state,
        "matching_say": shown.say_matching(state),
        "rows": [shown.list_row(line, totals.whole, choice) for line in lines],
        "by_name": by_name,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": "&".join(filter(None, [query, "order=name" if by_name else ""])),
        "query": query,
        "may_load": request.standing.can(Action.LOAD_EVIDENCE),
        "way": "suppliers",
    }
    return render(request, "goldthread/evidence/suppliers.html", context, status=400 if faults else 200)


@require_POST
@council_view(Action.LOAD_EVIDENCE)
def match(request: CouncilRequest) -> HttpResponse:
    """Match again, where something has changed since the last time."""
    shown.tell_matching(request, is_done=match_soon(council=request.council, by=request.user))
    return redirect("evidence:suppliers", request.council.slug)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def by_name(request: CouncilRequest) -> HttpResponse:
    """Who goes by a name as published: sent on to the supplier, or, where nobody has matched it, the name alone."""
    name = request.GET.get("name", "")
    held = SupplierName.objects.filter(council=request.council, name=name, supplier__isnull=False).first()
    if held is not None and held.supplier_id is not None:
        return redirect("evidence:supplier_show", request.council.slug, held.supplier_id)
    with open_index(request.council) as index:
        number = find_supplier(index, name)
        if number is None:
            raise Http404
        return _page(request, index, number, Choice(published=name, payee=Payee.NAMED), None)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def show(request: CouncilRequest, supplier_number: int) -> HttpResponse:
    """One supplier: its names and why they are one, what it is, what was paid, when, by whom and for what."""
    supplier = Supplier.objects.filter(council=request.council, pk=supplier_number).first()
    if supplier is None:
        raise Http404
    if not supplier.is_live:
        return _lead_on(request, supplier)
    with open_index(request.council) as index:
        return _page(request, index, supplier.pk, Choice(number=supplier.pk, payee=Payee.NAMED), supplier)


def _lead_on(request: CouncilRequest, supplier: Supplier) -> HttpResponse:
    """A supplier that was merged into another leads there; one whose payments were withdrawn leads to the list."""
    names: QuerySet[SupplierName] = SupplierName.objects.filter(council=request.council, supplier__is_live=True)
    heir = names.filter(name=supplier.name).first()
    if heir is None or heir.supplier_id is None:
        raise Http404
    return redirect("evidence:supplier_show", request.council.slug, heir.supplier_id)


def _page(
    request: CouncilRequest, index: Index, number: int, choice: Choice, supplier: Supplier | None
) -> HttpResponse:
    departments = dict(Department.objects.filter(council=request.council).values_list("pk", "name"))
    choose_facts(index.db, choice)
    totals, months = read_totals(index.db), read_months(index.db)
    names = list_names(index, number)
    name = supplier.name if supplier else names[0].name
    by_department = read_groups(index.db, "by_department", totals.whole, most=GROUPS_SHOWN)
    by_category = read_groups(index.db, "by_category", totals.whole, most=GROUPS_SHOWN)
    whole = totals.whole
    placed = {row.name: row for row in supplier.names.all()} if supplier else {}
    context = {
        "supplier": supplier,
        "name": name,
        "finding": shown.say_supplier(name, whole, len(names), say_span(totals.first, totals.last)),
        "basis": say_basis(totals.bases),
        "totals": totals,
        "amount": Pounds(whole.amount),
        "credits": Pounds(whole.credits),
        "names": [shown.name_row(each, placed.get(each.name), choice) for each in names],
        "numbers": shown.number_rows(read_identifiers(index, names), supplier),
        "facts": shown.fact_rows(supplier) if supplier else [],
        "decisions": shown.group_acts(decisions_on(request.council, tuple(placed))),
        "month_chart": draw_months(months),
        "months_say": present.say_months(months, 0),
        "months": present.month_rows(months, whole, choice),
        "department_rows": present.department_rows(by_department, whole, choice, departments),
        "departments_say": present.say_groups(by_department, "department", "departments"),
        "category_rows": present.category_rows(by_category, whole, choice),
        "category_ways": say_ways(read_category_ways(index.db), whole),
        "categories_say": present.say_groups(by_category, "category", "categories"),
        "payments": say_count(whole.lines, "payment"),
        "query": query_of(choice),
        "may_decide": supplier is not None and request.standing.can(Action.LOAD_EVIDENCE),
        "known": read_known(
            request.council,
            [name, *(each.name for each in names)],
            supplier.pk if supplier else None,
            sees_files=request.standing.can(Action.VIEW_SUPPLIER_FILES),
            sees_distress=request.standing.can(Action.VIEW_DISTRESS),
        ),
        "way": "suppliers",
    }
    return render(request, "goldthread/evidence/supplier.html", context)
