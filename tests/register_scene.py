"""Contracts for tests, put on the register through its own actions."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.register.actions.attachments import Belongs, SaidDocument, attach
from goldthread.register.actions.changes import AskedChange, request_change
from goldthread.register.actions.contracts import add_contract
from goldthread.register.actions.distress import open_case, put_on_watch
from goldthread.register.actions.lessons import SaidLesson, add_lesson
from goldthread.register.actions.performance import add_kpi, add_review
from goldthread.register.actions.pipeline import add_entry
from goldthread.register.actions.risks import (
    SaidRisk,
    SaidSaving,
    SaidWaiver,
    claim_saving,
    record_waiver,
    save_risk,
)
from goldthread.register.actions.suppliers import open_file
from goldthread.register.actions.supply_chain import SaidReturn, record_return
from goldthread.register.actions.terms import save_break, save_extension
from goldthread.register.actions.waves import put_in_wave, save_wave
from goldthread.register.models import Contract, PipelineEntry, ProposalAnswer, ReportSent, RoleProfile, Training, Wave
from goldthread.register.types import (
    Audience,
    CourseKind,
    PipelineCause,
    ReviewKind,
    RiskKind,
    SavingKind,
    Taken,
    VatBasis,
    WaiverKind,
)


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
    returned = record_return(contract=contract, said=SaidReturn(date(2026, 3, 31), paid=50, paid_in_time=45), by=None)
    risk = save_risk(council=council, contract=contract, said=SaidRisk(RiskKind.CYBER, "Old portal", 3, 4), by=None)
    saving = claim_saving(
        council=council,
        contract=contract,
        said=SaidSaving("Fewer visits", SavingKind.CASHABLE, "Budget less price", "2025-26", Decimal(9_000)),
        by=None,
    )
    lesson = add_lesson(council=council, contract=contract, said=SaidLesson("Count visits", "Pay for each."), by=None)
    paper = SaidDocument("plan.txt", io.BytesIO(b"The exit plan"), title="Exit plan")
    document = contract.attachments.first() or attach(council=council, said=paper, to=Belongs(contract), by=None)
    said = SaidWaiver(WaiverKind.WAIVER, "Urgent visits", "urgency", date(2026, 5, 1), value=Decimal(4_000))
    waiver = contract.waivers.first() or record_waiver(council=council, contract=contract, said=said, by=None)
    return {
        "change_id": change.pk,
        "kpi_id": kpi.pk,
        "review_id": review.pk,
        "return_id": returned.pk,
        "risk_id": risk.pk,
        "saving_id": saving.pk,
        "waiver_id": waiver.pk,
        "case_id": open_case(council=council, supplier_name="Fellside", because="Late accounts.", by=None).pk,
        "file_id": open_file(council=council, name="Fellside", because="Hard to replace.", by=None).pk,
        "other_id": open_file(council=council, name="Fellside Ltd", because="Hard to replace.", by=None).pk,
        "watched_id": put_on_watch(council=council, supplier_name="Fellside", because="Late accounts.", by=None).pk,
        "document_id": document.pk,
        "lesson_id": lesson.pk,
    }


def put_people(council: Council) -> dict[str, object]:
    """A role profile with a course, and a report, by the name that addresses give their keys."""
    profile, _made = RoleProfile.objects.get_or_create(council=council, name="Ada Moss", contract_share=60)
    training, _made = Training.objects.get_or_create(
        profile=profile, kind=CourseKind.INDUCTION.value, course="First day", on=date(2025, 5, 1)
    )
    report, _made = ReportSent.objects.get_or_create(
        council=council, audience=Audience.MEMBERS.value, on=date(2026, 4, 2), title="Year in contracts"
    )
    return {"profile_id": profile.pk, "training_id": training.pk, "report_id": report.pk}


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


def put_pipeline(council: Council, contract: Contract) -> dict[str, object]:
    """An entry in a wave, and an answer to what a contract proposed, by the names that addresses give their keys."""
    values = {"title": "Meals from 2029", "needed_on": timezone.localdate() + timedelta(days=800), "why": "They eat."}
    entry = PipelineEntry.objects.filter(council=council).first() or add_entry(council=council, values=values, by=None)
    wave = Wave.objects.filter(council=council).first()
    if wave is None:
        wave = save_wave(council=council, name="Spring", board="Cabinet", meets_on=timezone.localdate(), by=None)
        put_in_wave(wave=wave, entries=[entry.pk], by=None)
    answer, _made = ProposalAnswer.objects.get_or_create(
        contract=contract, cause=PipelineCause.END.value, on=date(2020, 1, 1), why="The service stops."
    )
    return {"entry_id": entry.pk, "wave_id": wave.pk, "proposal_answer_id": answer.pk, "procedure": "open"}
