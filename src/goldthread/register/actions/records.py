"""What every smaller record of the register shares: whole sentences for faults, and one event for each write."""

from datetime import date

from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.organisation.events import Plain, record_event
from goldthread.organisation.models import Council, Person
from goldthread.register.actions.contracts import as_plain, subject_of
from goldthread.register.models import Contract


class RecordRefused(UserError):
    """A record that cannot be saved as it stands. `field` names the part that is wrong."""

    def __init__(self, *, what: str, do: str, field: str = "") -> None:
        super().__init__(what=what, do=do)
        self.field = field


def check_said(text: str, *, field: str, missing: str, do: str) -> str:
    """The text without blanks around it; raises `RecordRefused` where nothing is left."""
    if not text.strip():
        raise RecordRefused(what=missing, do=do, field=field)
    return text.strip()


def check_not_to_come(day: date, *, field: str, what: str) -> None:
    """Raise `RecordRefused` for a day that is still to come."""
    if day > timezone.localdate():
        raise RecordRefused(
            what=f"{what} on {day:%-d %B %Y}, which is still to come.", do="Correct the day.", field=field
        )


def tell(
    *,
    council: Council,
    by: Person | None,
    kind: str,
    about: Contract | None,
    summary: str,
    before: Plain = None,
    after: dict[str, object] | None = None,
    why: str = "",
) -> None:
    """Record one event, under its contract where it belongs to one."""
    plain = {name: as_plain(value) for name, value in after.items()} if after is not None else None
    subject = subject_of(about) if about is not None else kind.split(".", maxsplit=1)[0]
    record_event(
        council=council, by=by, kind=kind, subject=subject, summary=summary, before=before, after=plain, why=why
    )
