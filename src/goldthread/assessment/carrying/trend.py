"""Then and now across two versions: each score under the framework of its day, a trend over what both ask alike."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.assessment.models import Round
from goldthread.assessment.queries.results import read_result
from goldthread.assessment.queries.rounds import latest_snapshot
from goldthread.assessment.types import RoundState
from goldthread.common.words import number_in_words
from goldthread.framework.carry import plan_carry
from goldthread.framework.load import load_changes, load_framework


@dataclass(frozen=True)
class Stand:
    """An object's level from its value codes, and the one that the council rated directly; None is none."""

    level: int | None = None
    rated: int | None = None


@dataclass(frozen=True)
class ThenAndNow:
    """One object of the newer framework, or an old one that led nowhere. `is_common`: both versions ask alike.

    `moved` is the difference of like with like, level with level or rating with rating; None where there is none.
    """

    old_id: str
    old_name: str
    new_id: str
    new_name: str
    then: Stand
    now: Stand
    is_common: bool

    @property
    def moved(self) -> int | None:
        if not self.is_common:
            return None
        for then, now in ((self.then.level, self.now.level), (self.then.rated, self.now.rated)):
            if then is not None and now is not None:
                return now - then
        return None


def read_then_and_now(old: Round, new: Round) -> tuple[ThenAndNow, ...]:
    """Every object of both rounds, by the change file; a signed round speaks from its frozen record (at most nine)."""
    was, now = load_framework(old.framework_id), load_framework(new.framework_id)
    plan = plan_carry(was, now, load_changes(now.id))
    common = {pair[1]: pair[0] for pair in plan.common()}
    before, after = _stands(old), _stands(new)
    source = {new_id: old_id for old_id, change in plan.changes.items() for new_id in change.new}
    known = {item.id: item for item in was.objects}
    rows = []
    for item in now.objects:
        old_id = source.get(item.id, "")
        found = known.get(old_id)
        rows.append(
            ThenAndNow(
                old_id=found.id if found else "",
                old_name=found.name if found else "",
                new_id=item.id,
                new_name=item.name,
                then=before.get(old_id, Stand()),
                now=after.get(item.id, Stand()),
                is_common=common.get(item.id) == old_id,
            )
        )
    return tuple(rows)


def say_trend(rows: tuple[ThenAndNow, ...]) -> str:
    """The trend in a sentence, with the number of items on which it rests."""
    common = [row for row in rows if row.is_common]
    moved = [row.moved for row in common if row.moved is not None]
    head = f"{len(common)} of {len(rows)} key areas and enablers are asked alike in both versions"
    if not moved:
        return f"{head}; none of them has a level in both rounds yet, so there is no trend."
    up, down = sum(step > 0 for step in moved), sum(step < 0 for step in moved)
    counted = f"{number_in_words(len(moved))} {'has' if len(moved) == 1 else 'have'} a level in both rounds"
    same = len(moved) - up - down
    return (
        f"{head}. {counted.capitalize()}: {number_in_words(up)} higher, {number_in_words(same)} the same,"
        f" {number_in_words(down)} lower."
    )


def _stands(round: Round) -> Mapping[str, Stand]:
    snapshot = latest_snapshot(round) if round.state == RoundState.SIGNED else None
    if snapshot is not None:
        rows = json.loads(snapshot.content)["result"]["objects"]
        return {row["id"]: Stand(row["level"], row["rated"]) for row in rows}
    return {row.id: Stand(row.level, row.rated) for row in read_result(round).objects}
