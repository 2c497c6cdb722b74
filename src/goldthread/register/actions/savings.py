"""What came of a saving: the pounds that were realised, measured against what was paid."""

from decimal import Decimal

from django.db import transaction

from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.organisation.types import Action
from goldthread.register.actions.records import RecordRefused, check_said, tell
from goldthread.register.models import Saving
from goldthread.register.search.actions import index_records


@transaction.atomic
def realise_saving(*, saving: Saving, realised: Decimal, because: str, standing: Standing) -> Saving:
    """Say, for finance, how much of a validated saving shows in payments, and by which reckoning. Never one's own.

    It may come to more than was claimed: then the reckoning says why. The same again changes nothing.
    """
    standing.check(Action.VALIDATE_SAVINGS)
    held = Saving.objects.select_for_update(of=("self",)).select_related("council", "contract").get(pk=saving.pk)
    if held.claimed_by_id == standing.person.pk:
        raise NotAllowed(what="You claimed this saving.", do="Ask another finance officer to say what came of it.")
    if held.validated is None:
        raise RecordRefused(what="Nobody has validated the saving.", do="Validate it first.", field="realised")
    if realised < 0:
        raise RecordRefused(
            what=f"£{realised:,.2f} is below zero.", do="Give 0 where nothing was saved.", field="realised"
        )
    why = check_said(
        because,
        field="because",
        missing="Nothing says how it shows in payments.",
        do="Say which payments were compared.",
    )
    if (held.realised, held.realised_because) == (realised, why):
        return held
    before, held.realised, held.realised_because = held.realised, realised, why
    held.save(update_fields=["realised", "realised_because"])
    index_records([held])
    tell(
        council=held.council,
        by=standing.person,
        kind="saving.realised",
        about=held.contract,
        summary=f"{held.title}: £{realised:,.0f} of £{held.validated:,.0f} was realised",
        before=str(before) if before is not None else None,
        after={"realised": realised},
        why=why,
    )
    return held
