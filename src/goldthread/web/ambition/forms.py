"""The form of an ambition: a level, a day, a reason; and a tick where it lies below the level now."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.framework.types import Framework
from goldthread.web.forms import DateInThreeBoxes
from goldthread.web.wording import day_in_words

LONGEST = 5000
FURTHEST_YEARS = 30  # beyond this a typing slip is likelier than a plan


class AmbitionForm(forms.Form):
    """What a council aims for on one object. `now` is the level that it stands at, if any."""

    level = forms.TypedChoiceField(
        coerce=int,
        error_messages={
            "required": "Choose the level to aim for.",
            "invalid_choice": "Choose the level to aim for.",
        },
    )
    by_date = DateInThreeBoxes(
        label="By when?",
        help_text="For example, 31 3 2028",
        error_messages={"required": "Give the day by which it should be reached."},
    )
    reason = forms.CharField(
        label="Why this level?",
        help_text="It stands beside the ambition in the report.",
        max_length=LONGEST,
        widget=forms.Textarea({"class": "govuk-textarea", "rows": 3}),
        error_messages={"required": "Say why the council aims for this level."},
    )
    approved_by = forms.CharField(
        label="Who approved it?",
        help_text="Such as: Cabinet. Leave it empty where nobody has yet.",
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-20"}),
    )
    approved_on = DateInThreeBoxes(label="Approved on", required=False)
    confirm_below = forms.BooleanField(required=False)

    def __init__(self, framework: Framework, now: int | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.framework, self.now = framework, now
        choice = self.fields["level"]
        assert isinstance(choice, forms.TypedChoiceField)  # noqa: S101 it is declared above
        choice.choices = [(level.number, level.name) for level in framework.levels]

    def clean_by_date(self) -> date:
        day: date = self.cleaned_data["by_date"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(f"{day_in_words(day)} is not in the future. Give a day that is still to come.")
        if day.year > today.year + FURTHEST_YEARS:
            raise forms.ValidationError(f"{day.year} is more than {FURTHEST_YEARS} years away. Check the year.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_below(cleaned.get("level")) and not cleaned.get("confirm_below"):
            name = self.framework.level_name(self.now or 1)
            self.add_error(
                "confirm_below", f"The council stands at {name} already. Tick the box to aim for less, or aim higher."
            )
        return cleaned

    def is_below(self, level: object) -> bool:
        return isinstance(level, int) and self.now is not None and level < self.now

    @property
    def asks_to_confirm(self) -> bool:
        return "confirm_below" in self.errors or bool(self.is_bound and self.data.get("confirm_below"))
