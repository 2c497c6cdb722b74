"""A conflict settled by a person: what was typed stays, or the file's value takes its place."""

import re
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.contracts.models import FileConflict
from goldthread.evidence.contracts.planning import OPTIONS
from goldthread.organisation.models import Person
from goldthread.register.actions.bulk import GivenContract, SaidOption, keep_given_contracts
from goldthread.register.actions.contracts import change_contract
from goldthread.register.models import Contract
from goldthread.register.types import Origin, Taken

FILES, TYPED = "the file's", "what was typed"


@transaction.atomic
def settle_conflict(*, conflict: FileConflict, take_file: bool, by: Person | None) -> FileConflict:
    """Keep what was typed, or take what the file gives. Raises `UserError` where somebody has chosen before."""
    rows = FileConflict.objects.select_for_update(of=("self",)).select_related("contract", "council")
    held = rows.filter(pk=conflict.pk).first()
    if held is None or held.chosen:
        raise UserError(what="Somebody has chosen already, or the file was loaded again.", do="Look at the list again.")
    if take_file:
        _take(held, by)
    held.chosen = FILES if take_file else TYPED
    held.chosen_by, held.chosen_at = by, timezone.now()
    held.save(update_fields=["chosen", "chosen_by", "chosen_at"])
    return held


def _take(held: FileConflict, by: Person | None) -> None:
    contract, why = held.contract, "The file's value was taken"
    if held.field == OPTIONS:
        given = GivenContract(contract, {}, {OPTIONS: held.given}, options=_options(str(held.given)))
        keep_given_contracts(council=held.council, contracts=[given], by=by, why=why)
        return
    change_contract(
        contract=contract,
        values={held.field: _value(held)},
        expected_version=contract.version,
        by=by,
        why=why,
        origin=Origin.FILE,
    )


def _value(held: FileConflict) -> Any:
    field = Contract._meta.get_field(held.field)
    related = field.related_model
    if related is not None and not isinstance(related, str):
        return related._default_manager.get(pk=held.given_id)
    return field.to_python(held.given)  # type: ignore[union-attr]  # a column of its own, for it is no relation


def _options(text: str) -> tuple[SaidOption, ...]:
    """Options out of the words that a conflict keeps: "12 months, taken; 12 months, not decided"."""
    found = re.findall(r"(\d+) months, ([^;]+)", text)
    return tuple(SaidOption(int(months), Taken(taken.strip())) for months, taken in found)
