"""The plan as a person may see it, and what every page of it shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.urls import reverse

from goldthread.assessment.types import RoundState
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.plan.actions.refusals import PlanMoved, PlanRefused
from goldthread.plan.models import PlanAction
from goldthread.plan.queries.whole import Plan
from goldthread.web.access import CouncilRequest
from goldthread.web.shown import round_shown_to
from goldthread.web.wording import name_of_round


def plan_shown(request: CouncilRequest) -> Plan:
    """The plan beside the round that this person may see; beside published levels where there is none."""
    round_ = round_shown_to(request.standing)
    return Plan(request.council, None if round_ and round_.state == RoundState.DRAFT else round_)


def levels_from(plan: Plan) -> str:
    """Where the levels come from, in a few words."""
    if plan.round is not None:
        return name_of_round(plan.round)
    return f"levels as published in {plan.position.day:%Y}" if plan.position.levels else "no level yet"


@dataclass(frozen=True)
class May:
    """What the person may do to the plan."""

    keep: bool
    aim: bool

    def change(self, row: PlanAction, standing: Standing) -> bool:
        own = standing.can(Action.KEEP_OWN_ACTIONS) and row.owner_id == standing.person.pk
        return self.keep or own


def may_of(standing: Standing) -> May:
    return May(standing.can(Action.KEEP_PLAN), standing.can(Action.SET_AMBITION))


def action_of(request: CouncilRequest, number: int) -> PlanAction:
    """An action of this council by its number, or 404."""
    rows = PlanAction.objects.filter(council=request.council, number=number)
    found = rows.select_related("council", "owner", "department", "changed_by").first()
    if found is None:
        raise Http404
    return found


def plan_url(request: CouncilRequest, name: str, *args: object, anchor: str = "") -> str:
    page = reverse(f"plan:{name}", args=[request.council.slug, *args])
    return f"{page}#{anchor}" if anchor else page


def posted(request: CouncilRequest) -> QueryDict | None:
    """What was sent, even where it is empty; None for a look."""
    return request.POST if request.method == "POST" else None


def is_kept(form: forms.Form, write: Callable[[], object], *, now: Callable[[], dict[str, str]] | None = None) -> bool:
    """Whether a valid form was written; what the action refuses stands at its field.

    Where somebody saved in between, the form is given `now`, the hidden fields of what is saved, so that saving it once
    more replaces that.
    """
    if not form.is_valid():
        return False
    try:
        write()
    except PlanMoved as moved:
        form.add_error(moved.field if moved.field in form.fields else None, f"{moved.what} {moved.do}")
        form.data = _with(form.data, now() if now else {})
        return False
    except PlanRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, f"{refused.what} {refused.do}")
        return False
    return True


def _with(sent: Mapping[str, Any], more: dict[str, str]) -> Mapping[str, Any]:
    """What was sent, with some of it said otherwise; lists of choices stay whole."""
    said = QueryDict(mutable=True)
    said.update(sent)
    for name, value in more.items():
        said[name] = value
    return said
