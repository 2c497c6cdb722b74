"""What every list that is narrowed by its address shows: what can be chosen, and what narrows it now."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One line of a list to choose from."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Narrowing:
    """One thing that narrows what is shown, and the query without it."""

    text: str
    without: str
