"""Attaching documents to the register, replacing and withdrawing them. Nothing is deleted; text is read afterwards."""

from dataclasses import dataclass, fields
from datetime import date
from typing import IO

from django.db import transaction
from django.utils import timezone

from goldthread.documents.actions import attach_document
from goldthread.organisation.models import Council, Person
from goldthread.register.actions.records import RecordRefused, check_said, tell
from goldthread.register.models import Attachment, Contract, KpiRating, PeoplePlanPart, Review, Saving
from goldthread.register.reading import read_attachment
from goldthread.register.search.actions import index_records

_TITLE = 200


@dataclass(frozen=True)
class SaidDocument:
    """A file with what its owner says of it. Without a title it goes by its own name."""

    name: str
    content: IO[bytes]
    title: str = ""
    is_restricted: bool = False
    good_until: date | None = None


@dataclass(frozen=True)
class Belongs:
    """What a document belongs to: a contract, and the record that it is evidence of."""

    contract: Contract | None = None
    rating: KpiRating | None = None
    review: Review | None = None
    saving: Saving | None = None
    plan_part: PeoplePlanPart | None = None


def attach(*, council: Council, said: SaidDocument, to: Belongs, by: Person | None) -> Attachment:
    """Attach a file. Raises `DocumentRefused` for one that is not taken. The same sent twice is attached once."""
    return _keep(council=council, said=said, to=to, by=by, replaces=None)


def replace(*, attachment: Attachment, said: SaidDocument, by: Person | None) -> Attachment:
    """Put a newer file in a document's place: it stands where the old one stood, and the old one stays on record."""
    if attachment.withdrawn_at is not None:
        raise RecordRefused(what=f"“{attachment}” was withdrawn already.", do="Attach the file as a new document.")
    to = Belongs(**{field.name: getattr(attachment, field.name) for field in fields(Belongs)})
    return _keep(council=attachment.council, said=said, to=to, by=by, replaces=attachment)


def _keep(
    *, council: Council, said: SaidDocument, to: Belongs, by: Person | None, replaces: Attachment | None
) -> Attachment:
    document = attach_document(
        council=council,
        department=to.contract.department if to.contract else None,
        name=said.name,
        content=said.content,
        by=by,
    )
    title = (said.title.strip() or document.name)[:_TITLE]
    with transaction.atomic():
        Council.objects.select_for_update().get(pk=council.pk)
        same = Attachment.objects.filter(council=council, withdrawn_at=None, title=title, replaces=replaces, **vars(to))
        same = same.filter(is_restricted=said.is_restricted, document__sha256=document.sha256)
        if (held := same.first()) is not None:
            return held  # a form that was sent twice
        if replaces is not None:
            _withdraw(replaces, because=f"Replaced by “{title}”", by=by)
        made = Attachment.objects.create(
            council=council,
            document=document,
            title=title,
            is_restricted=said.is_restricted,
            good_until=said.good_until,
            replaces=replaces,
            added_by=by,
            **vars(to),
        )
        index_records([made], is_new=True)
        _tell(made, "attached", by)
        transaction.on_commit(lambda: read_attachment.enqueue(made.pk))
    return made


@transaction.atomic
def withdraw(*, attachment: Attachment, because: str, by: Person | None) -> Attachment:
    """Withdraw a document: it stands on no page and is found no more, but stays on record. Again changes nothing."""
    held = (
        Attachment.objects.select_for_update(of=("self",)).select_related("contract", "council").get(pk=attachment.pk)
    )
    if held.withdrawn_at is not None:
        return held
    why = check_said(because, field="because", missing="No reason was given.", do="Say why it is withdrawn.")
    _withdraw(held, because=why, by=by)
    _tell(held, "withdrawn", by, why=why)
    return held


@transaction.atomic
def restrict(*, attachment: Attachment, is_restricted: bool, by: Person | None) -> Attachment:
    """Say who may see a document: everybody who reads the register, or those who keep its contract."""
    held = Attachment.objects.select_for_update(of=("self",)).select_related("contract", "council", "document")
    row = held.get(pk=attachment.pk)
    if row.is_restricted == is_restricted:
        return row
    row.is_restricted = is_restricted
    row.save(update_fields=["is_restricted"])
    index_records([row])
    _tell(row, "restricted" if is_restricted else "opened to all who read the register", by)
    return row


def _withdraw(attachment: Attachment, *, because: str, by: Person | None) -> None:
    attachment.withdrawn_at, attachment.withdrawn_by = timezone.now(), by
    attachment.withdrawn_because = because[:300]
    attachment.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    index_records([attachment])


def _tell(attachment: Attachment, what: str, by: Person | None, why: str = "") -> None:
    """The event names a restricted document by no title: more people read the record of changes than may see it."""
    name = "a restricted document" if attachment.is_restricted else f"“{attachment.title}”"
    tell(
        council=attachment.council,
        by=by,
        kind=f"attachment.{what.split(maxsplit=1)[0]}",
        about=attachment.contract,
        summary=f"{attachment.contract or 'The register'}: {name} was {what}",
        after={"attachment": attachment.pk, "restricted": attachment.is_restricted},
        why=why,
    )
