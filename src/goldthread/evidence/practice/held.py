"""Everything of a council's register that the evidence tables are made of, read in one query."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import DateField, F, Model, Sum
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from goldthread.evidence.coverage.models import CoverageRun
from goldthread.evidence.coverage.queries import paid_by_year_end
from goldthread.evidence.indicators.material import Span
from goldthread.evidence.indicators.types import TableName
from goldthread.evidence.practice.reading import Asked, read_kinds
from goldthread.organisation.models import Council
from goldthread.register.models import (
    Appraisal,
    Attachment,
    ChainReturn,
    Change,
    Contract,
    ContractKpi,
    DistressCase,
    Engagement,
    Lesson,
    PeoplePlanPart,
    PipelineEntry,
    ReportSent,
    Review,
    Risk,
    RoleProfile,
    Saving,
    SegmentationRow,
    SupplierFile,
    SupplierMeeting,
    Tender,
    Training,
    Waiver,
)
from goldthread.register.models.fields import pounds
from goldthread.register.segmentation.types import Segmented
from goldthread.register.types import ChangeState

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class RatedKpi:
    """A KPI that is not retired: how often it is to be rated, and the ends of the periods for which it was."""

    months_between_ratings: int
    rated_to: tuple[date, ...]


@dataclass
class Held:
    """A council's register by what each record belongs to. Lists are empty where nothing is kept.

    `run` is the latest setting of payments beside contracts, and `spent` what was paid under each contract by it, up to
    the end of a year; `is_kept` says that there is anything of a register.
    """

    contracts: list[Contract]
    changes: Mapping[int, list[Change]] = field(default_factory=dict)
    reviews: Mapping[int, list[Review]] = field(default_factory=dict)
    risks: Mapping[int, list[Risk]] = field(default_factory=dict)
    kpis: Mapping[int, list[RatedKpi]] = field(default_factory=dict)
    chain_returns: Mapping[int, list[ChainReturn]] = field(default_factory=dict)
    tenders: Mapping[int, list[Tender]] = field(default_factory=dict)
    pipeline: list[PipelineEntry] = field(default_factory=list)
    appraisals: Mapping[int, list[Appraisal]] = field(default_factory=dict)
    engagements: list[Engagement] = field(default_factory=list)
    files: list[SupplierFile] = field(default_factory=list)
    criteria_runs: Mapping[str, list[date]] = field(default_factory=dict)
    meetings: Mapping[int, list[SupplierMeeting]] = field(default_factory=dict)
    profiles: list[RoleProfile] = field(default_factory=list)
    trainings: Mapping[int, list[Training]] = field(default_factory=dict)
    plan_parts: list[PeoplePlanPart] = field(default_factory=list)
    plan_papers: Mapping[int, list[Attachment]] = field(default_factory=dict)
    reports: list[ReportSent] = field(default_factory=list)
    savings: list[Saving] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    cases: list[DistressCase] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    run: CoverageRun | None = None
    spent: Mapping[int, Decimal] = field(default_factory=dict)
    is_kept: bool = False


_CONTRACT = (
    *("id", "council_id", "reference", "title", "department_id", "supplier_name", "category", "version"),
    *("arrangement", "kind", "regime", "procedure", "awarded_value", "awarded_vat", "maximum_value", "maximum_vat"),
    *("manager_id", "manager_name", "awarded_on", "start", "end", "ended_on", "changed_at", "is_joint"),
    *("has_distress_clause", "has_social_value_clause", "has_concerns_route", "holds_personal_data", "has_data_terms"),
    *("data_assessed_on", "slavery_risk", "slavery_checked_on", "criticality"),
)
"""What the tables read of a contract."""


def _asked(council: Council) -> dict[str, Asked]:
    """The rows of each kind of record that the tables are made of."""
    ours, of_contracts = {"council": council}, {"contract__council": council}
    latest = CoverageRun.objects.filter(council=council).order_by("-at", "-pk").values("pk")[:1]
    approved = {"state": ChangeState.APPROVED.value, **of_contracts}
    return {
        "contracts": Asked(Contract.objects.filter(**ours), _CONTRACT),
        "changes": Asked(Change.objects.filter(**approved)),
        "reviews": Asked(Review.objects.filter(**of_contracts)),
        "risks": Asked(Risk.objects.filter(**ours, contract__isnull=False, closed_on__isnull=True)),
        "kpis": Asked(
            ContractKpi.objects.filter(**of_contracts, retired_at__isnull=True),
            ("id", "contract_id", "months_between_ratings"),
            {"rated_to": ("ratings__period_end", DateField())},
        ),
        "chain_returns": Asked(ChainReturn.objects.filter(**of_contracts)),
        "tenders": Asked(Tender.objects.filter(**of_contracts)),
        "pipeline": Asked(PipelineEntry.objects.filter(**ours)),
        "appraisals": Asked(Appraisal.objects.filter(**ours, entry__isnull=False)),
        "engagements": Asked(Engagement.objects.filter(**ours)),
        "files": Asked(SupplierFile.objects.filter(**ours)),
        "criteria_runs": _criteria_rows(council),
        "meetings": Asked(SupplierMeeting.objects.filter(file__council=council)),
        "profiles": Asked(RoleProfile.objects.filter(**ours)),
        "trainings": Asked(Training.objects.filter(profile__council=council)),
        "plan_parts": Asked(PeoplePlanPart.objects.filter(**ours)),
        "plan_papers": Asked(Attachment.objects.filter(**ours, plan_part__isnull=False, withdrawn_at=None)),
        "reports": Asked(ReportSent.objects.filter(**ours)),
        "savings": Asked(Saving.objects.filter(**ours)),
        "waivers": Asked(Waiver.objects.filter(**ours)),
        "cases": Asked(DistressCase.objects.filter(**ours)),
        "lessons": Asked(Lesson.objects.filter(**ours)),
        "runs": Asked(CoverageRun.objects.filter(pk__in=latest), ("id", "council_id", "digest", "last_day")),
    }


def _criteria_rows(council: Council) -> Asked:
    """The suppliers that a run put into the first tier of its rule, with the day of the run."""
    rows = SegmentationRow.objects.filter(run__council=council, kind=Segmented.SUPPLIER.value)
    first_tier = KeyTextTransform("name", KeyTransform("0", KeyTransform("tiers", "run__rule")))
    return Asked(
        rows.annotate(first_tier=first_tier).filter(tier=F("first_tier")),
        ("id", "names"),
        {"on": ("run__on", DateField())},
    )


_OF_CONTRACTS = ("contracts", "changes", "reviews", "risks", "kpis", "chain_returns", "tenders", "pipeline", "profiles")
_KINDS: Mapping[TableName, tuple[str, ...]] = {
    TableName.CONTRACTS: _OF_CONTRACTS,
    TableName.PIPELINE: ("pipeline", "appraisals", "engagements"),
    TableName.STRATEGIC: ("files", "criteria_runs", "meetings"),
    TableName.LEARNERS: ("profiles", "trainings"),
    TableName.TALENT: ("plan_parts", "plan_papers"),
    TableName.RECORDS: ("reports", "engagements", "savings", "waivers", "cases", "lessons"),
    TableName.COVERAGE: ("runs",),
}
"""What the rows of each table are made of."""
_SPENT = "spent"
_KEPT = ("contracts", "plan_parts", "pipeline", "reports", "profiles", "savings", "files")
"""A council that has any of these keeps a register."""


def read_held(
    council: Council, tables: Collection[TableName] = tuple(_KINDS), *, spent_until: Span | None = None
) -> Held:
    """What some tables are made of, all of them where none is named (one query).

    What was paid under each contract is read besides where a period is given.
    """
    kinds = {kind for table in tables for kind in _KINDS.get(table, ())}
    asked = {kind: each for kind, each in _asked(council).items() if kind in kinds}
    if spent_until is not None:
        asked[_SPENT] = Asked(
            paid_by_year_end(council, spent_until), ("contract_id",), {"paid": (Sum("amount"), pounds())}
        )
    return _hold(read_kinds(asked))


def _hold(found: Mapping[str, list[Any]]) -> Held:
    criteria: dict[str, list[date]] = defaultdict(list)
    for row in found.get("criteria_runs", ()):
        for name in row.names:
            criteria[name].append(row.on)
    return Held(
        contracts=found.get("contracts", []),
        changes=_by("contract_id", found.get("changes", ())),
        reviews=_by("contract_id", found.get("reviews", ())),
        risks=_by("contract_id", found.get("risks", ())),
        kpis=_rated_kpis(found.get("kpis", ())),
        chain_returns=_by("contract_id", found.get("chain_returns", ())),
        tenders=_by("contract_id", found.get("tenders", ())),
        pipeline=[entry for entry in found.get("pipeline", ()) if not entry.is_request],
        appraisals=_by("entry_id", found.get("appraisals", ())),
        engagements=found.get("engagements", []),
        files=[file for file in found.get("files", ()) if file.is_strategic],
        criteria_runs=criteria,
        meetings=_by("file_id", found.get("meetings", ())),
        profiles=[profile for profile in found.get("profiles", ()) if profile.ended_on is None],
        trainings=_by("profile_id", found.get("trainings", ())),
        plan_parts=found.get("plan_parts", []),
        plan_papers=_by("plan_part_id", found.get("plan_papers", ())),
        reports=found.get("reports", []),
        savings=found.get("savings", []),
        waivers=found.get("waivers", []),
        cases=found.get("cases", []),
        lessons=found.get("lessons", []),
        run=next(iter(found.get("runs", ())), None),
        spent={row.contract_id: row.paid for row in found.get(_SPENT, ())},
        is_kept=any(found.get(kind) for kind in _KEPT),
    )


def _rated_kpis(rows: Iterable[Any]) -> Mapping[int, list[RatedKpi]]:
    """The KPIs of each contract with their ratings: a KPI comes once for each rating, or once alone."""
    days: dict[tuple[int, int, int], list[date]] = {}
    for row in rows:
        held = days.setdefault((row.contract_id, row.pk, row.months_between_ratings), [])
        held += [] if row.rated_to is None else [row.rated_to]
    found: dict[int, list[RatedKpi]] = defaultdict(list)
    for (contract, _kpi, months), ends in days.items():
        found[contract].append(RatedKpi(months, tuple(ends)))
    return found


def _by(key: str, rows: Iterable[M]) -> Mapping[int, list[M]]:
    found: dict[int, list[M]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
