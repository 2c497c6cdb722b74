"""Presents the matrix of departments by value code: a cell per answer, the weakest marked, and the work list first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from goldthread.assessment.models import Answer
from goldthread.assessment.rules import disagreements
from goldthread.assessment.types import AnswerState, CodeResult
from goldthread.framework.types import Framework
from goldthread.organisation.models import Department
from goldthread.web.records import Tag
from goldthread.web.shown import ShownRound


class Show(StrEnum):
    """Which value codes the matrix shows; the word stands in the address."""

    DIFFERING = "differing"
    UNANSWERED = "unanswered"
    ALL = "all"


TALL = 12


@dataclass(frozen=True)
class Cell:
    """One answer. `sign` is what stands in the chip, `words` what it means, `style` the chip's class."""

    sign: str
    words: str
    style: str
    weakest: bool = False
    visible_words: bool = False

    @property
    def html(self) -> SafeString:
        """The chip, from its template: a matrix has a thousand cells and few that differ."""
        return render_cell(self)


@cache
def render_cell(cell: Cell) -> SafeString:
    return render_to_string("goldthread/moderation/cell.html", {"cell": cell})


@dataclass(frozen=True)
class MatrixRow:
    """One value code: its cells in the order of the departments, the council's level, and why."""

    code: str
    name: str
    url: str
    cells: tuple[Cell, ...]
    council: Cell
    sentence: str
    noted: bool
    record: Tag | None = None


@dataclass(frozen=True)
class MatrixGroup:
    """Rows under one heading; an empty name is no heading."""

    name: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Matrix:
    """The departments across, the groups of rows down."""

    departments: tuple[Department, ...]
    groups: tuple[MatrixGroup, ...]
    has_records: bool = False

    @property
    def rows(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def is_tall(self) -> bool:
        """Whether it is taller than a screen, so that its headings should stay in view."""
        return self.rows > TALL

    @property
    def columns(self) -> int:
        return len(self.departments) + (4 if self.has_records else 3)


NOT_ASKED = Cell("not asked", "", "not-asked", visible_words=True)
WITHOUT_LEVEL = {
    AnswerState.UNANSWERED: Cell("?", "not answered", "unanswered"),
    AnswerState.NOT_APPLICABLE: Cell("n/a", "does not apply", "na"),
}


def present_cell(answer: Answer | None, framework: Framework, result: CodeResult) -> Cell:
    """The cell of one department and code; no answer means that the department is not asked."""
    if answer is None:
        return NOT_ASKED
    excluded = bool(getattr(answer, "live_exclusions", ()))
    if answer.level is None:
        plain = WITHOUT_LEVEL[AnswerState(answer.state)]
        return Cell(plain.sign, "left out", "excluded", visible_words=True) if excluded else plain
    name = framework.level_name(answer.level)
    if excluded:
        return Cell(str(answer.level), "left out", "excluded", visible_words=True)
    weakest = result.spread > 0 and answer.level == result.level
    return Cell(str(answer.level), f"{name}, lowest" if weakest else name, str(answer.level), weakest=weakest)


def council_cell(result: CodeResult, framework: Framework) -> Cell:
    """The council's level for a code, marked while it is *so far*."""
    if result.level is None:
        return Cell("no level", "", "not-asked", visible_words=True)
    name = framework.level_name(result.level)
    style = str(result.level) if result.final else f"{result.level} gt-level--so-far"
    return Cell(str(result.level), name if result.final else f"{name} so far", style)


def select_codes(results: Sequence[CodeResult], show: Show) -> tuple[CodeResult, ...]:
    """The results to show: those that differ the widest first, the others in the framework's order."""
    if show is Show.DIFFERING:
        return tuple(disagreements(results))
    if show is Show.UNANSWERED:
        return tuple(result for result in results if result.unanswered)
    return tuple(results)


def choose_show(wanted: str, results: Iterable[CodeResult]) -> Show:
    """What the address asks for; where it says nothing, the work list while there is one."""
    if wanted in set(Show):
        return Show(wanted)
    return Show.DIFFERING if disagreements(results) else Show.ALL


def present_matrix(
    shown: ShownRound, show: Show, *, area: str, noted: frozenset[str], records: Mapping[str, Tag] | None = None
) -> Matrix:
    """The matrix of the codes chosen; `area` narrows it to one object, `noted` are the codes with a note.

    `records` are the tags of what the council's records say, by code; without any there is no such column.
    """
    records = records or {}
    framework = shown.framework
    wanted = select_codes(shown.result.every_result, show)
    if area:
        wanted = tuple(row for row in wanted if framework.value_code(row.value_code).object_id == area)
    departments = tuple(dict.fromkeys(answer.response.department for answer in shown.answers))
    found = {(answer.value_code, answer.response.department_id): answer for answer in shown.answers}
    rows = {
        row.value_code: _row(shown, row, departments, found, noted, record=records.get(row.value_code))
        for row in wanted
    }
    if show is Show.DIFFERING:
        return Matrix(departments, (MatrixGroup("", tuple(rows.values())),), bool(records))
    return Matrix(departments, _by_area(framework, rows), bool(records))


def _by_area(framework: Framework, rows: Mapping[str, MatrixRow]) -> tuple[MatrixGroup, ...]:
    groups = (
        MatrixGroup(item.name, tuple(rows[code.id] for code in item.value_codes if code.id in rows))
        for item in framework.every_object
    )
    return tuple(group for group in groups if group.rows)


def _row(
    shown: ShownRound,
    result: CodeResult,
    departments: Sequence[Department],
    found: Mapping[tuple[str, int], Answer],
    noted: frozenset[str],
    *,
    record: Tag | None,
) -> MatrixRow:
    framework, code = shown.framework, result.value_code
    return MatrixRow(
        code=code,
        name=framework.value_code(code).name,
        url=reverse("moderation:code", args=[shown.round.council.slug, shown.round.ref, code]),
        cells=tuple(present_cell(found.get((code, department.pk)), framework, result) for department in departments),
        council=council_cell(result, framework),
        sentence=result.sentence,
        noted=code in noted,
        record=record,
    )
