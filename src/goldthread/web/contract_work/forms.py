"""Forms of changes, KPIs, ratings and reviews."""

from django import forms

from goldthread.register.actions.changes import AskedChange
from goldthread.register.types import Rating, ReviewKind
from goldthread.web.contract_work.pages import area, choice, line, tick, yes_no
from goldthread.web.files import file_field
from goldthread.web.forms import DateInThreeBoxes
from goldthread.web.register.forms import PoundsField

NO_AMOUNT = "That is no amount. Give pounds, such as 125000 or 125,000.50."
_TOO_MUCH = "That is more than any contract. Give pounds, such as 125000."


def pounds(label: str, *, hint: str = "", required: bool = False, missing: str = "") -> PoundsField:
    """An amount in pounds as people type it."""
    said = {"invalid": NO_AMOUNT, "max_digits": _TOO_MUCH, "max_whole_digits": _TOO_MUCH}
    return PoundsField(
        label=label,
        help_text=hint,
        required=required,
        max_digits=18,
        decimal_places=2,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-10", "inputmode": "text"}),
        error_messages=said | ({"required": missing} if missing else {}),
    )


class ChangeForm(forms.Form):
    """What somebody asks to change."""

    title = line("What changes?", hint="In a few words, such as: two more sites")
    value_added = pounds("Money added (£)", hint="Below zero, such as -5000, where the contract shrinks")
    new_end = DateInThreeBoxes(label="New last day", help_text="Leave it empty where the end stays", required=False)
    alters_scope = tick("It changes what is provided, not only how much or how long")
    reason = area("Why does it have to change?")
    is_on_standard_form = yes_no("Is it on the council’s standard form?")
    budget_code = line("Budget code", length=60, width="govuk-input--width-10")
    risk_note = area("What does it do to the risks?")

    def asked(self) -> AskedChange:
        return AskedChange(**self.cleaned_data)


class DecideForm(forms.Form):
    """Approve or refuse, with a reason."""

    decision = choice(
        "Your decision",
        [("approve", "Approve"), ("refuse", "Refuse")],
        missing="Choose whether to approve or to refuse.",
        is_radios=True,
    )
    because = area("Why?", hint="A sentence that an auditor can read")


class BecauseForm(forms.Form):
    """A reason, and nothing else."""

    because = area("Why?")


class PublishedForm(forms.Form):
    """The day on which a notice was published."""

    on = DateInThreeBoxes(
        label="Published on", error_messages={"required": "Give the day on which the notice was published."}
    )


class KpiForm(forms.Form):
    """One more KPI of a contract."""

    name = line("What is measured?", hint="Such as: calls answered within 30 seconds")
    target = line("Target", hint="Such as: 95% in each month", length=300)
    months_between_ratings = choice(
        "How often is it rated?",
        [("1", "Every month"), ("3", "Every three months"), ("6", "Every six months"), ("12", "Every year")],
    )
    is_statutory = tick(
        "It is one of those that the Procurement Act asks for",
        hint="At least three on a contract above £5 million, each rated within twelve months",
    )
    is_published = tick("It stands in a published notice")


class RateForm(forms.Form):
    """How a KPI stands for a period."""

    period_end = DateInThreeBoxes(
        label="The period ended on", error_messages={"required": "Give the day on which the period ended."}
    )
    rating = choice(
        "How does it stand?",
        [(each.value, each.label) for each in Rating],
        missing="Choose one of the five ratings.",
        is_radios=True,
    )
    achieved = line("What was achieved?", hint="The figure, such as: 93%", width="govuk-input--width-20")
    note = area("What happened?", hint="Needed for the last three ratings", rows=2)
    file = file_field("Evidence", required=False, hint="A report or a picture that shows it, if there is one")
    replaces = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    """A look back at a contract."""

    on = DateInThreeBoxes(label="When was it?", error_messages={"required": "Give the day of the review."})
    kind = choice("What was looked at?", [(each.value, each.label) for each in ReviewKind], is_radios=True)
    findings = area("What did it find?")
    opportunities = area("What could be done better or cheaper?")
    revenue_idea = area("Could the council earn from it?")
    supplier_took_part = yes_no("Did the supplier take part?")
    partner_took_part = yes_no("Did a partner take part?")
    next_on = DateInThreeBoxes(label="Next review", help_text="It becomes the contract’s review date", required=False)
