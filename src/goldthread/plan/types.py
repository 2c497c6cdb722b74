"""Values of the plan room: actions and what they buy, targets, figures, and what the rules find. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5  # of the national diagnostic, with which maturity KPIs are rated


class KpiKind(StrEnum):
    """A value KPI is compared with its target; a maturity KPI is rated with the framework."""

    VALUE = "value"
    MATURITY = "maturity"


class ActionStatus(StrEnum):
    """Where an action stands. One that was stopped or dismissed buys nothing."""

    PLANNED = "planned"
    UNDER_WAY = "under way"
    DONE = "done"
    STOPPED = "stopped"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def is_live(self) -> bool:
        return self not in {ActionStatus.STOPPED, ActionStatus.DISMISSED}

    @property
    def is_open(self) -> bool:
        return self in {ActionStatus.PLANNED, ActionStatus.UNDER_WAY}


@dataclass(frozen=True)
class Gain:
    """What an action buys: one step of one value code, for some departments; none named means every one."""

    value_code: str
    level: int
    departments: frozenset[str] = frozenset()

    def buys_for(self, department: str) -> bool:
        return not self.departments or department in self.departments


@dataclass(frozen=True)
class PlannedAction:
    """An action as the rules see it. `effort_days` None: nobody has said."""

    id: int
    title: str
    due: date
    gains: tuple[Gain, ...]
    status: ActionStatus = ActionStatus.PLANNED
    done_on: date | None = None
    effort_days: int | None = None

    def delivered_by(self, today: date) -> date:
        """The day from which it counts: done, else due; one that is late counts from today."""
        if self.status is ActionStatus.DONE:
            return self.done_on or self.due
        return max(self.due, today)

    def is_late(self, today: date) -> bool:
        return self.status.is_open and self.due < today


@dataclass(frozen=True)
class Place:
    """A key area or enabler as the plan sees it: its name and its value codes."""

    id: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Position:
    """Where the council stands on one day: per value code the level of each department that counts.

    `local` are the council's own codes, each a place of its own, so that no place of the framework rests on one.
    """

    day: date
    levels: Mapping[str, Mapping[str, int]]
    places: tuple[Place, ...]
    level_names: Mapping[int, str]
    code_names: Mapping[str, str] = field(default_factory=dict)
    is_final: bool = True
    local: tuple[Place, ...] = ()

    def of_code(self, code: str) -> int | None:
        return min(self.levels.get(code, {}).values(), default=None)

    def of_place(self, place: Place) -> int | None:
        found = [level for level in (self.of_code(code) for code in place.codes) if level is not None]
        return min(found, default=None)

    def find(self, item: str) -> Place | None:
        """The key area or enabler of this id, or a value code as a place of its own."""
        for place in (*self.places, *self.local):
            if place.id == item:
                return place
        known = {code for place in self.places for code in place.codes}
        return Place(item, self.say_code(item), (item,)) if item in known else None

    def place_of(self, code: str) -> Place | None:
        return next((place for place in (*self.places, *self.local) if code in place.codes), None)

    def say_code(self, code: str) -> str:
        name = self.code_names.get(code, "")
        return f"{name} ({code})" if name else code


@dataclass(frozen=True)
class Aimed:
    """One ambition: the level of an object, or of one value code, by a day."""

    item: str
    level: int
    by: date


@dataclass(frozen=True)
class Reached:
    """From this day the object stands at this level; `because` names the actions that were the last to be needed."""

    on: date
    level: int
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Projected:
    """An object's levels over time if the plan is delivered, from today's first, with a sentence that says why."""

    place: Place
    series: tuple[Reached, ...]
    sentence: str
    held_by: tuple[str, ...] = ()

    @property
    def now(self) -> int | None:
        return self.series[0].level if self.series else None

    @property
    def final(self) -> int | None:
        return self.series[-1].level if self.series else None

    def on(self, day: date) -> int | None:
        """The level on a day; before the first day of the series, the level of that day."""
        reached = [each.level for each in self.series if each.on <= day]
        return reached[-1] if reached else self.now


@dataclass(frozen=True)
class Step:
    """One step that one department has to take in one value code."""

    value_code: str
    department: str
    level: int


@dataclass(frozen=True)
class Gap:
    """One step of a value code that lies between where the council stands and what it aims for."""

    place: str
    value_code: str
    level: int
    departments: tuple[str, ...]
    statements: tuple[str, ...]
    against: tuple[str, ...] = ()
    bought_by: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.value_code}:{self.level}"


@dataclass(frozen=True)
class SmallestSet:
    """The fewest actions that reach what is aimed for, or what no action brings.

    `missing` are steps that no action takes. `is_proven` is false only where the search was cut short.
    """

    chosen: tuple[int, ...]
    missing: tuple[Step, ...]
    is_proven: bool
    needed: int

    @property
    def reaches(self) -> bool:
        return not self.missing


class TargetRule(StrEnum):
    """How a target is judged."""

    RISE = "rise"
    FALL = "fall"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    VALUE = "value"
    MATURITY = "maturity"
    DELIVER = "deliver"

    @property
    def is_yearly(self) -> bool:
        return self in {TargetRule.RISE, TargetRule.FALL}


@dataclass(frozen=True)
class Target:
    """One dated target of a KPI. `level` is the level of the framework that a stage in words asks for, where known."""

    horizon: str
    rule: TargetRule
    by: date | None = None
    value: Decimal | None = None
    unit: str = ""
    text: str = ""
    level: int | None = None

    @property
    def measure(self) -> str:
        """What figures or ratings are kept under: the unit, "level", or the words of what is to be delivered."""
        if self.rule is TargetRule.MATURITY:
            return LEVEL_MEASURE
        return self.text if self.rule is TargetRule.DELIVER else self.unit


LEVEL_MEASURE = "level"


@dataclass(frozen=True)
class Figure:
    """A baseline or an actual: a value, a level, or whether something was delivered, at the end of a period."""

    measure: str
    value: Decimal | None
    period: str = ""
    until: date | None = None
    source: str = ""
    is_provisional: bool = False
    is_baseline: bool = False


class KpiStatus(StrEnum):
    """How a target or a KPI stands. The order is from best to worst, and the worst of its targets is a KPI's own."""

    MET = "met"
    ON_COURSE = "on course"
    CANNOT_SAY = "cannot be said"
    NOT_MEASURED = "not measured"
    BEHIND = "behind"
    UPDATE_MISSED = "update missed"
    MISSED = "missed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True)
class KpiSeen:
    """A KPI as the rules see it. `started` is the day from which updates are expected where it has no figure."""

    number: int
    measure: str
    kind: KpiKind
    direction: str
    baselines: tuple[Figure, ...]
    targets: tuple[Target, ...]
    actuals: tuple[Figure, ...]
    codes: tuple[str, ...]
    update_months: int = 12
    started: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class TargetJudged:
    """One target with how it stands and the sentence that says why."""

    target: Target
    status: KpiStatus
    sentence: str


@dataclass(frozen=True)
class KpiJudged:
    """A KPI with each of its targets. `update_was_due` is set where an update was missed."""

    kpi: KpiSeen
    status: KpiStatus
    targets: tuple[TargetJudged, ...]
    sentence: str
    update_was_due: date | None = None


class ContradictionKind(StrEnum):
    """What can be at odds in a plan."""

    TARGET_ABOVE_AMBITION = "target above ambition"
    TARGET_BELOW_CURRENT = "target below current"
    AMBITION_BELOW_CURRENT = "ambition below current"
    MOVES_NO_CODE = "KPI moves no code"
    NO_BASELINE = "KPI without a baseline"
    AMBITION_WITHOUT_ACTION = "ambition without action"
    OUT_OF_REACH = "action out of reach"
    DONE_NOT_FELT = "action done and not felt"
    ABOVE_AMBITION = "action beyond ambition"


@dataclass(frozen=True)
class Contradiction:
    """Two parts of a plan that cannot both hold: what was found, and what to do. `subject` is "CRM", "kpi:29", …"""

    kind: ContradictionKind
    subject: str
    what: str
    do: str
