"""What a council says for itself where the usual would hold: who decides up to which amount, how long things take."""

from typing import ClassVar

from django.db import models

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.models.fields import one_of, pounds
from goldthread.register.types import Procedure


class ApprovalLimit(models.Model):
    """What a role may approve, in pounds without VAT; none means any. A council without a row has the usual ones."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="approval_limits")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    up_to = pounds()

    class Meta:
        ordering = ("council", "role")
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "role"], name="approval_limit_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.up_to}"


class CouncilLeadTime(models.Model):
    """Days that one procedure takes at a council, by phase. A council without a row has the usual ones."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="lead_times")
    procedure = one_of(Procedure)
    paper = models.PositiveSmallIntegerField()
    prepare = models.PositiveSmallIntegerField()
    tender = models.PositiveSmallIntegerField()
    mobilise = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("council", "procedure")
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "procedure"], name="lead_time_once")]

    def __str__(self) -> str:
        return f"{self.procedure}: {self.paper}, {self.prepare}, {self.tender}, {self.mobilise} days"
