"""Forms of the evidence screens."""

from django import forms


class DecisionForm(forms.Form):
    """Why a person decides something of suppliers."""

    why = forms.CharField(
        label="Why",
        widget=forms.Textarea({"class": "govuk-textarea", "rows": 3}),
        help_text="It is kept with the decision, for whoever asks later.",
        error_messages={"required": "Say why in a sentence."},
    )


class ReasonForm(forms.Form):
    """Why a load is taken out of the figures."""

    why = forms.CharField(
        label="Why",
        widget=forms.Textarea({"class": "govuk-textarea", "rows": 3}),
        help_text="It is kept in the record.",
        error_messages={"required": "Say why in a sentence."},
    )
