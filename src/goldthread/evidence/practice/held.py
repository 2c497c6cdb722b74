"""Everything of a council's register that the evidence tables are made of, read once whatever the number of periods."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import F, Model

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
    SegmentationRun,
    SupplierFile,
    SupplierMeeting,
    Tender,
    Training,
    Waiver,
)
from goldthread.register.segmentation.queries import meets_criteria
from goldthread.register.types import ChangeState

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class RatedKpi:
    """A KPI that is not retired: how often it is to be rated, and the ends of the periods for which it was."""

    months_between_ratings: int
    rated_to: tuple[date, ...]


@dataclass
class Held:
    """A council's register by what each record belongs to. Lists are empty where nothing is kept."""

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


def _criteria_runs(council: Council) -> Mapping[str, list[date]]:
    """The days of the runs that put a supplier into the first tier, by each of its names on the register."""
    found: dict[str, list[date]] = defaultdict(list)
    for run in SegmentationRun.objects.filter(council=council):
        for row in meets_criteria(run):
            for name in row.names:
                found[name].append(run.on)
    return found


def _rated_kpis(council: Council) -> Mapping[int, list[RatedKpi]]:
    """The KPIs of each contract with their ratings, in one query: a KPI comes once for each rating, or once alone."""
    rows = ContractKpi.objects.filter(retired_at__isnull=True, contract__council=council).order_by("pk")
    days: dict[tuple[int, int, int], list[date]] = {}
    for row in rows.annotate(rated_to=F("ratings__period_end")):
        held, rated_to = days.setdefault((row.contract_id, row.pk, row.months_between_ratings), []), row.rated_to
        held += [] if rated_to is None else [rated_to]
    found: dict[int, list[RatedKpi]] = defaultdict(list)
    for (contract, _kpi, months), ends in days.items():
        found[contract].append(RatedKpi(months, tuple(ends)))
    return found


def _by(key: str, rows: Iterable[M]) -> Mapping[int, list[M]]:
    found: dict[int, list[M]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


_READ: Mapping[str, Callable[[Council], object]] = {
    "contracts": lambda council: list(Contract.objects.filter(council=council).order_by("pk")),
    "changes": lambda council: _by(
        "contract_id", Change.objects.filter(state=ChangeState.APPROVED.value, contract__council=council)
    ),
    "reviews": lambda council: _by("contract_id", Review.objects.filter(contract__council=council)),
    "risks": lambda council: _by(
        "contract_id", Risk.objects.filter(council=council, contract__isnull=False, closed_on__isnull=True)
    ),
    "kpis": _rated_kpis,
    "chain_returns": lambda council: _by("contract_id", ChainReturn.objects.filter(contract__council=council)),
    "tenders": lambda council: _by("contract_id", Tender.objects.filter(contract__council=council)),
    "pipeline": lambda council: list(PipelineEntry.objects.filter(council=council, is_request=False).order_by("pk")),
    "appraisals": lambda council: _by("entry_id", Appraisal.objects.filter(council=council, entry__isnull=False)),
    "engagements": lambda council: list(Engagement.objects.filter(council=council)),
    "files": lambda council: list(SupplierFile.objects.filter(council=council, is_strategic=True)),
    "criteria_runs": _criteria_runs,
    "meetings": lambda council: _by("file_id", SupplierMeeting.objects.filter(file__council=council)),
    "profiles": lambda council: list(RoleProfile.objects.filter(council=council, ended_on__isnull=True).order_by("pk")),
    "trainings": lambda council: _by("profile_id", Training.objects.filter(profile__council=council)),
    "plan_parts": lambda council: list(PeoplePlanPart.objects.filter(council=council)),
    "plan_papers": lambda council: _by(
        "plan_part_id", Attachment.objects.filter(council=council, plan_part__isnull=False, withdrawn_at=None)
    ),
    "reports": lambda council: list(ReportSent.objects.filter(council=council)),
    "savings": lambda council: list(Saving.objects.filter(council=council).select_related("contract")),
    "waivers": lambda council: list(Waiver.objects.filter(council=council)),
    "cases": lambda council: list(DistressCase.objects.filter(council=council)),
    "lessons": lambda council: list(Lesson.objects.filter(council=council)),
}
"""One query for each kind of record."""


class _HeldWhenAsked(Held):
    """Reads each kind of record when it is first asked for: the rows behind one figure need a few of them."""

    def __init__(self, council: Council) -> None:
        self._council = council

    def __getattr__(self, name: str) -> object:
        if name not in _READ:
            raise AttributeError(name)
        found = _READ[name](self._council)
        setattr(self, name, found)
        return found


def read_held(council: Council) -> Held:
    """The register of a council, each kind of record in one query, made when it is first asked for."""
    return _HeldWhenAsked(council)
