"""What our records show to those who moderate: a tag by value code, and every department beside its claim."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.assessment.models import Answer
from goldthread.evidence.verdicts.claims import judge_claim
from goldthread.evidence.verdicts.models import VerdictDispute
from goldthread.evidence.verdicts.queries import disputes_of
from goldthread.web.moderation.sides import level_in_words
from goldthread.web.records import (
    Part,
    Tag,
    present_parts,
    read_department,
    read_records,
    tag_claim,
    tag_results,
    verdicts_beside,
)
from goldthread.web.shown import ShownRound


@dataclass(frozen=True)
class Beside:
    """One department's claim, the verdict on it, the figures that it rests on, and what the department says to it."""

    department: str
    claim: str
    tag: Tag | None
    parts: tuple[Part, ...]
    disputes: tuple[VerdictDispute, ...]


def tags_of(shown: ShownRound) -> dict[str, Tag]:
    """By value code, at the level where the council stands; empty for a council without payments."""
    reading = read_records(shown.round)
    return tag_results(reading, shown.result.results, shown.framework) if reading else {}


def departments_beside(shown: ShownRound, value_code: str, answers: Sequence[Answer]) -> tuple[Beside, ...]:
    """Each department that was asked, beside its records; empty where no record bears on the code."""
    reading = read_records(shown.round)
    if reading is None or not any(v.value_code == value_code and v.indicator for v in reading.shown):
        return ()
    said = disputes_of(shown.round.council, round_ref=shown.round.ref)
    found = []
    for answer in answers:
        department = answer.response.department
        verdicts = verdicts_beside(reading, value_code, read_department(reading, department.pk))
        found.append(
            Beside(
                department=department.name,
                claim=level_in_words(answer, shown.framework),
                tag=tag_claim(judge_claim(verdicts, answer.level), answer.level, shown.framework),
                parts=present_parts(reading, verdicts, shown.framework, own=department.pk),
                disputes=tuple(d for d in said if (d.department_id, d.value_code) == (department.pk, value_code)),
            )
        )
    return tuple(found)
