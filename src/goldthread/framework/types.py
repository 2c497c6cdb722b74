"""A framework as frozen values, made by `framework.load` alone. Ids are stable; names differ by version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from goldthread.common.errors import UserError

if TYPE_CHECKING:
    from goldthread.framework.local_types import Supplement

ENABLERS_SECTION = "Enablers"
LOCAL_OBJECT = "local"  # no id of a framework is written in small letters, so that it cannot be one
LOCAL_SECTION = "Local codes"


class UnknownItem(UserError):
    """An id that the framework, or this installation, does not have."""


class FrameworkStatus(StrEnum):
    """How far a framework has come: only a published one is offered for new rounds."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True)
class Level:
    """One step of every ladder of a framework; a higher number is better."""

    number: int
    name: str
    meaning: str


@dataclass(frozen=True)
class Ladder:
    """The statements of each level, lowest level first."""

    statements: Mapping[int, tuple[str, ...]]

    def at(self, level: int) -> tuple[str, ...]:
        """The statements of one level. An unknown level raises UnknownItem."""
        if level not in self.statements:
            known = ", ".join(str(number) for number in self.statements)
            raise UnknownItem(f"There is no level {level}.", f"Use one of {known}.")
        return self.statements[level]

    def __hash__(self) -> int:
        return hash(tuple(self.statements.items()))


@dataclass(frozen=True)
class ValueCode:
    """What a department answers: one measure with a ladder of its own."""

    id: str
    name: str
    description: str
    ladder: Ladder
    notes: tuple[str, ...]
    object_id: str


@dataclass(frozen=True)
class KeyArea:
    """An area of a theme, with its own ladder and the value codes that measure it.

    One with a `description` has no value codes: departments answer the area itself, under its own id and ladder.
    """

    id: str
    name: str
    toolkit_name: str | None
    summary: str
    what_it_is: str
    why_it_matters: str
    ladder: Ladder
    notes: tuple[str, ...]
    value_codes: tuple[ValueCode, ...]
    theme_id: str
    description: str | None = None

    @property
    def answered_codes(self) -> tuple[ValueCode, ...]:
        """What departments answer: its value codes, or the area itself where it has a description."""
        if self.description is None:
            return self.value_codes
        return (ValueCode(self.id, self.name, self.description, self.ladder, self.notes, self.id),)


@dataclass(frozen=True)
class Enabler:
    """What helps every theme; it is rated as an object and answered as a value code with the same ladder."""

    id: str
    name: str
    toolkit_name: str | None
    description: str
    summary: str
    what_it_is: str
    why_it_matters: str
    ladder: Ladder
    notes: tuple[str, ...]

    @property
    def value_code(self) -> ValueCode:
        """The enabler as the value code that departments answer."""
        return ValueCode(self.id, self.name, self.description, self.ladder, self.notes, self.id)


@dataclass(frozen=True)
class Theme:
    """A group of key areas, in the order they are shown."""

    id: str
    name: str
    key_areas: tuple[KeyArea, ...]
    weight: int | None = None  # in per cent of the whole; None where the framework has no scoring


@dataclass(frozen=True)
class Scoring:
    """How levels come to percentages: the points of each level. `status` says whether it is proposed or verified."""

    points: Mapping[int, int]
    status: str
    source: str

    def __hash__(self) -> int:
        return hash((tuple(self.points.items()), self.status, self.source))


@dataclass(frozen=True)
class GridColumn:
    """A column of a framework shown as a grid, whose rows are its themes: one key area of each, in their order."""

    name: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class FrameworkObject:
    """What a key area and an enabler have in common. `section` is the name of the theme, or "Enablers"."""

    id: str
    name: str
    summary: str
    what_it_is: str
    why_it_matters: str
    ladder: Ladder
    notes: tuple[str, ...]
    value_codes: tuple[ValueCode, ...]
    section: str


@dataclass(frozen=True)
class Framework:
    """One version of a framework, whole and checked.

    `local` is what a council added to it. Its codes are found by their ids, and stand in `local_codes`; `objects` and
    `value_codes` are the framework's own, so that nothing local can come to count among them.
    """

    id: str
    version: str
    title: str
    short_title: str
    status: FrameworkStatus
    source: str
    wording: str
    author: str
    reviewer: str
    review_date: date
    levels: tuple[Level, ...]
    themes: tuple[Theme, ...]
    enablers: tuple[Enabler, ...]
    supersedes: str | None
    exemplar_level: int | None = None  # claiming it means being ready to be an exemplar; None where no level does
    scoring: Scoring | None = None
    grid: tuple[GridColumn, ...] = ()
    local: "Supplement | None" = None

    @property
    def lowest_level(self) -> int:
        return self.levels[0].number

    @property
    def highest_level(self) -> int:
        return self.levels[-1].number

    @property
    def levels_in_words(self) -> str:
        """ "1 Minimum to 5 Innovator", for messages that say which levels there are."""
        lowest, highest = self.levels[0], self.levels[-1]
        return f"{lowest.number} {lowest.name} to {highest.number} {highest.name}"

    @cached_property
    def answers_areas(self) -> bool:
        """Whether departments answer the areas themselves: there is no value code beside them."""
        return all(code.object_id == code.id for code in self.value_codes)

    @property
    def unit(self) -> str:
        """What is answered, for a sentence: "area" or "value code"."""
        return "area" if self.answers_areas else "value code"

    def has_level(self, number: int | None) -> bool:
        return number is not None and self.lowest_level <= number <= self.highest_level

    @cached_property
    def objects(self) -> tuple[FrameworkObject, ...]:
        """Key areas by theme, then enablers: the order in which they are shown everywhere."""
        areas = [_view(area, area.answered_codes, theme.name) for theme in self.themes for area in theme.key_areas]
        return (*areas, *(_view(item, (item.value_code,), ENABLERS_SECTION) for item in self.enablers))

    @cached_property
    def value_codes(self) -> tuple[ValueCode, ...]:
        """Every value code, in the order of the objects."""
        return tuple(code for item in self.objects for code in item.value_codes)

    @cached_property
    def local_codes(self) -> tuple[ValueCode, ...]:
        """The value codes that the council added, in its order."""
        return self.local.value_codes if self.local else ()

    @cached_property
    def every_code(self) -> tuple[ValueCode, ...]:
        """The framework's value codes, then the council's own."""
        return (*self.value_codes, *self.local_codes)

    @property
    def every_object(self) -> tuple[FrameworkObject, ...]:
        """The framework's objects, then the local codes together, where there are any."""
        return (*self.objects, self._objects_by_id[LOCAL_OBJECT]) if self.local_codes else self.objects

    def object(self, object_id: str) -> FrameworkObject:
        """The key area or enabler of this id. An unknown one raises UnknownItem."""
        if object_id not in self._objects_by_id:
            raise self._unknown("key area or enabler", object_id)
        return self._objects_by_id[object_id]

    def value_code(self, code_id: str) -> ValueCode:
        """The value code of this id. An unknown one raises UnknownItem."""
        if code_id not in self._codes_by_id:
            raise self._unknown("value code", code_id)
        return self._codes_by_id[code_id]

    def object_of(self, code_id: str) -> FrameworkObject:
        """The key area or enabler that a value code measures. An unknown code raises UnknownItem."""
        return self.object(self.value_code(code_id).object_id)

    def level_name(self, number: int) -> str:
        """The name of a level. An unknown number raises UnknownItem."""
        for level in self.levels:
            if level.number == number:
                return level.name
        lowest, highest = self.levels[0].number, self.levels[-1].number
        raise UnknownItem(f"{self.id} has no level {number}.", f"Use a level from {lowest} to {highest}.")

    @cached_property
    def _objects_by_id(self) -> Mapping[str, FrameworkObject]:
        found = {item.id: item for item in self.objects}
        return found | {LOCAL_OBJECT: _local_view(self.local_codes)} if self.local_codes else found

    @cached_property
    def _codes_by_id(self) -> Mapping[str, ValueCode]:
        return {code.id: code for code in self.every_code}

    def _unknown(self, kind: str, item_id: str) -> UnknownItem:
        return UnknownItem(
            f'{self.id} has no {kind} "{item_id}".',
            f"Run `goldthread framework show {self.id}` to see its ids.",
        )


def _view(item: KeyArea | Enabler, codes: tuple[ValueCode, ...], section: str) -> FrameworkObject:
    return FrameworkObject(
        id=item.id,
        name=item.name,
        summary=item.summary,
        what_it_is=item.what_it_is,
        why_it_matters=item.why_it_matters,
        ladder=item.ladder,
        notes=item.notes,
        value_codes=codes,
        section=section,
    )


def _local_view(codes: tuple[ValueCode, ...]) -> FrameworkObject:
    """The council's own codes together, as a page shows them. It has no ladder: nothing is rolled up over them."""
    return FrameworkObject(
        id=LOCAL_OBJECT,
        name=LOCAL_SECTION,
        summary="What the council measures beside the framework.",
        what_it_is="Value codes that the council added to the framework for itself.",
        why_it_matters="They are answered and moderated like any other. No level of the framework depends on them.",
        ladder=Ladder({}),
        notes=(),
        value_codes=codes,
        section=LOCAL_SECTION,
    )
