"""Which column holds what: by what people said, then by declared names, then by what the values look like."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goldthread.evidence.sources.doubts import GUESS, Columns, adds_up, settle_doubts
from goldthread.evidence.sources.levels import settle_levels
from goldthread.evidence.sources.looks import Looks, look_at
from goldthread.evidence.sources.money import read_money
from goldthread.evidence.sources.names import Family, load_families, normalise_heading
from goldthread.evidence.sources.types import (
    DATE_FIELDS,
    MONEY_FIELDS,
    ColumnMap,
    ColumnMatch,
    Field,
    FileRefused,
    How,
    Told,
)

SURE = 0.6
"""Below this a person is asked."""
BARE = "bare-words"
NEARLY = 0.7
"""A family that declares this share of what the best one does is preferred where it is the surer."""
_BY_WORDS, _BY_VALUES, _COMPANY_NAMES, _BY_SUM = 0.75, 0.7, 0.15, 0.8
_MANY_COMPANIES = 0.12
_IN_WORDS = 0.5
_IN_LABELS = frozenset({Field.DEPARTMENT, Field.SERVICE, Field.COST_CENTRE, Field.EXPENSE_TYPE, Field.PURPOSE})
"""Fields that are read by people: where one column holds codes and another words, the words are wanted."""


_PERIOD = re.compile(r"\s*(?:\d{1,2}[-/]\d{4}|\d{4}[-/]?\d{1,2})\s*")
_NUMBERED = re.compile(r"column (\d{1,4})", re.IGNORECASE)


@dataclass
class _Draft:
    """What is mapped so far, and the columns that are still free."""

    headings: Sequence[str]
    names: tuple[str, ...]
    looks: tuple[Looks, ...]
    found: dict[Field, ColumnMatch]

    def free(self) -> list[int]:
        taken = {match.position for match in self.found.values()}
        return [position for position in range(len(self.headings)) if position not in taken]

    def take(self, field: Field, position: int, confidence: float, how: How) -> None:
        self.found[field] = ColumnMatch(self.headings[position], position, round(confidence, 2), how)


def fingerprint_headings(headings: Iterable[str]) -> str:
    """What a layout is remembered by: its headings, whatever their case and punctuation."""
    return hashlib.sha256("\n".join(map(normalise_heading, headings)).encode()).hexdigest()


def name_column(headings: Sequence[str], place: int) -> str:
    """What a person calls a column: its heading, or its number where it has none or shares it with another."""
    heading = headings[place]
    alike = sum(normalise_heading(each) == normalise_heading(heading) for each in headings)
    return heading if heading and alike == 1 else f"column {place + 1}"


def map_columns(headings: Sequence[str], sample: Sequence[Sequence[str]], told: Told) -> ColumnMap:
    """The columns taken for fields, each with how sure that is. Nothing is asked here; see `check_sure`."""
    columns = [[row[place] if place < len(row) else "" for row in sample] for place in range(len(headings))]
    looks = tuple(look_at(column) for column in columns)
    draft = _Draft(headings, tuple(map(normalise_heading, headings)), looks, {})
    _take_told(draft, told)
    for family in rank_families(draft.names):
        _take_declared(draft, family)
    _take_words(draft)
    _take_stand_in(draft)
    _take_by_values(draft, columns)
    settle_levels(draft.names, draft.found)
    settle_doubts(Columns(headings, draft.names, looks, columns), draft.found)
    return draft.found


def rank_families(names: Sequence[str]) -> list[Family]:
    """The families by how well they fit: of those that declare nearly as many headings as the best, the more sure.

    Bare words come last.
    """
    held = set(names) - {""}
    covered = {family.id: _coverage(family, held) for family in load_families()}
    enough = NEARLY * max(covered.values())
    ranked = sorted(
        load_families(), key=lambda f: (f.id == BARE, covered[f.id] < enough, -f.confidence, -covered[f.id])
    )
    return [family for family in ranked if covered[family.id]]


def _coverage(family: Family, held: set[str]) -> int:
    return len(held & {name for names in family.names.values() for name in names})


def _take_told(draft: _Draft, told: Told) -> None:
    for how, said in ((How.TOLD, told.now), (How.REMEMBERED, told.remembered)):
        for field, heading in said.items():
            if field not in draft.found:
                position = _find_heading(draft, heading, must=how is How.TOLD)
                if position is not None:
                    draft.take(field, position, 1.0, how)


def _find_heading(draft: _Draft, heading: str, *, must: bool) -> int | None:
    for known, wanted in ((draft.headings, heading), (draft.names, normalise_heading(heading))):
        if wanted in known:
            return list(known).index(wanted)
    numbered = _NUMBERED.fullmatch(heading.strip())
    if numbered and 1 <= int(numbered[1]) <= len(draft.headings):
        return int(numbered[1]) - 1
    if not must:
        return None
    shown = ", ".join(f'"{name_column(draft.headings, place)}"' for place in range(len(draft.headings)))
    raise FileRefused(what=f'No column is called "{heading}".', do=f"Name one of these after --map: {shown}.")


def _take_declared(draft: _Draft, family: Family) -> None:
    for field, names in family.names.items():
        if field in draft.found or field is Field.STAND_IN_DATE:
            continue
        held = (p for name in names for p in draft.free() if draft.names[p] == name and _fits(draft, field, p))
        position = _spelt_out(draft, field, list(held))
        if position is not None:
            confidence = family.confidence
            if family.id == BARE and field is Field.SUPPLIER:
                is_company = draft.looks[position].companies >= _MANY_COMPANIES
                confidence = confidence + _COMPANY_NAMES if is_company else GUESS
            draft.take(field, position, confidence, How.DECLARED)


def _spelt_out(draft: _Draft, field: Field, places: Sequence[int]) -> int | None:
    """The first of the columns that could be it; of a code and its label, both so called, the label."""
    spelt = (p for p in places if draft.looks[p].words >= _IN_WORDS) if field in _IN_LABELS else iter(())
    return next(spelt, places[0] if places else None)


def _fits(draft: _Draft, field: Field, position: int) -> bool:
    """Whether the values do not speak against the field."""
    looks = draft.looks[position]
    if looks.filled == 0:
        return field not in {Field.SUPPLIER, Field.PAYMENT_DATE, Field.NET, Field.GROSS, Field.AMOUNT}
    if field in MONEY_FIELDS:
        return looks.money >= 0.5 and looks.dates < 0.9
    if field in DATE_FIELDS:
        return looks.dates >= 0.5 or (looks.yearless >= 0.5 and field is not Field.INVOICE_DATE)
    if field is Field.SUPPLIER:
        return looks.words >= 0.5 and looks.money < 0.5
    if field in {Field.DEPARTMENT, Field.SERVICE, Field.EXPENSE_TYPE, Field.PURPOSE, Field.BODY}:
        return looks.dates < 0.9 and looks.links < 0.5
    return True


def _take_words(draft: _Draft) -> None:
    for family in load_families():
        for field, sets in family.words.items():
            if field in draft.found or field is Field.STAND_IN_DATE:
                continue
            held = (
                p
                for tokens in sets
                for p in draft.free()
                if _says(family, field, tokens, draft.names[p]) and _fits(draft, field, p)
            )
            position = _spelt_out(draft, field, list(held))
            if position is not None:
                draft.take(field, position, _BY_WORDS, How.WORDS)


def _says(family: Family, field: Field, tokens: frozenset[str], name: str) -> bool:
    """Whether a name has these words and none of those that make it something else: VAT, but no VAT number."""
    held = set(name.split())
    return tokens <= held and not held & family.unless.get(field, frozenset())


def _take_stand_in(draft: _Draft) -> None:
    """Where no column is the day of payment, the nearest other date stands in for it, and is said to."""
    if Field.PAYMENT_DATE in draft.found:
        return
    invoice = draft.found.get(Field.INVOICE_DATE)
    open_places = [*draft.free(), *([invoice.position] if invoice else [])]
    names = [n for family in rank_families(draft.names) for n in family.names.get(Field.STAND_IN_DATE, ())]
    position = next(
        (p for name in names for p in open_places if draft.names[p] == name and _fits(draft, Field.STAND_IN_DATE, p)),
        None,
    )
    if position is None:
        position = next((p for p in open_places if "date" in draft.names[p].split() and draft.looks[p].is_date), None)
    if position is None:
        return
    if invoice and invoice.position == position:
        del draft.found[Field.INVOICE_DATE]
    draft.take(Field.PAYMENT_DATE, position, _BY_VALUES, How.STANDS_IN)


def _take_by_values(draft: _Draft, columns: Sequence[Sequence[str]]) -> None:
    if Field.PAYMENT_DATE not in draft.found:
        dated = [
            p
            for p in draft.free()
            if draft.looks[p].is_date and draft.looks[p].filled >= 0.5 and not _is_period(draft.names[p], columns[p])
        ]
        if dated:
            draft.take(Field.PAYMENT_DATE, dated[0], _BY_VALUES if len(dated) == 1 else GUESS, How.VALUES)
    if not draft.found.keys() & {Field.NET, Field.GROSS, Field.AMOUNT}:
        _take_amount(draft, columns)
    if Field.SUPPLIER not in draft.found:
        named = [p for p in draft.free() if draft.looks[p].words >= 0.8 and not draft.looks[p].is_date]
        ranked = sorted(named, key=lambda p: -draft.looks[p].companies)
        if ranked:
            best, second = draft.looks[ranked[0]].companies, draft.looks[ranked[1]].companies if ranked[1:] else 0.0
            is_clear = best >= _MANY_COMPANIES and best >= 2 * second
            draft.take(Field.SUPPLIER, ranked[0], _BY_VALUES if is_clear else GUESS, How.VALUES)


def _is_period(name: str, values: Sequence[str]) -> bool:
    """Whether a column counts the periods of an accounting year: 01/2024 is April in most councils' ledgers."""
    return "period" in name.split() and any(map(_PERIOD.fullmatch, values))


def _take_amount(draft: _Draft, columns: Sequence[Sequence[str]]) -> None:
    """One column of amounts is the amount; of three of which two make up the third, the third is gross."""
    paid = [
        p
        for p in draft.free()
        if draft.looks[p].is_money and draft.looks[p].pence >= 0.3 and not draft.looks[p].dates >= 0.9
    ]
    if len(paid) == 1:
        draft.take(Field.AMOUNT, paid[0], _BY_VALUES, How.VALUES)
        return
    for gross in paid:
        for net in paid:
            for vat in paid:
                if len({gross, net, vat}) == 3 and adds_up(columns[net], columns[vat], columns[gross]):
                    larger, smaller = (net, vat) if _total(columns[net]) >= _total(columns[vat]) else (vat, net)
                    draft.take(Field.NET, larger, _BY_SUM, How.VALUES)
                    draft.take(Field.VAT, smaller, _BY_SUM, How.VALUES)
                    draft.take(Field.GROSS, gross, _BY_SUM, How.VALUES)
                    return
    if paid:
        draft.take(Field.AMOUNT, paid[0], GUESS, How.VALUES)


def _total(values: Sequence[str]) -> Decimal:
    return sum((abs(read_money(value) or Decimal(0)) for value in values[:300]), Decimal(0))


REQUIRED: Mapping[str, tuple[Field, ...]] = {
    "supplier": (Field.SUPPLIER,),
    "payment_date": (Field.PAYMENT_DATE,),
    "amount": (Field.NET, Field.GROSS, Field.AMOUNT),
}


def unsure_of(mapping: ColumnMap) -> list[str]:
    """What a person has to be asked for: the fields without which a row is no payment."""
    return [
        wanted
        for wanted, fields in REQUIRED.items()
        if not any(field in mapping and mapping[field].confidence >= SURE for field in fields)
    ]


def without_guesses(mapping: ColumnMap) -> ColumnMap:
    """The mapping that is loaded: nothing that is not sure enough."""
    return {field: replace(match) for field, match in mapping.items() if match.confidence >= SURE}
