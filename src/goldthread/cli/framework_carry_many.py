"""What `goldthread framework carry` does for several councils. Import it once Django is ready."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from goldthread.assessment.carrying.several import (
    CarryState,
    CouncilCarry,
    carry_council,
    council_json,
    prepare_carry,
    refuse,
)
from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words, watch
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.common.words import list_in_words
from goldthread.framework.carry import Outcome
from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action

COUNTED = (Outcome.CARRIED, Outcome.REVIEW, Outcome.COPIED, Outcome.COMMENT, Outcome.ARCHIVED)


def carry_several(
    to: str,
    names: Sequence[str],
    *,
    dry_run: bool,
    closes_on: date | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Report on every council first, then carry each by itself; no name means every council.

    What one council is refused stops no other; where one was not carried the command ends with exit code 2.
    """
    load_framework(to)
    councils = list(dict.fromkeys(find_council(name) for name in names)) or list(Council.objects.order_by("name"))
    found = [_prepare(council, to, is_named=bool(names)) for council in watch(councils, "Reading")]
    if not as_json:
        _print_report(found)
    print_words(_say(found))
    done = found
    if not dry_run:
        done = [_carry(each, to, closes_on=closes_on, actor=actor) for each in watch(found, "Carrying")]
        for each in done:
            if each.new or each.state is CarryState.FAILED:
                print_words(_say_one(each))
        print_words(_say(done))
    if as_json:
        print_json({"to": to, "written": not dry_run, "councils": [council_json(each) for each in done]})
    if dry_run:
        print_words("Nothing was written.")
    failed = sum(each.state is CarryState.FAILED for each in done)
    if failed:
        raise UserError(
            f"{failed} of {len(done)} councils {'cannot be' if dry_run else 'could not be'} carried.",
            "Mend what is said of each and run it again: what was carried already is left as it is.",
        )


def _prepare(council: Council, to: str, *, is_named: bool) -> CouncilCarry:
    """A council that was named and has nothing to carry is one that could not be."""
    found = prepare_carry(council, to)
    if is_named and found.state is CarryState.NOTHING:
        return refuse(found, UserError(found.what, f"See its rounds with: goldthread round list {council.slug}"))
    return found


def _carry(prepared: CouncilCarry, to: str, *, closes_on: date | None, actor: str | None) -> CouncilCarry:
    try:
        by = find_actor(actor, prepared.council, Action.MANAGE_ROUND)
    except UserError as refused:
        return refuse(prepared, refused) if prepared.state is CarryState.READY else prepared
    return carry_council(prepared=prepared, framework_id=to, by=by, closes_on=closes_on)


def _print_report(found: Sequence[CouncilCarry]) -> None:
    print_table(
        ("Council", "Round", *(outcome.value.capitalize() for outcome in COUNTED), "State", "Why"),
        [
            (
                each.council.name,
                each.round.ref if each.round else "",
                *(each.report.counts.get(outcome, 0) if each.report else "" for outcome in COUNTED),
                each.state.value,
                each.what,
            )
            for each in found
        ],
    )


def _say(found: Sequence[CouncilCarry]) -> str:
    """How many councils there are, by what became of them."""
    counts = Counter(each.state for each in found)
    parts = [f"{counts[state]} {state.value}" for state in CarryState if counts[state]]
    return f"{len(found)} {'council' if len(found) == 1 else 'councils'}: {list_in_words(parts) or 'none'}."


def _say_one(done: CouncilCarry) -> str:
    if done.state is CarryState.CARRIED:
        return f"{done.council.name}: {done.new} was made; {done.round} stays as it is."
    if done.state is CarryState.ALREADY:
        return f"{done.council.name}: {done.round} was carried already, as {done.new}."
    return f"{done.council.name}: {done.what} {done.do}"
