"""Tables of councils, departments, people, memberships and events."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone

from goldthread.organisation.types import CouncilKind, Role


class PersonManager(BaseUserManager["Person"]):
    """Makes people, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, *, name: str = "") -> "Person":
        person = self.create_user(email, password, name=name)
        person.is_staff = person.is_superuser = True
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. A leaver is made inactive and keeps authorship."""

    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or self.email


class Council(models.Model):
    """An English council, or a combined authority."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30, choices=[(k.value, k.label) for k in CouncilKind])
    is_demonstration = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A part of a council that answers for itself. Retired, never deleted."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("order", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "name"], name="department_name_once_in_council")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        return self.short_name or self.name


class Membership(models.Model):
    """One role of one person at one council; a respondent's names the department."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in Role])
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "council"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "council", "role", "department"],
                condition=models.Q(ended_at__isnull=True, department__isnull=False),
                name="live_department_membership_once",
            ),
            models.UniqueConstraint(
                fields=["person", "council", "role"],
                condition=models.Q(ended_at__isnull=True, department__isnull=True),
                name="live_council_membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role} of {self.council}"


class Event(models.Model):
    """Who changed what, when, from what, to what, and why. Written once, never changed."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    summary = models.CharField(max_length=400)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["council", "subject"]),
            models.Index(fields=["council", "-at"]),
            models.Index(fields=["council", "kind"]),
        ]

    def __str__(self) -> str:
        return self.summary
