"""What becomes of each item of a framework, and of its answers, in the framework that supersedes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """How an item came into the newer framework, or left it."""

    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    REWORDED = "reworded"
    SPLIT = "split"
    JOINED = "joined"
    ADDED = "added"
    RETIRED = "retired"


class Carry(StrEnum):
    """What a new item takes over from the old answer. The old round keeps its answers in any case."""

    SCORE = "score"  # the level and the comments
    COMMENT = "comment"  # the comments alone: the item starts unscored
    NOTHING = "nothing"


@dataclass(frozen=True)
class Change:
    """One rule: from `old` ids to `new` ids, what each new one carries, and why."""

    kind: ChangeKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    carry: Mapping[str, Carry]  # by new id; one entry for every new id that has an old one
    reconfirm: tuple[int, ...]  # levels whose carried score a person must confirm again
    reason: str

    def __hash__(self) -> int:
        return hash((self.kind, self.old, self.new, tuple(self.carry.items()), self.reconfirm, self.reason))


@dataclass(frozen=True)
class ChangeFile:
    """Every rule from one framework to the next, and what else changed that moves no answer."""

    old_framework: str
    new_framework: str
    changes: tuple[Change, ...]
    notes: tuple[str, ...]

    def change_of(self, old_id: str) -> Change | None:
        """The rule that says what becomes of an old item; None where it stays as it was."""
        return next((change for change in self.changes if old_id in change.old), None)
