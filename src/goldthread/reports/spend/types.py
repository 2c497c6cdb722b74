"""The report from payments as frozen values, in words already, so that rendering decides nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cover:
    """What stands on the front. `steps` are the levels of the framework, which the picture draws."""

    council: str
    period: str
    made_on: str
    payments: str
    steps: int


@dataclass(frozen=True)
class Bar:
    """One line of a chart and of its table; `width` is a whole per cent of the widest bar."""

    name: str
    pounds: str
    share: str
    width: int


@dataclass(frozen=True)
class Chart:
    """A chart with its sentence, its words for whoever cannot see it, and the rows that are its table."""

    heading: str
    sentence: str
    alt: str
    head: str
    bars: tuple[Bar, ...]
    note: str


@dataclass(frozen=True)
class Said:
    """What one indicator says of one value code."""

    sign: str
    outcome: str
    level: str
    indicator: str
    figure: str
    asked: str
    decides: str
    reason: str


@dataclass(frozen=True)
class CodeSaid:
    """A value code with what the payments say of it."""

    value_code: str
    name: str
    area: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class FigureRow:
    """One indicator's figure and what it needs to be followed."""

    id: str
    name: str
    figure: str
    weakest: str
    coverage: str
    note: str
    version: str


@dataclass(frozen=True)
class Gap:
    """A fact that is missing from payments, and what that weakens."""

    fact: str
    share: str
    weakens: str


@dataclass(frozen=True)
class Quality:
    """How good the published data is."""

    finding: str
    gaps: tuple[Gap, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """One file that the report rests on."""

    file: str
    loaded_on: str
    rows: str
    set_aside: str
    sha256: str


@dataclass(frozen=True)
class Report:
    """The whole report."""

    cover: Cover
    finding: str
    members: tuple[str, ...]
    next_steps: tuple[str, ...]
    charts: tuple[Chart, ...]
    speaking: tuple[CodeSaid, ...]
    silent: tuple[CodeSaid, ...]
    figures: tuple[FigureRow, ...]
    quality: Quality
    sources: tuple[Source, ...]
    follow: tuple[str, ...]
