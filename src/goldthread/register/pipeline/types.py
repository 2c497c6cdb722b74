"""Frozen values of the pipeline. Knows no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from goldthread.register.types import AppraisedOption, EngagementKind, PipelineCause


class Step(StrEnum):
    """What has to be done before something is bought, in its order."""

    APPRAISE = "weigh the options"
    APPROVE = "have it approved"
    LAUNCH = "launch it"


@dataclass(frozen=True)
class Cause:
    """One day of a contract that asks for a successor."""

    kind: PipelineCause
    on: date


@dataclass(frozen=True)
class NextStep:
    """What is to be done next, by when, and whether that day has passed."""

    step: Step
    by: date
    is_late: bool


@dataclass(frozen=True)
class EntryDays:
    """The days and links of an entry that its rules look at."""

    title: str
    needed_on: date | None = None
    advice_on: date | None = None
    market_note_on: date | None = None
    social_value_assessed_on: date | None = None
    data_assessed_on: date | None = None
    approved_on: date | None = None
    launch_on: date | None = None
    launched_on: date | None = None
    published_on: date | None = None


@dataclass(frozen=True)
class SaidAppraisal:
    """Which ways were weighed, with what speaks for and against each, and which was chosen and why."""

    on: date
    options: tuple[AppraisedOption, ...]
    chosen: AppraisedOption | None
    why: str
    need: str
    weighed: Mapping[AppraisedOption, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SaidEngagement:
    """One meeting with the market: how many small firms and voluntary bodies came; None where nobody counted."""

    kind: EngagementKind
    on: date
    title: str
    smes: int | None = None
    vcses: int | None = None
    notice: str = ""
    note: str = ""
