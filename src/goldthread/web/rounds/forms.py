"""Forms of the rounds screens."""

from typing import Any

from django import forms

from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Response, Round
from goldthread.framework.load import list_frameworks, load_framework
from goldthread.framework.types import FrameworkStatus
from goldthread.organisation.models import Council
from goldthread.organisation.queries import live_departments
from goldthread.web.contract_work.pages import line
from goldthread.web.forms import DateInThreeBoxes

_INPUT = {"class": "govuk-input"}
_SHORT = {"class": "govuk-input govuk-input--width-10"}
_SELECT = {"class": "govuk-select"}
_TEXT = {"class": "govuk-textarea", "rows": 3}


class RoundForm(forms.Form):
    """What a new round needs: its names, framework and dates, and who is asked what."""

    title = forms.CharField(
        label="Name of the round",
        max_length=120,
        help_text="As people will read it, such as Diagnostic 2026",
        widget=forms.TextInput(_INPUT),
        error_messages={"required": "Give the round a name."},
    )
    ref = forms.CharField(
        label="Short name, for addresses and files",
        max_length=40,
        help_text="Letters, figures and hyphens, such as 2026",
        widget=forms.TextInput(_SHORT),
        error_messages={"required": "Give the round a short name, such as 2026."},
    )
    framework_id = forms.ChoiceField(label="Framework", widget=forms.Select(_SELECT))
    opens_on = DateInThreeBoxes(
        label="Opens on", help_text="For example, 1 9 2026", error_messages={"required": "Say when the round opens."}
    )
    closes_on = DateInThreeBoxes(
        label="Closes on",
        help_text="For example, 16 10 2026",
        error_messages={"required": "Say when the round closes."},
    )
    departments = forms.MultipleChoiceField(
        label="Departments asked", error_messages={"required": "Choose at least one department to ask."}
    )
    areas = forms.MultipleChoiceField(
        label="Areas asked", error_messages={"required": "Choose at least one area to ask about."}
    )

    def __init__(self, council: Council, framework_id: str, *args: Any, **kwargs: Any) -> None:
        """`framework_id` is the one to begin with; a posted one wins. The areas are those of the framework."""
        super().__init__(*args, **kwargs)
        self.initial["framework_id"] = framework_id
        self.values: dict[str, set[str]] = {}
        published = [found for found in list_frameworks() if found.status is FrameworkStatus.PUBLISHED]
        wanted = self.data.get("framework_id", framework_id)
        self.framework = next((found for found in published if found.id == wanted), published[0])
        self.others = tuple(found for found in published if found is not self.framework)
        self._offer("framework_id", [(found.id, found.title) for found in published])
        self._offer("departments", [(str(d.pk), d.name) for d in live_departments(council)])
        self._offer("areas", [(item.id, item.name) for item in self.framework.objects])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 the three are declared above
        field.choices = choices
        self.values[name] = {value for value, _text in choices}

    def offered(self, name: str) -> set[str]:
        """Every value that the field offers."""
        return self.values[name]

    def ticked(self, name: str) -> set[str]:
        """What is ticked: everything at first, and where the areas sent are those of another framework."""
        sent = set(self.data.getlist(name)) if self.is_bound and hasattr(self.data, "getlist") else set()
        if name == "areas" and sent and not sent & self.offered(name):
            return self.offered(name)
        return sent if self.is_bound else self.offered(name)

    def clean(self) -> dict[str, Any]:
        """Areas of a framework that was not chosen are no fault of the person's: say that others are listed now."""
        given = super().clean() or {}
        sent = set(self.data.getlist("areas")) if hasattr(self.data, "getlist") else set()
        if sent and not sent & self.offered("areas"):
            del self.errors["areas"]
            self.add_error(
                "areas", f"The areas of {self.framework.short_title} are listed now. Look at them and make the round."
            )
        return given

    def asked(self) -> dict[int, list[str]]:
        """The value codes asked of each chosen department, by its key."""
        framework = load_framework(self.cleaned_data["framework_id"])
        areas = set(self.cleaned_data["areas"])
        codes = [code.id for item in framework.objects if item.id in areas for code in item.value_codes]
        return {int(pk): codes for pk in self.cleaned_data["departments"]}


class RatingsForm(forms.Form):
    """A sheet of the council's own, whose answers it is, and what the sheet calls things where that is not found."""

    department = forms.ChoiceField(
        label="Whose answers are they?",
        widget=forms.Select(_SELECT),
        error_messages={"required": "Choose the department.", "invalid_choice": "Choose the department."},
    )
    file = forms.FileField(
        label="CSV file or workbook (XLSX)",
        widget=forms.FileInput({"class": "govuk-file-upload", "accept": ".csv,.xlsx"}),
        error_messages={"required": "Choose the sheet first.", "empty": "The file is empty. Choose another."},
    )
    area = line(
        "Heading of the column with the area", hint="Leave it empty where it is called Practice area, Area or Name"
    )
    rating = line(
        "Heading of the column with the rating", hint="Leave it empty where it is called Rating, Level or Score"
    )
    comment = line("Heading of the column with the comment")
    sheet = line("Which sheet of the workbook?", hint="Leave it empty for the first", length=100)
    names = forms.CharField(
        label="What the sheet calls otherwise",
        help_text="One on a line, their name first, such as: Governance and gates=STR3",
        required=False,
        max_length=5000,
        widget=forms.Textarea(_TEXT),
    )

    def __init__(self, round: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 it is declared above
        rows = Response.objects.filter(round=round).select_related("department").order_by("department__order", "pk")
        field.choices = [("", "Choose a department"), *((row.department.name, row.department.name) for row in rows)]
        self.codes = {code.id for code in framework_of(round).every_code}

    def clean_names(self) -> str:
        text: str = self.cleaned_data["names"]
        for said in filter(str.strip, text.splitlines()):
            theirs, sign, ours = said.rpartition("=")
            if not sign or not theirs.strip() or ours.strip().upper() not in self.codes:
                raise forms.ValidationError(
                    f"“{said.strip()[:60]}” names no area. Write their name, an equals sign and an id of the framework."
                )
        return text


class ReasonForm(forms.Form):
    """A reason, where a step asks for one."""

    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(_TEXT),
        help_text="It is kept in the record, and the people concerned read it.",
        error_messages={"required": "Say why in a sentence."},
    )
