"""Which column of a register holds what: by what people said, then by declared names, then words, then values."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from goldthread.evidence.contracts.cells import is_open, read_count, read_day, read_value, says_nothing
from goldthread.evidence.contracts.lengths import read_months
from goldthread.evidence.contracts.names import ContractFamily, contract_families
from goldthread.evidence.contracts.types import (
    COUNT_FIELDS,
    DATE_FIELDS,
    MONEY_FIELDS,
    VALUE_FIELDS,
    YES_FIELDS,
    ContractColumns,
    ContractField,
    FoundColumn,
)
from goldthread.evidence.contracts.words import says_either
from goldthread.evidence.sources.looks import Looks, look_at
from goldthread.evidence.sources.mapping import NEARLY, SURE
from goldthread.evidence.sources.names import normalise_heading
from goldthread.evidence.sources.types import FileRefused, How

F = ContractField
COMMON = "common-names"
_BY_WORDS, _BY_VALUES, _GUESS = 0.75, 0.7, 0.4
_MANY_COMPANIES = 0.12
_SHORT = 40
_NAMED = 0.2
"""Under a declared name fewer amounts and days have to be readable: the others are bands and words."""
_MOST_LOOKED_AT = 300
_DAY_LIKE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$")
"""A day that does not exist, such as the 31st of June, is still meant as one."""

REQUIRED: Mapping[str, tuple[ContractField, ...]] = {
    "title": (F.TITLE, F.DESCRIPTION),
    "supplier": (F.SUPPLIER,),
    "dates": (F.START, F.END, F.EXPIRY, F.LATEST_END, F.DURATION_TEXT),
}
"""Without these a line is no contract. A register without amounts is still one: they are unknown."""


@dataclass(frozen=True)
class ToldColumns:
    """What a person said of the columns: field to heading, now or before."""

    now: Mapping[ContractField, str]
    remembered: Mapping[ContractField, str]


@dataclass
class _Draft:
    headings: Sequence[str]
    names: tuple[str, ...]
    columns: list[list[str]]
    found: dict[ContractField, FoundColumn]

    def __post_init__(self) -> None:
        self.looks: list[Looks] = [look_at(column, _MOST_LOOKED_AT) for column in self.columns]

    def free(self) -> list[int]:
        taken = {found.position for found in self.found.values()}
        return [position for position in range(len(self.headings)) if position not in taken]

    def take(self, field: ContractField, position: int, confidence: float, how: How) -> None:
        self.found[field] = FoundColumn(self.headings[position], position, round(confidence, 2), how)

    def filled(self, position: int) -> list[str]:
        return [cell for cell in self.columns[position] if not says_nothing(cell)][:_MOST_LOOKED_AT]

    def share(self, position: int, reads: Callable[[str], bool]) -> float:
        cells = self.filled(position)
        return sum(map(reads, cells)) / len(cells) if cells else 0.0


def map_contract_columns(
    headings: Sequence[str], sample: Sequence[Sequence[str]], told: ToldColumns
) -> ContractColumns:
    """The columns taken for fields, each with how sure that is. Nothing is asked here."""
    columns = [[row[place] if place < len(row) else "" for row in sample] for place in range(len(headings))]
    draft = _Draft(headings, tuple(map(normalise_heading, headings)), columns, {})
    _take_told(draft, told)
    for family in rank_contract_families(draft.names):
        _take_declared(draft, family)
    _take_words(draft)
    _take_by_values(draft)
    return draft.found


def rank_contract_families(names: Sequence[str]) -> list[ContractFamily]:
    """The families by how well they fit; of those that fit nearly as well as the best, the common names come last."""
    held = set(names) - {""}
    covered = {f.id: len(held & {n for each in f.names.values() for n in each}) for f in contract_families()}
    enough = NEARLY * max(covered.values())
    ranked = sorted(contract_families(), key=lambda f: (covered[f.id] < enough, f.id == COMMON, -covered[f.id], f.id))
    return [family for family in ranked if covered[family.id]]


def _take_told(draft: _Draft, told: ToldColumns) -> None:
    for how, said in ((How.TOLD, told.now), (How.REMEMBERED, told.remembered)):
        for field, heading in said.items():
            if field in draft.found:
                continue
            position = _find_heading(draft, heading, must=how is How.TOLD)
            if position is not None:
                draft.take(field, position, 1.0, how)


def _find_heading(draft: _Draft, heading: str, *, must: bool) -> int | None:
    for known, wanted in ((draft.headings, heading), (draft.names, normalise_heading(heading))):
        if wanted in known:
            return list(known).index(wanted)
    if not must:
        return None
    shown = ", ".join(f'"{name}"' for name in draft.headings)
    raise FileRefused(what=f'No column is called "{heading}".', do=f"Name one of these after --map: {shown}.")


def _take_declared(draft: _Draft, family: ContractFamily) -> None:
    for field, names in family.names.items():
        if field in draft.found:
            continue
        named = [p for name in names for p in draft.free() if draft.names[p] == name]
        position = next((p for p in named if _fits(draft, field, p, _NAMED)), None)
        if position is not None:
            draft.take(field, position, family.confidence, How.DECLARED)


def _take_words(draft: _Draft) -> None:
    for family in contract_families():
        for field, sets in family.words.items():
            if field in draft.found:
                continue
            barred = family.unless.get(field, frozenset())
            position = next(
                (
                    p
                    for words in sets
                    for p in sorted(draft.free(), key=lambda p: _with_vat(draft, field, p))
                    if words <= (held := set(draft.names[p].split()))
                    and not (held & barred - words)
                    and _fits(draft, field, p)
                ),
                None,
            )
            if position is not None:
                draft.take(field, position, _BY_WORDS, How.WORDS)


def _with_vat(draft: _Draft, field: ContractField, position: int) -> bool:
    """Whether a column's amounts have VAT in them: payments have not, so of two columns the other is taken."""
    held = set(draft.names[position].split())
    return field in MONEY_FIELDS and "vat" in held and bool(held & _INCLUDED)


def _fits(draft: _Draft, field: ContractField, position: int, least: float = 0.5) -> bool:
    """Whether the values do not speak against the field: of amounts and days at `least` a share is one.

    An empty column may be anything but a title or supplier.
    """
    looks = draft.looks[position]
    if not draft.filled(position):
        return field not in {F.TITLE, F.SUPPLIER}
    if field in _ONE_AMOUNT and (says_either(draft.headings[position]) or _ONE_YEAR.search(draft.headings[position])):
        return False
    if field in MONEY_FIELDS:
        return _money(draft, position) >= least
    if field in DATE_FIELDS:
        return _dates(draft, position) >= least
    if field in _WORDY:
        return looks.words >= 0.5 and looks.money < 0.5 and looks.dates < 0.5
    reads = _READS.get(field)
    if reads is not None:
        return draft.share(position, reads) >= 0.5
    return looks.dates < 0.9 or field is F.DURATION_TEXT


_ONE_YEAR = re.compile(r"\b(?:20)?\d\d ?[/-] ?(?:20)?\d\d\b")
"""What was spent in one year ("Annual spend 24/25") is no amount of the contract."""
_INCLUDED = frozenset({"inc", "incl", "including", "inclusive", "gross", "with"})
_ONE_AMOUNT = frozenset({F.MAXIMUM_VALUE, F.ESTIMATED_VALUE, F.ANNUAL_VALUE})
_WORDY = frozenset({F.SUPPLIER, F.TITLE, F.DESCRIPTION, F.DEPARTMENT, F.MANAGER, F.OWNER, F.VALUE_BASIS})
_READS: Mapping[ContractField, Callable[[str], bool]] = {
    **dict.fromkeys(COUNT_FIELDS, lambda cell: read_months(cell) is not None),
    **dict.fromkeys(YES_FIELDS, lambda cell: len(cell) <= _SHORT and read_day(cell) is None),
    **dict.fromkeys((F.MANAGER_EMAIL, F.OWNER_EMAIL), lambda cell: "@" in cell),
}


def _money(draft: _Draft, position: int) -> float:
    """The share of cells with an amount; words such as "TBC" do not count either way."""
    cells = [cell for cell in draft.filled(position) if any(c.isdigit() for c in cell)]
    return sum(read_value(cell)[0] is not None for cell in cells) / len(cells) if cells else 0.5


def _dates(draft: _Draft, position: int) -> float:
    """The share of cells with a day; words such as "ongoing" do not count either way."""
    cells = [cell for cell in draft.filled(position) if not is_open(cell) or read_day(cell)]
    dated = sum(read_day(cell) is not None or bool(_DAY_LIKE.match(cell.strip())) for cell in cells)
    return dated / len(cells) if cells else 0.5


def _take_by_values(draft: _Draft) -> None:
    if not draft.found.keys() & {F.START, F.END, F.EXPIRY, F.LATEST_END}:
        _take_days(draft)
    if not draft.found.keys() & set(VALUE_FIELDS):
        paid = [
            p for p in draft.free() if draft.looks[p].is_money and draft.looks[p].dates < 0.5 and _is_wide(draft, p)
        ]
        if paid:
            draft.take(F.VALUE, paid[0], _BY_VALUES if len(paid) == 1 else _GUESS, How.VALUES)
    if F.SUPPLIER not in draft.found:
        named = sorted(_wordy(draft), key=lambda p: -draft.looks[p].companies)
        if named:
            best, second = (draft.looks[p].companies for p in (named[0], named[1] if named[1:] else named[0]))
            is_clear = best >= _MANY_COMPANIES and (not named[1:] or best >= 2 * second)
            draft.take(F.SUPPLIER, named[0], _BY_VALUES if is_clear else _GUESS, How.VALUES)
    if not draft.found.keys() & {F.TITLE, F.DESCRIPTION}:
        wordy = [p for p in _wordy(draft) if draft.looks[p].distinct >= 0.6]
        if wordy:
            draft.take(F.TITLE, wordy[0], SURE if len(wordy) == 1 else _GUESS, How.VALUES)
    if F.REFERENCE not in draft.found:
        coded = [p for p in draft.free() if _is_reference(draft, p)]
        if len(coded) == 1:
            draft.take(F.REFERENCE, coded[0], SURE, How.VALUES)


def _take_days(draft: _Draft) -> None:
    """Of two columns of days the one that comes first in every line is the start."""
    dated = [p for p in draft.free() if draft.filled(p) and _dates(draft, p) >= 0.8]
    if len(dated) == 1:
        draft.take(F.END, dated[0], _GUESS, How.VALUES)
    if len(dated) < 2:
        return
    one, other = dated[:2]
    pairs = [
        (a, b)
        for x, y in zip(draft.columns[one], draft.columns[other], strict=True)
        if (a := read_day(x)) and (b := read_day(y))
    ]
    confidence = _BY_VALUES if len(dated) == 2 and _in_order(pairs) else _GUESS
    if pairs and not _in_order(pairs) and _in_order([(b, a) for a, b in pairs]):
        one, other = other, one
        confidence = _BY_VALUES if len(dated) == 2 else _GUESS
    draft.take(F.START, one, confidence, How.VALUES)
    draft.take(F.END, other, confidence, How.VALUES)


def _in_order(pairs: Sequence[tuple[date, date]]) -> bool:
    return len(pairs) >= 3 and sum(a <= b for a, b in pairs) >= 0.9 * len(pairs)


def _wordy(draft: _Draft) -> list[int]:
    return [
        p
        for p in draft.free()
        if draft.looks[p].words >= 0.8
        and not draft.looks[p].is_date
        and draft.looks[p].filled >= 0.5
        and draft.share(p, lambda cell: "@" in cell) < 0.5
        and draft.share(p, lambda cell: len(cell) > 3) >= 0.8
    ]


def _is_wide(draft: _Draft, position: int) -> bool:
    """Amounts of contracts are more than small counts."""
    values = [value for cell in draft.filled(position) if (value := read_value(cell)[0]) is not None]
    return bool(values) and sum(value >= 500 for value in values) >= 0.5 * len(values)


def _is_reference(draft: _Draft, position: int) -> bool:
    looks = draft.looks[position]
    if looks.distinct < 0.98 or looks.filled < 0.7 or looks.is_date or _is_wide(draft, position):
        return False
    coded = draft.share(position, lambda cell: len(cell) <= 20 and any(c.isdigit() for c in cell) and " " not in cell)
    return coded >= 0.9 and draft.share(position, lambda cell: read_count(cell) is not None) < 1.0


def unsure_contract_columns(mapping: ContractColumns) -> list[str]:
    """What a person has to be asked for."""
    return [
        wanted
        for wanted, fields in REQUIRED.items()
        if not any(field in mapping and mapping[field].confidence >= SURE for field in fields)
    ]


def sure_columns(mapping: ContractColumns) -> ContractColumns:
    """The mapping that is loaded: nothing that is not sure enough."""
    return {field: replace(found) for field, found in mapping.items() if found.confidence >= SURE}
