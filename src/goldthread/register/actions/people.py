"""Role profiles, training, and reports that were given to somebody: recorded, corrected, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.register.actions.records import RecordRefused, check_not_to_come, check_said, tell
from goldthread.register.models import ReportSent, RoleProfile, Training
from goldthread.register.types import Audience, CourseKind, LearnerKind

WHOLE = 100


@dataclass(frozen=True)
class SaidProfile:
    """What somebody says of a person's role. `contract_share` is per cent of the role; None where nobody knows."""

    name: str
    learner: LearnerKind = LearnerKind.CONTRACT_MANAGER
    department: Department | None = None
    contract_share: int | None = None
    is_in_profile: bool | None = None
    person: Person | None = None


@transaction.atomic
def save_profile(*, standing: Standing, said: SaidProfile, profile: RoleProfile | None = None) -> RoleProfile:
    """Write a role profile, or correct one. A form sent twice makes one; the same again changes nothing."""
    standing.check(Action.KEEP_TRAINING)
    council = standing.council
    name = check_said(said.name, field="name", missing="The profile names nobody.", do="Give the person's name.")
    if said.contract_share is not None and not 0 <= said.contract_share <= WHOLE:
        raise RecordRefused(
            what=f"{said.contract_share} is no share of a role.",
            do="Give per cent, from 0 to 100.",
            field="contract_share",
        )
    Council.objects.select_for_update().get(pk=council.pk)
    same = RoleProfile.objects.filter(
        council=council, name__iexact=name, department=said.department, ended_on__isnull=True
    ).first()
    if profile is not None and same is not None and same.pk != profile.pk:
        raise RecordRefused(what=f"{name} has another profile here.", do="Change that one, or end it.", field="name")
    held = profile or same or RoleProfile(council=council)
    before = _of_profile(held) if held.pk else None
    held.name, held.learner, held.department = name, said.learner.value, said.department
    held.contract_share, held.is_in_profile, held.person = said.contract_share, said.is_in_profile, said.person
    if _of_profile(held) == before:
        return held
    held.save()
    tell(
        council=council,
        by=standing.person,
        kind="profile.changed" if before else "profile.added",
        about=None,
        summary=f"{name}: the role profile was {'changed' if before else 'written'}",
        before=before,
        after=_of_profile(held),
    )
    return held


@transaction.atomic
def end_profile(*, standing: Standing, profile: RoleProfile, on: date) -> RoleProfile:
    """Say that somebody left the role. The profile and its courses stay. Ending it again changes nothing."""
    standing.check(Action.KEEP_TRAINING)
    if profile.ended_on:
        return profile
    check_not_to_come(on, field="on", what=f"{profile.name} would leave the role")
    profile.ended_on = on
    profile.save(update_fields=["ended_on"])
    tell(
        council=standing.council,
        by=standing.person,
        kind="profile.ended",
        about=None,
        summary=f"{profile.name} left the role on {on:%-d %B %Y}",
    )
    return profile


@transaction.atomic
def add_training(*, standing: Standing, profile: RoleProfile, kind: CourseKind, course: str, on: date) -> Training:
    """Record a course that somebody completed. The same course of the same day is one."""
    standing.check(Action.KEEP_TRAINING)
    course = check_said(course, field="course", missing="The course has no name.", do="Say which course it was.")
    check_not_to_come(on, field="on", what="The course would be completed")
    RoleProfile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    made, is_new = Training.objects.get_or_create(profile=profile, kind=kind.value, course=course, on=on)
    if is_new:
        tell(
            council=standing.council,
            by=standing.person,
            kind="training.added",
            about=None,
            summary=f"{profile.name} completed {course} ({kind.value}) on {on:%-d %B %Y}",
        )
    return made


@transaction.atomic
def remove_training(*, standing: Standing, training: Training) -> None:
    """Take off a course that was recorded by mistake; the event keeps what it was."""
    standing.check(Action.KEEP_TRAINING)
    tell(
        council=standing.council,
        by=standing.person,
        kind="training.removed",
        about=None,
        summary=f"{training.profile.name}: {training.course} was taken off",
        before={"kind": training.kind, "course": training.course, "on": training.on.isoformat()},
    )
    training.delete()


@dataclass(frozen=True)
class SaidReport:
    """What somebody says of a report or a briefing that was given."""

    title: str
    audience: Audience
    on: date
    topics: Sequence[str] = ()
    department: Department | None = None
    is_published: bool = False
    link: str = ""


@transaction.atomic
def save_report(*, standing: Standing, said: SaidReport, report: ReportSent | None = None) -> ReportSent:
    """Record a report that was given to somebody, or correct one. The same one twice is one."""
    standing.check(Action.LOG_REPORTS)
    council = standing.council
    title = check_said(said.title, field="title", missing="The report has no title.", do="Give its title.")
    check_not_to_come(said.on, field="on", what="The report would be given")
    if said.link and not said.link.startswith(("https://", "http://")):
        raise RecordRefused(
            what=f'"{said.link}" is no web address.', do="Give one that begins with https://.", field="link"
        )
    Council.objects.select_for_update().get(pk=council.pk)
    same = ReportSent.objects.filter(council=council, title=title, audience=said.audience.value, on=said.on).first()
    held = report or same or ReportSent(council=council, by=standing.person)
    before = _of_report(held) if held.pk else None
    held.title, held.audience, held.on, held.department = title, said.audience.value, said.on, said.department
    held.topics, held.is_published, held.link = list(said.topics), said.is_published, said.link
    if _of_report(held) == before:
        return held
    held.save()
    tell(
        council=council,
        by=standing.person,
        kind="report.changed" if before else "report.added",
        about=None,
        summary=f"“{title}” {'was corrected' if before else f'was given to {said.audience.value}'}",
        before=before,
        after=_of_report(held),
    )
    return held


def _of_profile(profile: RoleProfile) -> dict[str, object]:
    return {
        "name": profile.name,
        "learner": profile.learner,
        "department": profile.department.name if profile.department else "",
        "contract_share": profile.contract_share,
        "is_in_profile": profile.is_in_profile,
        "person": str(profile.person) if profile.person else "",
    }


def _of_report(report: ReportSent) -> dict[str, object]:
    return {
        "title": report.title,
        "audience": report.audience,
        "on": report.on.isoformat(),
        "topics": list(report.topics),
        "department": report.department.name if report.department else "",
        "is_published": report.is_published,
        "link": report.link,
    }
