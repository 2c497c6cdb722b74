"""The form of a segmentation rule: four steps of value and of risk, three tiers, and why."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from goldthread.register.segmentation.load import (
    STEPS,
    BadRule,
    read_alternatives,
    read_rule,
    rule_as_json,
    say_alternative,
)
from goldthread.register.segmentation.types import SegmentRule
from goldthread.web.contract_work.forms import pounds
from goldthread.web.contract_work.pages import area, line

_STEP = "Give a whole number above nought."


class RuleForm(forms.Form):
    """An edition of the rule. `tiers` is how many the rule has that it begins from."""

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
            return read_rule(raw, version)
        except BadRule as bad:
            field = {"value_from": "value_1", "risk_from": "risk_1"}.get(bad.field, bad.field)
            known = field if field in self.fields else f"name_{field.rpartition('_')[2]}"
            self.add_error(known if known in self.fields else None, f"{bad.what} {bad.do}")
            return None

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
