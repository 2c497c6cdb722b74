"""Forms of documents, reviews after contracts, criteria and lessons."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.register.actions.attachments import SaidDocument
from goldthread.register.actions.lessons import SaidLesson
from goldthread.register.actions.performance import LookedAt
from goldthread.register.criteria import Criteria, Criterion
from goldthread.register.types import Audience
from goldthread.web.contract_work.pages import area, choice, line, tick, yes_no
from goldthread.web.files import file_field, open_content
from goldthread.web.forms import DateInThreeBoxes

MARKS = (("met", "Yes"), ("partly", "Partly"), ("not met", "No"), ("unknown", "Cannot be said"))
RESTRICTED = "Only those who keep the contract may see it"
_WHO = "Its manager and owner, you, the head of procurement, approvers and auditors. Nobody else finds it by search."


class DocumentForm(forms.Form):
    """A file, what it is called, until when it holds, and who may see it."""

    file = file_field("File")
    title = line("What is it?", hint="Such as: signed contract, July 2026. Left empty, the file’s name is shown")
    good_until = DateInThreeBoxes(
        label="Good until", help_text="When it should be looked at again, such as 31 3 2028", required=False
    )
    is_restricted = tick(RESTRICTED, hint=_WHO)

    def clean_good_until(self) -> date | None:
        day: date | None = self.cleaned_data["good_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("That day has passed. Give a later one, or leave it empty.")
        return day

    def said(self) -> SaidDocument:
        held = self.cleaned_data
        return SaidDocument(
            name=held["file"].name or "file",
            content=open_content(held["file"]),
            title=held["title"],
            is_restricted=held["is_restricted"],
            good_until=held["good_until"],
        )


class WhoForm(forms.Form):
    """Who may see a document."""

    is_restricted = tick(RESTRICTED, hint=_WHO)


class LessonForm(forms.Form):
    """What the next procurement of its kind should know."""

    title = line("The lesson in a few words", hint="Such as: ask for an exit plan with the bid")
    text = area("What happened, and what should the next one do?", rows=4)
    category = line("Category", hint="Whoever buys in this category sees the lesson", width="govuk-input--width-20")
    value_codes = line("Value codes", hint="Those that it helps with, such as COM6 CRM2", width="govuk-input--width-20")
    audience = choice("Who is it for?", [(each.value, each.label) for each in Audience])

    def __init__(self, *args: Any, codes: Sequence[str] = (), categories: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self._codes = {code.casefold(): code for code in codes}
        self.categories = categories
        self.fields["category"].widget.attrs["list"] = "categories"

    def clean_value_codes(self) -> tuple[str, ...]:
        asked = self.cleaned_data["value_codes"].replace(",", " ").replace(";", " ").split()
        unknown = [word for word in asked if word.casefold() not in self._codes]
        if unknown:
            raise forms.ValidationError(f"{', '.join(unknown)[:60]} is no value code. Give codes such as COM6.")
        return tuple(dict.fromkeys(self._codes[word.casefold()] for word in asked))

    def said(self) -> SaidLesson:
        return SaidLesson(**(self.cleaned_data | {"audience": Audience(self.cleaned_data["audience"])}))


class AfterForm(forms.Form):
    """A look back at a contract: an answer for each criterion, a sentence or two, and a lesson for the next one."""

    def __init__(self, criteria: Criteria, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.criteria = criteria
        own = dict(self.fields)
        self.fields.clear()
        self.fields["on"] = own.pop("on")
        for item in criteria.items:
            self.fields[_name(item)] = choice(
                item.name,
                MARKS,
                hint=item.question,
                missing=f"{item.name}: choose an answer. “Cannot be said” is one.",
                is_radios=True,
            )
        self.fields.update(own)

    on = DateInThreeBoxes(label="When did you look back?", error_messages={"required": "Give the day of the review."})
    findings = area("What did it come to?", hint="Two or three sentences that an auditor can read")
    opportunities = area("What could be done better or cheaper next time?", rows=2)
    supplier_took_part = yes_no("Did the supplier take part?")
    partner_took_part = yes_no("Did a partner take part?")
    lesson_title = line("A lesson for the next one", hint="In a few words; it is kept with the lessons of its category")
    lesson_text = area("The lesson in full", rows=2)

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or self.cleaned_data
        if held.get("lesson_text") and not held.get("lesson_title"):
            self.add_error("lesson_title", "The lesson has no title. Say it in a few words.")
        if held.get("lesson_title") and not held.get("lesson_text"):
            self.add_error("lesson_text", "The lesson has no words. Say what the next one should do.")
        return held

    def looked_at(self) -> LookedAt:
        marks = [
            {"id": item.id, "name": item.name, "mark": self.cleaned_data[_name(item)], "note": ""}
            for item in self.criteria.items
        ]
        return LookedAt(self.criteria.version, marks)

    def values(self) -> dict[str, Any]:
        """What the review says beside its marks."""
        names = ("on", "findings", "opportunities", "supplier_took_part", "partner_took_part")
        return {name: self.cleaned_data[name] for name in names}


def _name(item: Criterion) -> str:
    return f"criterion-{item.id}"


class CriteriaForm(forms.Form):
    """The council's criteria: a line each, its name and its question with a colon between."""

    criteria = area(
        "Criteria",
        hint="A line each: its name, a colon, and the question that it asks. A name that stays keeps its history",
        required=True,
        missing="Give at least one criterion, a line each.",
        rows=10,
    )
    is_public = tick("Everybody may read them", hint="Suppliers then know beforehand what a review will look at")
    because = area("Why do they change?", rows=2)

    def clean_criteria(self) -> list[tuple[str, str]]:
        found = list(self._read(self.cleaned_data["criteria"].splitlines()))
        if len({name.casefold() for name, _question in found}) < len(found):
            raise forms.ValidationError("Two criteria have the same name. Give each its own.")
        return found

    @staticmethod
    def _read(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
        for number, text in enumerate(lines, start=1):
            name, colon, question = (part.strip() for part in text.partition(":"))
            if not text.strip():
                continue
            if not (name and colon and question):
                raise forms.ValidationError(f"Line {number} has no question. Write: name, a colon, its question.")
            if len(name) > 80:
                raise forms.ValidationError(f"The name in line {number} is too long. Give it in up to 80 letters.")
            yield name, question
