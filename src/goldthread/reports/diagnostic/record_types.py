"""The parts of the report about the council's own records, as frozen values in words already."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SaidAgainst:
    """What one department says against a verdict."""

    department: str
    text: str


@dataclass(frozen=True)
class RecordsLine:
    """What one indicator says of one level; `words` begins with the sign, `asks` with a comma where there is any."""

    outcome: str
    words: str
    indicator_id: str
    indicator: str
    figure: str
    asks: str
    decides: str
    period: str
    coverage: str
    confidence: str
    reason: str
    rests_on: str


@dataclass(frozen=True)
class CodeRecords:
    """What the records say of a value code at the council's level and below it, and what departments say to it."""

    sentence: str
    lines: tuple[RecordsLine, ...]
    disputes: tuple[SaidAgainst, ...]


@dataclass(frozen=True)
class RecordsRow:
    """Of one section, how many levels the records support, contradict and say nothing of."""

    name: str
    supports: int
    contradicts: int
    silent: int

    @property
    def total(self) -> int:
        return self.supports + self.contradicts + self.silent


@dataclass(frozen=True)
class SpokenCode:
    """A value code whose level the records support or contradict, and who has answered."""

    id: str
    name: str
    level: str
    outcome: str
    words: str
    indicator_id: str
    period: str
    figure: str
    decides: str
    answer: str


@dataclass(frozen=True)
class LoadLine:
    """A file of payments beneath the figures, by the number that the value codes cite."""

    number: int
    file_name: str
    kind: str
    rows: str
    net: str
    dates: str
    loaded_on: str
    digest: str


@dataclass(frozen=True)
class RecordsPage:
    """What the council's own records say in all. Without `rows` the sentence says why they say nothing."""

    sentence: str
    more: str
    alt: str
    rows: tuple[RecordsRow, ...]
    spoken: tuple[SpokenCode, ...]
    loads: tuple[LoadLine, ...]
    despite: str
