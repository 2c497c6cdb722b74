"""The pack as frozen values, in words already, so that rendering decides nothing."""

from dataclasses import dataclass

from goldthread.reports.diagnostic.types import Ladder


@dataclass(frozen=True)
class Cover:
    """What stands on the front. `steps` are the levels of the framework, which the picture draws."""

    council: str
    title: str
    period: str
    levels: str
    made_on: str
    level_word: str
    steps: int


@dataclass(frozen=True)
class Bar:
    """One line of a chart and of its table; `width` is a whole per cent of the widest bar."""

    name: str
    count: int
    width: int


@dataclass(frozen=True)
class Chart:
    """A chart with its sentence, its words for whoever cannot see it, and the rows that are its table."""

    heading: str
    sentence: str
    alt: str
    head: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Line:
    """One action in a table: `when` and `why` in words."""

    title: str
    who: str
    buys: str
    when: str
    why: str


@dataclass(frozen=True)
class Standing:
    """One object: where it stands, what it aims for and what it reaches."""

    name: str
    ladder: Ladder
    now: str
    aim: str
    reaches: str
    sentence: str


@dataclass(frozen=True)
class KpiLine:
    """One KPI."""

    number: int
    measure: str
    figure: str
    status: str
    sentence: str


@dataclass(frozen=True)
class Pack:
    """The whole pack. `own` are the council's own codes with an ambition, apart from the areas in `standings`."""

    cover: Cover
    finding: str
    members: tuple[str, ...]
    charts: tuple[Chart, ...]
    standings: tuple[Standing, ...]
    own: tuple[Standing, ...]
    own_says: str
    moved: tuple[Line, ...]
    levels_moved: tuple[str, ...]
    slipped: tuple[Line, ...]
    coming: tuple[Line, ...]
    kpis: tuple[KpiLine, ...]
    contradictions: tuple[str, ...]
    sources: tuple[str, ...]
