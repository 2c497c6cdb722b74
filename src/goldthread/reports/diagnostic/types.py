"""The diagnostic report as frozen values, dates and levels in words already, so that rendering decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from goldthread.reports.diagnostic.record_types import CodeRecords, RecordsPage


class LineState(StrEnum):
    """What one department said about one value code."""

    LEVEL = "level"
    EXCLUDED = "left out"
    NOT_APPLICABLE = "does not apply"
    UNANSWERED = "not answered"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class LevelName:
    """A level of the framework."""

    number: int
    name: str
    meaning: str


@dataclass(frozen=True)
class Step:
    """One step of a ladder. Of `now` and `so_far` one at most is true."""

    number: int
    name: str
    now: bool
    so_far: bool
    reached: bool
    last: bool
    ambition: bool
    projected: bool = False


@dataclass(frozen=True)
class Ladder:
    """A ladder's steps, and the same in words for whoever cannot see them."""

    steps: tuple[Step, ...]
    words: str


@dataclass(frozen=True)
class Signature:
    """Who signed, when, and the digest of what was signed."""

    signed_by: str
    signed_on: str
    sha256: str
    statement: str


@dataclass(frozen=True)
class Cover:
    """What stands on the front. `department` is empty on a council's report."""

    council: str
    department: str
    framework: str
    round: str
    dates: str
    made_on: str
    status: str
    signature: Signature | None
    caution: str


@dataclass(frozen=True)
class MemberRow:
    """One key area or enabler on the page for members. `code` is the id of the object."""

    code: str
    name: str
    ladder: Ladder
    because: str
    ambition: str


@dataclass(frozen=True)
class MemberSection:
    """A theme, or the enablers, on the page for members."""

    name: str
    rows: tuple[MemberRow, ...]


@dataclass(frozen=True)
class MemberPage:
    """The one page for members: the finding first, then the ladders."""

    finding: str
    more: tuple[str, ...]
    sections: tuple[MemberSection, ...]
    last_round: str
    has_ambition: bool
    has_so_far: bool


@dataclass(frozen=True)
class GridCell:
    """One cell of a grid: its area and its level in words. `number` is 0 where it has none."""

    id: str
    name: str
    number: int
    words: str
    so_far: bool


@dataclass(frozen=True)
class GridLine:
    """A row of a grid and its cells, in the order of the columns."""

    name: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class GridPage:
    """A framework that is a grid, of this round or of another that was signed: `source` says of which.

    `levels` are those of the grid's framework, and `is_own` says whether its areas have their pages in this report.
    """

    heading: str
    sentence: str
    source: str
    alt: str
    is_own: bool
    columns: tuple[str, ...]
    rows: tuple[GridLine, ...]
    levels: tuple[LevelName, ...]


@dataclass(frozen=True)
class ResponseLine:
    """How far one department has come. Counts are value codes."""

    department: str
    asked: int
    levels: int
    not_applicable: int
    unanswered: int
    excluded: int


@dataclass(frozen=True)
class DistributionRow:
    """How many value codes stand at each level ("1" to "5") and how many at none ("unscored")."""

    name: str
    counts: Mapping[str, int]
    total: int


@dataclass(frozen=True)
class Distribution:
    """A distribution with the sentence that says what it shows and the text for its picture."""

    sentence: str
    alt: str
    rows: tuple[DistributionRow, ...]


@dataclass(frozen=True)
class CodeName:
    """A value code by its id and name."""

    id: str
    name: str


@dataclass(frozen=True)
class StandingGroup:
    """The value codes that stand at one level; number 0 is for those at none."""

    number: int
    name: str
    codes: tuple[CodeName, ...]


@dataclass(frozen=True)
class CodeStanding:
    """One line of the table of value codes by level. `words` says the level, or why there is none."""

    id: str
    name: str
    level: int | None
    final: bool
    words: str

    @property
    def beside_number(self) -> str:
        """The words for where the number stands in a box of its own."""
        return self.words.removeprefix(f"{self.level} ")


@dataclass(frozen=True)
class ObjectStanding:
    """The value codes of one key area, or the enablers, by level."""

    name: str
    codes: tuple[CodeStanding, ...]


@dataclass(frozen=True)
class LevelText:
    """One level of a value code with its statements. `mark` says in words what the drawing says in shape."""

    number: int
    name: str
    statements: tuple[str, ...]
    now: bool
    so_far: bool
    reached: bool
    mark: str


@dataclass(frozen=True)
class DepartmentLine:
    """What one department said. `note` holds the reason where there has to be one."""

    department: str
    state: LineState
    level: int | None
    words: str
    note: str
    lowest: bool

    @property
    def beside_number(self) -> str:
        """The words for where the number stands in a box of its own."""
        return self.words.removeprefix(f"{self.level} ")


@dataclass(frozen=True)
class Comment:
    """One comment of one department."""

    department: str
    text: str


@dataclass(frozen=True)
class CommentGroup:
    """The comments of one kind."""

    kind: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class InPlace:
    """Statements of the next level up that a department says are in place already."""

    department: str
    level_name: str
    statements: tuple[str, ...]
    of: int


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence. `url` is empty for a file; `good_until` is empty where it does not expire."""

    department: str
    title: str
    url: str
    digest: str
    good_until: str
    expired: bool


@dataclass(frozen=True)
class CodePage:
    """Everything about one value code."""

    id: str
    name: str
    description: str
    asked: bool
    sentence: str
    level: int | None
    final: bool
    levels: tuple[LevelText, ...]
    spread: str
    departments: tuple[DepartmentLine, ...]
    not_asked: str
    comments: tuple[CommentGroup, ...]
    in_place: tuple[InPlace, ...]
    evidence: tuple[EvidenceLine, ...]
    exemplars: tuple[Comment, ...]
    resolution: str
    records: CodeRecords | None = None
    ambition: str = ""


@dataclass(frozen=True)
class ObjectPage:
    """A key area or enabler with its value codes. `rated` speaks of the council's own rating, if there is one.

    The local codes stand together on a page of their own, which has no ladder.
    """

    id: str
    name: str
    summary: str
    what_it_is: str
    why_it_matters: str
    ladder: Ladder | None
    sentence: str
    ambition: str
    rated: str
    is_own_code: bool
    codes: tuple[CodePage, ...]


@dataclass(frozen=True)
class PercentLine:
    """A section, or the total: its weight, how many of its areas have a level, and its percentage in words."""

    name: str
    weight: str
    with_level: str
    percentage: str


@dataclass(frozen=True)
class PercentPage:
    """The percentages of a framework that weights its sections; the total is the last line."""

    sentence: str
    lines: tuple[PercentLine, ...]


@dataclass(frozen=True)
class ThemePages:
    """A theme, or the enablers."""

    name: str
    objects: tuple[ObjectPage, ...]


@dataclass(frozen=True)
class ExclusionLine:
    """An answer that was left out, and why."""

    code: str
    code_name: str
    department: str
    chose: str
    reason: str


@dataclass(frozen=True)
class GuidancePart:
    """One part of the appendix."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The whole report. `draft` is what every page is marked with; empty once signed."""

    draft: str
    cover: Cover
    levels: tuple[LevelName, ...]
    members: MemberPage
    responses: tuple[ResponseLine, ...]
    who_answered: str
    overall: Distribution
    by_section: Distribution
    percentages: PercentPage | None
    grid: GridPage | None
    standing: tuple[StandingGroup, ...]
    standing_by_object: tuple[ObjectStanding, ...]
    records: RecordsPage
    themes: tuple[ThemePages, ...]
    exclusions: tuple[ExclusionLine, ...]
    guidance: tuple[GuidancePart, ...]
    framework_source: str
    framework_wording: str
