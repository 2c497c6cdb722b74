"""A council's own lead times: said for a procedure, or given up for the usual ones."""

from django.db import transaction

from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.register.actions.records import RecordRefused
from goldthread.register.lead_times import LeadTime
from goldthread.register.models import CouncilLeadTime
from goldthread.register.types import Procedure

PHASES = ("paper", "prepare", "tender", "mobilise")
MOST_DAYS = 1000
"""Nearly three years for one phase: beyond this a typing slip is likelier than a plan."""


@transaction.atomic
def set_lead_time(*, council: Council, procedure: Procedure, days: LeadTime | None, by: Person | None) -> None:
    """Keep the council's own days of a procedure; None gives them up for the usual ones. Raises `RecordRefused`."""
    held = CouncilLeadTime.objects.select_for_update().filter(council=council, procedure=procedure.value).first()
    before = {phase: getattr(held, phase) for phase in PHASES} if held else None
    after = {phase: getattr(days, phase) for phase in PHASES} if days else None
    if before == after:
        return
    if after is None:
        CouncilLeadTime.objects.filter(council=council, procedure=procedure.value).delete()
    else:
        _check(after)
        CouncilLeadTime.objects.update_or_create(council=council, procedure=procedure.value, defaults=after)
    record_event(
        council=council,
        by=by,
        kind="register.lead-times",
        subject="lead-times",
        summary=f"Lead time of {procedure.value}: {'the council’s own' if after else 'the usual one'} from now on",
        before=before,
        after=after,
    )


def _check(days: dict[str, int]) -> None:
    for phase, number in days.items():
        if not 0 <= number <= MOST_DAYS:
            raise RecordRefused(
                what=f"{number:,} days are no usual length of a phase.",
                do=f"Give 0 to {MOST_DAYS:,} days.",
                field=phase,
            )
    if not any(days.values()):
        raise RecordRefused(what="The procedure would take no time at all.", do="Give its days.", field="tender")
