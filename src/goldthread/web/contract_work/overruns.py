"""View: contracts that cost more than was awarded: what changes explain of it, and what nothing explains."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldthread.evidence.coverage.models import ContractSpend
from goldthread.organisation.types import Action
from goldthread.register.models import Change, Contract
from goldthread.register.rules import unexplained_overrun
from goldthread.register.types import ChangeState
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.wording import exact_pounds, say_count
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
    rows = _overruns(request)
    pages = Paginator(rows, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    spent = read_spent(request.council, [row.pk for row in page])
    lines = [_line(row, spent[row.pk].amount if row.pk in spent else None) for row in page]
    context = {
        "finding": _say(pages.count, sum(line.is_unexplained for line in lines), is_known=bool(spent)),
        "lines": lines,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }
    return render(request, "goldthread/work/overruns.html", context)


def _overruns(request: CouncilRequest) -> QuerySet[Contract]:
    """Grain: one contract. `added` is what approved changes add, `paid_sum` what was paid; either may be unknown."""
    pounds = DecimalField(max_digits=18, decimal_places=2)
    approved = Change.objects.filter(contract=OuterRef("pk"), state=ChangeState.APPROVED.value).order_by()
    paid = ContractSpend.objects.filter(contract=OuterRef("pk")).order_by()
    rows = Contract.objects.filter(council=request.council).annotate(
        added=Subquery(approved.values("contract").annotate(sum=Sum("value_added")).values("sum"), output_field=pounds),
        paid_sum=Subquery(paid.values("contract").annotate(sum=Sum("amount")).values("sum"), output_field=pounds),
    )
    most = F("awarded_value") + Coalesce(F("added"), Decimal(0), output_field=pounds)
    return rows.filter(Q(added__gt=0) | Q(paid_sum__gt=most)).order_by("-added", "-paid_sum", "pk")


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
        return "No contract is known to cost more than was awarded."
    told = f"{say_count(count, 'contract')} cost{'s' if count == 1 else ''} more than was awarded"
    if not is_known:
        return f"{told}. What changes do not explain is {NOT_YET}: payments are not matched to contracts."
    return f"{told}; on this page {unexplained or 'none'} by more than its changes explain."
