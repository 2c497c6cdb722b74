"""Carrying the rounds of several councils, each accounted for by itself: one that fails stops no other."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db import DatabaseError

from goldthread.assessment.carrying.actions import NewRound, carry_round
from goldthread.assessment.carrying.report import CarryReport, build_report, report_json
from goldthread.assessment.models import Round
from goldthread.assessment.types import RoundState
from goldthread.common.errors import UserError
from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council, Person


class CarryState(StrEnum):
    """What became of one council among several."""

    READY = "ready"
    CARRIED = "carried"
    ALREADY = "carried already"
    NOTHING = "nothing to carry"
    FAILED = "not carried"


@dataclass(frozen=True)
class CouncilCarry:
    """One council's round and what became of it. `what` and `do` say why one was not carried, and what to do."""

    council: Council
    state: CarryState
    round: Round | None = None
    report: CarryReport | None = None
    new: str = ""
    what: str = ""
    do: str = ""


def prepare_carry(council: Council, framework_id: str) -> CouncilCarry:
    """Report on the council's newest answered round under the framework that this one supersedes. Nothing is written.

    Raises `UnknownItem` for a framework that is not there; whatever is wrong with the council's round is its result.
    """
    older = load_framework(framework_id).supersedes
    rows = Round.objects.filter(council=council, framework_id=older or "").select_related("council")
    found = rows.exclude(state__in=[RoundState.DRAFT, RoundState.WITHDRAWN]).order_by("-opens_on", "-pk").first()
    if found is None:
        under = f"under {older}" if older else f"that {framework_id} supersedes"
        return CouncilCarry(council, CarryState.NOTHING, what=f"{council.name} has no answered round {under}.")
    begun = CouncilCarry(council, CarryState.READY, found)
    try:
        report = build_report(found, framework_id)
    except UserError as refused:
        return refuse(begun, refused)
    if report.made is not None:
        return replace(begun, state=CarryState.ALREADY, report=report, new=str(report.made))
    return replace(begun, report=report)


def refuse(prepared: CouncilCarry, refused: UserError) -> CouncilCarry:
    """The same council, not carried, with the reason."""
    return replace(prepared, state=CarryState.FAILED, what=refused.what, do=refused.do)


def carry_council(
    *, prepared: CouncilCarry, framework_id: str, by: Person | None, closes_on: date | None
) -> CouncilCarry:
    """Carry one council's round, whole or not at all, in a transaction of its own; what was not ready stays."""
    if prepared.state is not CarryState.READY or prepared.round is None:
        return prepared
    try:
        named = NewRound(closes_on=closes_on)
        carrying, written = carry_round(round=prepared.round, framework_id=framework_id, by=by, named=named)
    except UserError as refused:
        return refuse(prepared, refused)
    except DatabaseError as fault:
        told = UserError(f"The database refused it: {fault}.", "Run it again once the database can be written.")
        return refuse(prepared, told)
    return replace(prepared, state=CarryState.CARRIED if written else CarryState.ALREADY, new=str(carrying.new))


def council_json(done: CouncilCarry) -> dict[str, object]:
    """One council of `goldthread framework carry --all --json`: the report of its round where there is one."""
    written = done.state is CarryState.CARRIED
    told = report_json(done.report, written=written) if done.report else {"council": done.council.name, "round": None}
    if done.round is not None:
        told["round"] = str(done.round)
    return {**told, "new_round": done.new or None, "state": done.state.value, "what": done.what, "do": done.do}
