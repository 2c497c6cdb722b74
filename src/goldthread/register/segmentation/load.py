"""Reads a segmentation rule, shipped or a council's own, into one frozen shape. Knows no Django."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from goldthread.common.errors import UserError
from goldthread.register.segmentation.rules import never_reached
from goldthread.register.segmentation.types import HIGHEST, LOWEST, Alternative, Dimension, SegmentRule, Tier

USUAL = "usual rule"
STEPS = HIGHEST - LOWEST
LEAST_TIERS, MOST_TIERS = 2, 6
_ABOUT = frozenset({"id", "name", "author", "reviewer", "review_date", "source"})
_KEYS = frozenset({"value_from", "risk_from", "tiers"})
_TIER_KEYS = frozenset({"name", "means", "any_of"})
_LONGEST = 20


class BadRule(UserError):
    """A rule that cannot be used. `field` says which part of it."""

    def __init__(self, what: str, do: str, *, field: str) -> None:
        super().__init__(what, do)
        self.field = field


@cache
def usual_rule() -> SegmentRule:
    """The rule that ships with Goldthread."""
    text = files("goldthread.definitions").joinpath("segmentation/usual.yaml").read_text(encoding="utf-8")
    return read_rule(yaml.safe_load(text), USUAL)


def read_rule(raw: Mapping[str, Any], version: str) -> SegmentRule:
    """The rule; raises `BadRule` with the part that is wrong."""
    if unknown := sorted(set(raw) - _KEYS - _ABOUT):
        raise BadRule(f"The rule says {unknown[0]}, which means nothing.", "Take it out.", field=unknown[0])
    if missing := sorted(_KEYS - set(raw)):
        raise BadRule(f"The rule says nothing of {missing[0]}.", "Say it.", field=missing[0])
    tiers = tuple(_read_tier(row, place) for place, row in enumerate(raw["tiers"], start=1))
    _check_tiers(tiers)
    return SegmentRule(
        version=version,
        value_from=_read_steps(raw["value_from"], "value_from"),
        risk_from=tuple(int(step) for step in _read_steps(raw["risk_from"], "risk_from")),
        tiers=tiers,
    )


def check_reached(rule: SegmentRule) -> None:
    """Raise `BadRule` for a tier in which nothing can ever be. Editions that were published before are read without."""
    if (tier := never_reached(rule.tiers)) is None:
        return
    place = rule.tiers.index(tier) + 1
    if place == len(rule.tiers):
        raise BadRule(
            f"Nothing could ever be in {tier.name}: every contract is in a higher tier.",
            "Ask for more in the tiers above it.",
            field=f"name_{place}",
        )
    raise BadRule(
        f"Nothing could ever be in {tier.name}: whatever its lines ask for leads into a higher tier already.",
        "Ask for less here, or for more above.",
        field=f"tier_{place}",
    )


def rule_as_json(rule: SegmentRule) -> dict[str, Any]:
    """The rule as it is kept; `read_rule` reads it again."""
    tiers = [
        {
            "name": tier.name,
            "means": tier.means,
            "any_of": [{each.value: least for each, least in asked.items()} for asked in tier.any_of],
        }
        for tier in rule.tiers
    ]
    return {"value_from": [str(step) for step in rule.value_from], "risk_from": list(rule.risk_from), "tiers": tiers}


def read_alternatives(text: str, field: str) -> tuple[Alternative, ...]:
    """Alternatives as people write them, one a line: `value 4 and criticality 4`. Raises `BadRule`."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        asked: dict[str, Any] = {}
        for part in line.lower().replace(",", " and ").split(" and "):
            words = part.split()
            if len(words) != 2:
                raise BadRule(
                    f"“{line[:80]}” is no line of a rule.",
                    "Write a dimension and a score from 1 to 5, such as: value 4 and criticality 4.",
                    field=field,
                )
            asked[words[0]] = words[1]
        found.append(_read_alternative(asked, field))
    return tuple(found)


def say_alternative(asked: Alternative) -> str:
    """An alternative as people write it."""
    return " and ".join(f"{each.value} {least}" for each, least in asked.items())


def _read_tier(row: Mapping[str, Any], place: int) -> Tier:
    field = f"tier_{place}"
    if unknown := sorted(set(row) - _TIER_KEYS):
        raise BadRule(f"Tier {place} says {unknown[0]}, which means nothing.", "Take it out.", field=field)
    name = " ".join(str(row.get("name", "")).split())
    if not name or len(name) > _LONGEST:
        raise BadRule(
            f"Tier {place} has no name, or one longer than {_LONGEST} letters.", "Name it, such as Gold.", field=field
        )
    asked = tuple(_read_alternative(each, field) for each in row.get("any_of") or ())
    return Tier(name, str(row.get("means", "")).strip(), asked)


def _read_alternative(asked: Mapping[str, Any], field: str) -> Alternative:
    found: dict[Dimension, int] = {}
    for name, least in asked.items():
        if name not in set(Dimension):
            known = ", ".join(Dimension)
            raise BadRule(f"“{name}” is nothing that is scored.", f"Choose from {known}.", field=field)
        if str(least) not in {str(score) for score in range(LOWEST, HIGHEST + 1)}:
            raise BadRule(f"“{least}” is no score.", f"Give one from {LOWEST} to {HIGHEST}.", field=field)
        found[Dimension(name)] = int(least)
    if not found:
        raise BadRule("A line of the rule asks for nothing.", "Take it out.", field=field)
    return found


def _check_tiers(tiers: Sequence[Tier]) -> None:
    names = [tier.name.casefold() for tier in tiers]
    if not LEAST_TIERS <= len(tiers) <= MOST_TIERS:
        says = f"The rule has {len(tiers)} tier{'' if len(tiers) == 1 else 's'}."
        raise BadRule(says, f"Give from {LEAST_TIERS} to {MOST_TIERS}.", field="tier_1")
    for place, tier in enumerate(tiers, start=1):
        field = f"tier_{place}"
        if names.count(tier.name.casefold()) > 1:
            raise BadRule(f"Two tiers are called {tier.name}.", "Give each its own name.", field=field)
        if place < len(tiers) and not tier.any_of:
            raise BadRule(f"Nothing leads into {tier.name}.", "Say what does, one way a line.", field=field)
        if place == len(tiers) and tier.any_of:
            raise BadRule(f"{tier.name} is the last tier and asks for something.", "It holds all others.", field=field)


def _read_steps(raw: Sequence[Any], field: str) -> tuple[Decimal, ...]:
    try:
        steps = tuple(Decimal(str(step)) for step in raw)
        rises = all(first < second for first, second in pairwise(steps))
    except InvalidOperation:
        raise BadRule("A step of the rule is no number.", "Give numbers alone.", field=field) from None
    if len(steps) != STEPS or not rises or not all(step.is_finite() and step > 0 for step in steps):
        raise BadRule(
            "The steps do not rise one after the other.",
            f"Give {STEPS} numbers above nought, each higher than the one before.",
            field=field,
        )
    return steps
