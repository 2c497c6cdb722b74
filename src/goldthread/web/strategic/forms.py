"""Forms of files of strategic suppliers."""

from typing import Any

from django import forms

from goldthread.organisation.models import Council, Person
from goldthread.register.actions.suppliers import SaidFile
from goldthread.register.types import Aspect, AssessmentRating
from goldthread.web.contract_work.forms import pounds
from goldthread.web.contract_work.pages import area, choice, line, tick
from goldthread.web.forms import DateInThreeBoxes

_DAY = "Give the day on which it was."


def _day(label: str, hint: str = "") -> DateInThreeBoxes:
    return DateInThreeBoxes(label=label, help_text=hint, required=False)


class OpenForm(forms.Form):
    """Which supplier, and why it is strategic."""

    name = line("Supplier", hint="As the register names it", required=True, missing="Name the supplier.", length=300)
    because = area("Why is it strategic?", hint="By the council’s criteria, or in spite of them")


class FileForm(forms.Form):
    """What a supplier file says. Lists are one name a line."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    owner = forms.ModelChoiceField(
        label="Owner",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Nobody yet",
        widget=forms.Select({"class": "govuk-select gt-select--held"}),
    )
    lead_council = line("Which council leads?", hint="Where several councils look after it together")
    plan = area("Plan of improvement", hint="What is to get better, by when, and who does it", rows=5)
    plan_on = _day("The plan is of")
    contingency = area("If it fails, what then?", hint="The contingency plan, or where it is kept", rows=4)
    contingency_on = _day("The contingency plan is of")
    sub_suppliers = area("Its own suppliers", hint="One name a line")
    shared_with = area("Shared with", hint="Bodies with which the council shares what it knows, one a line")
    turnover = pounds("Its turnover in a year (£)", hint="From its accounts; leave it empty where nobody knows")
    living_wage_on = _day("It pays the real living wage, seen on")
    slavery_statement_on = _day("Its modern slavery statement was seen on")

    def __init__(self, council: Council, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Person.objects.filter(memberships__council=council, memberships__ended_at__isnull=True)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 it is declared above
        field.queryset = members.distinct().order_by("name", "email")

    def said(self) -> SaidFile:
        found = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        lists = {name: _lines(found[name]) for name in ("sub_suppliers", "shared_with")}
        return SaidFile(**(found | lists))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(each.split()) for each in text.splitlines() if each.strip()))


class MeetingForm(forms.Form):
    """One meeting."""

    on = DateInThreeBoxes(label="On which day?", error_messages={"required": _DAY})
    note = area("What was agreed?", rows=4)
    is_after_incident = tick("An incident called for it")


class AssessForm(forms.Form):
    """One look at one aspect."""

    aspect = choice("What was looked at?", [(each.value, each.label) for each in Aspect], is_radios=True)
    on = DateInThreeBoxes(label="On which day?", error_messages={"required": _DAY})
    rating = choice("How does it stand?", [(each.value, each.label) for each in AssessmentRating], is_radios=True)
    findings = area("What was found, and what does it rest on?")
