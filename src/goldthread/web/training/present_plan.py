"""Presents the people plan: the sentence, a line for each of its parts, and what another save changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.common.words import list_in_words
from goldthread.register.models import Attachment, PeoplePlanPart
from goldthread.register.people_plan import HOLDS, is_late
from goldthread.register.people_plan_queries import ReadPart
from goldthread.register.types import PartState
from goldthread.web.wording import count_of, day_in_words, opening

NOT_SAID = "not said"
_NAMES = {
    "state": "How far it is",
    "owner": "Owner",
    "agreed_on": "Agreed on",
    "review_on": "Review by",
    "note": "What shows it",
}


@dataclass(frozen=True)
class PartLine:
    """One part as the pages show it."""

    key: str
    name: str
    holds: str
    is_told: bool
    state: str
    owner: str
    agreed: str
    review: str
    is_late: bool
    note: str
    documents: Sequence[Attachment]


def part_line(read: ReadPart, today: date) -> PartLine:
    row, part = read.row, read.part
    return PartLine(
        key=part.key,
        name=part.label,
        holds=HOLDS[part],
        is_told=row is not None,
        state=PartState(row.state).label if row else NOT_SAID,
        owner=_said(row.owner) if row else "",
        agreed=_said(row.agreed_on) if row else "",
        review=_said(row.review_on) if row else "",
        is_late=row is not None and is_late(row.review_on, today),
        note=row.note if row else "",
        documents=read.documents,
    )


def say_plan(parts: Sequence[ReadPart], today: date) -> str:
    """How many parts are agreed, which are late for review, and of how many nothing is said."""
    told = [read.row for read in parts if read.row is not None]
    if not told:
        return "Nothing is said of the people plan yet. Say of each of its six parts how far it is."
    agreed = sum(PartState(row.state).is_agreed for row in told)
    verb = "is" if agreed == 1 else "are"
    said = f"{opening(count_of(agreed, 'part')) if agreed else 'None'} of the six {'' if agreed else 'parts '}{verb}"
    said += " agreed." if agreed else " agreed yet."
    late = [read.part.value for read in parts if read.row is not None and is_late(read.row.review_on, today)]
    if late:
        said += f" {opening(list_in_words(late))} {'was' if len(late) == 1 else 'were'} due to be looked at again."
    if unsaid := len(parts) - len(told):
        said += f" Nothing is said of {count_of(unsaid, 'part')}."
    return said


def say_part(line: PartLine) -> str:
    """One part in a sentence."""
    if not line.is_told:
        return "Nobody has said yet how far it is."
    said = {
        PartState.NONE.label: "There is none.",
        PartState.DRAFTED.label: "It is drafted and waits to be agreed.",
    }.get(line.state, f"It is {line.state.lower()}, agreed on {line.agreed}.")
    return f"{said} It was due to be looked at again on {line.review}." if line.is_late else said


def say_differences(current: PeoplePlanPart, differs: Sequence[str]) -> list[tuple[str, str]]:
    """What stands now, where it differs from what somebody wrote."""
    return [(_NAMES[name], _said(getattr(current, name))) for name in differs]


def _said(value: object) -> str:
    if isinstance(value, date):
        return day_in_words(value)
    return str(value or NOT_SAID)
