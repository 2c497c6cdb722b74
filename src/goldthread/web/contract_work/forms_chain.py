"""The form of a supply-chain return."""

from django import forms

from goldthread.register.actions.supply_chain import SaidReturn
from goldthread.web.contract_work.pages import area, line, yes_no
from goldthread.web.forms import DateInThreeBoxes

_MOST = 1_000_000
_NO_NUMBER = "That is no whole number. Give figures alone, such as 240."
_BELOW = "There cannot be fewer than none. Give 0 or more."
_TOO_MANY = "That is more than any contract has. Give figures alone, such as 240."


def count(label: str, *, hint: str = "", required: bool = False, missing: str = "") -> forms.IntegerField:
    """A whole number that may be unknown."""
    said = {"invalid": _NO_NUMBER, "min_value": _BELOW, "max_value": _TOO_MANY}
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=required,
        min_value=0,
        max_value=_MOST,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-5", "inputmode": "numeric"}),
        error_messages=said | ({"required": missing} if missing else {}),
    )


class ReturnForm(forms.Form):
    """What the prime contractor gave for a period."""

    period_end = DateInThreeBoxes(
        label="The period ended on", error_messages={"required": "Give the day on which the period ended."}
    )
    paid = count(
        "How many of the subcontractors’ invoices were paid?",
        hint="0 where it has no subcontractors",
        required=True,
        missing="Say how many invoices were paid, 0 where there were none.",
    )
    paid_in_time = count(
        "How many of these within 30 days?",
        required=True,
        missing="Say how many were paid within 30 days, 0 where there were none.",
    )
    median_days = count("Median days to pay", hint="Half were paid sooner. Leave it empty where it was not given")
    subcontractors = count("How many subcontractors are there?")
    smes = count("How many of them are small or medium-sized?")
    vcses = count("How many are charities or social enterprises?")
    has_chain_terms = yes_no("Do terms of 30 days run through the whole chain?")
    reported_to = line("Where was it reported to members?", hint="Such as: Scrutiny, 12 March 2026")
    note = area("Anything else?", rows=2)
    replaces = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def said(self) -> SaidReturn:
        return SaidReturn(**{name: value for name, value in self.cleaned_data.items() if name != "replaces"})
