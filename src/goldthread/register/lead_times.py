"""What a procurement usually takes, and the days worked back from the day of need. Pure: knows no Django.

The usual days are dated data; a council's own (`own_lead_times.py`) go before them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import yaml

from goldthread.register.types import Certainty, Procedure

_FILE = files("goldthread.definitions").joinpath("thresholds/lead-times.yaml")


@dataclass(frozen=True)
class LeadTime:
    """Days of each phase: the paper to the board, the preparation, the tender with its standstill, the mobilisation."""

    paper: int
    prepare: int
    tender: int
    mobilise: int
    certainty: Certainty = Certainty.OWN

    @property
    def from_launch(self) -> int:
        """Days from the first notice to the day of need."""
        return self.tender + self.mobilise

    @property
    def whole(self) -> int:
        """Days from the finished options appraisal to the day of need."""
        return self.paper + self.prepare + self.from_launch


@dataclass(frozen=True)
class UsualTimes:
    """The lead times of every procedure that hold from a day on."""

    first: date
    by_procedure: Mapping[Procedure, LeadTime]
    source: str


@dataclass(frozen=True)
class WorkedBack:
    """The last day of each step that still leads to the day of need."""

    appraise_by: date
    approve_by: date
    launch_by: date
    award_by: date
    needed_on: date


Own = Mapping[Procedure, LeadTime]
"""A council's own lead times, of those procedures for which it has said some."""
USUAL: Own = {}
"""No lead times of a council's own: the usual ones hold."""
FASTER = (
    Procedure.FRAMEWORK_MINI_COMPETITION,
    Procedure.DYNAMIC_MARKET,
    Procedure.FRAMEWORK_DIRECT,
    Procedure.WAIVER,
)
"""Ways that are quicker than a tender of one's own, the most competitive first."""
_NAMES = {
    Procedure.OPEN: "an open tender",
    Procedure.COMPETITIVE_FLEXIBLE: "a competitive flexible procedure",
    Procedure.FRAMEWORK_DIRECT: "a direct call-off from a framework",
    Procedure.DYNAMIC_MARKET: "a dynamic market or DPS",
    Procedure.DIRECT_AWARD: "a direct award",
    Procedure.WAIVER: "a waiver of the council's own rules",
    Procedure.PSR_DIRECT: "a PSR direct award",
    Procedure.PSR_MOST_SUITABLE: "the PSR most suitable provider process",
    Procedure.PSR_COMPETITIVE: "a competitive process",
    Procedure.OTHER: "a procurement",
    Procedure.UNKNOWN: "an open tender",
}


@cache
def load_usual() -> tuple[UsualTimes, ...]:
    """Every row of the shipped file, the oldest first. Read once."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    rows = [
        UsualTimes(
            first=row["from"],
            by_procedure={
                Procedure(name): LeadTime(**{**days, "certainty": Certainty(days["certainty"])})
                for name, days in row["procedures"].items()
            },
            source=row["source"],
        )
        for row in raw["rows"]
    ]
    return tuple(sorted(rows, key=lambda row: row.first))


def usual_on(day: date) -> UsualTimes:
    """The usual lead times on a day; before the first row the first one holds."""
    rows = load_usual()
    held = [row for row in rows if row.first <= day]
    return held[-1] if held else rows[0]


def lead_days(procedure: Procedure, *, on: date, own: Own = USUAL) -> LeadTime:
    """The phases of a procedure on a day: the council's own where it has said them, else the usual."""
    return own.get(procedure) or usual_on(on).by_procedure[procedure]


def work_back(needed_on: date, procedure: Procedure, *, own: Own = USUAL) -> WorkedBack:
    """The last day of each step, counted back from the day of need. The lead times of that day hold."""
    days = lead_days(procedure, on=needed_on, own=own)
    award = needed_on - timedelta(days=days.mobilise)
    launch = award - timedelta(days=days.tender)
    approve = launch - timedelta(days=days.prepare)
    return WorkedBack(approve - timedelta(days=days.paper), approve, launch, award, needed_on)


def latest_launch(needed_on: date, procedure: Procedure, *, own: Own = USUAL) -> date:
    """The last day on which a procurement by this procedure can usually begin and be ready when it is needed."""
    return work_back(needed_on, procedure, own=own).launch_by


def is_too_late(needed_on: date, procedure: Procedure, *, own: Own = USUAL, today: date) -> bool:
    """Whether the usual time from the first notice on has run out for this procedure."""
    return today > latest_launch(needed_on, procedure, own=own)


def list_faster(needed_on: date, *, own: Own = USUAL, today: date) -> tuple[Procedure, ...]:
    """The quicker ways that still fit before a day of need, the most competitive first."""
    return tuple(way for way in FASTER if not is_too_late(needed_on, way, own=own, today=today))


def say_procedure(procedure: Procedure) -> str:
    """A procedure as it stands in a sentence; one that nobody has said is taken as an open tender."""
    return _NAMES.get(procedure, procedure.value)


def say_too_late(needed_on: date, procedure: Procedure, *, own: Own = USUAL, today: date) -> str:
    """One sentence on what is too late and one on what to choose; empty where the time is enough."""
    if not is_too_late(needed_on, procedure, own=own, today=today):
        return ""
    days = lead_days(procedure, on=needed_on, own=own).from_launch
    fitting = [way for way in list_faster(needed_on, own=own, today=today) if way is not procedure]
    ways = [say_procedure(way) for way in fitting if way is not Procedure.WAIVER]
    said = f"Too late for {say_procedure(procedure)} by {needed_on:%-d %B %Y}: that takes about {days} days."
    if ways:
        return f"{said} Choose {', '.join(ways[:-1])}{' or ' if len(ways) > 1 else ''}{ways[-1]}."
    if fitting:
        return f"{said} Only a waiver of the council's own rules still fits: ask for one, or for an extension, today."
    return f"{said} No usual way fits any more: ask procurement today."
