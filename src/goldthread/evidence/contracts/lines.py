"""One row of a register as a line: every cell read into the field of a contract that it means, or kept as text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from goldthread.evidence.contracts import words
from goldthread.evidence.contracts.cells import (
    read_charity_number,
    read_company_number,
    read_count,
    read_day,
    read_extended,
    read_figure,
    read_lengths,
    read_span,
    read_yes,
    says_nothing,
    tell_registration,
    tidy,
)
from goldthread.evidence.contracts.types import (
    DATE_FIELDS,
    TAKEN_FIELDS,
    VALUE_FIELDS,
    ContractColumns,
    ContractField,
    FoundColumn,
    Line,
    Option,
    Reason,
)
from goldthread.register.rules import add_months
from goldthread.register.types import Arrangement, Procedure, Taken, VatBasis

F = ContractField
MOST_EXTRA, LONGEST_EXTRA = 60, 1000
TITLE, NAME, REFERENCE, SHORT = 300, 300, 80, 200
_TOTAL = re.compile(
    r"^\s*(?:grand |sub[- ]?)?totals?\b[\s:£\d,.(]*(?:records?|contracts?|rows?|lines?)?[\s).:]*$", re.IGNORECASE
)
_EX, _INC = (
    re.compile(r"\b(?:ex|exc|excl|excluding|net|without)\b"),
    re.compile(r"\b(?:inc|incl|including|gross|with)\b"),
)
_AMOUNT_OF = {
    F.VALUE: "awarded_value",
    F.MAXIMUM_VALUE: "maximum_value",
    F.ESTIMATED_VALUE: "estimated_value",
    F.ANNUAL_VALUE: "annual_value",
}
_VAT_OF = {"awarded_value": "awarded_vat", "maximum_value": "maximum_vat", "estimated_value": "estimated_vat"}


@dataclass(frozen=True)
class Reader:
    """How the rows of one table are read. `month_first` holds by field; `unread` are columns taken for nothing."""

    sheet: str
    mapping: ContractColumns
    month_first: Mapping[ContractField, bool]
    value_field: ContractField | None
    unread: tuple[tuple[int, str], ...]


@dataclass
class _Row:
    """A row on its way: `said` is what each field's cell says, "" where it says nothing."""

    said: dict[ContractField, str]
    reader: Reader
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    tender: dict[str, Any] = field(default_factory=dict)
    latest: date | None = None

    def keep(self, name: str, value: object) -> None:
        if value is not None and value != "":
            self.values[name] = value

    def column(self, which: ContractField) -> FoundColumn:
        return self.reader.mapping[which]

    def keep_text(self, which: ContractField) -> None:
        """A cell that says something which no field can hold is kept under its heading."""
        if self.said[which]:
            self.extra[self.column(which).column] = self.said[which][:LONGEST_EXTRA]


def read_line(number: int, note: str, cells: Sequence[str], reader: Reader) -> Line:
    """A row as a line. Where it is no contract the reason is given, and its amount still counts as read."""
    cells = [tidy(cell) for cell in cells]
    text = " | ".join(cells)
    line = Line(reader.sheet, number, text)
    tidied = {f: cells[found.position] if found.position < len(cells) else "" for f, found in reader.mapping.items()}
    amount = _control_amount(tidied, reader)
    reason = _no_contract(note, cells, tidied, reader)
    if reason is not None:
        return replace(line, reason=reason, amount=amount)
    row = _Row({f: "" if says_nothing(text) else text for f, text in tidied.items()}, reader)
    for place, heading in reader.unread:
        cell = cells[place] if place < len(cells) else ""
        if not says_nothing(cell) and len(row.extra) < MOST_EXTRA:
            row.extra[heading] = cell[:LONGEST_EXTRA]
    _read_names(row)
    _read_amounts(row)
    _read_days(row, tidied)
    code = _read_words(row)
    options = _read_extensions(row)
    reason = _wrong(row, amount)
    return replace(
        line,
        values=row.values,
        options=options,
        tender=row.tender,
        extra=row.extra,
        waiver_code=code,
        amount=amount,
        reason=reason,
    )


def _control_amount(said: Mapping[ContractField, str], reader: Reader) -> Decimal | None:
    if reader.value_field is None:
        return None
    return read_figure(said[reader.value_field], reader.mapping[reader.value_field].column)[0]


def _no_contract(note: str, cells: Sequence[str], said: Mapping[ContractField, str], reader: Reader) -> Reason | None:
    if not any(cells):
        return Reason.BLANK
    if note:
        return Reason.RAGGED
    same = sum(said[f].casefold() == tidy(found.column).casefold() for f, found in reader.mapping.items() if said[f])
    if same >= 2 or (same and same == sum(map(bool, said.values()))):
        return Reason.HEADINGS
    filled = [cell for cell in cells if cell]
    names = [said.get(F.SUPPLIER, ""), said.get(F.REFERENCE, "")]
    if any(map(_TOTAL.match, filled)) and not all(names) and len(filled) <= max(3, len(cells) // 2):
        return Reason.TOTAL
    title = said.get(F.TITLE, "") or said.get(F.DESCRIPTION, "")
    others = sum(bool(text) for text in said.values())
    if says_nothing(title) or (others == 1 and len(filled) == 1):
        return Reason.NO_TITLE
    return None


def _wrong(row: _Row, amount: Decimal | None) -> Reason | None:
    start, end = row.values.get("start"), row.values.get("end")
    if start and end and end < start:
        return Reason.ENDS_BEFORE
    if (amount is not None and amount < 0) or any(row.values.get(name, 0) < 0 for name in _AMOUNT_OF.values()):
        return Reason.NEGATIVE
    return None


def _read_names(row: _Row) -> None:
    said = row.said
    title = said.get(F.TITLE) or said.get(F.DESCRIPTION, "")
    row.keep("title", title[:TITLE])
    description = said.get(F.DESCRIPTION, "")
    row.keep("description", title if len(title) > TITLE and not description else description)
    row.keep("reference", said.get(F.REFERENCE, "")[:REFERENCE])
    row.keep("ocid", said.get(F.OCID, "")[:120])
    row.keep("body", said.get(F.BODY, ""))
    row.keep("department_name", said.get(F.DEPARTMENT, "")[:SHORT])
    supplier = said.get(F.SUPPLIER, "")
    if supplier and words.is_no_one(supplier):
        row.keep_text(F.SUPPLIER)
    else:
        row.keep("supplier_name", words.part_firms(supplier)[:NAME])
    postcode = said.get(F.POSTCODE, "").upper()
    row.keep("postcode", postcode if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", postcode) else "")
    for which, name in ((F.OWNER, "owner_name"), (F.MANAGER, "manager_name")):
        row.keep(name, said.get(which, "")[:SHORT])
    for which, name in ((F.OWNER_EMAIL, "owner_email"), (F.MANAGER_EMAIL, "manager_email")):
        row.keep(name, said.get(which, "").lower()[:254])
    _read_numbers(row)


def _read_numbers(row: _Row) -> None:
    """Company and charity numbers, told apart; what is neither is kept as it stands."""
    company = read_company_number(row.said.get(F.COMPANY_NUMBER, ""))
    charity = read_charity_number(row.said.get(F.CHARITY_NUMBER, ""))
    if F.COMPANY_NUMBER in row.said and not company and not words.is_no_one(row.said[F.COMPANY_NUMBER]):
        told = tell_registration(row.said[F.COMPANY_NUMBER])
        charity = charity or told[1]
        if not any(told):
            row.keep_text(F.COMPANY_NUMBER)
    if row.said.get(F.REGISTRATION):
        told = tell_registration(row.said[F.REGISTRATION])
        company, charity = company or told[0], charity or told[1]
        if not any(told):
            row.keep_text(F.REGISTRATION)
    row.keep("company_number", company)
    row.keep("charity_number", charity)


def _read_amounts(row: _Row) -> None:
    for which in VALUE_FIELDS:
        if not row.said.get(which):
            continue
        amount, is_yearly = read_figure(row.said[which], row.column(which).column)
        if amount is None:
            row.keep_text(which)
            continue
        name = "annual_value" if is_yearly else _amount_said(which, row.said[which])
        row.values.setdefault(name, amount)
        basis = _vat_basis(f"{row.column(which).column} {row.said[which]}")
        if name in _VAT_OF and basis is not VatBasis.UNKNOWN:
            row.values[_VAT_OF[name]] = basis.value
    if row.said.get(F.IRRECOVERABLE_VAT):
        row.keep_text(F.IRRECOVERABLE_VAT)


def _amount_said(which: ContractField, text: str) -> str:
    """Where an amount belongs: a column of values may say "(est.)" or "up to" in the cell itself."""
    kind = words.read_amount_kind(text) if which is F.VALUE else None
    return kind or _AMOUNT_OF[which]


def _vat_basis(text: str) -> VatBasis:
    """Whether words beside an amount say that VAT is in it."""
    plain = re.sub(r"[^a-z]+", " ", text.casefold())
    around = re.search(r"(\w+ )?(?:of )?vat\b", plain)
    said = around[0] if around else plain if re.search(r"\b(?:net|gross)\b", plain) else ""
    if _EX.search(said):
        return VatBasis.EXCLUDED
    return VatBasis.INCLUDED if _INC.search(said) else VatBasis.UNKNOWN


def _read_days(row: _Row, tidied: Mapping[ContractField, str]) -> None:
    """The end is the current one; without any, the first end that the file gives, or start and length together."""
    ends = {F.END, F.EXPIRY, F.LATEST_END}
    days: dict[ContractField, date | None] = {}
    for which in DATE_FIELDS & row.said.keys():
        first = row.reader.month_first.get(which, False)
        days[which] = read_day(row.said[which], month_first=first, ends=which in ends) if row.said[which] else None
    _read_extended_ends(row, days)
    span = read_span(row.said.get(F.DURATION_TEXT, ""))
    start = days.get(F.START) or (span[0] if span else None)
    end = days.get(F.EXPIRY) or days.get(F.END) or (span[1] if span else None)
    says_end = tidied.get(F.EXPIRY, "") or tidied.get(F.END, "")
    term = () if span and not row.said.get(F.DURATION) else _term(row)
    if end is None and start and term and not says_end:
        end = add_months(start, term[0]) - date.resolution
        row.extra["Where the end is from"] = "start and length"
    row.keep("start", start)
    row.keep("end", end)
    row.latest = days.get(F.LATEST_END)
    row.keep("awarded_on", days.get(F.AWARDED_ON))
    row.keep("review_date", days.get(F.REVIEW_DATE))
    if end is None and says_end and says_end != "-":
        row.keep("end_text", says_end[:80])
    for which in (F.START, F.AWARDED_ON, F.REVIEW_DATE, F.LATEST_END):
        if row.said.get(which) and (days.get(which) is None or which is F.LATEST_END):
            row.keep_text(which)
    if days.get(F.END) and days.get(F.EXPIRY) and days[F.END] != days[F.EXPIRY]:
        row.keep_text(F.END)
    for which in (F.DURATION, F.DURATION_TEXT):
        if row.said.get(which):
            row.keep_text(which)
    row.keep("notice_months", read_count(row.said.get(F.NOTICE_MONTHS, "")))


def _read_extended_ends(row: _Row, days: dict[ContractField, date | None]) -> None:
    """Cells that say the end and the latest end at once."""
    for which, taken in ((F.EXPIRY, F.EXPIRY), (F.END, F.END), (F.LATEST_END, F.END)):
        if said := read_extended(row.said.get(which, ""), month_first=row.reader.month_first.get(which, False)):
            days[taken], days[F.LATEST_END] = said
            row.keep_text(which)


def _read_words(row: _Row) -> str:
    """Procedure, arrangement and the other words; answers why a waiver was given, "" where there is none."""
    said, code = row.said, ""
    procedure = words.read_procedure(said.get(F.PROCEDURE, ""))
    row.keep("procedure_text", said.get(F.PROCEDURE, "")[:SHORT])
    row.keep("procedure", procedure.value if procedure else None)
    if procedure is Procedure.WAIVER:
        code = words.waiver_code(said[F.PROCEDURE])
    arrangement = words.read_arrangement(said.get(F.ARRANGEMENT, "")) or words.arrangement_of(procedure)
    if said.get(F.PARENT_REFERENCE) and read_yes(said[F.PARENT_REFERENCE]) is None:
        lot = " ".join(text for heading, text in row.extra.items() if words.is_lot_heading(heading))
        is_lot = words.is_lot(lot, row.values.get("title", ""))
        arrangement = arrangement or (Arrangement.FRAMEWORK if is_lot else Arrangement.CALL_OFF)
        row.values["parent_reference"] = said[F.PARENT_REFERENCE]
    row.keep("arrangement", arrangement.value if arrangement else None)
    kind, regime = words.read_kind(said.get(F.KIND, "")), words.read_regime(said.get(F.THRESHOLD, ""))
    row.keep("kind", kind.value if kind else None)
    row.keep("regime", regime.value if regime else None)
    row.keep("category_code", (said.get(F.CATEGORY_CODE) or said.get(F.CPV_CODE, ""))[:40])
    row.keep("category", said.get(F.CATEGORY, "")[:SHORT])
    if said.get(F.VISIBILITY):
        visibility = words.read_visibility(said[F.VISIBILITY], row.column(F.VISIBILITY).column)
        row.keep("visibility", visibility.value if visibility else None)
    kept = [(F.ARRANGEMENT, arrangement), (F.KIND, kind), (F.THRESHOLD, regime), (F.STATUS, None), (F.NOTES, None)]
    kept += [(F.PARENT_REFERENCE, None)] + ([(F.CPV_CODE, None)] if said.get(F.CATEGORY_CODE) else [])
    for which, understood in kept:
        if said.get(which) and understood is None:
            row.keep_text(which)
    _read_flags(row)
    return code


def _read_flags(row: _Row) -> None:
    for which, name in ((F.IS_SME, "is_sme"), (F.IS_VCSE, "is_vcse"), (F.HAS_PERSONAL_DATA, "holds_personal_data")):
        if row.said.get(which):
            answer = read_yes(row.said[which])
            row.keep(name, answer)
            if answer is None:
                row.keep_text(which)
    if row.said.get(F.SME_OR_VCSE):
        sme, vcse = words.read_sizes(row.said[F.SME_OR_VCSE])
        row.keep("is_sme", sme)
        row.keep("is_vcse", vcse)
        if sme is None and vcse is None:
            row.keep_text(F.SME_OR_VCSE)
    for which, name in ((F.BIDS, "bids"), (F.LOTS, "lots")):
        if (count := read_count(row.said.get(which, ""))) is not None:
            row.tender[name] = count
    if row.said.get(F.TENDER_REFERENCE):
        row.tender["reference"] = row.said[F.TENDER_REFERENCE][:80]


def _term(row: _Row) -> tuple[int, ...]:
    """Months of the contract, and then of each option, where its length says both: "3+1+1"."""
    which = F.DURATION if row.said.get(F.DURATION) else F.DURATION_TEXT
    return read_lengths(row.said[which], row.column(which).column) if row.said.get(which) else ()


def _read_extensions(row: _Row) -> tuple[Option, ...]:
    """The options to extend in order. Where the file gives months in all, each has its share of them."""
    text = row.said.get(F.EXTENSION_MONTHS, "")
    taken = [read_yes(row.said.get(which, "")) for which in TAKEN_FIELDS]
    lengths = _option_lengths(row, text)
    count = read_count(row.said.get(F.EXTENSION_COUNT, "")) or len(lengths)
    count = min(max(count, sum(answer is True for answer in taken)), 12)
    if text and not lengths and read_yes(text) is not False:
        row.keep_text(F.EXTENSION_MONTHS)
    if not lengths:
        return ()
    if len(lengths) == 1 and count > 1 and lengths[0] % count == 0 and not _is_each(row, lengths[0], taken):
        lengths = (lengths[0] // count,)
    lengths += lengths[-1:] * (count - len(lengths))
    states = [taken[place] if place < len(taken) else None for place in range(len(lengths))]
    said = {True: Taken.YES, False: Taken.NO, None: Taken.OPEN}
    return tuple((months, said[state]) for months, state in zip(lengths, states, strict=True))


def _option_lengths(row: _Row, text: str) -> tuple[int, ...]:
    """Months of each option: of the column of extensions, else behind the length, or behind the day of the end.

    "3+1+1" in the column of extensions begins with the contract itself, if its days are three years; else nobody knows.
    """
    if text:
        lengths = read_lengths(text, row.column(F.EXTENSION_MONTHS).column)
        if len(set(lengths)) <= 1 or re.search(r"\d\s*(?:x|\*|×)\s*\d", text):
            return lengths
        start, end = row.values.get("start"), row.values.get("end")
        return lengths[1:] if start and end and abs(_months_between(start, end) - lengths[0]) <= 1 else ()
    if options := _term(row)[1:]:
        return options
    for which in (F.EXPIRY, F.END):
        _day, plus, behind = row.said.get(which, "").partition("+")
        if plus and (options := read_lengths(behind)):
            row.keep_text(which)
            return options
    end = row.values.get("end")
    months = _months_between(end + date.resolution, row.latest) if end and row.latest and row.latest > end else 0
    return (months,) if 0 < months < 1200 else ()


def _months_between(start: date, end: date) -> int:
    """Whole months from the first to the day after the last."""
    after = end + date.resolution
    return (after.year - start.year) * 12 + after.month - start.month


def _is_each(row: _Row, months: int, taken: Sequence[bool | None]) -> bool:
    """Whether the months are those of each option, as start, length, options taken and the current end show."""
    start, end = row.values.get("start"), row.values.get("end")
    term = _term(row)
    used = sum(answer is True for answer in taken)
    if not (start and end and term and used):
        return False
    return bool(abs(_months_between(start, end) - term[0] - used * months) <= 1)
