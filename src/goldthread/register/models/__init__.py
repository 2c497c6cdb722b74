"""Tables of the register: one module per family of records."""

from goldthread.register.models.alerts import AlertMessage, AlertSetting, AlertTold
from goldthread.register.models.attachments import Attachment
from goldthread.register.models.changes import Change
from goldthread.register.models.contracts import (
    Break,
    Contract,
    ContractView,
    Extension,
    PublicRegister,
    Tender,
)
from goldthread.register.models.criteria import CriteriaEdition
from goldthread.register.models.distress import DistressCase, DistressEntry, WatchedSupplier
from goldthread.register.models.limits import ApprovalLimit, CouncilLeadTime
from goldthread.register.models.people import PeoplePlanPart, ReportSent, RoleProfile, Training
from goldthread.register.models.performance import ContractKpi, KpiRating, Review
from goldthread.register.models.planning import Appraisal, Engagement, Lesson, PipelineEntry, ProposalAnswer, Wave
from goldthread.register.models.risks import Risk, Saving, Waiver
from goldthread.register.models.searching import SearchEntry
from goldthread.register.models.segments import SegmentationRow, SegmentationRule, SegmentationRun
from goldthread.register.models.suppliers import SupplierAssessment, SupplierFile, SupplierMeeting
from goldthread.register.models.supply_chain import ChainReturn

__all__ = [
    "AlertMessage",
    "AlertSetting",
    "AlertTold",
    "Appraisal",
    "ApprovalLimit",
    "Attachment",
    "Break",
    "ChainReturn",
    "Change",
    "Contract",
    "ContractKpi",
    "ContractView",
    "CouncilLeadTime",
    "CriteriaEdition",
    "DistressCase",
    "DistressEntry",
    "Engagement",
    "Extension",
    "KpiRating",
    "Lesson",
    "PeoplePlanPart",
    "PipelineEntry",
    "ProposalAnswer",
    "PublicRegister",
    "ReportSent",
    "Review",
    "Risk",
    "RoleProfile",
    "Saving",
    "SearchEntry",
    "SegmentationRow",
    "SegmentationRule",
    "SegmentationRun",
    "SupplierAssessment",
    "SupplierFile",
    "SupplierMeeting",
    "Tender",
    "Training",
    "Waiver",
    "WatchedSupplier",
    "Wave",
]
