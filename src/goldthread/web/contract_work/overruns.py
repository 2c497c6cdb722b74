"""View: contracts that were paid beyond value and changes, and those to which changes added money."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import Case, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldthread.evidence.coverage.models import ContractSpend
from goldthread.organisation.models import Council
from goldthread.organisation.types import Action
from goldthread.register.models import Change, Contract
from goldthread.register.rules import unexplained_overrun
from goldthread.register.types import ChangeState
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.wording import exact_pounds, say_count
from goldthread.web.register.kept import kept_of
from goldthread.web.register.spend import read_spent

A_PAGE = 100
NOT_YET = "not worked out yet"


@dataclass(frozen=True)
class Overrun:
    """One contract: its value, what approved changes add, what was paid, and what of it nothing explains."""

    contract: Contract
    value: str
    added: str
    share: str
    paid: str
    unexplained: str
    is_unexplained: bool


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """Contracts to which changes added money, or that were paid more than value and changes."""
    keys, unexplained = kept_of(request.council).get("overruns", lambda: _overruns(request.council))
    pages = Paginator(keys, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    spent = read_spent(request.council, list(page))
    rows = _with_sums(request.council).filter(pk__in=list(page)).in_bulk()
    lines = [_line(rows[key], spent[key].amount if key in spent else None) for key in page if key in rows]
    context = {
        "finding": _say(pages.count, unexplained, is_known=bool(spent)),
        "lines": lines,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }
    return render(request, "goldthread/work/overruns.html", context)


def _overruns(council: Council) -> tuple[list[int], int]:
    """The keys of the contracts, the worst first, and how many of them were paid beyond what was agreed."""
    pounds = DecimalField(max_digits=18, decimal_places=2)
    most = F("awarded_value") + Coalesce(F("added"), Decimal(0), output_field=pounds)
    beyond = Case(When(paid_sum__gt=most, then=F("paid_sum") - most), output_field=pounds)
    found = _with_sums(council).annotate(beyond=beyond).filter(Q(added__gt=0) | Q(beyond__gt=0))
    in_order = found.order_by(F("beyond").desc(nulls_last=True), F("added").desc(nulls_last=True), "pk")
    rows = list(in_order.values_list("pk", "beyond"))
    return [key for key, _beyond in rows], sum(over is not None for _key, over in rows)


def _with_sums(council: Council) -> QuerySet[Contract]:
    """Grain: one contract. `added` is what approved changes add, `paid_sum` what was paid; either may be unknown."""
    pounds = DecimalField(max_digits=18, decimal_places=2)
    approved = Change.objects.filter(contract=OuterRef("pk"), state=ChangeState.APPROVED.value).order_by()
    paid = ContractSpend.objects.filter(contract=OuterRef("pk")).order_by()
    return Contract.objects.filter(council=council).annotate(
        added=Subquery(approved.values("contract").annotate(sum=Sum("value_added")).values("sum"), output_field=pounds),
        paid_sum=Subquery(paid.values("contract").annotate(sum=Sum("amount")).values("sum"), output_field=pounds),
    )


def _line(contract: Contract, paid: Decimal | None) -> Overrun:
    added: Decimal = vars(contract)["added"] or Decimal(0)
    value: Decimal | None = contract.awarded_value
    unexplained = unexplained_overrun(paid, value, [added])
    return Overrun(
        contract=contract,
        value=exact_pounds(value) if value is not None else "not known",
        added=exact_pounds(added),
        share=f"{added / value * 100:.1f}%" if value else "not known",
        paid=exact_pounds(paid) if paid is not None else NOT_YET,
        unexplained=exact_pounds(unexplained) if unexplained is not None else NOT_YET if paid is None else "not known",
        is_unexplained=bool(unexplained),
    )


def _say(count: int, unexplained: int, *, is_known: bool) -> str:
    if not count:
        return "No contract is known to have cost more than was awarded."
    grown = say_count(count - unexplained, "contract")
    if not is_known:
        return (
            f"Changes added money to {grown}. What was paid beyond is {NOT_YET}: payments are not matched to contracts."
        )
    if not unexplained:
        return f"Nothing was paid beyond what was awarded and agreed. Changes added money to {grown}."
    were = "was" if unexplained == 1 else "were"
    told = f"{say_count(unexplained, 'contract')} {were} paid more than value and changes explain."
    more = "one more" if count - unexplained == 1 else f"{count - unexplained:,} more"
    return f"{told} Changes added money to {more}." if count > unexplained else told
