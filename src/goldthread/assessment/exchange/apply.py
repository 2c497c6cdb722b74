"""Writing a planned import: everything or nothing."""

from django.db import transaction
from django.db.models import Max

from goldthread.assessment.actions.answers import save_answer
from goldthread.assessment.actions.rounds import CONFLICT_EXIT
from goldthread.assessment.exchange.plan import ImportPlan
from goldthread.common.errors import UserError
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Event, Person

IMPORTED = "answers.imported"
BEGINS_AFTER = "begins_after"  # the last event before it: what lies between the two tells what each answer said before


class ImportRefused(UserError):
    """A file that was not imported; nothing of it was written. `plan` says what was found in it."""

    def __init__(self, *, what: str, do: str, plan: ImportPlan, details: tuple[str, ...], exit_code: int = 2) -> None:
        super().__init__(what=what, do=do, exit_code=exit_code, details=details)
        self.plan = plan


@transaction.atomic
def apply_import(*, plan: ImportPlan, by: Person | None, overwrite: bool = False) -> int:
    """Write the plan and answer how many answers changed.

    Raises `ImportRefused` where the plan has a fault, or a conflict without `overwrite`, and `AnswerConflict` where
    somebody saved one of the answers since the plan was made. In each case nothing is written.
    """
    check_plan(plan, overwrite=overwrite)
    written = sorted((*plan.changes, *plan.conflicts), key=lambda change: change.row)
    start = Event.objects.filter(council=plan.round.council_id).aggregate(last=Max("pk"))["last"] or 0
    for change in written:
        save_answer(answer=change.answer, content=change.after, expected_version=change.answer.version, by=by)
    if written:
        record_event(
            council=plan.round.council,
            by=by,
            kind=IMPORTED,
            subject=f"round:{plan.round.pk}",
            summary=f"{len(written)} answers were imported from {plan.file}",
            after={
                "file": plan.file,
                "sha256": plan.sha256,
                "changed": len(written),
                "overwritten": len(plan.conflicts),
                BEGINS_AFTER: start,
            },
        )
    return len(written)


def check_plan(plan: ImportPlan, *, overwrite: bool) -> None:
    """Raise `ImportRefused` where the plan cannot be written as it stands."""
    if plan.faults:
        count = f"{len(plan.faults)} {'fault' if len(plan.faults) == 1 else 'faults'}"
        raise ImportRefused(
            what=f"{plan.file} was not imported: it has {count}.",
            do="Mend what is listed and import it again; nothing was written.",
            plan=plan,
            details=tuple(fault.line for fault in plan.faults),
        )
    if plan.conflicts and not overwrite:
        differ = "answer differs" if len(plan.conflicts) == 1 else "answers differ"
        raise ImportRefused(
            what=f"{plan.file} was not imported: {len(plan.conflicts)} {differ} from what a department gave already.",
            do="Take those rows out, or import again with --overwrite to replace what was given; nothing was written.",
            plan=plan,
            details=tuple(
                f"Row {change.row}: {change.department} has answered {change.value_code} already."
                for change in plan.conflicts
            ),
            exit_code=CONFLICT_EXIT,
        )
