"""Forms of role profiles and of courses."""

from typing import Any

from django import forms

from goldthread.organisation.models import Council, Person
from goldthread.organisation.queries import live_departments, live_members
from goldthread.register.actions.people import SaidProfile
from goldthread.register.models import RoleProfile
from goldthread.register.types import CourseKind, LearnerKind
from goldthread.web.contract_work.pages import choice, line, yes_no
from goldthread.web.forms import DateInThreeBoxes

_KINDS = [("", "Choose a kind"), *((kind.value, kind.label) for kind in CourseKind)]


class ProfileForm(forms.Form):
    """Whose role it is, and how much of it contracts are."""

    name = line("Name", required=True, missing="Give the person's name.")
    learner = choice("What are they?", [(kind.value, kind.label) for kind in LearnerKind], is_radios=True)
    department = choice("Department", [], required=False)
    contract_share = forms.IntegerField(
        label="How much of the role is contracts? (%)",
        help_text="Above 20 per cent asks for the advanced course. Leave it empty where nobody knows",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-3", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Give per cent, from 0 to 100."),
    )
    is_in_profile = yes_no("Is managing contracts in their role profile and appraisal?")
    person = choice("How they sign in", [], required=False, hint="They then see their own training")

    def __init__(self, council: Council, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departments = {str(each.pk): each for each in live_departments(council)}
        self.people: dict[str, Person] = {str(each.person_id): each.person for each in live_members(council)}
        self._offer("department", [("", "Not said"), *((key, each.name) for key, each in self.departments.items())])
        self._offer("person", [("", "They do not"), *((key, str(each)) for key, each in self.people.items())])

    def _offer(self, name: str, pairs: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 both are declared above
        field.choices = pairs

    def said(self) -> SaidProfile:
        found = self.cleaned_data
        return SaidProfile(
            name=found["name"],
            learner=LearnerKind(found["learner"]),
            department=self.departments.get(found["department"]),
            contract_share=found["contract_share"],
            is_in_profile=found["is_in_profile"],
            person=self.people.get(found["person"]),
        )


def first_of(profile: RoleProfile) -> dict[str, object]:
    """A profile as its form takes it."""
    return {
        "name": profile.name,
        "learner": profile.learner,
        "department": str(profile.department_id or ""),
        "contract_share": profile.contract_share,
        "is_in_profile": profile.is_in_profile,
        "person": str(profile.person_id or ""),
    }


class CourseForm(forms.Form):
    """A course that was completed."""

    kind = choice("What kind of course?", _KINDS, missing="Choose the kind that fits best.")
    course = line("Which course?", hint="Its name, and who gave it", required=True, missing="Say which course it was.")
    on = DateInThreeBoxes(label="When was it completed?", error_messages={"required": "Give the day of it."})


class EndForm(forms.Form):
    """The day on which somebody left the role."""

    on = DateInThreeBoxes(label="Their last day in the role", error_messages={"required": "Give the day."})
