"""Who is told what is due on contracts, how often, and what they were told; and their calendar."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.register.models.fields import day, one_of
from goldthread.register.types import Frequency, MessageState


class AlertSetting(models.Model):
    """How often one person hears of one council's contracts, and the secret of their calendar there.

    `sent_on` is the day of the last message, `looked_on` the day on which the background worker last looked.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    frequency = one_of(Frequency, default=Frequency.WEEKLY)
    covers_council = models.BooleanField(default=True)
    looked_on = day()
    sent_on = day()
    calendar_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    calendar_made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "person"], name="alert_setting_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.frequency}"


class AlertMessage(models.Model):
    """One message with alerts: begun before it is handed to the mail server, so that none is ever sent twice."""

    setting = models.ForeignKey(AlertSetting, on_delete=models.PROTECT, related_name="messages")
    state = one_of(MessageState, default=MessageState.SENDING)
    begun_at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    is_owned_up = models.BooleanField(default=False)

    class Meta:
        ordering = ("-begun_at", "-pk")

    def __str__(self) -> str:
        return f"{self.state}: {self.count}"


class AlertTold(models.Model):
    """One thing that a person was told, so many days (`stage`) before it is due. `thing` names it with its day."""

    setting = models.ForeignKey(AlertSetting, on_delete=models.PROTECT, related_name="told")
    message = models.ForeignKey(AlertMessage, on_delete=models.PROTECT, related_name="told")
    thing = models.CharField(max_length=120)
    stage = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["setting", "thing", "stage"], name="alert_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.thing} at {self.stage}"
