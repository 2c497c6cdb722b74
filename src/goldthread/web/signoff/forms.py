"""Forms of sign-off: the signature, and the reason for reopening."""

from django import forms

LONGEST = 5000


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea({"class": "govuk-textarea", "rows": rows})


class SignForm(forms.Form):
    """A signature. Whether the findings must have been ticked as read is for the action to say."""

    statement = forms.CharField(
        label="Statement",
        help_text="Optional. A sentence or two that the record keeps beside your name.",
        required=False,
        max_length=LONGEST,
        widget=_text(3),
    )
    despite = forms.CharField(
        label="Why you sign although our records contradict a level",
        help_text="The report prints your reason beside the figure. No level changes.",
        required=False,
        max_length=LONGEST,
        widget=_text(3),
    )
    seen = forms.BooleanField(label="I have read the findings", required=False)


class ReopenForm(forms.Form):
    """Why a signed round is opened again."""

    reason = forms.CharField(
        label="Why is it reopened?",
        help_text="It is kept in the record. What was signed stays as it is.",
        max_length=LONGEST,
        widget=_text(3),
        error_messages={"required": "Say why in a sentence."},
    )
