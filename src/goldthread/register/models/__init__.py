"""Tables of the register: one module per family of records."""

from goldthread.register.models.changes import Change
from goldthread.register.models.contracts import (
    Break,
    Contract,
    ContractView,
    Extension,
    PublicRegister,
    Tender,
)
from goldthread.register.models.limits import ApprovalLimit, CouncilLeadTime
from goldthread.register.models.people import ReportSent, RoleProfile, Training
from goldthread.register.models.performance import ContractKpi, KpiRating, Review
from goldthread.register.models.planning import Appraisal, Engagement, Lesson, PipelineEntry, ProposalAnswer, Wave
from goldthread.register.models.risks import DistressCase, Risk, Saving, Waiver
from goldthread.register.models.suppliers import SupplierFile, SupplierMeeting

__all__ = [
    "Appraisal",
    "ApprovalLimit",
    "Break",
    "Change",
    "Contract",
    "ContractKpi",
    "ContractView",
    "CouncilLeadTime",
    "DistressCase",
    "Engagement",
    "Extension",
    "KpiRating",
    "Lesson",
    "PipelineEntry",
    "ProposalAnswer",
    "PublicRegister",
    "ReportSent",
    "Review",
    "Risk",
    "RoleProfile",
    "Saving",
    "SupplierFile",
    "SupplierMeeting",
    "Tender",
    "Training",
    "Waiver",
    "Wave",
]
