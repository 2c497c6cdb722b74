"""Tables of the assessment room. Answers are rows: one per round, department and value code, each with a version."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from goldthread.assessment.local.models import LocalItem, LocalSupplement, LocalVersion
from goldthread.assessment.types import AnswerState, ResponseState, RoundState
from goldthread.documents.models import Document
from goldthread.framework.carry import Outcome
from goldthread.organisation.models import Council, Department, Person

__all__ = ["LocalItem", "LocalSupplement", "LocalVersion"]  # tables of their own module, which Django finds here

LEVEL_BOUNDS = [MinValueValidator(1), MaxValueValidator(5)]


class Round(models.Model):
    """One run of a framework's diagnostic at one council."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="rounds")
    ref = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    framework_id = models.CharField(max_length=60)
    framework_sha256 = models.CharField(max_length=64, blank=True)  # of the framework's text when the round was made
    local_version = models.ForeignKey(
        LocalVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds"
    )
    local_sha256 = models.CharField(max_length=64, blank=True)  # of that version's text when the round was made
    state = models.CharField(max_length=20, choices=[(s.value, s.label) for s in RoundState], default=RoundState.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField()
    created_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-opens_on", "-pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "ref"], name="round_ref_once_in_council")]

    def __str__(self) -> str:
        return f"{self.council.slug}/{self.ref}"

    @property
    def name(self) -> str:
        """ "Round 2026" where the title is bare; any other title stands as it is."""
        return f"Round {self.title}" if self.title[:1].isdigit() else self.title


class Response(models.Model):
    """One department's part in a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="responses")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="responses")
    state = models.CharField(
        max_length=20, choices=[(s.value, s.label) for s in ResponseState], default=ResponseState.INVITED
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_because = models.TextField(blank=True)

    class Meta:
        ordering = ("department__order", "department__name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "department"], name="response_once_per_department")
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.department}"


class Invitation(models.Model):
    """One message to one person asking a department's answers; kept with when it went and how it fared."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.person} for {self.response}"


class Answer(models.Model):
    """A department's answer to one value code it is asked. A code that is not asked has no row."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers")
    value_code = models.CharField(max_length=20)
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in AnswerState], default=AnswerState.UNANSWERED
    )
    level = models.PositiveSmallIntegerField(null=True, blank=True, validators=LEVEL_BOUNDS)
    not_applicable_because = models.TextField(blank=True)
    comment_good_practice = models.TextField(blank=True)
    comment_support_wanted = models.TextField(blank=True)
    comment_how_done = models.TextField(blank=True)
    comment_other = models.TextField(blank=True)
    in_place = models.JSONField(default=list, blank=True)
    exemplar_consent = models.BooleanField(default=False)
    exemplar_contact = models.CharField(max_length=200, blank=True)
    exemplar_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["round", "value_code"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "value_code"], name="answer_once_per_code"),
            models.CheckConstraint(
                condition=models.Q(state=AnswerState.LEVEL, level__gte=1, level__lte=5)
                | (~models.Q(state=AnswerState.LEVEL) & models.Q(level__isnull=True)),
                name="answer_level_goes_with_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response} {self.value_code}"


class Evidence(models.Model):
    """A link or a file that stands behind an answer. Taken away, it stays in the record."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=1000, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    expires_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("added_at", "pk")
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title


class Exclusion(models.Model):
    """An answer left out of the council's level, always with a reason. Lifted, it stays in the record."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="exclusions")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["answer"], condition=models.Q(lifted_at__isnull=True), name="one_live_exclusion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer} left out"


class Resolution(models.Model):
    """What moderation agreed about one value code. The answers stay as they were given."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="resolutions")
    value_code = models.CharField(max_length=20)
    note = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "value_code"], name="one_resolution_per_code")
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.value_code}"


class ObjectRating(models.Model):
    """A key area or enabler rated directly by the council, beside what its value codes say."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ratings")
    object_id = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(validators=LEVEL_BOUNDS)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "object_id"], name="one_rating_per_object")]

    def __str__(self) -> str:
        return f"{self.round} {self.object_id}"


class Snapshot(models.Model):
    """What was signed, frozen: canonical JSON and its SHA-256. A database trigger refuses to change it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    statement = models.TextField(blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("round", "-number")
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="snapshot_number_once")]

    def __str__(self) -> str:
        return f"{self.round} signed {self.signed_at:%d %B %Y}"


class Carrying(models.Model):
    """One round carried into a newer framework: from which round to which, and by which change file."""

    old = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="carried_on")
    new = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="carried_from")
    changes_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.old} carried to {self.new}"


class CarriedAnswer(models.Model):
    """Where one old answer, or one rating of the council, landed. An empty `new_item` is the archive.

    The level is the old one, as it stood; it counts for nothing in the newer round until somebody confirms it.
    """

    carrying = models.ForeignKey(Carrying, on_delete=models.CASCADE, related_name="answers")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    old_item = models.CharField(max_length=20)
    new_item = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=20, choices=[(o.value, o.value) for o in Outcome])
    level = models.PositiveSmallIntegerField(null=True, blank=True, validators=LEVEL_BOUNDS)
    proposed = models.PositiveSmallIntegerField(null=True, blank=True)  # under a framework of other levels
    text = models.TextField(blank=True)
    why = models.TextField()
    old_answer = models.ForeignKey(Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to")
    new_answer = models.ForeignKey(
        Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_from"
    )

    class Meta:
        ordering = ("pk",)

    @property
    def put_forward(self) -> int | None:
        """The level to be confirmed, as the newer framework counts."""
        return self.level if self.proposed is None else self.proposed

    def __str__(self) -> str:
        return f"{self.old_item} to {self.new_item or 'the archive'}: {self.outcome}"
