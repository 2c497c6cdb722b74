"""What a report is built from: the same values whether they were read from the live rows or from a signed snapshot."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from goldthread.assessment.rules import score_value_code
from goldthread.assessment.types import AnswerState, CodeResult, CommentKind, DepartmentAnswer
from goldthread.evidence.verdicts.types import Records
from goldthread.framework.types import Framework


@dataclass(frozen=True)
class GivenEvidence:
    """A link (`url`) or a file (`sha256`) behind an answer."""

    title: str
    url: str
    sha256: str
    expires_on: date | None


@dataclass(frozen=True)
class GivenAnswer:
    """One department's answer to one value code that it is asked."""

    department: str
    value_code: str
    state: AnswerState
    level: int | None
    not_applicable_because: str
    comments: Mapping[CommentKind, str]
    in_place: tuple[str, ...]
    exemplar_note: str
    is_exemplar: bool
    excluded_because: str | None
    evidence: tuple[GivenEvidence, ...]


@dataclass(frozen=True)
class GivenRating:
    """A level that the council gave an object directly, with what it rests on."""

    level: int
    reason: str


@dataclass(frozen=True)
class Aim:
    """A level aimed for, with its date and reason."""

    level: int
    by_date: date
    reason: str


@dataclass(frozen=True)
class LastRound:
    """The signed round before this one: its title, and the level of each object that had one."""

    title: str
    levels: Mapping[str, int]


@dataclass(frozen=True)
class Beside:
    """The last signed round of a framework that is a grid: its title, the day, and the level of each area."""

    framework: Framework
    title: str
    signed_on: date
    levels: Mapping[str, int]


@dataclass(frozen=True)
class Signing:
    """What the snapshot says about itself."""

    by: str
    at: datetime
    sha256: str
    statement: str


@dataclass(frozen=True)
class Material:
    """One round, whole. `day` is the day it speaks of: the day of sign-off, or today.

    `department` is set where only that department's answers are here. `wording_differs` says that the framework's
    text is no longer the text of the day of sign-off, `superseded` that the round was reopened after this signature.
    `records` is None for a round that was signed before records were frozen with it.
    """

    council: str
    title: str
    state: str
    opens_on: date
    closes_on: date
    framework: Framework
    results: tuple[CodeResult, ...]
    answers: tuple[GivenAnswer, ...]
    resolutions: Mapping[str, str]
    ratings: Mapping[str, GivenRating]
    aims: Mapping[str, Aim]
    last: LastRound | None
    signing: Signing | None
    day: date
    wording_differs: bool = False
    superseded: bool = False
    department: str = ""
    records: Records | None = None
    percentages: Mapping[str, Any] | None = None  # as the snapshot has them; None has them worked out from the levels
    beside: Beside | None = None
    local: tuple[CodeResult, ...] = ()  # of the council's own codes; no table of the framework counts them

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Every department of the round, in the council's order."""
        return tuple(dict.fromkeys(answer.department for answer in self.answers))

    @cached_property
    def level_names(self) -> dict[int, str]:
        return {level.number: level.name for level in self.framework.levels}


def only_department(material: Material, department: str) -> Material:
    """The same round with one department's answers and nothing of anybody else's; never a signed report."""
    answers = tuple(answer for answer in material.answers if answer.department == department)
    by_code = {answer.value_code: answer for answer in answers}
    names, framework = material.level_names, material.framework
    return replace(
        material,
        answers=answers,
        results=tuple(_own_result(code.id, by_code.get(code.id), names) for code in framework.value_codes),
        local=tuple(_own_result(code.id, by_code.get(code.id), names) for code in framework.local_codes),
        resolutions={},
        ratings={},
        beside=None,
        signing=None,
        department=department,
        records=None,
        percentages=None,
    )


def hide_unsubmitted(material: Material, submitted: Collection[str]) -> Material:
    """The same round as a respondent may see it: what other departments have not submitted yet counts as unanswered."""
    answers = tuple(a if a.department in submitted else _blank(a) for a in material.answers)
    seen: dict[str, list[DepartmentAnswer]] = defaultdict(list)
    for a in answers:
        out = a.excluded_because
        seen[a.value_code].append(DepartmentAnswer(a.department, a.state, a.level, out is not None, out or ""))
    names, framework = material.level_names, material.framework
    results = tuple(score_value_code(code.id, seen[code.id], names) for code in framework.value_codes)
    local = tuple(score_value_code(code.id, seen[code.id], names) for code in framework.local_codes)
    records = material.records
    if records is not None:
        records = replace(records, disputes=tuple(d for d in records.disputes if d.department in submitted))
    return replace(material, answers=answers, results=results, local=local, records=records, percentages=None)


def _blank(answer: GivenAnswer) -> GivenAnswer:
    return GivenAnswer(
        department=answer.department,
        value_code=answer.value_code,
        state=AnswerState.UNANSWERED,
        level=None,
        not_applicable_because="",
        comments=dict.fromkeys(CommentKind, ""),
        in_place=(),
        exemplar_note="",
        is_exemplar=False,
        excluded_because=None,
        evidence=(),
    )


def _own_result(value_code: str, answer: GivenAnswer | None, level_names: Mapping[int, str]) -> CodeResult:
    counts = answer is not None and answer.level is not None and answer.excluded_because is None
    level = answer.level if answer is not None and counts else None
    waits = answer is not None and answer.state is AnswerState.UNANSWERED and answer.excluded_because is None
    return CodeResult(
        value_code=value_code,
        level=level,
        final=answer is not None and not waits,
        asked=int(answer is not None),
        answered=int(level is not None),
        not_applicable=int(answer is not None and answer.state is AnswerState.NOT_APPLICABLE),
        excluded=int(answer is not None and answer.excluded_because is not None),
        unanswered=int(waits),
        lowest=(answer.department,) if answer is not None and level is not None else (),
        highest=level,
        spread=0,
        sentence=_own_sentence(answer, level_names),
    )


def _own_sentence(answer: GivenAnswer | None, level_names: Mapping[int, str]) -> str:
    if answer is None:
        return "Not asked in this round."
    name = answer.department
    if answer.excluded_because is not None:
        return f"{name}'s answer is left out of the council's level, because: {answer.excluded_because.rstrip('.')}."
    if answer.state is AnswerState.NOT_APPLICABLE:
        return f"{name} says that this does not apply."
    return f"{name} chose {level_names[answer.level]}." if answer.level else f"{name} has not answered yet."
