"""What one row of a file says about one answer, and the checks that need no round."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from goldthread.assessment.exchange.cells import is_formula
from goldthread.assessment.exchange.faults import Fault
from goldthread.assessment.types import AnswerState

_WHOLE_NUMBER = re.compile(r"(-?[0-9]{1,9})(\.0+)?(\s+[A-Za-z]+)?", re.ASCII)  # "3", "3.0" or "3 Mature"
# The three states by their names, and by what people write for them in a spreadsheet
_STATES = {
    **{state.value: state for state in AnswerState},
    "answered": AnswerState.LEVEL,
    "n/a": AnswerState.NOT_APPLICABLE,
    "na": AnswerState.NOT_APPLICABLE,
    "does not apply": AnswerState.NOT_APPLICABLE,
    "unanswered": AnswerState.UNANSWERED,
}
STATES_IN_WORDS = '"level", "not applicable" or "not answered"'
LEVELS_IN_WORDS = "Use the figure of a level, such as 1."


@dataclass(frozen=True)
class GivenAnswer:
    """One sound row. Fields that the file does not speak of are None or absent, and stay as they are in the round."""

    row: int
    department: str
    value_code: str
    state: AnswerState
    level: int | None
    texts: Mapping[str, str] = field(default_factory=dict)
    in_place: tuple[str, ...] | None = None
    exemplar_consent: bool | None = None


@dataclass
class Parsed:
    """Collects the rows of a file while it is read."""

    rows: int = 0
    answers: list[GivenAnswer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_state(cell: str, row: int, faults: list[Fault], *, level_cell: str = "") -> AnswerState | None:
    """The state that a cell names, whatever its case; adds a fault and answers None for anything else.

    An empty state beside a level says "level": somebody who fills in a spreadsheet need not say it twice.
    """
    shown = cell.strip()
    if not shown and level_cell.strip():
        return AnswerState.LEVEL
    if is_formula(shown):
        faults.append(Fault(row, f'The state is a formula, "{_short(shown)}".', f"Write {STATES_IN_WORDS} there."))
        return None
    found = _STATES.get(" ".join(shown.lower().replace("-", " ").replace("_", " ").split()))
    if found is None:
        what = f'"{_short(shown)}" is not a state.' if shown else "The state is empty."
        faults.append(Fault(row, what, f"Write {STATES_IN_WORDS}."))
    return found


def read_level(cell: str, row: int, faults: list[Fault]) -> int | None:
    """The level in a cell, None where it is empty; adds a fault for anything but a figure above nought.

    Whether the framework has that level is seen when the row is held against its round.
    """
    shown = cell.strip()
    if not shown:
        return None
    number = _WHOLE_NUMBER.fullmatch(shown)
    if number and int(number[1]) > 0:
        return int(number[1])
    if is_formula(shown) and not number:
        faults.append(Fault(row, f'The level is a formula, "{_short(shown)}".', LEVELS_IN_WORDS))
    else:
        faults.append(Fault(row, f'"{_short(shown)}" is not a level.', LEVELS_IN_WORDS))
    return None


def check_state_and_level(state: AnswerState, level: int | None, row: int, faults: list[Fault]) -> None:
    """Add a fault where the state and the level contradict each other."""
    if state is AnswerState.LEVEL and level is None:
        faults.append(Fault(row, 'The state is "level" and there is no level.', LEVELS_IN_WORDS))
    if state is not AnswerState.LEVEL and level is not None:
        faults.append(
            Fault(
                row,
                f'The state is "{state}" and there is a level, {level}.',
                'Empty the level, or write "level" as state.',
            )
        )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
