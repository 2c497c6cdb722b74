"""One record of each kind of work, on one contract and beside it: what the addresses of single records lead to."""

from decimal import Decimal

from benchmarks.contracts import FIRST_DAY
from goldthread.documents.models import Document
from goldthread.organisation.models import Person
from goldthread.register.models import (
    Attachment,
    ChainReturn,
    Change,
    Contract,
    ContractKpi,
    DistressCase,
    Lesson,
    PipelineEntry,
    ReportSent,
    Review,
    Risk,
    RoleProfile,
    Saving,
    SupplierFile,
    Training,
    Waiver,
    WatchedSupplier,
    Wave,
)
from goldthread.register.search.actions import index_council
from goldthread.register.types import Audience, CourseKind, ReviewKind, RiskKind, SavingKind, WaiverKind, WaiverState


def make_work(contract: Contract, by: Person) -> None:
    """Nobody asked for the change, so that anybody who may decide can."""
    Change.objects.create(contract=contract, number=1, title="More", reason="Growth.", value_added=Decimal(1000))
    ContractKpi.objects.create(contract=contract, number=1, name="Visits on time")
    ChainReturn.objects.create(contract=contract, period_end=FIRST_DAY, paid=40, paid_in_time=38, recorded_by=by)
    Review.objects.create(contract=contract, kind=ReviewKind.PERFORMANCE, on=FIRST_DAY, findings="As agreed.", by=by)
    council, amount = contract.council, Decimal(900)
    Risk.objects.create(
        council=council, contract=contract, kind=RiskKind.CYBER, description="Old portal", likelihood=3, impact=4
    )
    named = {"council": council, "supplier_name": contract.supplier_name, "because": "Late accounts."}
    for name in (contract.supplier_name, f"{contract.supplier_name} (old)"):
        SupplierFile.objects.create(council=council, name=name, is_strategic=True)
    DistressCase.objects.create(**named, opened_on=FIRST_DAY, opened_by=by)
    WatchedSupplier.objects.create(**named, put_on=FIRST_DAY, put_by=by)
    Saving.objects.create(
        council=council,
        contract=contract,
        title="Fewer visits",
        kind=SavingKind.CASHABLE,
        claimed=amount,
        financial_year="2025-26",
        method="Budget less price",
    )
    Waiver.objects.create(
        council=council,
        contract=contract,
        kind=WaiverKind.WAIVER,
        title="Urgent visits",
        reason_code="urgency",
        on=FIRST_DAY,
        state=WaiverState.REQUESTED,
        value=amount,
    )
    wave = Wave.objects.create(council=council, name="Spring", board="Cabinet")
    PipelineEntry.objects.create(council=council, title="Visits from 2030", replaces=contract, wave=wave)
    profile = RoleProfile.objects.create(council=council, name="Ada Moss", contract_share=60)
    Training.objects.create(profile=profile, kind=CourseKind.INDUCTION, course="First day", on=FIRST_DAY)
    ReportSent.objects.create(council=council, audience=Audience.MEMBERS, on=FIRST_DAY, title="Year in contracts")
    document = Document.objects.create(
        council=council, name="exit-plan.txt", media_type="text/plain", size=1, sha256="0" * 64, added_by=by
    )
    Attachment.objects.create(council=council, contract=contract, document=document, title="Exit plan", added_by=by)
    Lesson.objects.create(council=council, contract=contract, title="Count", text="Pay for each.", on=FIRST_DAY, by=by)
    index_council(council)
