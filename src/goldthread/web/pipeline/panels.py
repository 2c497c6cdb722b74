"""The section of a contract's page that says what follows it. What it shows is read together with the contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from goldthread.organisation.types import Action
from goldthread.register.actions.lead_times import PHASES
from goldthread.register.lead_times import FASTER, LeadTime, Own
from goldthread.register.models import Contract, CouncilLeadTime, PipelineEntry, ProposalAnswer
from goldthread.register.pipeline.queries import cause_in_words
from goldthread.register.pipeline.rules import list_causes, state_of
from goldthread.register.types import PipelineState, Procedure
from goldthread.web.register.scenes import Panel, Scene

_FLAGS = ("pk", "title", "is_closed", "is_request", "approved_on", "launched_on", "needed_on")

DUE_BY = (Procedure.OPEN, Procedure.QUOTATION, Procedure.PSR_COMPETITIVE, *FASTER)
"""The procedures by whose lead times what is due on a contract is worked back."""


@dataclass(frozen=True)
class Follower:
    """An entry of the pipeline that follows the contract, or that the contract came from."""

    pk: int
    title: str
    state: PipelineState
    needed_on: date | None


def with_next(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Contracts with what follows them, an open entry before a closed one, and what they came from: no more queries."""
    follow = PipelineEntry.objects.filter(replaces=OuterRef("pk")).order_by("is_closed", "-pk")
    came = PipelineEntry.objects.filter(becomes=OuterRef("pk")).order_by("-pk")
    dismissed = ProposalAnswer.objects.filter(contract=OuterRef("pk"), entry__isnull=True).order_by("-pk")
    own = {
        f"own_{each.name.lower()}": Subquery(
            CouncilLeadTime.objects.filter(council=OuterRef("council"), procedure=each.value)
            .annotate(said=JSONObject(**{phase: phase for phase in PHASES}))
            .values("said")[:1]
        )
        for each in DUE_BY
    }
    return rows.annotate(
        **own,
        follower=Subquery(_one(follow, _FLAGS)),
        came_from=Subquery(_one(came, _FLAGS)),
        nothing_follows=Subquery(dismissed.values("why")[:1]),
    )


def own_times_of(contract: Contract) -> Own:
    """The council's own lead times that what is due rests on, as `with_next` read them with the contract."""
    said = {each: getattr(contract, f"own_{each.name.lower()}", None) for each in DUE_BY}
    return {each: LeadTime(**days) for each, days in said.items() if days}


def _one(rows: QuerySet[PipelineEntry], names: tuple[str, ...]) -> QuerySet[Any, Any]:
    return rows.annotate(said=JSONObject(**{name: name for name in names})).values("said")[:1]


def build_next(scene: Scene) -> Panel:
    """What follows the contract: an entry, a reason why nothing does, or the way to plan it."""
    follower, origin = (_read(getattr(scene.contract, name, None)) for name in ("follower", "came_from"))
    is_followed = follower is not None and follower.state is not PipelineState.CLOSED
    may_plan = scene.may_keep or scene.standing.can(Action.PLAN_PROCUREMENTS)
    context = {
        "follower": follower,
        "origin": origin,
        "says": "Its successor is in the pipeline." if is_followed else _say(scene),
        "may_plan": may_plan and not is_followed,
        "may_ask": not may_plan and not is_followed and scene.standing.can(Action.ASK_FOR_PROCUREMENT),
    }
    return Panel("next", "What next", "goldthread/pipeline/panel.html", context)


def _read(said: Mapping[str, object] | None) -> Follower | None:
    if said is None:
        return None
    approved, launched, needed = (_day(said[name]) for name in ("approved_on", "launched_on", "needed_on"))
    state = state_of(
        is_closed=bool(said["is_closed"]),
        is_request=bool(said["is_request"]),
        approved_on=approved,
        launched_on=launched,
    )
    return Follower(int(str(said["pk"])), str(said["title"]), state, needed)


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _say(scene: Scene) -> str:
    held = scene.contract
    if why := getattr(held, "nothing_follows", None):
        return f"Nothing is to follow it: {why}"
    causes = list_causes(end=held.end, ended_on=held.ended_on, breaks=(), review=held.review_date, today=scene.today)
    if causes:
        return f"It {cause_in_words(causes[0])}, and nothing in the pipeline follows it."
    return "Nothing in the pipeline follows it yet."
