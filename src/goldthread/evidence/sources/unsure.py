"""The question that is asked once: which column holds what. The answer is a flag."""

from goldthread.evidence.sources.looks import is_nothing
from goldthread.evidence.sources.mapping import REQUIRED, SURE, unsure_of
from goldthread.evidence.sources.types import ColumnMap, FileRefused, TableFile

_SAMPLES = 3
_WIDEST = 40


class UnsureColumns(FileRefused):
    """Columns have to be named by a person before the file can be loaded."""


def ask_for_columns(name: str, council: str, table: TableFile, mapping: ColumnMap) -> UnsureColumns:
    """What is not sure, every column with samples, and the command that says it."""
    missing = unsure_of(mapping)
    words = " and ".join(each.replace("_", " ") for each in missing)
    guesses = {wanted: next((mapping[f] for f in REQUIRED[wanted] if f in mapping), None) for wanted in missing}
    flags = []
    for wanted in missing:
        guess = guesses[wanted]
        heading = guess.column if guess else "HEADING"
        flags.append(f'--map {wanted}="{heading}"')
    where = f"{name}, sheet {table.sheet}" if table.sheet else name
    columns = [_show(heading, place, table) for place, heading in enumerate(table.headings)]
    sure = [f"{f.value} is {m.column}" for f, m in mapping.items() if m.confidence >= SURE]
    return UnsureColumns(
        what=f"{where}: it is not sure which column holds the {words}.",
        do=f'Say so once, and it is remembered: goldthread spend load --council {council} "{name}" {" ".join(flags)}',
        details=(*columns, *([f"Understood so far: {', '.join(sure)}."] if sure else [])),
    )


def _show(heading: str, place: int, table: TableFile) -> str:
    seen = dict.fromkeys(
        row[place].strip()[:_WIDEST] for row in table.sample if place < len(row) and not is_nothing(row[place])
    )
    return f'"{heading}": {", ".join(list(seen)[:_SAMPLES]) or "nothing"}'
