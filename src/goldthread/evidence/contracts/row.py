"""One row of a register on its way to a line: what each field's cell says, and what was made of it so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldthread.evidence.contracts.types import ContractColumns, ContractField, FoundColumn

MOST_EXTRA, LONGEST_EXTRA = 60, 1000


@dataclass(frozen=True)
class Reader:
    """How the rows of one table are read. `month_first` holds by field; `unread` are columns taken for nothing."""

    sheet: str
    mapping: ContractColumns
    month_first: Mapping[ContractField, bool]
    value_field: ContractField | None
    unread: tuple[tuple[int, str], ...]


@dataclass
class Row:
    """A row on its way: `said` is what each field's cell says, "" where it says nothing.

    `original` is the first end of a contract that runs longer by now, `latest` the end with every extension.
    """

    said: dict[ContractField, str]
    reader: Reader
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    tender: dict[str, Any] = field(default_factory=dict)
    original: date | None = None
    latest: date | None = None
    break_on: date | None = None

    def keep(self, name: str, value: object) -> None:
        if value is not None and value != "":
            self.values[name] = value

    def column(self, which: ContractField) -> FoundColumn:
        return self.reader.mapping[which]

    def keep_text(self, which: ContractField) -> None:
        """A cell that says something which no field can hold is kept under its heading."""
        if self.said[which]:
            self.extra[self.column(which).column] = self.said[which][:LONGEST_EXTRA]
