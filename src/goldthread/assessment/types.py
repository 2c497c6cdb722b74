"""Values of the assessment room: states, answers as seen by scoring, and results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class RoundState(StrEnum):
    """Where a round stands. The moves between states are in `transitions`."""

    DRAFT = "draft"
    OPEN = "open"
    MODERATION = "moderation"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"draft": "being prepared", "open": "open for answers", "moderation": "in moderation"}.get(
            self.value, "signed off" if self is RoundState.SIGNED else self.value
        )


class ResponseState(StrEnum):
    """Where one department's response stands."""

    INVITED = "invited"
    ANSWERING = "answering"
    SUBMITTED = "submitted"

    @property
    def label(self) -> str:
        return {"invited": "not started", "answering": "answering"}.get(self.value, "submitted")


class AnswerState(StrEnum):
    """An answer's state. A code that a department is not asked has no answer at all."""

    UNANSWERED = "not answered"
    LEVEL = "level"
    NOT_APPLICABLE = "not applicable"


class CommentKind(StrEnum):
    """The four purposes for which the sector's diagnostic asks for comments."""

    GOOD_PRACTICE = "good practice"
    SUPPORT_WANTED = "support wanted"
    HOW_DONE = "how it is done"
    OTHER = "other"

    @property
    def field(self) -> str:
        return {
            CommentKind.GOOD_PRACTICE: "comment_good_practice",
            CommentKind.SUPPORT_WANTED: "comment_support_wanted",
            CommentKind.HOW_DONE: "comment_how_done",
            CommentKind.OTHER: "comment_other",
        }[self]


# The texts of an answer, and how a page or a message names each
TEXT_LABELS: dict[str, str] = {
    "not_applicable_because": "Why it does not apply",
    **{kind.field: kind.value.capitalize() for kind in CommentKind},
    "exemplar_contact": "Contact",
    "exemplar_note": "Case note",
}
TEXT_LIMIT = 10_000  # characters: some four pages, so that a slip of the clipboard does not fill the record
CONTACT_LIMIT = 200  # characters: what the table holds


def limit_of(text_field: str) -> int:
    """How many characters a text of an answer may have."""
    return CONTACT_LIMIT if text_field == "exemplar_contact" else TEXT_LIMIT


@dataclass(frozen=True)
class DepartmentAnswer:
    """One department's answer to one value code, as scoring sees it. `level` is one of its framework's, or None."""

    department: str
    state: AnswerState
    level: int | None = None
    excluded: bool = False
    exclusion_reason: str = ""

    @property
    def in_scope(self) -> bool:
        return not self.excluded and self.state is not AnswerState.NOT_APPLICABLE

    @property
    def counts(self) -> bool:
        return self.in_scope and self.level is not None


@dataclass(frozen=True)
class CodeResult:
    """The council's level for one value code, with what it rests on. Counts are departments."""

    value_code: str
    level: int | None
    final: bool
    asked: int
    answered: int
    not_applicable: int
    excluded: int
    unanswered: int
    lowest: tuple[str, ...]
    highest: int | None
    spread: int
    sentence: str
    levels_by_department: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ObjectResult:
    """A key area or enabler: its level from its codes, and the level that the council rated directly, if it did."""

    id: str
    level: int | None
    from_codes: tuple[str, ...]
    rated: int | None
    final: bool
    scored: int
    asked: int
    distribution: Mapping[str, int]
    sentence: str


@dataclass(frozen=True)
class RoundResult:
    """All results of one round. `distribution` counts value codes by level, and those without one."""

    round: str
    framework: str
    status: str
    results: tuple[CodeResult, ...]
    objects: tuple[ObjectResult, ...]
    distribution: Mapping[str, int]
    local: tuple[CodeResult, ...] = ()  # of the council's own codes; nothing above is worked out from them

    @property
    def every_result(self) -> tuple[CodeResult, ...]:
        return (*self.results, *self.local)

    def code(self, value_code: str) -> CodeResult:
        return next(result for result in self.every_result if result.value_code == value_code)

    def object(self, object_id: str) -> ObjectResult:
        return next(result for result in self.objects if result.id == object_id)
