"""Who may approve an amount: the council's own limits, else the usual ones of the data file."""

from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from goldthread.organisation.models import Council
from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.organisation.types import Action, Role
from goldthread.register.models import ApprovalLimit

_FILE = files("goldthread.definitions").joinpath("thresholds/approval-limits.yaml")


@cache
def usual_limits() -> dict[Role, Decimal | None]:
    """Pounds without VAT by role; None is any amount."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {Role(role): None if amount is None else Decimal(amount) for role, amount in raw.items()}


def limits_of(council: Council) -> dict[Role, Decimal | None]:
    """What each role of the council may approve (one query)."""
    own = {Role(row.role): row.up_to for row in ApprovalLimit.objects.filter(council=council)}
    return own or dict(usual_limits())


def may_approve(standing: Standing, amount: Decimal) -> bool:
    """Whether one of the person's roles decides on changes and waivers, and up to this amount."""
    if not standing.can(Action.DECIDE_CHANGES):
        return False
    limits = limits_of(standing.council)
    return any(role in limits and _covers(limits[role], amount) for role in standing.roles)


def check_may_approve(standing: Standing, amount: Decimal) -> None:
    """Raise `NotAllowed`, naming who may, where the amount is above the person's limit."""
    standing.check(Action.DECIDE_CHANGES)
    if may_approve(standing, amount):
        return
    able = [role for role, limit in limits_of(standing.council).items() if _covers(limit, amount)]
    who = " or ".join(f"a {role.label.lower()}" for role in able) or "the council's administrator"
    raise NotAllowed(what=f"£{amount:,.0f} is above what you may approve.", do=f"Ask {who}.")


def _covers(limit: Decimal | None, amount: Decimal) -> bool:
    return limit is None or amount <= limit
