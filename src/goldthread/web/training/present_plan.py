"""Presents the people plan: a line for each of its parts, and what another save changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.register.models import Attachment, PeoplePlanPart
from goldthread.register.people_plan import HOLDS, is_late
from goldthread.register.people_plan_queries import ReadPart
from goldthread.register.types import PartState
from goldthread.web.wording import day_in_words

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


HEADS = ("Part", "How far", "Owner", "Agreed on", "Review by", "Late", "What shows it", "Documents")


def part_cells(line: PartLine) -> tuple[str, ...]:
    """The same as one line of a file, under `HEADS`."""
    papers = "; ".join(paper.title for paper in line.documents)
    late = "yes" if line.is_late else "no"
    return line.name, line.state, line.owner, line.agreed, line.review, late, line.note, papers


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
