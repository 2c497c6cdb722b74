"""Everything of a council's register that the evidence tables are made of, read once whatever the number of periods."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Model

from goldthread.organisation.models import Council
from goldthread.register.models import (
    Appraisal,
    Change,
    Contract,
    ContractKpi,
    DistressCase,
    Engagement,
    KpiRating,
    Lesson,
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


@dataclass
class Held:
    """A council's register by what each record belongs to. Lists are empty where nothing is kept."""

    contracts: list[Contract]
    changes: Mapping[int, list[Change]] = field(default_factory=dict)
    reviews: Mapping[int, list[Review]] = field(default_factory=dict)
    risks: Mapping[int, list[Risk]] = field(default_factory=dict)
    kpis: Mapping[int, list[ContractKpi]] = field(default_factory=dict)
    ratings: Mapping[int, list[KpiRating]] = field(default_factory=dict)
    tenders: Mapping[int, list[Tender]] = field(default_factory=dict)
    pipeline: list[PipelineEntry] = field(default_factory=list)
    appraisals: Mapping[int, list[Appraisal]] = field(default_factory=dict)
    engagements: list[Engagement] = field(default_factory=list)
    files: list[SupplierFile] = field(default_factory=list)
    criteria_runs: Mapping[str, list[date]] = field(default_factory=dict)
    meetings: Mapping[int, list[SupplierMeeting]] = field(default_factory=dict)
    profiles: list[RoleProfile] = field(default_factory=list)
    trainings: Mapping[int, list[Training]] = field(default_factory=dict)
    reports: list[ReportSent] = field(default_factory=list)
    savings: list[Saving] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    cases: list[DistressCase] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)


def read_held(council: Council) -> Held:
    """Read the register of a council: one query for each kind of record."""
    of_contract = {"contract__council": council}
    return Held(
        contracts=list(Contract.objects.filter(council=council).order_by("pk")),
        changes=_by("contract_id", Change.objects.filter(state=ChangeState.APPROVED.value, **of_contract)),
        reviews=_by("contract_id", Review.objects.filter(**of_contract)),
        risks=_by("contract_id", Risk.objects.filter(council=council, contract__isnull=False, closed_on__isnull=True)),
        kpis=_by("contract_id", ContractKpi.objects.filter(retired_at__isnull=True, **of_contract)),
        ratings=_by("kpi_id", KpiRating.objects.filter(kpi__contract__council=council)),
        tenders=_by("contract_id", Tender.objects.filter(**of_contract)),
        pipeline=list(PipelineEntry.objects.filter(council=council, is_request=False).order_by("pk")),
        appraisals=_by("entry_id", Appraisal.objects.filter(council=council, entry__isnull=False)),
        engagements=list(Engagement.objects.filter(council=council)),
        files=list(SupplierFile.objects.filter(council=council, is_strategic=True)),
        criteria_runs=_criteria_runs(council),
        meetings=_by("file_id", SupplierMeeting.objects.filter(file__council=council)),
        profiles=list(RoleProfile.objects.filter(council=council, ended_on__isnull=True).order_by("pk")),
        trainings=_by("profile_id", Training.objects.filter(profile__council=council)),
        reports=list(ReportSent.objects.filter(council=council)),
        savings=list(Saving.objects.filter(council=council).select_related("contract")),
        waivers=list(Waiver.objects.filter(council=council)),
        cases=list(DistressCase.objects.filter(council=council)),
        lessons=list(Lesson.objects.filter(council=council)),
    )


def _criteria_runs(council: Council) -> Mapping[str, list[date]]:
    """The days of the runs that put a supplier into the first tier, by each of its names on the register."""
    found: dict[str, list[date]] = defaultdict(list)
    for run in SegmentationRun.objects.filter(council=council):
        for row in meets_criteria(run):
            for name in row.names:
                found[name].append(run.on)
    return found


def _by(key: str, rows: Iterable[M]) -> Mapping[int, list[M]]:
    found: dict[int, list[M]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
