"""The form of a segmentation rule: four steps of value and of risk, as many tiers as are agreed, and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from goldthread.register.segmentation.load import (
    LEAST_TIERS,
    MOST_TIERS,
    STEPS,
    BadRule,
    check_reached,
    read_alternatives,
    read_rule,
    rule_as_json,
    say_alternative,
)
from goldthread.register.segmentation.types import SegmentRule
from goldthread.web.contract_work.forms import pounds
from goldthread.web.contract_work.pages import area, line

_STEP = "Give a whole number above nought."
_PARTS = ("name", "means", "tier")
_FAR_TOO_MANY = 20
"""No more tiers than this are shown again, whatever was sent."""


@dataclass(frozen=True)
class TierBlock:
    """The fields of one tier as they stand together, and what may be done with it."""

    place: int
    fields: tuple[forms.BoundField, ...]
    is_last: bool
    may_add: bool
    may_take: bool


class RuleForm(forms.Form):
    """An edition of the rule. `tiers` is how many it has as it is written."""

    began_from = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=40)

    def __init__(self, tiers: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tiers = tiers
        for place in range(1, STEPS + 1):
            missing = "Give the pounds a year from which it begins."
            self.fields[f"value_{place}"] = pounds(
                f"Value scores {place + 1} from (£ a year)", required=True, missing=missing
            )
        for place in range(1, STEPS + 1):
            self.fields[f"risk_{place}"] = forms.IntegerField(
                label=f"Risk scores {place + 1} from (likelihood × impact)",
                min_value=1,
                max_value=25,
                widget=forms.TextInput({"class": "govuk-input govuk-input--width-4", "inputmode": "numeric"}),
                error_messages=dict.fromkeys(("required", "invalid"), _STEP),
            )
        for place in range(1, tiers + 1):
            self._add_tier(place, is_last=place == tiers)
        self.fields["because"] = area("Who agreed it, and why?", hint="Kept with this edition for good")

    def steps(self) -> Iterator[forms.BoundField]:
        """The fields before the tiers."""
        return (self[name] for name in self.fields if name.partition("_")[0] in {"began", "value", "risk"})

    def blocks(self) -> Iterator[TierBlock]:
        """The tiers, the highest first. The last holds all others, so that it cannot be taken away."""
        for place in range(1, self.tiers + 1):
            names = (f"{part}_{place}" for part in _PARTS)
            yield TierBlock(
                place=place,
                fields=tuple(self[name] for name in names if name in self.fields),
                is_last=place == self.tiers,
                may_add=self.tiers < MOST_TIERS,
                may_take=self.tiers > LEAST_TIERS and place < self.tiers,
            )

    def _add_tier(self, place: int, *, is_last: bool) -> None:
        self.fields[f"name_{place}"] = line(
            f"Name of tier {place}", required=True, missing="Name the tier.", length=20, width="govuk-input--width-10"
        )
        self.fields[f"means_{place}"] = line("What it means for those in it")
        if not is_last:
            self.fields[f"tier_{place}"] = area(
                f"What leads into tier {place}",
                hint="One way a line, such as: value 4 and criticality 4. Scores are at least these.",
                required=True,
                missing="Say what leads into the tier, one way a line.",
                rows=4,
            )

    def rule(self, version: str) -> SegmentRule | None:
        """The rule as written; None where something is wrong, which then stands at its field."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        try:
            tiers = [self._tier(said, place) for place in range(1, self.tiers + 1)]
            raw = {
                "value_from": [said[f"value_{place}"] for place in range(1, STEPS + 1)],
                "risk_from": [said[f"risk_{place}"] for place in range(1, STEPS + 1)],
                "tiers": tiers,
            }
            rule = read_rule(raw, version)
            check_reached(rule)
        except BadRule as bad:
            field = {"value_from": "value_1", "risk_from": "risk_1"}.get(bad.field, bad.field)
            known = field if field in self.fields else f"name_{field.rpartition('_')[2]}"
            self.add_error(known if known in self.fields else None, f"{bad.what} {bad.do}")
            return None
        return rule

    def _tier(self, said: Mapping[str, Any], place: int) -> dict[str, Any]:
        field = f"tier_{place}"
        asked = read_alternatives(said.get(field, ""), field)
        return {
            "name": said[f"name_{place}"],
            "means": said[f"means_{place}"],
            "any_of": [{each.value: least for each, least in one.items()} for one in asked],
        }


def written(rule: SegmentRule) -> dict[str, object]:
    """The rule as its form shows it."""
    raw = rule_as_json(rule)
    found: dict[str, object] = {"began_from": rule.version}
    for place in range(1, STEPS + 1):
        found[f"value_{place}"] = f"{Decimal(raw['value_from'][place - 1]).normalize():f}"
        found[f"risk_{place}"] = rule.risk_from[place - 1]
    for place, tier in enumerate(rule.tiers, start=1):
        found[f"name_{place}"], found[f"means_{place}"] = tier.name, tier.means
        found[f"tier_{place}"] = "\n".join(say_alternative(asked) for asked in tier.any_of)
    return found


def count_tiers(sent: QueryDict) -> int:
    """How many tiers a form was sent with: those whose names follow one on another."""
    return next(
        place for place in range(_FAR_TOO_MANY + 1) if f"name_{place + 1}" not in sent or place == _FAR_TOO_MANY
    )


def with_tier(sent: QueryDict, above: int) -> dict[str, str]:
    """What was typed, with room for a tier above one; what stood there and below moves down by one."""
    return _moved(sent, lambda place: place if place < above else place + 1)


def without_tier(sent: QueryDict, gone: int) -> dict[str, str]:
    """What was typed, without one tier; what stood below moves up by one."""
    return _moved(sent, lambda place: None if place == gone else place if place < gone else place - 1)


def _moved(sent: QueryDict, to: Callable[[int], int | None]) -> dict[str, str]:
    found = {name: str(value) for name, value in sent.items()}
    tiers = count_tiers(sent)
    held = {(part, place): found.pop(f"{part}_{place}", "") for part in _PARTS for place in range(1, tiers + 1)}
    placed = {f"{part}_{now}": text for (part, place), text in held.items() if (now := to(place)) is not None}
    return found | placed
