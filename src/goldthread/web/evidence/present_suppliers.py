"""Presents suppliers: a line of the list, the names of one and why they are one, and where each thing came from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.timezone import localtime

from goldthread.evidence.explorer.names import Identifier
from goldthread.evidence.explorer.review import Doubt
from goldthread.evidence.explorer.types import Choice, NameLine, Sum, SupplierLine
from goldthread.evidence.matching.automatic import MatchState
from goldthread.evidence.matching.decisions import Effect
from goldthread.evidence.matching.models import MatchDecision, Supplier, SupplierName
from goldthread.evidence.matching.types import DecisionKind, Reason
from goldthread.web.evidence import kinds
from goldthread.web.evidence.choices import query_of
from goldthread.web.evidence.present_spend import one_supplier
from goldthread.web.evidence.wording import Pounds, say_count, say_share, short_pounds

NUMBERS = {
    "supplier_id": "The council's own number",
    "company_number": "Company number",
    "charity_number": "Charity number",
    "vat_number": "VAT number",
    "postcode": "Postcode",
}
REASONS = {
    Reason.PERSON: "A person decided it",
    Reason.COMPANY_NUMBER: "The same company number",
    Reason.CHARITY_NUMBER: "The same charity number",
    Reason.SUPPLIER_ID: "The council's own number for it is the same",
    Reason.NAME_AND_VAT: "The same name and VAT number",
    Reason.NAME_AND_POSTCODE: "The same name and postcode",
    Reason.NAME_AND_CATEGORY: "The same name and category",
    Reason.LIKE_NAME_AND_VAT: "A like name and the same VAT number",
    Reason.LIKE_NAME_AND_POSTCODE: "A like name and the same postcode",
    Reason.DISTINCTIVE_NAME: "A name so rare that nobody else has it",
}
DECIDED = {
    DecisionKind.MERGE: "One supplier",
    DecisionKind.SPLIT: "Split off",
    DecisionKind.NEVER: "Never one supplier",
}


@dataclass(frozen=True)
class ListRow:
    """One supplier in the list."""

    line: SupplierLine
    pounds: Pounds
    share: str
    query: str
    size: str
    sector: str
    where: str

    @property
    def is_matched(self) -> bool:
        return self.line.number > 0


@dataclass(frozen=True)
class NameRow:
    """One name that a supplier was published under, and why it is held to be that supplier."""

    line: NameLine
    pounds: Pounds
    span: str
    why: str
    sure: str
    query: str


@dataclass(frozen=True)
class NumberRow:
    """A number or a postcode of a supplier, and where it came from. `load_key` leads to the file, if it is from one."""

    what: str
    value: str
    source: str
    load_key: str
    load_name: str
    day: date | None
    sure: str


@dataclass(frozen=True)
class FactRow:
    """Something known of a supplier, or unknown, with source, date and confidence."""

    what: str
    value: str
    source: str
    day: date | None
    sure: str


@dataclass(frozen=True)
class Act:
    """One decision of a person, with every pair of names that it wrote down."""

    key: str
    kind: str
    pairs: tuple[tuple[str, str], ...]
    why: str
    by: str
    at: datetime
    taken_back_at: datetime | None
    taken_back_by: str
    taken_back_why: str


def first_word(name: str) -> str:
    """The word of a name to look for others by: its first that is long enough to tell."""
    return next((word for word in name.split() if len(word) > 3), name.split(maxsplit=1)[0] if name.split() else "")


def say_effect(effect: Effect) -> str:
    """What a decision would change, in a sentence."""
    before, after = len(effect.before), len(effect.after)
    if before == after and effect.before == effect.after:
        return "The suppliers stay as they are; the decision holds for every later matching."
    one = f"{say_count(before, 'supplier')} would become {say_count(after, 'supplier')}."
    return f"{one} The council would have {say_count(effect.suppliers_after, 'supplier')} in all."


def say_review(doubts: int, alike: int) -> str:
    if not doubts and not alike:
        return "Matching is sure of every supplier: nothing waits for a person's word."
    return (
        f"{say_count(doubts, 'name')} {'was' if doubts == 1 else 'were'} placed without being sure, and"
        f" {say_count(alike, 'pair')} of like names {'was' if alike == 1 else 'were'} left apart."
    )


def doubt_row(doubt: Doubt) -> dict[str, object]:
    row = doubt.row
    return {
        "name": row.name,
        "supplier": row.supplier,
        "why": REASONS.get(Reason(row.reason), row.reason),
        "sure": kinds.say_sure(row.confidence),
        "pounds": Pounds(doubt.amount),
    }


def say_acts(acts: Sequence[Act]) -> str:
    if not acts:
        return "Nobody has decided anything yet: matching goes by its rules alone."
    standing = sum(act.taken_back_at is None for act in acts)
    return f"{say_count(standing, 'decision')} {'holds' if standing == 1 else 'hold'} before every rule of matching."


def say_list(count: int, pounds: str, span: str, choice: Choice) -> str:
    """How many suppliers, and what they were paid."""
    if not count and choice.in_doubt:
        return "No supplier waits for a review."
    if not count:
        return "No supplier fits. Take a filter away."
    return f"{say_count(count, 'supplier')}, {span}; {pounds} was paid in all."


def say_matching(state: MatchState) -> str:
    """When names were last matched, what came of it, and whether something has changed since."""
    if state.run is None:
        return "Suppliers are counted by their names as published: the names have not been matched yet."
    figures = state.run.figures
    text = (
        f"{say_count(figures['names'], 'published name')} are {say_count(figures['suppliers'], 'supplier')},"
        f" matched {localtime(state.run.at):%-d %B %Y at %H:%M}."
    )
    if state.payments_changed:
        text += " Payments or names of departments have changed since."
    if state.registers_changed:
        text += " A register has been loaded since."
    return text


def tell_matching(request: HttpRequest, *, is_done: bool) -> None:
    if is_done:
        messages.success(request, "Suppliers are matched with all that is loaded.")
    else:
        messages.info(request, "The background worker is matching; the figures follow when it is done.")


def list_row(line: SupplierLine, whole: Sum, choice: Choice) -> ListRow:
    asked = replace(choice, **one_supplier(line.number, line.name))  # type: ignore[arg-type]  # its own fields
    where = line.ward if line.place == "local" and line.ward != "unknown" else kinds.say_kind("place", line.place)
    return ListRow(
        line,
        Pounds(line.sum.amount),
        say_share(line.sum.amount, whole.amount),
        query_of(asked),
        kinds.say_kind("size", line.size),
        kinds.say_kind("sector", line.sector),
        where,
    )


def say_supplier(name: str, whole: Sum, names: int, span: str) -> str:
    text = f"{name} was paid {short_pounds(whole.amount)} in {say_count(whole.lines, 'payment')}"
    return f"{text} under {names} names, {span}." if names > 1 else f"{text}, {span}."


def name_row(line: NameLine, placed: SupplierName | None, choice: Choice) -> NameRow:
    """A name with the reason of its merge; one that stands alone needs none."""
    days = f"{line.first:%-d %b %Y}", f"{line.last:%-d %b %Y}"
    reason = REASONS.get(Reason(placed.reason), placed.reason) if placed and placed.reason else "It stands by itself"
    return NameRow(
        line,
        Pounds(line.sum.amount),
        days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}",
        reason,
        kinds.say_sure(placed.confidence) if placed and placed.reason else "",
        query_of(Choice(published=line.name, payee=choice.payee)),
    )


def number_rows(published: Sequence[Identifier], supplier: Supplier | None) -> list[NumberRow]:
    """What the files publish, and what a register adds by the name."""
    rows = [
        NumberRow(
            NUMBERS[each.kind],
            each.value,
            f"as published in {say_count(each.files, 'file')}, {say_count(each.lines, 'payment')}; the latest",
            each.load.key,
            each.load.file_name,
            localtime(each.load.created_at).date(),
            "As published",
        )
        for each in published
    ]
    if supplier is None or supplier.number_source in {"", "published"}:
        return rows
    found = [
        ("Company number", supplier.company_number, "Companies House"),
        ("Charity number", supplier.charity_number, "the charity register"),
    ]
    held = {row.value for row in rows}
    sure = kinds.say_sure(supplier.number_confidence)
    day = supplier.size_date or supplier.sector_date
    return rows + [
        NumberRow(what, value, f"found by its name in {where}", "", "", day, sure)
        for what, value, where in found
        if value and value not in held
    ]


def fact_rows(supplier: Supplier) -> list[FactRow]:
    """Size, sector, place and the register's entry; what is not known says so."""
    place = kinds.say_kind(
        "place", "unknown" if supplier.is_local is None else "local" if supplier.is_local else "elsewhere"
    )
    where = ", ".join(filter(None, [supplier.ward, supplier.district, supplier.region]))
    located = (
        kinds.say_source(supplier.locality_source),
        supplier.locality_date,
        kinds.say_sure(supplier.locality_confidence),
    )
    rows = [
        FactRow(
            "Size",
            kinds.say_kind("size", supplier.size),
            kinds.say_source(supplier.size_source),
            supplier.size_date,
            kinds.say_sure(supplier.size_confidence),
        ),
        FactRow(
            "Sector",
            kinds.say_kind("sector", supplier.sector),
            kinds.say_source(supplier.sector_source),
            supplier.sector_date,
            kinds.say_sure(supplier.sector_confidence),
        ),
        FactRow("Ward, district, region", where or "Unknown", *located),
        FactRow("Local or not", place, *located),
    ]
    if supplier.company_status:
        told = f"{supplier.company_status}" + (
            f", incorporated {supplier.incorporated_on:%-d %B %Y}" if supplier.incorporated_on else ""
        )
        rows.append(
            FactRow("Company", told, "Companies House", supplier.size_date, kinds.say_sure(supplier.number_confidence))
        )
    if supplier.sic:
        rows.append(
            FactRow(
                "Business",
                supplier.sic,
                "Companies House",
                supplier.size_date,
                kinds.say_sure(supplier.number_confidence),
            )
        )
    return rows


def group_acts(decisions: Sequence[MatchDecision]) -> list[Act]:
    """Decisions as they were made, the latest first: the pairs of one act together."""
    acts: dict[str, list[MatchDecision]] = {}
    for row in decisions:
        acts.setdefault(row.act or str(row.pk), []).append(row)
    made = [
        Act(
            key,
            DECIDED[DecisionKind(rows[0].kind)],
            tuple((row.left, row.right) for row in rows),
            rows[0].why,
            str(rows[0].by or "the command line"),
            rows[0].at,
            rows[0].taken_back_at,
            str(rows[0].taken_back_by or "the command line") if rows[0].taken_back_at else "",
            rows[0].taken_back_why,
        )
        for key, rows in acts.items()
    ]
    return sorted(made, key=lambda act: act.at, reverse=True)
