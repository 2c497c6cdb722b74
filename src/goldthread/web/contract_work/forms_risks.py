"""Forms of risks, savings, waivers and breaches."""

from datetime import date
from typing import Any

from django import forms

from goldthread.organisation.models import Council
from goldthread.organisation.queries import live_departments
from goldthread.register.actions.risks import RiskAbout, SaidRisk, SaidSaving, SaidWaiver
from goldthread.register.reasons import load_reasons
from goldthread.register.types import RiskKind, SavingKind, WaiverKind
from goldthread.web.contract_work.forms import pounds
from goldthread.web.contract_work.pages import area, choice, line, tick
from goldthread.web.files import file_field
from goldthread.web.forms import DateInThreeBoxes

_STEPS = [("", "Choose from 1 to 5"), ("1", "1, low"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5, high")]
_APRIL = 4


class RiskForm(forms.Form):
    """What can go wrong, how likely, how bad, and what is done about it."""

    kind = choice(
        "What kind of risk?",
        [("", "Choose a kind"), *((each.value, each.label) for each in RiskKind)],
        missing="Choose the kind that fits best.",
    )
    description = area("What can go wrong?")
    likelihood = choice("How likely is it?", _STEPS, missing="Choose how likely it is, from 1 to 5.")
    impact = choice("How bad would it be?", _STEPS, missing="Choose how bad it would be, from 1 to 5.")
    mitigation = area("What is done about it?")
    contractor_accepted_on = DateInThreeBoxes(
        label="The contractor accepted it on", help_text="Leave it empty where they did not", required=False
    )
    contingency = area("If it happens, what then?", hint="The contingency plan, or where it is kept")
    contingency_on = DateInThreeBoxes(label="The plan is of", required=False)
    backup_supplier = line("Back-up supplier", length=300)
    scenario = line("External event", hint="Its name, where this is about one")

    def said(self) -> SaidRisk:
        found = self.cleaned_data
        numbers = {"likelihood": int(found["likelihood"]), "impact": int(found["impact"])}
        return SaidRisk(**(found | numbers | {"kind": RiskKind(found["kind"])}))


class RiskAboutForm(RiskForm):
    """A risk that hangs on no contract: on a supplier or a category."""

    supplier_name = line("Which supplier is it about?", hint="As the register writes its name", length=300)
    category = line("Which category is it about?", hint="As the register writes it, such as: IT and telephony")
    field_order = ("supplier_name", "category")

    def about(self) -> RiskAbout:
        return RiskAbout(**{name: self.cleaned_data[name].strip() for name in self.field_order})

    def said(self) -> SaidRisk:
        found = self.cleaned_data
        self.cleaned_data = {name: value for name, value in found.items() if name not in self.field_order}
        try:
            return super().said()
        finally:
            self.cleaned_data = found


class SavingForm(forms.Form):
    """What somebody claims to have saved."""

    title = line("What was saved?")
    kind = choice("What kind of saving?", [(each.value, each.label) for each in SavingKind], is_radios=True)
    claimed = pounds("How much in the year? (£)", required=True, missing="Give the pounds that are saved.")
    financial_year = choice("In which financial year?", [])
    method = area("How was it worked out?", hint="The method agreed with finance")
    is_from_contractor = tick("The contractor proposed it")
    is_from_break = tick("It was negotiated at a break or an extension")

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = today.year if today.month >= _APRIL else today.year - 1
        years = [f"{year}-{(year + 1) % 100:02d}" for year in range(now + 2, now - 5, -1)]
        field = self.fields["financial_year"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 it is declared above
        field.choices = [(year, year) for year in years]
        field.initial = f"{now}-{(now + 1) % 100:02d}"

    def said(self) -> SaidSaving:
        return SaidSaving(**(self.cleaned_data | {"kind": SavingKind(self.cleaned_data["kind"])}))


class ValidateForm(forms.Form):
    """How much of a claimed saving holds."""

    validated = pounds(
        "How much of it holds? (£)", required=True, missing="Give the pounds that hold; 0 where none do."
    )


class RealiseForm(forms.Form):
    """How much of a saving shows in payments, by which reckoning, with evidence."""

    realised = pounds("How much was realised? (£)", required=True, missing="Give the pounds; 0 where none were saved.")
    because = area("How does it show in payments?", hint="Such as: 2024-25 less 2025-26, for the same number of meals")
    file = file_field("Evidence", required=False, hint="A workbook or a page that shows the reckoning")


class WaiverForm(forms.Form):
    """A departure from the council's own rules."""

    kind = choice(
        "Is it asked for, or did it happen?",
        [
            (WaiverKind.WAIVER.value, "A waiver: leave to depart from the rules"),
            (WaiverKind.BREACH.value, "A breach: the rules were not kept, and nobody gave leave"),
        ],
        is_radios=True,
    )
    title = line("What is bought?", length=300)
    supplier_name = line("Supplier", length=300)
    value = pounds("Value (£)")
    on = DateInThreeBoxes(label="On which day?", error_messages={"required": "Give the day of it."})
    reason_code = choice("Why?", [], missing="Choose the reason that fits best.")
    reason = area("In your own words", hint="What would happen otherwise, and how it is avoided next time")
    department = choice("Department", [], required=False)

    def __init__(self, council: Council, *args: Any, has_contract: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departments = {str(each.pk): each for each in live_departments(council)} if not has_contract else {}
        self._offer("reason_code", [("", "Choose a reason"), *load_reasons().items()])
        if has_contract:
            del self.fields["department"]
        else:
            pairs = [(key, each.name) for key, each in self.departments.items()]
            self._offer("department", [("", "Not said"), *pairs])

    def _offer(self, name: str, pairs: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 both are declared above
        field.choices = pairs

    def said(self) -> SaidWaiver:
        found = {name: value for name, value in self.cleaned_data.items() if name != "department"}
        return SaidWaiver(**(found | {"kind": WaiverKind(found["kind"])}))
