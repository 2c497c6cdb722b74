"""View: who one supplier's name of the register is, said once; and taking back what was said of it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldthread.evidence.coverage.actions import UNSAID, CoverageRefused, leave_name, settle_name, take_back
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.coverage.models import CoverageDecision, NameNotFound
from goldthread.evidence.coverage.naming import decisions_of_name, find_payee, search_payees, suggestions_of
from goldthread.evidence.coverage.types import DecisionKind, name_key
from goldthread.evidence.matching.models import Supplier
from goldthread.organisation.types import Action
from goldthread.register.queries import contracts_of
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.coverage.names import read_place, read_words, say_value
from goldthread.web.evidence.wording import exact_pounds, say_count
from goldthread.web.forms import Fault

CONTRACTS_SHOWN, LONGEST_NAME, LONGEST_WHY, MOST_DIGITS = 10, 300, 1000, 15
SUPPLIER, NO_PAYMENTS, LEAVE = "supplier-", "none", "leave"


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_REGISTER)
def settle(request: CouncilRequest) -> HttpResponse:
    """A supplier, one with no payments, or leave it: for every contract of that name, loaded now or later."""
    name = read_words(request.GET, "name", LONGEST_NAME)
    row = NameNotFound.objects.filter(council=request.council, key=name_key(name)).first()
    decisions = list(decisions_of_name(request.council, name)) if name else []
    if row is None and not decisions:
        raise Http404
    if request.method != "POST":
        return _show(request, name, row, decisions)
    fault = _take_back(request, decisions) if "decision" in request.POST else _settle(request, name)
    if fault is not None:
        return _show(request, name, row, decisions, fault)
    cover_soon(council=request.council, by=request.user)
    return redirect(f"{reverse('coverage:names', args=[request.council.slug])}?{read_place(request.GET).query()}")


def _settle(request: CouncilRequest, name: str) -> Fault | None:
    """Write down what was chosen; the fault where it cannot be."""
    answer, why = request.POST.get("answer", ""), _why(request)
    payee = _payee(request, answer)
    if payee is None and answer not in {NO_PAYMENTS, LEAVE}:
        return Fault("answer", "Choose which supplier it is, that it has no payments, or to leave it.")
    try:
        if answer == LEAVE:
            leave_name(council=request.council, register_name=name, why=why or UNSAID, by=request.user)
            done = f"“{name}” is left as it is. It can be settled later."
        else:
            settle_name(
                council=request.council,
                register_name=name,
                payee=payee.name if payee else "",
                why=why or UNSAID,
                by=request.user,
            )
            who = payee.name if payee else "a supplier with no payments"
            done = f"“{name}” is {who}: for every contract that names it, now and later."
    except CoverageRefused as refused:
        return Fault("answer", f"{refused.what} {refused.do}")
    messages.success(request, done)
    return None


def _payee(request: CouncilRequest, answer: str) -> Supplier | None:
    number = answer.removeprefix(SUPPLIER)
    if number == answer or not number.isdecimal() or len(number) > MOST_DIGITS:
        return None
    return find_payee(request.council, int(number))


def _take_back(request: CouncilRequest, decisions: Sequence[CoverageDecision]) -> Fault | None:
    number = request.POST.get("decision", "")
    decision = next((each for each in decisions if str(each.pk) == number), None)
    if decision is None:
        raise Http404
    try:
        take_back(decision=decision, why=_why(request), by=request.user)
    except CoverageRefused as refused:
        return Fault("why", f"{refused.what} {refused.do}")
    messages.success(request, f"What was said of “{decision.register_name}” counts no more.")
    return None


def _why(request: CouncilRequest) -> str:
    return request.POST.get("why", "").replace("\x00", "").strip()[:LONGEST_WHY]


def _show(
    request: CouncilRequest,
    name: str,
    row: NameNotFound | None,
    decisions: Sequence[CoverageDecision],
    fault: Fault | None = None,
) -> HttpResponse:
    likely = suggestions_of(request.council, [row])[row.key] if row else []
    offered, words = {each.supplier for each in likely}, read_words(request.GET, "words")
    standing = next((each for each in decisions if each.taken_back_at is None), None)
    contracts = contracts_of(request.council).filter(supplier_name__iexact=name).order_by("-end", "pk")
    place = read_place(request.GET)
    context = {
        "name": row.name if row else name,
        "finding": _say(row, standing),
        "is_settled": standing is not None and standing.kind != DecisionKind.LEFT,
        "standing": standing,
        "earlier": [each for each in decisions if each is not standing],
        "contracts": list(contracts[:CONTRACTS_SHOWN]),
        "more": max(0, row.contracts - CONTRACTS_SHOWN) if row else 0,
        "likely": [
            (f"{SUPPLIER}{each.supplier}", each, exact_pounds(each.paid) if each.paid else "") for each in likely
        ],
        "found": [(f"{SUPPLIER}{pk}", who) for pk, who in search_payees(request.council, words) if pk not in offered],
        "words": words,
        "answer": request.POST.get("answer", ""),
        "why": _why(request),
        "faults": [fault] if fault else [],
        "hidden": {"name": name, **place.parts}.items(),
        "kept": place.query(name=name),
        "back": place.query(),
        "way": "coverage",
    }
    return render(request, "goldthread/coverage/name.html", context, status=400 if fault else 200)


def _say(row: NameNotFound | None, standing: CoverageDecision | None) -> str:
    """What is known of the name: what was said of it, else what hangs on it."""
    if standing is not None:
        return f"{standing.by or 'Somebody'} said on {standing.at:%-d %B %Y} that it is {say_answer(standing)}."
    if row is None:
        return "What was said of it was taken back, and the figures are being worked out again."
    name, verb = say_count(row.contracts, "contract"), "names" if row.contracts == 1 else "name"
    return f"{name} {verb} this supplier ({say_value(row)}), and no payment is found for it."


def say_answer(decision: CoverageDecision) -> str:
    """What a decision says of a name, behind "it is"."""
    if decision.kind == DecisionKind.NO_PAYMENTS:
        return "a supplier with no payments"
    return "left as it is" if decision.kind == DecisionKind.LEFT else decision.payee
