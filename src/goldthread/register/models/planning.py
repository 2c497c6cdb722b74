"""What is planned and what was learned: the pipeline, its waves, appraisals, meetings with the market, lessons."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Department
from goldthread.register.models.contracts import Contract
from goldthread.register.models.fields import day, one_of, person, pounds, text, yes_no
from goldthread.register.models.performance import Review
from goldthread.register.types import Audience, EngagementKind, PipelineCause, Procedure, VatBasis


class Wave(models.Model):
    """Pipeline entries that one board decides together (source 004's wave plan)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="waves")
    name = models.CharField(max_length=120)
    board = models.CharField(max_length=120)
    meets_on = day()
    decided_on = day()
    decision = models.TextField(blank=True)
    decided_by = person()

    class Meta:
        ordering = ("meets_on", "name")

    def __str__(self) -> str:
        return self.name


class PipelineEntry(models.Model):
    """Something the council means to buy: why at all, by which route, and the days counted back from the need."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="pipeline")
    replaces = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    becomes = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="origins")
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    category = text()
    why = models.TextField(blank=True)
    estimated_value = pounds()
    estimated_vat = one_of(VatBasis, default=VatBasis.UNKNOWN)
    procedure = one_of(Procedure, default=Procedure.UNKNOWN)
    needed_on = day()
    advice_on = day()
    approved_on = day()
    launch_on = day()
    launched_on = day()
    budget_code = text(60)
    revenue_idea = models.TextField(blank=True)
    is_revenue_asked = models.BooleanField(default=False)
    board_route = text(200)
    is_cross_department = yes_no()
    is_joint = yes_no()
    market_note = models.TextField(blank=True)
    market_note_on = day()
    social_value_assessed_on = day()
    holds_personal_data = yes_no()
    data_assessed_on = day()
    published_on = day()
    is_request = models.BooleanField(default=False)  # asked for, and nobody has taken it in yet
    is_closed = models.BooleanField(default=False)
    closed_on = day()
    closed_because = models.TextField(blank=True)
    closed_by = person()
    created_by = person()
    created_at = models.DateTimeField(default=timezone.now)
    changed_by = person()
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("needed_on", "title")
        indexes: ClassVar = [models.Index(fields=["council", "is_closed", "needed_on"])]
        verbose_name_plural = "pipeline entries"

    def __str__(self) -> str:
        return self.title


class ProposalAnswer(models.Model):
    """What somebody said of a day of a contract that asks for a successor: an entry plans it, or why none is wanted."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="proposal_answers")
    cause = one_of(PipelineCause)
    on = models.DateField()
    entry = models.ForeignKey(PipelineEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    why = models.TextField(blank=True)
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=["contract", "cause", "on"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.cause} of {self.on}"


class Appraisal(models.Model):
    """An options appraisal: which ways of providing were weighed, and which was chosen."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="appraisals")
    entry = models.ForeignKey(PipelineEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="appraisals")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="appraisals")
    on = models.DateField()
    options = models.JSONField(default=list)
    weighed = models.JSONField(default=dict)  # what speaks for and against each option that was weighed
    chosen = models.CharField(max_length=60)
    why = models.TextField()
    by = person()

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"Appraisal of {self.on}"


class Engagement(models.Model):
    """One meeting with the market or a supplier, who came, and what came of it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="engagements")
    entry = models.ForeignKey(
        PipelineEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="engagements"
    )
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="engagements")
    kind = one_of(EngagementKind)
    on = models.DateField()
    title = models.CharField(max_length=200)
    smes = models.PositiveSmallIntegerField(null=True, blank=True)
    vcses = models.PositiveSmallIntegerField(null=True, blank=True)
    notice = text(60)
    note = models.TextField(blank=True)
    by = person()

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """Something learned that the next procurement of its kind should know."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="lessons")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons")
    category = text()
    value_codes = models.JSONField(default=list)
    title = models.CharField(max_length=200)
    text = models.TextField()
    audience = one_of(Audience, default=Audience.SERVICE_HEADS)
    on = models.DateField()
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons")
    by = person()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.title
