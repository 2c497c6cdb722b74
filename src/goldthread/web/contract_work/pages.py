"""What the forms of the work on a contract share: one template, faults at their field, an action called once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldthread.register.actions.changes import ChangeRefused
from goldthread.register.actions.records import RecordRefused
from goldthread.register.models import Contract
from goldthread.web.access import CouncilRequest
from goldthread.web.forms import faults_of

INVALID = 400
YES_NO = (("", "Not said"), ("True", "Yes"), ("False", "No"))


@dataclass(frozen=True)
class FormPage:
    """What stands around a form. `says` is the finding above it, `facts` pairs that the writer needs to see."""

    heading: str
    says: str
    button: str
    back: str
    back_text: str
    caption: str = ""
    facts: Sequence[tuple[str, str]] = ()
    is_warning: bool = False
    template: str = "goldthread/work/form.html"
    more: Mapping[str, object] = field(default_factory=dict)


def contract_url(contract: Contract, anchor: str = "") -> str:
    """The contract's own page, at one of its sections."""
    page = reverse("register:show", args=[contract.council.slug, contract.pk])
    return f"{page}#{anchor}" if anchor else page


def show_form(request: CouncilRequest, page: FormPage, form: forms.Form) -> HttpResponse:
    """The form, or, where it was sent, the form with its faults."""
    context = {"page": page, "form": form, "faults": faults_of(form) if form.is_bound else [], **page.more}
    return render(request, page.template, context, status=INVALID if form.is_bound else 200)


def is_written(form: forms.Form, write: Callable[[], object]) -> bool:
    """Whether a valid form was written; what the action refuses stands at its field."""
    if not form.is_valid():
        return False
    try:
        write()
    except (ChangeRefused, RecordRefused) as refused:
        form.add_error(refused.field if refused.field in form.fields else None, f"{refused.what} {refused.do}")
        return False
    return True


def area(label: str, *, hint: str = "", required: bool = False, missing: str = "", rows: int = 3) -> forms.CharField:
    """A box for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=5000,
        widget=forms.Textarea({"class": "govuk-textarea", "rows": rows}),
        error_messages={"required": missing} if missing else None,
    )


def line(
    label: str, *, hint: str = "", required: bool = False, missing: str = "", length: int = 200, width: str = ""
) -> forms.CharField:
    """A box for a few words."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=length,
        widget=forms.TextInput({"class": f"govuk-input {width}".strip()}),
        error_messages={"required": missing} if missing else None,
    )


def choice(
    label: str,
    pairs: Sequence[tuple[str, str]],
    *,
    hint: str = "",
    required: bool = True,
    missing: str = "",
    is_radios: bool = False,
) -> forms.ChoiceField:
    """One of a few: radios, or a list to choose from."""
    widget = forms.RadioSelect() if is_radios else forms.Select({"class": "govuk-select gt-select--held"})
    wrong = missing or "Choose one of the list."
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=required,
        choices=pairs,
        widget=widget,
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


def yes_no(label: str, *, hint: str = "") -> forms.TypedChoiceField:
    """Yes, no, or not said."""
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=YES_NO,
        coerce=lambda value: str(value) == "True",
        empty_value=None,
        widget=forms.Select({"class": "govuk-select"}),
    )


def tick(label: str, *, hint: str = "") -> forms.BooleanField:
    return forms.BooleanField(
        label=label, help_text=hint, required=False, widget=forms.CheckboxInput({"class": "govuk-checkboxes__input"})
    )
