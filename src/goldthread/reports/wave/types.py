"""The plan of a wave as frozen values, in words already, so that drawing decides nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One procurement: what the board reads of it. `facts` are names and words in their order."""

    number: int
    title: str
    department: str
    estimated: str
    launch_by: str
    needed_on: str
    decision: str
    why: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BoardPlan:
    """All that goes before one board. `decision` is empty while it has not decided."""

    council: str
    title: str
    finding: str
    decision: str
    as_of: str
    items: tuple[Item, ...]
