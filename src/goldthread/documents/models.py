"""The table of attached files. The bytes lie in the data directory under their SHA-256."""

from django.db import models
from django.utils import timezone

from goldthread.documents.types import TextState
from goldthread.organisation.models import Council, Department, Person


class Document(models.Model):
    """A file that somebody attached, with its owner and how long it holds good."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="documents")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class DocumentText(models.Model):
    """The text that was read from a file, kept by its SHA-256: a file that is attached twice is read once."""

    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=20, choices=[(each.value, each.value) for each in TextState])
    says = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.state}"
