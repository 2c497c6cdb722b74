"""Forms of moderation: a reason, a note, a level rated directly."""

from typing import Any, cast

from django import forms

from goldthread.framework.types import Framework

LONGEST = 5000
NO_RATING = "none"


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea({"class": "govuk-textarea", "rows": rows})


class ReasonForm(forms.Form):
    """Why an answer is left out."""

    reason = forms.CharField(
        label="Why is it left out?",
        help_text="It is printed in the report, beside the level.",
        max_length=LONGEST,
        widget=_text(3),
        error_messages={"required": "Say why in a sentence."},
    )


class NoteForm(forms.Form):
    """What was agreed, and the version of the note that the writer had in front of them."""

    note = forms.CharField(
        label="Your note",
        help_text="What was agreed, and with whom. Answers stay as they were given.",
        max_length=LONGEST,
        widget=_text(4),
        error_messages={"required": "Write what was agreed, and with whom."},
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def read_version(self) -> int:
        return int(self.cleaned_data.get("version") or 0)


class RatingForm(forms.Form):
    """A level that the council gives an object directly, or none, with the reason."""

    level = forms.ChoiceField(
        error_messages={"required": "Choose a level."},
    )
    reason = forms.CharField(
        label="Why",
        help_text="What the rating rests on, or why it is taken away.",
        max_length=LONGEST,
        widget=_text(3),
        error_messages={"required": "Say what the rating rests on."},
    )

    def __init__(self, framework: Framework, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = cast(forms.ChoiceField, self.fields["level"])
        level.choices = [*((str(each.number), each.name) for each in framework.levels), (NO_RATING, "none")]
        level.error_messages["invalid_choice"] = f"Choose a level from {framework.levels_in_words}."

    def read_level(self) -> int | None:
        level = self.cleaned_data["level"]
        return None if level == NO_RATING else int(level)
