"""One row of a register as a line: every cell read into the field of a contract that it means, or kept as text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from goldthread.evidence.contracts import words
from goldthread.evidence.contracts.amounts import AMOUNT_OF, control_amount, read_amounts
from goldthread.evidence.contracts.cells import (
    read_charity_number,
    read_company_number,
    read_count,
    read_day,
    read_extended,
    read_former,
    read_span,
    read_yes,
    says_more,
    says_nothing,
    tell_registration,
    tidy,
)
from goldthread.evidence.contracts.row import LONGEST_EXTRA, MOST_EXTRA, Reader, Row
from goldthread.evidence.contracts.terms import read_extensions, read_latest, read_notice, term_of
from goldthread.evidence.contracts.types import DATE_FIELDS, ContractField, Line, Reason
from goldthread.register.rules import add_months
from goldthread.register.types import Arrangement, Procedure

F = ContractField
TITLE, NAME, REFERENCE, SHORT = 300, 300, 80, 200
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_TOTAL = re.compile(
    r"^\s*(?:grand |sub[- ]?)?totals?\b[\s:£\d,.(]*(?:records?|contracts?|rows?|lines?)?[\s).:]*$", re.IGNORECASE
)


def read_line(number: int, note: str, cells: Sequence[str], reader: Reader) -> Line:
    """A row as a line. Where it is no contract the reason is given, and its amount still counts as read."""
    cells = [tidy(cell) for cell in cells]
    text = " | ".join(cells)
    line = Line(reader.sheet, number, text)
    tidied = {f: cells[found.position] if found.position < len(cells) else "" for f, found in reader.mapping.items()}
    amount = control_amount(tidied, reader)
    reason = _no_contract(note, cells, tidied, reader)
    if reason is not None:
        return replace(line, reason=reason, amount=amount)
    row = Row({f: "" if says_nothing(text) else text for f, text in tidied.items()}, reader)
    for place, heading in reader.unread:
        cell = cells[place] if place < len(cells) else ""
        if not says_nothing(cell) and len(row.extra) < MOST_EXTRA:
            row.extra[heading] = cell[:LONGEST_EXTRA]
    _read_names(row)
    read_amounts(row)
    _read_days(row, tidied)
    code = _read_words(row)
    read_latest(row)
    options = read_extensions(row)
    read_notice(row)
    reason = _wrong(row, amount)
    return replace(
        line,
        values=row.values,
        options=options,
        break_on=row.break_on,
        tender=row.tender,
        extra=row.extra,
        waiver_code=code,
        amount=amount,
        reason=reason,
    )


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


def _wrong(row: Row, amount: Decimal | None) -> Reason | None:
    start, end = row.values.get("start"), row.values.get("end")
    if start and end and end < start:
        return Reason.ENDS_BEFORE
    if (amount is not None and amount < 0) or any(row.values.get(name, 0) < 0 for name in AMOUNT_OF.values()):
        return Reason.NEGATIVE
    return None


def _read_names(row: Row) -> None:
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
        _read_supplier(row, supplier)
    for which, name in ((F.OWNER, "owner_name"), (F.MANAGER, "manager_name")):
        row.keep(name, said.get(which, "")[:SHORT])
    for which, name in ((F.OWNER_EMAIL, "owner_email"), (F.MANAGER_EMAIL, "manager_email")):
        row.keep(name, said.get(which, "").lower()[:254])
    _read_numbers(row)


def _read_supplier(row: Row, supplier: str) -> None:
    """The name, and the postcode of its own column; a name with its address in one cell is cut at the first comma."""
    postcode = row.said.get(F.POSTCODE, "").upper()
    row.keep("postcode", postcode if _POSTCODE.fullmatch(postcode) else "")
    name, comma, address = supplier.partition(",")
    if comma and name.strip() and (found := _POSTCODE.search(address.upper())):
        row.keep_text(F.SUPPLIER)
        row.values.setdefault("postcode", found[0])
        supplier = name.strip()
    row.keep("supplier_name", words.part_firms(supplier)[:NAME])


def _read_numbers(row: Row) -> None:
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


def _read_days(row: Row, tidied: Mapping[ContractField, str]) -> None:
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
    term = () if span and not row.said.get(F.DURATION) else term_of(row)
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
    _read_break(row, days.get(F.BREAK_ON), start, end)
    _keep_words(row, days)
    if days.get(F.END) and days.get(F.EXPIRY) and days[F.END] != days[F.EXPIRY]:
        row.original = days[F.END]
        row.keep_text(F.END)
    for which in (F.DURATION, F.DURATION_TEXT):
        if row.said.get(which):
            row.keep_text(which)


def _keep_words(row: Row, days: Mapping[ContractField, date | None]) -> None:
    """What cells of days say beside a day, or instead of one."""
    for which in (F.START, F.AWARDED_ON, F.REVIEW_DATE, F.LATEST_END):
        if row.said.get(which) and (days.get(which) is None or which is F.LATEST_END):
            row.keep_text(which)
    for which, day in days.items():
        if day and says_more(row.said.get(which, "")):
            row.keep_text(which)


def _read_break(row: Row, day: date | None, start: date | None, end: date | None) -> None:
    """The day on which the contract may be left; one outside its days stays in words."""
    if day and (start is None or start < day) and (end is None or day <= end):
        row.break_on = day
    elif row.said.get(F.BREAK_ON):
        row.keep_text(F.BREAK_ON)


def _read_extended_ends(row: Row, days: dict[ContractField, date | None]) -> None:
    """Cells that say the end and the latest end at once."""
    for which, taken in ((F.EXPIRY, F.EXPIRY), (F.END, F.END), (F.LATEST_END, F.END)):
        if said := read_extended(row.said.get(which, ""), month_first=row.reader.month_first.get(which, False)):
            days[taken], days[F.LATEST_END] = said
            row.keep_text(which)
        elif said := read_former(row.said.get(which, ""), month_first=row.reader.month_first.get(which, False)):
            days[which], row.original = said
            row.keep_text(which)


def _read_words(row: Row) -> str:
    """Procedure, arrangement and the other words; answers why a waiver was given, "" where there is none."""
    said, code = row.said, ""
    procedure = words.read_procedure(said.get(F.PROCEDURE, ""))
    row.keep("procedure_text", said.get(F.PROCEDURE, "")[:SHORT])
    row.keep("procedure", procedure.value if procedure else None)
    if procedure is Procedure.WAIVER:
        code = words.waiver_code(said[F.PROCEDURE])
    arrangement = words.read_arrangement(said.get(F.ARRANGEMENT, ""))
    arrangement = arrangement or words.arrangement_of(procedure, said.get(F.PROCEDURE, ""))
    if said.get(F.PARENT_REFERENCE) and read_yes(said[F.PARENT_REFERENCE]) is None:
        lot = " ".join(text for heading, text in row.extra.items() if words.is_lot_heading(heading))
        is_lot = words.is_lot(lot, row.values.get("title", ""))
        arrangement = arrangement or (Arrangement.FRAMEWORK if is_lot else Arrangement.CALL_OFF)
        row.values["parent_reference"] = said[F.PARENT_REFERENCE]
    row.keep("arrangement", arrangement.value if arrangement else None)
    kind, regime = words.read_kind(said.get(F.KIND, "")), words.read_regime(said.get(F.THRESHOLD, ""))
    regime = regime or words.regime_of(said.get(F.PROCEDURE, ""))
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


_OWN_WORDS = {
    F.IS_SME: frozenset({"sme", "micro", "small", "medium"}),
    F.IS_VCSE: frozenset({"vcse", "vcs", "charity"}),
}
"""What stands for yes in a column of its own name: "SME" under SME says yes, "VCSE" there says something else."""


def _read_flags(row: Row) -> None:
    for which, name in ((F.IS_SME, "is_sme"), (F.IS_VCSE, "is_vcse"), (F.HAS_PERSONAL_DATA, "holds_personal_data")):
        if row.said.get(which):
            answer = read_yes(row.said[which], own=_OWN_WORDS.get(which, frozenset()))
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
