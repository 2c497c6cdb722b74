"""How much each role of a council may decide on."""

from typing import ClassVar

from django.db import models

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.models.fields import pounds


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
