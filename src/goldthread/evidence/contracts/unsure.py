"""The question that is asked once of a register: which column holds what. The answer is a flag, or a choice on a
screen."""

from dataclasses import dataclass

from goldthread.evidence.contracts.columns import REQUIRED, unsure_contract_columns
from goldthread.evidence.contracts.types import ContractColumns
from goldthread.evidence.sources.mapping import SURE
from goldthread.evidence.sources.types import FileRefused, TableFile
from goldthread.evidence.sources.unsure import sample_columns

_MOST_COLUMNS = 60
MISSING = {"title": "what is bought", "supplier": "who supplies it", "dates": "when the contract begins or ends"}
_FLAGS = {"title": "title", "supplier": "supplier", "dates": "end"}


@dataclass(frozen=True)
class ContractQuestion:
    """What a screen shows: each heading with some of its values, what is understood, and what is still missing."""

    sheet: str
    headings: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: ContractColumns
    missing: tuple[str, ...]


class UnsureContractColumns(FileRefused):
    """Columns have to be named by a person before the register can be loaded."""

    def __init__(self, what: str, do: str, *, details: tuple[str, ...], question: ContractQuestion) -> None:
        super().__init__(what, do, details=details)
        self.question = question


def ask_for_contract_columns(
    name: str, council: str, table: TableFile, mapping: ContractColumns
) -> UnsureContractColumns:
    """What is not sure, every column with samples, and the command that says it."""
    missing = unsure_contract_columns(mapping)
    flags = []
    for wanted in missing:
        guess = next((mapping[field] for field in REQUIRED[wanted] if field in mapping), None)
        flags.append(f'--map {_FLAGS[wanted]}="{guess.column if guess else "HEADING"}"')
    samples = sample_columns(table)
    columns = [f'"{h}": {", ".join(seen) or "nothing"}' for h, seen in zip(table.headings, samples, strict=True)]
    sure = [f"{f.value} is {found.column}" for f, found in mapping.items() if found.confidence >= SURE]
    understood = [f"Understood so far: {', '.join(sure)}."] if sure else []
    where = f"{name}, sheet {table.sheet}" if table.sheet else name
    command = f'goldthread contract load --council {council} "{name}" {" ".join(flags)}'
    words = " and ".join(MISSING[wanted] for wanted in missing)
    what, do = f"{where}: it is not sure which column says {words}.", f"Say so once, and it is remembered: {command}"
    if len(missing) == len(REQUIRED):
        what = f"{where}: no contracts were recognised; nothing in it looks like a title, a supplier and a day."
        do = f"If it holds contracts, say where: {command}"
    if "dates" in missing:
        understood.append(f'If it holds payments, load it with: goldthread spend load --council {council} "{name}"')
    question = ContractQuestion(table.sheet or "", table.headings, samples, mapping, tuple(missing))
    return UnsureContractColumns(what, do, details=(*columns[:_MOST_COLUMNS], *understood), question=question)
