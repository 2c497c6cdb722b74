"""Forms of the people screens."""

from typing import Any

from django import forms

from goldthread.organisation.models import Council, Department
from goldthread.organisation.queries import live_departments
from goldthread.organisation.types import Role

_INPUT = {"class": "govuk-input govuk-input--width-20"}
_SHORT = {"class": "govuk-input govuk-input--width-10"}
_SELECT = {"class": "govuk-select"}
_TEXT = {"class": "govuk-textarea", "rows": 3}
NAME_MISSING = {"required": "Give the department's name."}


class PersonForm(forms.Form):
    """Somebody to be given a role."""

    name = forms.CharField(
        label="Name", max_length=200, widget=forms.TextInput(_INPUT), error_messages={"required": "Give their name."}
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput({**_INPUT, "autocomplete": "off", "spellcheck": "false"}),
        help_text="They sign in with it. Nothing is sent to them now.",
        error_messages={
            "required": "Give their e-mail address.",
            "invalid": "That is not an e-mail address. Give one such as name@council.gov.uk.",
        },
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *((role.value, role.label) for role in Role)],
        widget=forms.Select(_SELECT),
        error_messages={"required": "Choose a role."},
    )
    department = forms.ChoiceField(
        label="Department",
        required=False,
        widget=forms.Select(_SELECT),
        help_text="For a respondent only: the department that they answer for.",
    )

    def __init__(self, council: Council, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departments = {str(found.pk): found for found in live_departments(council)}
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [("", "None"), *((pk, found.name) for pk, found in self.departments.items())]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        role, department = given.get("role"), given.get("department")
        if role == Role.RESPONDENT and not department:
            self.add_error("department", "Choose the department that they answer for.")
        if role and role != Role.RESPONDENT and department:
            self.add_error("department", "Only a respondent has a department. Choose None, or the role of respondent.")
        return given

    @property
    def chosen_department(self) -> Department | None:
        return self.departments.get(self.cleaned_data["department"])


class DepartmentForm(forms.Form):
    """A department's names."""

    name = forms.CharField(
        label="Name of the department",
        max_length=120,
        widget=forms.TextInput(_INPUT),
        error_messages=NAME_MISSING,
    )
    short_name = forms.CharField(
        label="Short name, if the name is long",
        max_length=40,
        required=False,
        widget=forms.TextInput(_SHORT),
        help_text="For narrow columns, such as Adults",
    )


class WhyForm(forms.Form):
    """The reason for an end."""

    why = forms.CharField(
        label="Why",
        widget=forms.Textarea(_TEXT),
        help_text="It is kept in the record.",
        error_messages={"required": "Say why in a sentence."},
    )
