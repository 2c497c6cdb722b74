"""Adding evidence to an answer, and taking it away without deleting it."""

from datetime import date
from typing import IO

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from goldthread.assessment.actions.answers import AnswerRefused, check_can_change
from goldthread.assessment.models import Answer, Evidence
from goldthread.documents.actions import attach_document
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Person

_valid_url = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_link(*, answer: Answer, title: str, url: str, expires_on: date | None, by: Person | None) -> Evidence:
    """Add a link as evidence; raises `AnswerRefused` where the address cannot be one."""
    check_can_change(answer.response)
    url = url.strip()
    try:
        _valid_url(url)
    except ValidationError:
        raise AnswerRefused(
            what=f'"{url}" is not a web address.',
            do="Paste the whole address, beginning with https://",
            field="url",
        ) from None
    if same := _same(answer, title.strip()[:200] or url[:200], expires_on, url=url):
        return same
    made = Evidence.objects.create(
        answer=answer, title=title.strip()[:200] or url[:200], url=url, expires_on=expires_on, added_by=by
    )
    _record(made, "evidence.added", f"{made.title} was added as evidence for {answer.value_code}", by)
    return made


def add_file(
    *, answer: Answer, title: str, name: str, content: IO[bytes], expires_on: date | None, by: Person | None
) -> Evidence:
    """Attach a file as evidence; raises `DocumentRefused` or `AnswerRefused`."""
    check_can_change(answer.response)
    document = attach_document(
        council=answer.response.round.council,
        department=answer.response.department,
        name=name,
        content=content,
        by=by,
    )
    with transaction.atomic():
        if same := _same(answer, title.strip()[:200] or document.name, expires_on, document__sha256=document.sha256):
            return same
        made = Evidence.objects.create(
            answer=answer,
            title=title.strip()[:200] or document.name,
            document=document,
            expires_on=expires_on,
            added_by=by,
        )
        _record(made, "evidence.added", f"{made.title} was added as evidence for {answer.value_code}", by)
    return made


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Person | None) -> Evidence:
    """Take evidence away from its answer. The row and the file stay in the record."""
    check_can_change(evidence.answer.response)
    if evidence.removed_at is None:
        evidence.removed_at, evidence.removed_by = timezone.now(), by
        evidence.save(update_fields=["removed_at", "removed_by"])
        _record(
            evidence,
            "evidence.removed",
            f"{evidence.title} was taken away from {evidence.answer.value_code}",
            by,
        )
    return evidence


def _same(answer: Answer, title: str, expires_on: date | None, **place: str) -> Evidence | None:
    """Evidence that is there already with the same name and date: a button pressed twice adds nothing."""
    return answer.evidence.filter(title=title, expires_on=expires_on, removed_at__isnull=True, **place).first()


def _record(evidence: Evidence, kind: str, summary: str, by: Person | None) -> None:
    answer = evidence.answer
    record_event(
        council=answer.response.round.council,
        by=by,
        kind=kind,
        subject=f"round:{answer.round_id}/answer:{answer.pk}/evidence:{evidence.pk}",
        summary=summary,
        after={"title": evidence.title, "url": evidence.url, "expires_on": str(evidence.expires_on or "")},
    )
