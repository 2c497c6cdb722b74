"""Forms of the pipeline: an entry or a request, an options appraisal, a meeting with the market, waves, lead times."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from goldthread.organisation.models import Council
from goldthread.organisation.queries import live_departments
from goldthread.register.actions.lead_times import MOST_DAYS, PHASES
from goldthread.register.lead_times import LeadTime
from goldthread.register.models import Contract, PipelineEntry
from goldthread.register.pipeline.types import SaidAppraisal, SaidEngagement
from goldthread.register.types import AppraisedOption, EngagementKind, Procedure, VatBasis
from goldthread.web.contract_work.forms import pounds
from goldthread.web.contract_work.pages import area, choice, line, tick, yes_no
from goldthread.web.forms import DateInThreeBoxes
from goldthread.web.wording import opening

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What, and why at all", ("title", "why", "department", "category", "replaces")),
    ("When, and by which route", ("needed_on", "procedure", "launch_on", "board_route")),
    ("The money", ("estimated_value", "estimated_vat", "budget_code", "revenue_idea", "is_revenue_asked")),
    (
        "Before it is launched",
        (
            *("advice_on", "market_note", "market_note_on", "social_value_assessed_on", "holds_personal_data"),
            *("data_assessed_on", "is_cross_department", "is_joint"),
        ),
    ),
    ("How far it has come", ("approved_on", "launched_on", "published_on", "becomes")),
)
PLANNERS_ALONE = ("advice_on", "approved_on", "published_on")
ASKED = ("title", "why", "department", "replaces", "needed_on", "estimated_value", "estimated_vat", "budget_code")
LINKS = ("replaces", "becomes")
_VATS = [(each.value, each.label) for each in VatBasis]
_PROCEDURES = [(Procedure.UNKNOWN.value, "Not chosen yet")] + [
    (each.value, opening(each.value)) for each in Procedure if each is not Procedure.UNKNOWN
]


class EntryForm(forms.Form):
    """Something that the council means to buy. `names` are the fields that its writer may fill."""

    title = line(
        "What is needed?", hint="In a few words, such as: School meals from September 2028", length=300, required=True
    )
    why = area("Why buy anything at all?", hint="What happens if nothing is bought")
    department = choice("Department", [], required=False)
    category = line("Category")
    replaces = line("Which contract does it follow?", hint="Its reference or its whole title; empty where it is new")
    needed_on = DateInThreeBoxes(
        label="From which day is it needed?",
        help_text="The first day of the new contract; every other day is worked back from it",
        required=False,
    )
    procedure = choice("By which route?", _PROCEDURES, required=False)
    launch_on = DateInThreeBoxes(
        label="Launch planned for", help_text="Leave it empty to keep to the day that is worked back", required=False
    )
    board_route = line("Which board decides?", hint="Such as: Commercial Board, then Cabinet")
    estimated_value = pounds("Likely to cost, over its whole term (£)")
    estimated_vat = choice("Is VAT in it?", _VATS, required=False)
    budget_code = line("Budget code", length=60, width="govuk-input--width-10")
    revenue_idea = area("Could the council earn from it?", hint="An idea, or why there is none", rows=2)
    is_revenue_asked = tick("The question was asked")
    advice_on = DateInThreeBoxes(label="Procurement’s advice was given on", required=False)
    market_note = area("What is known of the market?", hint="Who could provide it, at what price, and what is changing")
    market_note_on = DateInThreeBoxes(label="The market was looked at on", required=False)
    social_value_assessed_on = DateInThreeBoxes(label="Social value was assessed on", required=False)
    holds_personal_data = yes_no("Will it hold personal data?")
    data_assessed_on = DateInThreeBoxes(label="Personal data was assessed on", required=False)
    is_cross_department = yes_no("Is it for several departments?")
    is_joint = yes_no("Is it with other councils?")
    approved_on = DateInThreeBoxes(
        label="Approved on", help_text="A wave’s decision fills this by itself", required=False
    )
    launched_on = DateInThreeBoxes(label="Launched on", help_text="The day of the first notice", required=False)
    published_on = DateInThreeBoxes(
        label="In the published pipeline since", help_text="From then on everybody can read it", required=False
    )
    becomes = line("Which contract did it become?", hint="Its reference or its whole title")

    def __init__(self, council: Council, *args: Any, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council = council
        self.departments = {str(each.pk): each for each in live_departments(council)}
        self.fields["title"].error_messages["required"] = "The entry has no title. Say in a few words what is needed."
        department = self.fields["department"]
        assert isinstance(department, forms.ChoiceField)  # noqa: S101 it is declared above
        department.choices = [("", "Not said"), *((key, each.name) for key, each in self.departments.items())]
        for name in set(self.fields) - set(names):
            del self.fields[name]

    def clean_replaces(self) -> Contract | None:
        return self._contract("replaces")

    def clean_becomes(self) -> Contract | None:
        return self._contract("becomes")

    def _contract(self, name: str) -> Contract | None:
        text = str(self.cleaned_data.get(name, "")).strip()
        if not text:
            return None
        own = Contract.objects.filter(council=self.council)
        found = list(own.filter(Q(reference__iexact=text) | Q(title__iexact=text)).order_by("-end", "pk")[:2])
        if not found:
            raise forms.ValidationError(
                f"No contract of the register is called “{text[:80]}”. Give its reference, or its whole title."
            )
        if len(found) > 1:
            raise forms.ValidationError(f"Several contracts are called “{text[:80]}”. Give its reference instead.")
        return found[0]

    def values(self) -> dict[str, Any]:
        """The values as the action takes them."""
        found = dict(self.cleaned_data)
        if "department" in found:
            found["department"] = self.departments.get(found["department"])
        for name, unsaid in (("procedure", Procedure.UNKNOWN), ("estimated_vat", VatBasis.UNKNOWN)):
            if name in found:
                found[name] = found[name] or unsaid.value
        if found.get("revenue_idea"):
            found["is_revenue_asked"] = True
        return found


def names_for(*, is_request: bool, may_plan: bool) -> tuple[str, ...]:
    """The fields that somebody may fill: few for a request, all but those of procurement for a manager."""
    if is_request and not may_plan:
        return ASKED
    every = tuple(name for _heading, names in PARTS for name in names)
    return every if may_plan else tuple(name for name in every if name not in PLANNERS_ALONE)


def initial_of(entry: PipelineEntry, names: tuple[str, ...]) -> dict[str, Any]:
    """What the form shows of an entry: contracts by the name that finds them again."""
    found = {name: getattr(entry, name) for name in names}
    for name in LINKS:
        if name in found:
            found[name] = call_contract(found[name])
    if "department" in found:
        found["department"] = str(entry.department_id or "")
    return found


def call_contract(contract: Contract | None) -> str:
    """The reference by which the form finds a contract, else its title."""
    return (contract.reference or contract.title) if contract else ""


class AppraisalForm(forms.Form):
    """Ways of providing something: each with a line on what speaks for and against it; one is chosen."""

    need = area(
        "Why buy anything at all?", hint="What happens if nothing is bought", missing="Say what happens otherwise."
    )
    on = DateInThreeBoxes(label="Weighed on", error_messages={"required": "Give the day on which they were weighed."})
    options = forms.MultipleChoiceField(
        label="Which ways were weighed?",
        choices=[(each.value, each.label) for each in AppraisedOption],
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    chosen = choice(
        "Which was chosen?",
        [("", "Choose one"), *((each.value, each.label) for each in AppraisedOption)],
        required=False,
    )
    why = area("Why is it better than the others?")

    def said(self, notes: dict[AppraisedOption, str]) -> SaidAppraisal:
        found = self.cleaned_data
        return SaidAppraisal(
            on=found["on"],
            options=tuple(AppraisedOption(each) for each in found["options"]),
            chosen=AppraisedOption(found["chosen"]) if found["chosen"] else None,
            why=found["why"],
            need=found["need"],
            weighed=notes,
        )


def _count(label: str) -> forms.IntegerField:
    wrong = "Give a whole number, such as 4, or leave it empty where nobody counted."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=30_000,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class EngagementForm(forms.Form):
    """A meeting with the market, and who came."""

    title = line("What was it?", hint="Such as: Open day for caterers")
    kind = choice("Of which kind?", [(each.value, each.label) for each in EngagementKind])
    on = DateInThreeBoxes(label="When was it?", error_messages={"required": "Give the day of the meeting."})
    smes = _count("How many small or medium-sized firms came?")
    vcses = _count("How many charities or social enterprises came?")
    notice = line(
        "Notice", hint="The number of the preliminary market engagement notice, where there is one", length=60
    )
    note = area("What came of it?")

    def said(self) -> SaidEngagement:
        return SaidEngagement(**(self.cleaned_data | {"kind": EngagementKind(self.cleaned_data["kind"])}))


class WaveForm(forms.Form):
    """Which board decides, and when."""

    name = line("Name of the wave", hint="Such as: Spring 2027", length=120)
    board = line("Which board decides?", hint="Such as: Commercial Board", length=120)
    meets_on = DateInThreeBoxes(label="The board meets on", required=False)


class WaveDecisionForm(forms.Form):
    """What the board decided. Which entries it approved is ticked beside them."""

    on = DateInThreeBoxes(label="Decided on", error_messages={"required": "Give the day of the decision."})
    decision = area("The decision", hint="As the minutes have it")


class LeadTimeForm(forms.Form):
    """Days of each phase of one procedure."""

    paper = _count("From the finished appraisal to the board’s decision")
    prepare = _count("From the decision to the first notice")
    tender = _count("From the first notice to the award, with the standstill")
    mobilise = _count("From the award to the first day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PHASES:
            field = self.fields[name]
            wrong = f"Give a whole number of days, from 0 to {MOST_DAYS:,}."
            field.required = True
            field.error_messages.update(dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong))

    def days(self) -> LeadTime:
        return LeadTime(**{name: self.cleaned_data[name] for name in PHASES})


def today_initial(today: date) -> dict[str, Any]:
    return {"on": today}
