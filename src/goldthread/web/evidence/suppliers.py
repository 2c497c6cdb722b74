"""Views: suppliers by their published names, and all that is known of one."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from goldthread.evidence.explorer.choose import choose_facts
from goldthread.evidence.explorer.figures import read_category_ways, read_groups, read_months, read_totals
from goldthread.evidence.explorer.index import open_index
from goldthread.evidence.explorer.names import find_supplier, read_identifiers
from goldthread.evidence.explorer.types import Choice, Payee
from goldthread.organisation.models import Department
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence import present_spend as present
from goldthread.web.evidence.charts import draw_months
from goldthread.web.evidence.choices import narrowings, query_of, read_choice
from goldthread.web.evidence.present_categories import say_ways
from goldthread.web.evidence.spend import GROUPS_SHOWN, toolbar, with_spend
from goldthread.web.evidence.wording import Pounds, say_basis, say_count, say_span, short_pounds

A_PAGE = 50
KINDS = {
    "supplier_id": "The council's own number",
    "company_number": "Company number",
    "charity_number": "Charity number",
    "vat_number": "VAT number",
    "postcode": "Postcode",
}


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def list_(request: CouncilRequest) -> HttpResponse:
    """Suppliers with a name, the most paid first."""
    choice, faults = read_choice(request.GET)
    departments = list(Department.objects.filter(council=request.council).order_by("order"))
    with open_index(request.council) as index:
        choose_facts(index.db, choice)
        totals = read_totals(index.db)
        pages = Paginator(range(totals.suppliers), A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        skip = (page.number - 1) * A_PAGE
        groups = read_groups(index.db, "by_supplier", totals.whole, most=A_PAGE, skip=skip)
        context = toolbar(index, choice, departments)
    context |= {
        "faults": faults,
        "finding": _say(totals.suppliers, short_pounds(totals.whole.amount), say_span(totals.first, totals.last)),
        "rows": present.supplier_rows(groups, totals.whole, choice),
        "narrowings": narrowings(choice, {department.pk: department.name for department in departments}),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": query_of(choice),
        "query": query_of(choice),
        "way": "suppliers",
    }
    return render(request, "goldthread/evidence/suppliers.html", context, status=400 if faults else 200)


def _say(count: int, pounds: str, span: str) -> str:
    if not count:
        return "No supplier fits. Take a filter away."
    return f"{say_count(count, 'name')} of suppliers as published, {span}; {pounds} was paid in all."


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def show(request: CouncilRequest) -> HttpResponse:
    """One supplier's name: what was paid, when, by whom, for what, and the numbers published with it."""
    name = request.GET.get("name", "")
    names = dict(Department.objects.filter(council=request.council).values_list("pk", "name"))
    with open_index(request.council) as index:
        number = find_supplier(index, name)
        if number is None:
            raise Http404
        choice = Choice(supplier=name, payee=Payee.NAMED)
        choose_facts(index.db, choice)
        totals, months = read_totals(index.db), read_months(index.db)
        departments = read_groups(index.db, "by_department", totals.whole, most=GROUPS_SHOWN)
        categories = read_groups(index.db, "by_category", totals.whole, most=GROUPS_SHOWN)
        ways = read_category_ways(index.db)
        identifiers = read_identifiers(index, number)
    chart = draw_months(months)
    whole = totals.whole
    context = {
        "name": name,
        "finding": f"{name} was paid {short_pounds(whole.amount)} in {say_count(whole.lines, 'payment')},"
        f" {say_span(totals.first, totals.last)}.",
        "basis": say_basis(totals.bases),
        "totals": totals,
        "amount": Pounds(whole.amount),
        "credits": Pounds(whole.credits),
        "identifiers": [(KINDS[each.kind], each) for each in identifiers],
        "month_chart": chart,
        "months_say": present.say_months(months, 0),
        "months": present.month_rows(months, whole, choice),
        "department_rows": present.department_rows(departments, whole, choice, names),
        "departments_say": present.say_groups(departments, "department", "departments"),
        "category_rows": present.category_rows(categories, whole, choice),
        "category_ways": say_ways(ways, whole),
        "categories_say": present.say_groups(categories, "category", "categories"),
        "query": query_of(choice),
        "way": "suppliers",
    }
    return render(request, "goldthread/evidence/supplier.html", context)
