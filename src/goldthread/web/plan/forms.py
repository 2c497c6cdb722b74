"""Forms of the plan: an action, a KPI, a figure, a review, an area of the council's own."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from goldthread.common.words import list_in_words
from goldthread.framework.types import Framework
from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.queries import live_departments
from goldthread.plan.actions.kpis import SaidFigure, measures_of
from goldthread.plan.actions.planned import SaidAction
from goldthread.plan.models import Kpi, PlanAction
from goldthread.plan.types import LEVEL_MEASURE, ActionStatus, KpiKind
from goldthread.web.contract_work.forms import pounds
from goldthread.web.contract_work.pages import area, choice, line, tick
from goldthread.web.forms import DateInThreeBoxes

_STEP = re.compile(r"([A-Za-z][A-Za-z0-9-]*)\s*[:=\s]\s*([1-9])")  # an id, of the framework or of the council's own
STATUSES = [(each.value, each.label) for each in ActionStatus if each is not ActionStatus.DISMISSED]


class StepsField(forms.CharField):
    """Steps of value codes, as people write them: "CRM1 3, CRM2 3", or one on a line."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        parts = [part.strip() for part in re.split(r"[,;\n]", text or "") if part.strip()]
        found, wrong = [], []
        for part in parts:
            step = _STEP.fullmatch(part)
            if step:
                found.append((step[1].upper(), int(step[2])))
            else:
                wrong.append(part)
        if wrong:
            raise forms.ValidationError(
                f"“{wrong[0][:40]}” is no step. Write a value code and a level, such as CRM1 3."
            )
        return tuple(found)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else write_steps(value)


def name_own(framework: Framework) -> str:
    """For the hint of a field that takes value codes: which of the council's own can be named; empty without any."""
    ids = [code.id for code in framework.local_codes]
    return f" Your own: {list_in_words(ids)}." if ids else ""


def write_steps(gains: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{code} {level}" for code, level in gains)


class CodesField(forms.CharField):
    """Ids parted by commas or blanks."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return tuple(part.strip().upper() for part in re.split(r"[,;\s]+", text or "") if part.strip())

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ", ".join(value)


class KeeperField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument when it runs
    """Who of the council sees to it; nobody is an answer too. `offer_keepers` says of which council."""

    def __init__(self) -> None:
        super().__init__(
            Person.objects.none(),
            label="Who sees to it?",
            required=False,
            empty_label="Nobody yet",
            widget=forms.Select({"class": "govuk-select gt-select--held"}),
        )


def offer_keepers(form: forms.Form, council: Council) -> None:
    """Let the form's `owner` be anybody who works for the council now."""
    owner = form.fields["owner"]
    assert isinstance(owner, KeeperField)  # noqa: S101 the forms that call this declare it
    people = Person.objects.filter(memberships__council=council, memberships__ended_at__isnull=True, is_active=True)
    owner.queryset = people.distinct().order_by("name", "email")


class ActionForm(forms.Form):
    """An action. `is_own` leaves out what only those who keep the plan may change."""

    title = line("What is to be done?", required=True, missing="Say in a few words what is to be done.")
    gains = StepsField(
        label="Which steps does it buy?",
        required=False,
        help_text="Value codes with the level that each reaches, such as: CRM1 3, CRM2 3. Levels come step by step.",
        widget=forms.TextInput({"class": "govuk-input"}),
    )
    for_departments = forms.ModelMultipleChoiceField(
        Department.objects.none(),
        label="For which departments?",
        required=False,
        help_text="Choose none where it is for every department.",
        widget=forms.CheckboxSelectMultiple(),
    )
    owner = KeeperField()
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="Which department leads?",
        required=False,
        empty_label="None",
        widget=forms.Select({"class": "govuk-select gt-select--held"}),
    )
    starts = DateInThreeBoxes(label="Starts", required=False)
    due = DateInThreeBoxes(label="Due", error_messages={"required": "Give the day by which it is to be done."})
    status = choice("Where does it stand?", STATUSES)
    done_on = DateInThreeBoxes(label="Done on", help_text="Only where it is done", required=False)
    effort_days = forms.IntegerField(
        label="Effort in days of work",
        help_text="Leave it empty where nobody has said",
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"invalid": "That is no number of days. Write figures, such as 20."},
    )
    cost = pounds("Cost (£)", hint="Leave it empty where nobody has said")
    evidence_expected = area("What will show that it worked?")
    notes = area("Notes", hint="Where it is stopped, say why here")
    version = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, council: Council, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gains"].help_text = f"{self.fields['gains'].help_text}{name_own(framework)}"
        departments = live_departments(council)
        offer_keepers(self, council)
        self._offer("department", departments)
        self._offer("for_departments", departments)

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 it is declared above
        field.queryset = rows

    def said(self, proposal: str = "", kpi_number: int | None = None) -> SaidAction:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        given["for_departments"] = tuple(given["for_departments"])
        given["status"] = ActionStatus(given["status"])
        return SaidAction(**given, proposal=proposal, kpi_number=kpi_number)


def initial_of(row: PlanAction) -> dict[str, object]:
    """The form filled with an action as it is kept."""
    names = ("title", "owner", "department", "starts", "due", "status", "done_on", "effort_days", "cost")
    found: dict[str, object] = {name: getattr(row, name) for name in (*names, "evidence_expected", "notes", "version")}
    found["gains"] = tuple((gain["code"], gain["level"]) for gain in row.gains)
    found["for_departments"] = [each.pk for each in row.for_departments.all()]
    return found


class DismissForm(forms.Form):
    """Why a proposal is turned down."""

    because = area("Why does the council not do this?", required=True, missing="Say why the council does not do this.")


class FigureForm(forms.Form):
    """A KPI's figure, rating or yes for a period."""

    measure = choice("Which figure?", [])
    value = forms.DecimalField(
        label="The figure",
        max_digits=18,
        decimal_places=4,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-10", "inputmode": "decimal"}),
        error_messages={
            "required": "Give the figure.",
            "invalid": "That is no number. Write figures, such as 96.6.",
        },
    )
    period = line(
        "For which period?",
        hint="Such as 2026/27",
        required=True,
        missing="Name the period, such as 2026/27.",
        length=40,
        width="govuk-input--width-10",
    )
    until = DateInThreeBoxes(label="Last day of the period", error_messages={"required": "Give the last day."})
    source = line(
        "Where does it come from?",
        hint="Such as: annual report to the audit committee, 12 July 2027",
        required=True,
        missing="Say where the figure comes from.",
        length=300,
    )
    is_provisional = tick("It is provisional and may still change")

    def __init__(self, kpi: Kpi, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 it is declared above
        field.choices = [(each, name_measure(each)) for each in measures_of(kpi)]
        hint = "The number of a level for a rating; 1 for delivered and 0 for not"
        self.fields["value"].help_text = hint if kpi.kind == KpiKind.MATURITY else "Without the unit, such as 96.6"

    def said(self) -> SaidFigure:
        return SaidFigure(**self.cleaned_data)


def name_measure(measure: str) -> str:
    return {LEVEL_MEASURE: "Rating by the framework (the number of a level)", "GBP": "Pounds"}.get(measure, measure)


class ReviewForm(forms.Form):
    """A day on which KPIs are rated again."""

    title = line("Name", hint="Such as: Review of 2028", required=True, missing="Name the review.", length=120)
    on = DateInThreeBoxes(label="When?", error_messages={"required": "Give the day."})


class CloseReviewForm(forms.Form):
    """That a review was held."""

    held_on = DateInThreeBoxes(label="Held on", error_messages={"required": "Give the day on which it was held."})
    note = area("Who took part, and what came of it?")


class RatingsForm(forms.Form):
    """A rating for each maturity KPI; an empty one is left as it is."""

    def __init__(self, framework: Framework, kpis: Sequence[Kpi], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [("", "Not rated"), *((str(each.number), f"{each.number} {each.name}") for each in framework.levels)]
        for kpi in kpis:
            self.fields[f"kpi_{kpi.number}"] = choice(f"KPI {kpi.number}: {kpi.measure}", levels, required=False)

    def ratings(self) -> dict[int, int]:
        return {int(name.removeprefix("kpi_")): int(text) for name, text in self.cleaned_data.items() if text}


class AreaForm(forms.Form):
    """An area of the council's own, mapped to the framework."""

    name = line("Name of the area", required=True, missing="Name it as the council’s strategy does.", length=120)
    summary = area("What is it about?", rows=2)
    objects = CodesField(
        label="Key areas and enablers",
        required=False,
        help_text="Such as: CRM, SSR, ENB1",
        widget=forms.TextInput({"class": "govuk-input"}),
    )
    codes = CodesField(
        label="Value codes",
        required=False,
        help_text="Such as: CRM4, PTR2",
        widget=forms.TextInput({"class": "govuk-input"}),
    )
