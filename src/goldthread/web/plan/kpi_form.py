"""The form of a KPI: what is measured, where it begins, and as many dated targets as it has and two more."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from goldthread.framework.types import Framework
from goldthread.organisation.models import Council
from goldthread.plan.actions.kpis import SaidKpi, digest_of
from goldthread.plan.actions.refusals import PlanRefused, check_codes
from goldthread.plan.models import Kpi
from goldthread.plan.queries.kpis import as_decimal, day_of_horizon
from goldthread.plan.types import KpiKind, TargetRule
from goldthread.web.contract_work.pages import choice, line, tick
from goldthread.web.forms import DateInThreeBoxes
from goldthread.web.plan.forms import CodesField, KeeperField, name_own, offer_keepers

SPARE = 2
"""How many empty targets the form offers beside those that the KPI has."""
MOST = 30
_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
RULES = [
    ("", "No target"),
    (TargetRule.AT_LEAST.value, "At least"),
    (TargetRule.AT_MOST.value, "At most"),
    (TargetRule.VALUE.value, "Just this figure"),
    (TargetRule.RISE.value, "Rise year on year"),
    (TargetRule.FALL.value, "Fall year on year"),
    (TargetRule.MATURITY.value, "Reach a level of the framework"),
    (TargetRule.DELIVER.value, "Be delivered"),
]
_COUNTED = {TargetRule.AT_LEAST, TargetRule.AT_MOST, TargetRule.VALUE}
_PARTS = ("rule", "value", "text", "by")


def _figure(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=18,
        decimal_places=4,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-10"}),
        error_messages={"invalid": "That is no number. Write figures, such as 96.6."},
    )


class KpiForm(forms.Form):
    """A KPI with its baseline and its dated targets; one without a rule is none."""

    measure = line("What is measured?", required=True, missing="Say what is measured.", length=300)
    area_name = line("Under which area of the strategy?", hint="Its own area, such as: Governance", length=120)
    kind = choice(
        "Kind",
        [
            (KpiKind.VALUE.value, "A value, compared with its target"),
            (KpiKind.MATURITY.value, "Maturity, rated with the framework"),
        ],
        is_radios=True,
    )
    direction = choice(
        "Which way is better?",
        [
            ("rise", "More is better"),
            ("fall", "Less is better"),
            ("mixed", "More of some, less of others"),
            ("deliver", "It is done or it is not"),
        ],
    )
    value_codes = CodesField(
        label="Which value codes does it move?",
        required=False,
        widget=forms.TextInput({"class": "govuk-input"}),
    )
    owner = KeeperField()
    unit = line("Unit", hint="Such as: waivers, % of spend on contract, GBP", width="govuk-input--width-20")
    baseline = _figure("Baseline")
    baseline_period = line("Period of the baseline", hint="Such as 2025/26", length=20, width="govuk-input--width-10")
    is_provisional = tick("The baseline is provisional")
    indicator = line("Indicator that fills it", hint="The id of one of Goldthread’s indicators, or nothing", length=80)
    begun = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, council: Council, framework: Framework, posted: QueryDict | None, kpi: Kpi | None = None
    ) -> None:
        super().__init__(posted, initial=initial_of(kpi) if kpi else None)
        self.framework, self.kpi = framework, kpi
        offer_keepers(self, council)
        self.fields["value_codes"].help_text = f"Such as: CRM1, CRM4.{name_own(framework)}"
        self.count = min(MOST, max(len(kpi.targets) if kpi else 0, _sent(posted) - SPARE) + SPARE)
        for number in range(1, self.count + 1):
            self._add_target(number)

    def _add_target(self, number: int) -> None:
        name = f"{_WORDS[number - 1]} target".capitalize() if number <= len(_WORDS) else f"Target {number}"
        self.fields[f"rule_{number}"] = choice(name, RULES, required=False)
        self.fields[f"value_{number}"] = _figure(f"{name}: figure or level")
        self.fields[f"text_{number}"] = line(f"{name} in words", length=300)
        self.fields[f"by_{number}"] = DateInThreeBoxes(label=f"{name} by", required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            kept = self.kpi.value_codes if self.kpi else ()
            check_codes(self.framework, given.get("value_codes", ()), field="value_codes", kept=kept)
        except PlanRefused as refused:
            self.add_error("value_codes", f"{refused.what} {refused.do}")
        if self.kpi is not None and given.get("begun") not in {"", digest_of(self.kpi)}:
            return given  # somebody saved meanwhile: that is said first, and the targets are held to what is kept now
        for number in range(1, self.count + 1):
            if given.get(f"rule_{number}") and not self._is_kept(number):
                self._clean_target(given, number)
        return given

    def _is_kept(self, number: int) -> bool:
        """Whether a target stands as it did; one of the past is kept so, with what the form does not show of it."""
        had = self.kpi is not None and number <= len(self.kpi.targets)
        return had and not any(f"{part}_{number}" in self.changed_data for part in _PARTS)

    def _clean_target(self, given: dict[str, Any], number: int) -> None:
        rule, by, value = given[f"rule_{number}"], given.get(f"by_{number}"), given.get(f"value_{number}")
        if by is None and f"by_{number}" not in self.errors:
            self.add_error(f"by_{number}", "Give the day by which the target is to be met.")
        if by is not None and by <= timezone.localdate():
            self.add_error(f"by_{number}", f"{by:%-d %B %Y} is past. Give a day that is still to come.")
        if rule in _COUNTED and value is None and f"value_{number}" not in self.errors:
            self.add_error(f"value_{number}", "Give the figure that is asked for.")
        lowest, highest = self.framework.levels[0], self.framework.levels[-1]
        if rule == TargetRule.MATURITY and (value is None or not lowest.number <= value <= highest.number or value % 1):
            says = f"Give a level from {lowest.number} {lowest.name} to {highest.number} {highest.name}."
            self.add_error(f"value_{number}", says)
        if rule in {*_COUNTED, TargetRule.RISE, TargetRule.FALL} and not given.get("unit"):
            self.add_error("unit", "Give the unit in which it is counted.")
        if TargetRule(rule).is_yearly and given.get("baseline") is None and "baseline" not in self.errors:
            self.add_error("baseline", "Give the figure from which it is to rise or fall.")
        if rule == TargetRule.DELIVER and not given.get(f"text_{number}"):
            self.add_error(f"text_{number}", "Say what is to be delivered.")

    def said(self, number: int) -> SaidKpi:
        given = self.cleaned_data
        return SaidKpi(
            number=number,
            area=given["area_name"] or "Plan",
            measure=given["measure"],
            kind=KpiKind(given["kind"]),
            direction=given["direction"],
            baseline=self._baseline(),
            targets=[self._target(each) for each in range(1, self.count + 1) if given[f"rule_{each}"]],
            value_codes=given["value_codes"],
            indicator=given["indicator"],
            update_months=self.kpi.update_months if self.kpi else SaidKpi.update_months,
        )

    def _baseline(self) -> dict[str, object]:
        """The baseline as given, with what the form does not show: its words, its notes and further figures."""
        given = self.cleaned_data
        kept: Mapping[str, object] = self.kpi.baseline if self.kpi else {"text": ""}
        if not {"baseline", "unit", "baseline_period", "is_provisional"} & set(self.changed_data):
            return dict(kept)
        value = given["baseline"]
        return {
            **kept,
            "value": None if value is None else float(value),
            "unit": given["unit"] or None,
            "period": given["baseline_period"] or None,
            "provisional": given["is_provisional"],
        }

    def _target(self, number: int) -> dict[str, object]:
        if self.kpi is not None and self._is_kept(number):
            return dict(self.kpi.targets[number - 1])
        given = self.cleaned_data
        rule, value, by = given[f"rule_{number}"], given[f"value_{number}"], given[f"by_{number}"]
        is_level = rule == TargetRule.MATURITY
        return {
            "horizon": f"{by:%Y}",
            "by": str(by),
            "rule": rule,
            "value": None if value is None or is_level else float(value),
            "unit": None if is_level or rule == TargetRule.DELIVER else given["unit"],
            "text": given[f"text_{number}"],
            **({"level": int(value)} if is_level else {}),
        }


def _sent(posted: QueryDict | None) -> int:
    """How many targets were sent, so that a form keeps the rows it had when the KPI changed meanwhile."""
    numbers = [name.removeprefix("rule_") for name in posted or () if name.startswith("rule_")]
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def initial_of(kpi: Kpi) -> dict[str, object]:
    """The form filled with a KPI as it is kept."""
    baseline: Mapping[str, Any] = kpi.baseline
    targets: Sequence[Mapping[str, Any]] = kpi.targets
    units = [str(each.get("unit") or "") for each in (baseline, *targets)]
    found: dict[str, object] = {
        "measure": kpi.measure,
        "area_name": kpi.area,
        "kind": kpi.kind,
        "direction": kpi.direction,
        "value_codes": tuple(kpi.value_codes),
        "owner": kpi.owner_id,
        "unit": next(filter(None, units), ""),
        "baseline": _number(baseline.get("value")),
        "baseline_period": baseline.get("period") or "",
        "is_provisional": bool(baseline.get("provisional")),
        "indicator": kpi.indicator,
        "begun": digest_of(kpi),
    }
    for number, target in enumerate(targets, 1):
        horizon = str(target.get("horizon") or "")
        by = target.get("by")
        found[f"rule_{number}"] = target.get("rule") or TargetRule.VALUE.value
        found[f"value_{number}"] = _number(target.get("value") if target.get("level") is None else target["level"])
        found[f"text_{number}"] = target.get("text") or ""
        found[f"by_{number}"] = date.fromisoformat(by) if by else day_of_horizon(horizon)
    return found


def _number(value: object) -> Decimal | None:
    """The number as a person writes it, 185000 and not 185000.0; None for nothing."""
    found = as_decimal(value)
    return found.to_integral_value() if found is not None and found == found.to_integral_value() else found
