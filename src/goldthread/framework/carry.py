"""Where an old answer lands in the framework that supersedes its own. Pure: it knows neither rounds nor people.

A machine never sets a score: a landing proposes a level, and a person confirms it. Rules and tests: SCORING.md, F1-F12.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from goldthread.common.errors import UserError
from goldthread.framework.changes import Carry, Change, ChangeFile, ChangeKind
from goldthread.framework.types import Framework

SAME_MEANING = frozenset({ChangeKind.UNCHANGED, ChangeKind.RENAMED, ChangeKind.REWORDED})

LOCAL_REVIEW = "A local code, published for the newer framework too; read its wording there."
LOCAL_ARCHIVED = "A local code that is not published for the newer framework."


class CarryRefused(UserError):
    """Answers that cannot be carried as asked; nothing was written."""


class Outcome(StrEnum):
    """What becomes of one old answer in one place of the newer framework."""

    CARRIED = "carried"
    REVIEW = "needs review"
    COPIED = "copied"
    COMMENT = "comment only"
    ARCHIVED = "archived"

    @property
    def brings_level(self) -> bool:
        return self in {Outcome.CARRIED, Outcome.REVIEW, Outcome.COPIED}


@dataclass(frozen=True)
class Landing:
    """One place in which an old answer lands; `new` is None in the archive. `why` is the change file's reason."""

    old: str
    new: str | None
    outcome: Outcome
    why: str


@dataclass(frozen=True)
class Proposal:
    """What several landings in one new answer come to: a level to be confirmed, or none."""

    level: int | None
    needs_review: bool


@dataclass(frozen=True)
class CarryPlan:
    """The way of every item from one framework to the next, checked whole by `plan_carry`."""

    old: Framework
    new: Framework
    changes: Mapping[str, Change]  # by old id

    def land(self, item: str, level: int | None, *, is_rating: bool) -> tuple[Landing, ...]:
        """Every place of one old answer: at least one. A rating lands on objects, an answer on value codes."""
        places = _object_ids(self.new) if is_rating else _code_ids(self.new)
        if any(code.id == item for code in self.old.local_codes):
            return (self._land_local(item),)
        change = self.changes.get(item)
        if change is None:
            return (Landing(item, item, self._keep(level, ()), "Nothing changed."),)
        landings = tuple(
            Landing(item, new, self._outcome(change, new, level), change.reason)
            for new in change.new
            if new in places and change.carry.get(new, Carry.NOTHING) is not Carry.NOTHING
        )
        return landings or (Landing(item, None, Outcome.ARCHIVED, change.reason),)

    def _land_local(self, item: str) -> Landing:
        """A local code goes where the council has published it for the newer framework, to be read again."""
        if any(code.id == item for code in self.new.local_codes):
            return Landing(item, item, Outcome.REVIEW, LOCAL_REVIEW)
        return Landing(item, None, Outcome.ARCHIVED, LOCAL_ARCHIVED)

    def common(self) -> tuple[tuple[str, str], ...]:
        """Objects of which both versions ask the same, as (old, new) ids: the only ones that a trend may join.

        One old item became one new one, its score is carried whole, and no level has to be confirmed again.
        """
        found = []
        for item in self.old.objects:
            change = self.changes[item.id]
            if change.kind in SAME_MEANING and not change.reconfirm and change.carry[change.new[0]] is Carry.SCORE:
                found.append((item.id, change.new[0]))
        return tuple(found)

    def _outcome(self, change: Change, new: str, level: int | None) -> Outcome:
        if change.carry[new] is Carry.COMMENT:
            return Outcome.COMMENT
        kept = self._keep(level, change.reconfirm)
        if kept is not Outcome.CARRIED:
            return kept
        if change.kind is ChangeKind.JOINED:
            return Outcome.REVIEW
        return Outcome.COPIED if change.kind is ChangeKind.SPLIT else Outcome.CARRIED

    def _keep(self, level: int | None, reconfirm: Sequence[int]) -> Outcome:
        if level is not None and level not in {known.number for known in self.new.levels}:
            return Outcome.COMMENT  # the newer framework has no such level
        return Outcome.REVIEW if level in reconfirm else Outcome.CARRIED


def propose(levels: Sequence[tuple[Outcome, int | None]]) -> Proposal:
    """The lowest level among answers that land together; none where one of those that bring a level has none."""
    bringing = [level for outcome, level in levels if outcome.brings_level]
    known = [level for level in bringing if level is not None]
    whole = bool(known) and len(known) == len(bringing)
    return Proposal(
        level=min(known) if whole else None,
        needs_review=len(bringing) > 1 or any(outcome is Outcome.REVIEW for outcome, _ in levels),
    )


def plan_carry(old: Framework, new: Framework, changes: ChangeFile | None) -> CarryPlan:
    """The plan, or `CarryRefused` with everything that is wrong in it. Nothing may be lost on the way."""
    if old.id == new.id:
        raise CarryRefused(
            f"The round stands under {new.short_title} already.", "Name the framework that supersedes it."
        )
    if changes is None or (changes.old_framework, changes.new_framework) != (old.id, new.id):
        raise CarryRefused(
            f"No change file leads from {old.id} to {new.id}.",
            f"Write changes.yaml in the folder of {new.id}, or carry to the framework that supersedes {old.id}.",
        )
    faults = tuple(_faults(old, new, changes.changes))
    if faults:
        raise CarryRefused(
            f"The change file from {old.id} to {new.id} would lose or mistake answers.",
            f"Mend changes.yaml of {new.id} and check it with: goldthread framework check",
            details=faults,
        )
    return CarryPlan(old, new, {item: change for change in changes.changes for item in change.old})


def reused_ids(changes: Iterable[Change], old_ids: Iterable[str], new_ids: Iterable[str]) -> tuple[str, ...]:
    """Ids that stand in both frameworks and mean something else in the newer one: their old item went elsewhere.

    An old item that goes on under its own id, or is not named at all, is no fault.
    """
    both = set(old_ids) & set(new_ids)
    rows = list(changes)
    left = {item for change in rows for item in change.old if item not in change.new}
    added = {item for change in rows for item in change.new if item not in change.old}
    return tuple(sorted(both & (left | added)))


def _faults(old: Framework, new: Framework, changes: Sequence[Change]) -> Iterable[str]:
    old_objects, old_codes = _object_ids(old), _code_ids(old)
    old_ids, new_ids = old_objects | old_codes, _object_ids(new) | _code_ids(new)
    named = [item for change in changes for item in change.old]
    for item in sorted(old_ids):
        if item not in named and (item in old_objects or item not in new_ids):
            yield f'No change says what becomes of "{item}".'
        if named.count(item) > 1:
            yield f'"{item}" stands in two changes.'
    yield from (f'"{item}" names something else in {new.id}.' for item in reused_ids(changes, old_ids, new_ids))
    for item in dict.fromkeys(item for change in changes for item in change.new):
        if item not in new_ids:
            retired = item in old_ids
            yield f'"{item}" {"retired" if retired else "is unknown"}: {new.id} has no such item.'


def _object_ids(framework: Framework) -> frozenset[str]:
    return frozenset(item.id for item in framework.objects)


def _code_ids(framework: Framework) -> frozenset[str]:
    return frozenset(code.id for code in framework.value_codes)
