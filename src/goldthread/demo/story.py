"""The demonstration's data files as frozen values. Only shape is read here; the rooms' own actions check the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

import yaml

from goldthread.assessment.types import AnswerState
from goldthread.organisation.types import CouncilKind, Role

NOT_ASKED, NOT_APPLICABLE, NOT_ANSWERED = ".", "-", "?"


@dataclass(frozen=True)
class StoryPerson:
    """Somebody with one role; `department` is the short name of a respondent's."""

    name: str
    email: str
    role: Role
    department: str


@dataclass(frozen=True)
class StoryCouncil:
    """A council that does not exist. `departments` maps names to short names, in order."""

    name: str
    kind: CouncilKind
    departments: Mapping[str, str]
    people: tuple[StoryPerson, ...]


@dataclass(frozen=True)
class StoryAnswer:
    """What a department answers to a code. `comments` are by the kind's name in the files."""

    state: AnswerState
    level: int | None
    reason: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    exemplar: str = ""
    note: str = ""


@dataclass(frozen=True)
class StoryEvidence:
    """A link (`url`) or a small file (`file`, holding `text`) behind one answer."""

    code: str
    department: str
    title: str
    url: str = ""
    file: str = ""
    text: str = ""
    expires: date | None = None


@dataclass(frozen=True)
class StoryRound:
    """A round with every answer, by short department name and then value code. Signed where `signed` is a day."""

    ref: str
    title: str
    framework: str
    opens: date
    closes: date
    moderated: date
    signed: date | None
    statement: str
    answers: Mapping[str, Mapping[str, StoryAnswer]]
    is_past: bool = False  # held under a framework that has been superseded since


@dataclass(frozen=True)
class Moderation:
    """What moderation did in the running round, and the ambitions by object."""

    exclusions: tuple[tuple[str, str, str], ...]
    notes: tuple[tuple[str, str], ...]
    ratings: tuple[tuple[str, int, str], ...]
    ambition_date: date
    ambitions: Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class Story:
    """The whole demonstration. The first council is the one with rounds."""

    password: str
    councils: tuple[StoryCouncil, ...]
    rounds: tuple[StoryRound, ...]
    evidence: tuple[StoryEvidence, ...]
    moderation: Moderation


def read_story() -> Story:
    """Read the files beside this module."""
    content = read_file("council.yaml")
    levels = read_file("levels.yaml")
    moderation = read_file("moderation.yaml")
    return Story(
        password=content["password"],
        councils=tuple(read_council(item) for item in content["councils"]),
        rounds=tuple(
            _round(item, levels, read_file(f"answers-{item['ref']}.yaml")["answers"]) for item in content["rounds"]
        ),
        evidence=tuple(StoryEvidence(**item) for item in read_file("evidence.yaml")["evidence"]),
        moderation=Moderation(
            exclusions=tuple((row["code"], row["department"], row["reason"]) for row in moderation["exclusions"]),
            notes=tuple((row["code"], row["note"].strip()) for row in moderation["notes"]),
            ratings=tuple((row["object"], row["level"], row["reason"]) for row in moderation["ratings"]),
            ambition_date=moderation["ambition_date"],
            ambitions={key: (row["level"], row["reason"]) for key, row in moderation["ambitions"].items()},
        ),
    )


def read_file(name: str) -> dict[str, Any]:
    """One file of the story, as plain values."""
    text = files("goldthread.demo").joinpath("data", name).read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def read_council(item: Mapping[str, Any]) -> StoryCouncil:
    """A council with its departments and people."""
    return StoryCouncil(
        name=item["name"],
        kind=CouncilKind(item["kind"]),
        departments={row["name"]: row["short"] for row in item["departments"]},
        people=tuple(
            StoryPerson(row["name"], row["email"], Role(row["role"]), row.get("department", ""))
            for row in item["people"]
        ),
    )


def _round(item: Mapping[str, Any], levels: Mapping[str, Any], told: Mapping[str, Any]) -> StoryRound:
    answers: dict[str, dict[str, StoryAnswer]] = {name: {} for name in levels["order"]}
    for code, by_round in levels["codes"].items():
        for name, mark in zip(levels["order"], by_round[item["ref"]].split(), strict=True):
            if mark != NOT_ASKED:
                answers[name][code] = _answer(mark, told.get(code, {}).get(name, {}))
    return StoryRound(
        ref=item["ref"],
        title=item["title"],
        framework=item["framework"],
        opens=item["opens"],
        closes=item["closes"],
        moderated=item["moderated"],
        signed=item.get("signed"),
        statement=item.get("statement", ""),
        answers=answers,
    )


def _answer(mark: str, told: Mapping[str, str]) -> StoryAnswer:
    comments = {kind: told[kind] for kind in ("good", "support", "how", "other") if kind in told}
    state = {NOT_APPLICABLE: AnswerState.NOT_APPLICABLE, NOT_ANSWERED: AnswerState.UNANSWERED}.get(
        mark, AnswerState.LEVEL
    )
    return StoryAnswer(
        state=state,
        level=int(mark) if state is AnswerState.LEVEL else None,
        reason=told.get("reason", ""),
        comments=comments,
        exemplar=told.get("exemplar", ""),
        note=told.get("note", "").strip(),
    )
