"""Views: suppliers whose payments nobody can place, and what a person says of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.evidence.coverage.actions import CoverageRefused, say_name, say_payments
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.coverage.keep import open_placed
from goldthread.evidence.coverage.lists import (
    Paid,
    Wanted,
    contracts_of_supplier,
    gather_suppliers,
    read_gathered,
    read_placed,
)
from goldthread.evidence.coverage.models import CoverageDecision
from goldthread.evidence.coverage.types import Place
from goldthread.evidence.matching.models import Supplier, SupplierName
from goldthread.evidence.store import Connection
from goldthread.organisation.models import Council
from goldthread.organisation.types import Action
from goldthread.register.models import Contract
from goldthread.register.queries import contracts_of
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.coverage.asked import Asked, query_of, with_run
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds
from goldthread.web.forms import faults_of

A_PAGE, LINES_SHOWN, CONTRACTS_SHOWN = 25, 10, 30
NO_CONTRACT, OTHER = "none", "other"
LISTS = {"several": "Several contracts", "none": "No contract"}


@dataclass(frozen=True)
class WorkLine:
    """One supplier to decide on, with its pounds and the query of its payments."""

    supplier: Supplier
    short: str
    exact: str
    payments: str
    query: str


@require_safe
@council_view(Action.VIEW_EVIDENCE)
@with_run
def work(request: CouncilRequest, asked: Asked) -> HttpResponse:
    """Suppliers that were paid under one of several contracts, or above £5,000 a year without one."""
    is_several = request.GET.get("list") != "none"
    place = Place.ON if is_several else Place.NONE
    with open_placed(request.council, asked.run) as db:
        count = gather_suppliers(db, asked.days, place, several=is_several)
        pages = Paginator(range(count), A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        rows = read_gathered(db, most=A_PAGE, skip=(page.number - 1) * A_PAGE)
    shown = "several" if is_several else "none"
    context = {
        "asked": asked,
        "finding": _say_work(count, asked, is_several=is_several),
        "rows": _work_lines(request.council, rows, asked, place),
        "lists": [(key, text, key == shown) for key, text in LISTS.items()],
        "shown": shown,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": query_of(asked, list=shown),
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
        "way": "coverage",
    }
    return render(request, "goldthread/coverage/work.html", context)


def _say_work(count: int, asked: Asked, *, is_several: bool) -> str:
    suppliers, were = say_count(count, "supplier"), "was" if count == 1 else "were"
    if is_several:
        return f"{suppliers} {were} paid under one of several contracts, and nothing says which ({asked.period.label})."
    return f"{suppliers} {were} paid £5,000 a year or more without a contract ({asked.period.label})."


def _work_lines(council: Council, rows: Sequence[Paid], asked: Asked, place: Place) -> list[WorkLine]:
    held = {row.pk: row for row in Supplier.objects.filter(council=council, pk__in=[row.key for row in rows])}
    return [
        WorkLine(
            supplier=held[row.key],
            short=short_pounds(row.amount),
            exact=exact_pounds(row.amount),
            payments=say_count(row.payments, "payment"),
            query=query_of(asked, supplier=row.key, place=place.value),
        )
        for row in rows
        if row.key in held
    ]


class DecideForm(forms.Form):
    """Which contract a supplier's payments are under, for which of them, and why."""

    contract = forms.ChoiceField(
        label="These payments are under",
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={
            "required": "Choose a contract, or that there is none.",
            "invalid_choice": "Choose from the list.",
        },
    )
    other = forms.CharField(
        label="Reference of another contract",
        help_text="Only if you chose another contract above.",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-20"}),
    )
    reference = forms.CharField(
        label="Only payments with this reference or order number",
        help_text="Leave it empty for all payments to the supplier.",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-20"}),
    )
    teach = forms.ChoiceField(
        label="From now on",
        required=False,
        choices=[
            ("", "only these payments are under the contract"),
            ("name", "the contract’s supplier on the register is this supplier"),
        ],
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    why = forms.CharField(
        label="Why",
        help_text="It is kept with what you say.",
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 3}),
        error_messages={"required": "Say why: it is kept with what you say."},
    )

    def __init__(self, *args: object, council: Council, own: Sequence[Contract], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # Django's own arguments
        self.council = council
        self.found: Contract | None = None
        choices = [("", "Choose"), *((str(row.pk), str(row)[:110]) for row in own)]
        choices += [(OTHER, "another contract, by its reference"), (NO_CONTRACT, "no contract")]
        self.fields["contract"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        chosen, other = given.get("contract"), str(given.get("other") or "").strip()
        rows = Contract.objects.filter(council=self.council)
        if chosen == OTHER:
            self.found = rows.filter(reference__iexact=other).exclude(reference="").first() if other else None
            if self.found is None:
                said = f"No contract has the reference “{other}”." if other else "No reference is given."
                self.add_error("other", f"{said} Give one as the register writes it.")
        elif chosen and chosen != NO_CONTRACT:
            self.found = rows.filter(pk=int(str(chosen))).first()
        if given.get("teach") == "name" and (self.found is None or not self.found.supplier_name):
            self.add_error("teach", "Choose a contract that names a supplier, or leave this as it was.")
        return given


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_REGISTER)
def decide(request: CouncilRequest, supplier_number: int) -> HttpResponseBase:
    """Say which contract a supplier's payments are under; it is kept, and applied before every rule."""
    supplier = Supplier.objects.filter(council=request.council, pk=supplier_number).first()
    if supplier is None:
        raise Http404
    heir = _heir(supplier)
    if heir != supplier:
        messages.info(request, f"{supplier.name} was merged into {heir.name} since. This is about all its payments.")
        if request.method != "POST":
            return redirect("coverage:decide", request.council.slug, heir.pk)
    return _decide(request, heir)


def _heir(supplier: Supplier) -> Supplier:
    """The supplier that this one was merged into while somebody decided on it; else itself."""
    if supplier.is_live:
        return supplier
    names = SupplierName.objects.filter(council=supplier.council_id, name=supplier.name, supplier__is_live=True)
    found = names.select_related("supplier").first()
    return found.supplier if found and found.supplier else supplier


@with_run
def _decide(request: CouncilRequest, asked: Asked, supplier: Supplier) -> HttpResponse:
    wanted = Wanted(days=asked.days, supplier=supplier.pk)
    with open_placed(request.council, asked.run) as db:
        lines = read_placed(db, wanted, most=LINES_SHOWN)
        own = _own(request.council, db, supplier)
    form = DecideForm(request.POST or None, council=request.council, own=own)
    if request.method == "POST" and form.is_valid() and _save(request, form, supplier):
        page = reverse("coverage:decide", args=[request.council.slug, supplier.pk])
        return redirect(f"{page}?{query_of(asked)}")
    faults = faults_of(form) if form.is_bound else []
    decisions = CoverageDecision.objects.filter(council=request.council, payee=supplier.name, taken_back_at=None)
    context = {
        "asked": asked,
        "supplier": supplier,
        "own": own,
        "lines": [(line, exact_pounds(line.amount)) for line in lines],
        "query": query_of(asked, supplier=supplier.pk),
        "back": query_of(asked),
        "form": form,
        "faults": faults,
        "decisions": list(decisions.select_related("contract", "by").order_by("-at")),
        "way": "coverage",
    }
    return render(request, "goldthread/coverage/decide.html", context, status=400 if faults else 200)


def _own(council: Council, db: Connection, supplier: Supplier) -> list[Contract]:
    keys = contracts_of_supplier(db, supplier.pk, most=CONTRACTS_SHOWN)
    held = {row.pk: row for row in contracts_of(council).filter(pk__in=keys)}
    return [held[key] for key in keys if key in held]


def _save(request: CouncilRequest, form: DecideForm, supplier: Supplier) -> bool:
    given = form.cleaned_data
    try:
        if given["teach"] == "name" and form.found is not None:
            say_name(
                council=request.council,
                register_name=form.found.supplier_name,
                payee=supplier.name,
                why=given["why"],
                by=request.user,
            )
        else:
            say_payments(
                council=request.council,
                payee=supplier.name,
                contract=form.found,
                reference=given["reference"].strip(),
                why=given["why"],
                by=request.user,
            )
    except CoverageRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, f"{refused.what} {refused.do}")
        return False
    cover_soon(council=request.council, by=request.user)
    messages.success(request, f"What you said of {supplier.name} is kept, and comes before every rule.")
    return True
