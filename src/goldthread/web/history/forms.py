"""What the address narrows the record of changes by."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from goldthread.organisation.models import Person
from goldthread.organisation.queries import COMMAND_LINE, EventFilter

_DATE = {"class": "govuk-input govuk-input--width-10", "type": "date"}
_SELECT = {"class": "govuk-select"}
_NO_DATE = {"invalid": "That is not a date. Give one such as 2026-06-03."}


class RecordFilter(forms.Form):
    """Who, what kind, which words, from when until when; each may be left out."""

    who = forms.ChoiceField(label="Who", required=False, widget=forms.Select(_SELECT))
    kind = forms.ChoiceField(label="Of what", required=False, widget=forms.Select(_SELECT))
    text = forms.CharField(
        label="Words",
        required=False,
        max_length=100,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-10", "type": "search"}),
    )
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(_DATE), error_messages=_NO_DATE)
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(_DATE), error_messages=_NO_DATE)

    def __init__(self, people: Sequence[Person], kinds: dict[str, str], asked: QueryDict) -> None:
        super().__init__(asked, auto_id="%s", use_required_attribute=False)
        self.kinds = kinds
        named = [(str(person.pk), str(person)) for person in people]
        self._choices("who", [("", "Everybody"), *named, (str(COMMAND_LINE), "Command line")])
        self._choices("kind", [("", "Everything"), *kinds.items()])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 both are declared above
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", "The record would end before it begins. Give a later day, or swap the two.")
        return given

    @property
    def wanted(self) -> EventFilter:
        """The filter as given; a field in fault narrows nothing. Only kinds that were offered are ever found."""
        given = self.cleaned_data
        until = given.get("until")
        return EventFilter(
            by=int(given["who"]) if given.get("who") else None,
            families=(given["kind"],) if given.get("kind") else tuple(self.kinds),
            words=given.get("text", ""),
            since=_start(given["since"]) if given.get("since") else None,
            before=_start(until + timedelta(days=1)) if until and until < date.max else None,
        )


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
