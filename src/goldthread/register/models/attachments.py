"""Documents of the register: what each belongs to, who may see it, how long it holds, and what took its place."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.documents.models import Document
from goldthread.organisation.models import Council
from goldthread.register.models.contracts import Contract
from goldthread.register.models.fields import day, person, text
from goldthread.register.models.people import PeoplePlanPart
from goldthread.register.models.performance import KpiRating, Review
from goldthread.register.models.risks import Saving


class Attachment(models.Model):
    """A document of a contract, or the evidence of a rating, a review, a saving or a part of the people plan.

    It is withdrawn, never deleted.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="attachments")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    rating = models.ForeignKey(KpiRating, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    saving = models.ForeignKey(Saving, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    plan_part = models.ForeignKey(
        PeoplePlanPart, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    is_restricted = models.BooleanField(default=False)
    good_until = day()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    added_by = person()
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = person()
    withdrawn_because = text(300)

    class Meta:
        ordering = ("-added_at", "-pk")
        indexes: ClassVar = [models.Index(fields=["council", "contract", "withdrawn_at"], name="attachment_list")]

    def __str__(self) -> str:
        return self.title
