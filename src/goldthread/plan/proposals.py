"""Actions that are proposed from gaps. A person takes one, or turns it down with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.common.words import list_in_words, number_in_words
from goldthread.plan.types import Gap, Position

_NAMED = 3


@dataclass(frozen=True)
class Proposal:
    """What an action could be: to bring the departments that hold a value code back one step up."""

    gap: Gap
    title: str
    evidence: str
    why: str

    @property
    def key(self) -> str:
        return self.gap.key


def propose(gaps: Iterable[Gap], position: Position, dismissed: Iterable[str]) -> tuple[Proposal, ...]:
    """One for each gap that no action takes and that nobody turned down."""
    down = frozenset(dismissed)
    return tuple(make_proposal(gap, position) for gap in gaps if not gap.bought_by and gap.key not in down)


def make_proposal(gap: Gap, position: Position) -> Proposal:
    names = position.level_names
    many = len(gap.departments) > _NAMED
    who = f"{number_in_words(len(gap.departments))} departments" if many else list_in_words(gap.departments)
    total = len(position.levels.get(gap.value_code, {}))
    every = len(gap.departments) == total and total > 1
    held = f"{'every department is' if every else who + (' is' if len(gap.departments) == 1 else ' are')} below"
    return Proposal(
        gap=gap,
        title=f"Bring {position.code_names.get(gap.value_code, gap.value_code)} to {names[gap.level]}",
        evidence="\n".join(gap.statements),
        why=f"{names[gap.level]} on {position.say_code(gap.value_code)}: {held} it.",
    )
