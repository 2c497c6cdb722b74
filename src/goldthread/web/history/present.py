"""Presents events: what changed as rows of before and after, and the file of the record."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone

from goldthread.assessment.exchange.cells import guard_cell
from goldthread.organisation.models import Event
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.web.wording import count_of, opening

# The word before the dot of an event's kind, and how a page says it
ORGANISATION_KINDS = {
    "council": "The council",
    "department": "Departments",
    "role": "People and roles",
    "round": "Rounds",
}
KINDS = ORGANISATION_KINDS | {
    "response": "Submitting and returning",
    "answer": "Answers",
    "answers": "Answers from a file or another round",
    "evidence": "Evidence",
    "document": "Documents",
    "resolution": "What was agreed",
    "object": "Areas rated directly",
    "ambition": "Ambitions",
    "contract": "Contracts",
    "extension": "Extensions of contracts",
    "break": "Breaks of contracts",
    "view": "Saved views",
    "pipeline": "The pipeline",
    "wave": "Waves",
    "register": "The public register",
    "alert": "Alerts and calendars",
    "profile": "Role profiles",
    "training": "Training",
    "people_plan": "The people plan",
    "report": "Reports given",
}
NOTHING = "nothing"
COLUMNS = ("when", "who", "kind", "summary", "why", "before", "after")


@dataclass(frozen=True)
class ChangedField:
    """One field of what an event changed, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class EventRow:
    """One event, ready to be shown."""

    event: Event
    who: str
    fields: tuple[ChangedField, ...]
    summary: str


def kinds_shown_to(standing: Standing) -> dict[str, str]:
    """The kinds of event that a person may read: who may not see answers sees the organisation's alone."""
    return KINDS if standing.can(Action.VIEW_ALL_ANSWERS) else ORGANISATION_KINDS


def say_record(number: int, *, narrowed: bool) -> str:
    """The sentence above the list."""
    if not number:
        return "No change fits. Take a filter away." if narrowed else "Nothing has been changed yet."
    found = count_of(number, "change") if number < 10 else f"{number:,} changes"
    return (
        opening(f"{found} {'fits' if number == 1 else 'fit'}, the newest first.")
        if narrowed
        else opening(f"{found}, the newest first. Nothing in the record can be altered.")
    )


def present_event(event: Event, *, about: str = "") -> EventRow:
    """An event with its changed fields side by side. On the page of what it is `about` it need not say so again."""
    told = event.summary.removeprefix(f"{about}: ").removeprefix(f"{about} ")
    summary = told[:1].upper() + told[1:] if about else event.summary
    return EventRow(event, name_of_writer(event), tuple(_fields(event.before, event.after)), summary)


def name_of_writer(event: Event) -> str:
    return str(event.by) if event.by else "Command line"


def write_csv(events: Iterable[Event]) -> Iterator[str]:
    """The events as lines of CSV, the columns' names first; no cell runs in a spreadsheet."""
    for row in chain([COLUMNS], map(_cells, events)):
        line = io.StringIO()
        csv.writer(line).writerow([guard_cell(cell) for cell in row])
        yield line.getvalue()


def _cells(event: Event) -> tuple[str, ...]:
    at = timezone.localtime(event.at).isoformat(timespec="seconds")
    plain = [
        json.dumps(value, ensure_ascii=False) if value is not None else "" for value in (event.before, event.after)
    ]
    return at, name_of_writer(event), event.kind, event.summary, event.why, *plain


def _fields(before: object, after: object) -> Iterator[ChangedField]:
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        old = before if isinstance(before, Mapping) else {}
        new = after if isinstance(after, Mapping) else {}
        for name in dict.fromkeys([*old, *new]):
            yield ChangedField(_label(str(name)), in_words(old.get(name)), in_words(new.get(name)))
    elif before is not None or after is not None:
        yield ChangedField("State" if isinstance(after, str) else "Value", in_words(before), in_words(after))


def in_words(value: object) -> str:
    """A plain value as a person reads it: nothing, yes, no, a list, names with their values."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{_label(str(name)).lower()}: {in_words(part)}" for name, part in value.items()) or NOTHING
    if isinstance(value, list | tuple):
        return ", ".join(in_words(part) for part in value) or NOTHING
    return str(value) if value not in {None, ""} else NOTHING


def _label(name: str) -> str:
    return opening(name.replace("_", " "))
