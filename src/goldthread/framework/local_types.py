"""What a council adds to a framework, as frozen values made by `framework.local` alone."""

from dataclasses import dataclass
from datetime import date

from goldthread.framework.types import LOCAL_OBJECT, Ladder, ValueCode

RETIRED_CODE = "value code"  # the other kind of item that retires is a priority


@dataclass(frozen=True)
class Origin:
    """Whose item it is where another council wrote it, and which of that council's versions it came with."""

    council: str
    version: int
    author: str


@dataclass(frozen=True)
class LocalCode:
    """A value code of a council's own. It belongs to an object of the framework, or to an area of the council's own."""

    id: str
    name: str
    description: str
    ladder: Ladder
    notes: tuple[str, ...]
    object_id: str
    area: str
    origin: Origin | None

    @property
    def value_code(self) -> ValueCode:
        """As departments answer it: together with the other local codes, apart from every object of the framework."""
        return ValueCode(self.id, self.name, self.description, self.ladder, self.notes, LOCAL_OBJECT)


@dataclass(frozen=True)
class Priority:
    """A value code of the framework that matters most to the council, why, and what it asks for beyond the ladder."""

    value_code: str
    reason: str
    statements: tuple[str, ...]
    origin: Origin | None


@dataclass(frozen=True)
class Retired:
    """Something that was taken out in a version, with the reason. Its id is never used again."""

    kind: str
    id: str
    name: str
    version: int
    reason: str


@dataclass(frozen=True)
class Supplement:
    """One published version of what a council adds to one framework, whole and checked."""

    council: str
    framework: str
    prefix: str
    title: str
    version: int
    author: str
    published: date
    codes: tuple[LocalCode, ...]
    priorities: tuple[Priority, ...]
    retired: tuple[Retired, ...]

    @property
    def value_codes(self) -> tuple[ValueCode, ...]:
        return tuple(code.value_code for code in self.codes)

    def priority(self, value_code: str) -> Priority | None:
        """The council's priority on a value code of the framework; None where there is none."""
        return next((each for each in self.priorities if each.value_code == value_code), None)

    def retired_code(self, code_id: str) -> Retired | None:
        """What is kept of a local code that retired; None for any other id."""
        return next((each for each in self.retired if each.id == code_id and each.kind == RETIRED_CODE), None)

    def code(self, code_id: str) -> LocalCode | None:
        """The local code of this id; None where the version has none."""
        return next((each for each in self.codes if each.id == code_id), None)
