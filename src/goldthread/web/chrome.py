"""What surrounds every page: the navigation that the person's roles open, and the council they are at."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from goldthread.organisation.models import Council
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action, Role


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the navigation; `current` marks the family of the page shown."""

    text: str
    url: str
    current: bool


# Families in their order: the name that a view's url carries before its colon, the text, the landing url,
# and the actions of which any opens it (none: every member).
FAMILIES: tuple[tuple[str, str, str, tuple[Action, ...]], ...] = (
    ("dashboard", "Where we stand", "dashboard:home", (Action.VIEW_SIGNED_RESULTS,)),
    ("rounds", "Diagnostic", "rounds:list", ()),
    ("register", "Contracts", "register:list", (Action.VIEW_REGISTER,)),
    ("evidence", "Evidence", "evidence:home", (Action.VIEW_EVIDENCE,)),
    ("plan", "Plan", "plan:home", (Action.VIEW_SIGNED_RESULTS,)),
    ("people", "People", "people:list", (Action.MANAGE_PEOPLE,)),
    ("history", "Record", "history:list", (Action.VIEW_EVENTS,)),
)
SAME_FAMILY = {
    "answering": "rounds",
    "moderation": "rounds",
    "signoff": "rounds",
    "report": "rounds",
    "local": "rounds",
    "ambition": "plan",
    "work": "register",
    "alerts": "register",
    "pipeline": "register",
    "training": "register",
    "reporting": "register",
    "knowledge": "register",
    "coverage": "register",
    "register_files": "register",
    "segments": "register",
    "strategic": "register",
    "distress": "register",
}


def chrome(request: HttpRequest) -> dict[str, object]:
    """Template context: `nav`, `here` (the council, if any), `roles_in_words`, what roles open."""
    council: Council | None = getattr(request, "council", None)
    standing: Standing | None = getattr(request, "standing", None)
    if council is None or standing is None:
        return {"nav": (), "here": None, "roles_in_words": "", **_opened(None)}
    found = request.resolver_match.namespace if request.resolver_match else ""
    family = SAME_FAMILY.get(found, found)
    nav = [
        NavigationItem(text, reverse(url, args=[council.slug]), name == family)
        for name, text, url, actions in FAMILIES
        if not actions or any(standing.can(action) for action in actions)
    ]
    roles = ", ".join(role.label for role in Role if role in standing.roles)
    return {
        "nav": nav,
        "here": council,
        "roles_in_words": roles,
        **_opened(standing),
    }


def _opened(standing: Standing | None) -> dict[str, bool]:
    """What the person's roles open within the families."""
    actions = {
        "keeps_contracts": Action.KEEP_OWN_CONTRACTS,
        "keeps_register": Action.KEEP_REGISTER,
        "sees_evidence": Action.VIEW_EVIDENCE,
        "sees_supplier_files": Action.VIEW_SUPPLIER_FILES,
        "sees_distress": Action.VIEW_DISTRESS,
        "sees_training": Action.VIEW_TRAINING,
    }
    return {name: standing is not None and standing.can(action) for name, action in actions.items()}
