"""The ways within the register: the few that most people take, and the rest by what they are about."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@dataclass(frozen=True, slots=True)
class Way:
    """One screen of the register. `needs` names what in the page's context lets somebody go there; "" is everybody."""

    key: str
    name: str
    view: str
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A way as it stands on a page."""

    name: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """`shown` are the usual ways and the page's own; `more` are the others under their headings."""

    shown: tuple[Link, ...]
    more: tuple[tuple[str, tuple[Link, ...]], ...]


USUAL = (
    Way("home", "Your contracts", "register:home", "keeps_contracts"),
    Way("list", "Contract register", "register:list"),
    Way("pipeline", "Pipeline", "pipeline:list"),
    Way("coverage", "On contract", "coverage:home", "sees_evidence"),
)
MORE = (
    (
        "Work on contracts",
        (
            Way("changes", "Changes", "work:changes"),
            Way("risks", "Risks", "work:risks"),
            Way("savings", "Savings", "work:savings"),
            Way("waivers", "Waivers", "work:waivers"),
            Way("reviews", "Reviews", "knowledge:reviews"),
            Way("lessons", "Lessons", "knowledge:lessons"),
        ),
    ),
    (
        "Suppliers",
        (
            Way("segments", "Tiers", "segments:list"),
            Way("strategic", "Strategic suppliers", "strategic:list", "sees_supplier_files"),
            Way("distress", "Financial distress", "distress:list", "sees_distress"),
        ),
    ),
    (
        "People",
        (
            Way("training", "Training", "training:list"),
            Way("people_plan", "People plan", "training:plan", "sees_training"),
            Way("reporting", "Reports given", "reporting:list"),
            Way("alerts", "Alerts and calendar", "alerts:settings"),
        ),
    ),
    (
        "The register",
        (
            Way("files", "Register files", "register_files:list"),
            Way("publishing", "Public register", "register:publishing", "keeps_register"),
        ),
    ),
)


@register.simple_tag(takes_context=True)
def register_ways(context: dict[str, Any], way: str) -> Ways:
    """What the reader of this page may reach, with `way` as where they are."""

    def links(ways: tuple[Way, ...]) -> tuple[Link, ...]:
        slug = context["here"].slug
        return tuple(
            Link(one.name, reverse(one.view, args=[slug]), one.key == way)
            for one in ways
            if not one.needs or context.get(one.needs)
        )

    more = tuple((heading, links(ways)) for heading, ways in MORE)
    here = tuple(link for _heading, found in more for link in found if link.is_here)
    return Ways(shown=links(USUAL) + here, more=more)
