"""The question that is asked once: which column holds what. The answer is a flag, or a choice on a screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.evidence.sources.looks import is_nothing
from goldthread.evidence.sources.mapping import REQUIRED, SURE, name_column, unsure_of
from goldthread.evidence.sources.types import ColumnMap, ColumnMatch, FileRefused, TableFile

_SAMPLES = 3
_WIDEST = 40
_MOST_COLUMNS = 25


@dataclass(frozen=True)
class Question:
    """What a screen shows: each heading with some of its values, what is understood, and what is still missing."""

    sheet: str | None
    headings: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: ColumnMap
    missing: tuple[str, ...]
    why: str = ""


class UnsureColumns(FileRefused):
    """Columns have to be named by a person before the file can be loaded."""

    def __init__(self, what: str, do: str, *, details: tuple[str, ...], question: Question) -> None:
        super().__init__(what, do, details=details)
        self.question = question


def ask_for_columns(name: str, council: str, table: TableFile, mapping: ColumnMap) -> UnsureColumns:
    """What is not sure, every column with samples, and the command that says it."""
    missing = unsure_of(mapping)
    words = " and ".join(each.replace("_", " ") for each in missing)
    guesses = {wanted: next((mapping[f] for f in REQUIRED[wanted] if f in mapping), None) for wanted in missing}
    flags = []
    for wanted in missing:
        guess = guesses[wanted]
        heading = name_column(table.headings, guess.position) if guess else "HEADING"
        flags.append(f'--map {wanted}="{heading}"')
    samples = sample_columns(table)
    columns = [_describe(table.headings, place, seen) for place, seen in enumerate(samples)]
    sure = [f"{f.value} is {m.column}" for f, m in mapping.items() if m.confidence >= SURE]
    understood = [f"Understood so far: {', '.join(sure)}."] if sure else []
    where = f"{name}, sheet {table.sheet}" if table.sheet else name
    command = f'goldthread spend load --council {council} "{name}" {" ".join(flags)}'
    what = f"{where}: it is not sure which column holds the {words}."
    do = f"Say so once, and it is remembered: {command}"
    noted = next((guess for guess in guesses.values() if guess and guess.note), None)
    if noted:
        what = f'{where}: it is not sure that "{noted.column}" is the {words} as it stands: {noted.note}.'
        do = f"Correct the file and load that; or say which column is right as it stands: {command}"
    if len(missing) == len(REQUIRED):
        what = f"{where}: no payments were recognised; nothing in it looks like a supplier, a day and an amount."
        do = f"If it holds payments, say where: {command}"
    return UnsureColumns(
        what,
        do,
        details=(*columns[:_MOST_COLUMNS], *understood),
        question=Question(table.sheet, table.headings, samples, mapping, tuple(missing), _say_why(noted)),
    )


def _say_why(noted: ColumnMatch | None) -> str:
    return f'of "{noted.column}", {noted.note}' if noted else ""


def _describe(headings: Sequence[str], place: int, seen: Sequence[str]) -> str:
    name = name_column(headings, place)
    called = f' ("{headings[place]}")' if headings[place] and name != headings[place] else ""
    return f'"{name}"{called}: {", ".join(seen) or "nothing"}'


def sample_columns(table: TableFile) -> tuple[tuple[str, ...], ...]:
    """The first different values of each column, shortened."""
    return tuple(_samples(place, table) for place in range(len(table.headings)))


def _samples(place: int, table: TableFile) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for row in table.sample:
        if place < len(row) and not is_nothing(row[place]):
            seen[row[place].strip()[:_WIDEST]] = None
            if len(seen) == _SAMPLES:
                break
    return tuple(seen)
