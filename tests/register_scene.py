"""Contracts for tests, put on the register through its own actions."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.register.actions.changes import AskedChange, request_change
from goldthread.register.actions.contracts import add_contract
from goldthread.register.actions.performance import add_kpi, add_review
from goldthread.register.actions.risks import (
    SaidRisk,
    SaidSaving,
    SaidWaiver,
    claim_saving,
    record_waiver,
    save_risk,
)
from goldthread.register.actions.terms import save_break, save_extension
from goldthread.register.models import Contract
from goldthread.register.types import ReviewKind, RiskKind, SavingKind, Taken, VatBasis, WaiverKind


def put_work(contract: Contract) -> dict[str, object]:
    """One record of each kind of work on a contract, by the name that addresses give its key."""
    change = contract.changes.first() or request_change(
        contract=contract, asked=AskedChange(title="More", reason="Growth.", value_added=Decimal(1)), by=None
    )
    kpi = add_kpi(contract=contract, name="Meals on time", by=None)
    review = add_review(
        contract=contract, kind=ReviewKind.PERFORMANCE, on=date(2026, 1, 5), findings="It works.", by=None
    )
    council = contract.council
    risk = save_risk(council=council, contract=contract, said=SaidRisk(RiskKind.CYBER, "Old portal", 3, 4), by=None)
    saving = claim_saving(
        council=council,
        contract=contract,
        said=SaidSaving("Fewer visits", SavingKind.CASHABLE, "Budget less price", "2025-26", Decimal(9_000)),
        by=None,
    )
    said = SaidWaiver(WaiverKind.WAIVER, "Urgent visits", "urgency", date(2026, 5, 1), value=Decimal(4_000))
    waiver = contract.waivers.first() or record_waiver(council=council, contract=contract, said=said, by=None)
    return {
        "change_id": change.pk,
        "kpi_id": kpi.pk,
        "review_id": review.pk,
        "risk_id": risk.pk,
        "saving_id": saving.pk,
        "waiver_id": waiver.pk,
    }


def put_contract(
    council: Council, *, by: Person | None = None, months: int = 12, notice: date | None = None, **values: Any
) -> Contract:
    """A live contract that ends in two years, with one option to extend and one break in a year."""
    today = timezone.localdate()
    usual = {
        "title": "School meals",
        "supplier_name": "Fellside Catering CIC",
        "department": council.departments.order_by("order").first(),
        "start": today - timedelta(days=365),
        "end": today + timedelta(days=730),
        "awarded_value": Decimal(300_000),
        "awarded_vat": VatBasis.EXCLUDED.value,
    }
    contract = add_contract(council=council, values=usual | values, by=by)
    if contract.end and contract.end > today + timedelta(days=365) and months:
        open_ = {"taken": Taken.OPEN.value, "decided_on": None}
        save_extension(contract=contract, extension=None, values={"months": months, **open_}, expected_version=1, by=by)
        given = {"on": today + timedelta(days=365), "notice_by": notice, "negotiation": "", **open_}
        save_break(contract=contract, row=None, values=given, expected_version=2, by=by)
    return Contract.objects.get(pk=contract.pk)
