"""A reader's choice in the address, and the addresses that carry it on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from goldthread.evidence.explorer.index import Index
from goldthread.evidence.explorer.names import list_categories, list_departments, list_wards
from goldthread.evidence.explorer.periods import financial_years, quarter_of, read_period
from goldthread.evidence.explorer.types import UNKNOWN, Choice, Payee
from goldthread.evidence.matching.types import Sector, Size
from goldthread.organisation.models import Department
from goldthread.web.choosing import Narrowing, Option
from goldthread.web.evidence import kinds
from goldthread.web.forms import Fault

MOST_OFFERED, MOST_DIGITS = 100, 12
PAYEES = {
    Payee.NAMED: "Payees with a name",
    Payee.WITHHELD: "Payees whose name is withheld",
    Payee.UNKNOWN: "Payments that name nobody",
}


def read_choice(asked: Mapping[str, str]) -> tuple[Choice, list[Fault]]:
    """What the address asks for; a period that is none narrows nothing and is a fault."""
    period = read_period(asked.get("period", ""))
    faults = [] if period else [Fault("period", "That is no period. Choose a financial year, such as 2025-26.")]
    payee, number = asked.get("payee", ""), asked.get("number", "")
    choice = Choice(
        department=asked.get("department", "")[:300],
        category=asked.get("category", "")[:300],
        supplier=" ".join(asked.get("supplier", "").split())[:300],
        payee=Payee(payee) if payee in set(Payee) else None,
        number=int(number) if number.isdecimal() and len(number) <= MOST_DIGITS else None,
        published=asked.get("published", "")[:1000],
        size=asked.get("size", "")[:100],
        sector=asked.get("sector", "")[:100],
        ward=asked.get("ward", "")[:100],
        place=asked.get("place", "")[:100],
        in_doubt=asked.get("in_doubt", "") == "yes",
    )
    return (replace(choice, period=period) if period else choice), faults


def query_of(choice: Choice) -> str:
    """The choice as the part of an address after the question mark."""
    parts = {
        "period": choice.period.key,
        "department": choice.department,
        "category": choice.category,
        "supplier": choice.supplier,
        "payee": choice.payee.value if choice.payee else "",
        "number": str(choice.number or ""),
        "published": choice.published,
        **choice.kinds,
    }
    return urlencode({name: value for name, value in parts.items() if value})


def offer_periods(choice: Choice, first: date, last: date) -> list[Option]:
    """All years, each financial year, the quarters of the one chosen, and whatever else is chosen."""
    found = [Option("", "All years", not choice.period.key)]
    for year in financial_years(first, last):
        found.append(Option(year.key, year.label, year.key == choice.period.key))
        if year.first and choice.period.key.startswith(year.key):
            quarters = [quarter_of(year.first.year, number) for number in range(1, 5)]
            found += [Option(q.key, q.label, q.key == choice.period.key) for q in quarters]
    if not any(option.is_chosen for option in found):
        found.append(Option(choice.period.key, choice.period.label, True))
    return found


def offer_departments(index: Index, choice: Choice, departments: Sequence[Department]) -> list[Option]:
    """The council's departments first, then finance's names that nobody has matched."""
    known = {f"id:{department.pk}": department.name for department in departments}
    listed = list_departments(index, most=MOST_OFFERED)
    own = sorted((known[key], key) for key, _name in listed if key in known)
    finance = [(f"{name} (finance's name)", key) for key, name in listed if key not in known]
    return _options("All departments", [*own, *finance], choice.department)


def offer_categories(index: Index, choice: Choice) -> list[Option]:
    """The categories with most spend, by name."""
    names = sorted(list_categories(index, most=MOST_OFFERED), key=str.casefold)
    return _options("All categories", [(name, f"name:{name}") for name in names], choice.category)


def offer_kinds(index: Index, choice: Choice) -> dict[str, list[Option]]:
    """What may be asked of a supplier's size, sector, ward and place."""
    wards = list_wards(index)
    return {
        "size": _kind("Every size", {size.value: kinds.SIZES[size.value] for size in Size}, choice.size),
        "sector": _kind(
            "Every sector", {sector.value: kinds.SECTORS[sector.value] for sector in Sector}, choice.sector
        ),
        "ward": _kind("Every ward", {**{ward: ward for ward in wards}, UNKNOWN: "Unknown"}, choice.ward),
        "place": _kind("Anywhere", kinds.PLACES, choice.place),
    }


def _kind(everything: str, offered: Mapping[str, str], chosen: str) -> list[Option]:
    found = [Option("", everything, not chosen)]
    return found + [Option(value, text, value == chosen) for value, text in offered.items()]


def _options(everything: str, pairs: Sequence[tuple[str, str]], chosen: str) -> list[Option]:
    found = [Option("", everything, not chosen)]
    found += [Option(value, text, value == chosen) for text, value in pairs]
    found.append(Option(UNKNOWN, "Unknown", chosen == UNKNOWN))
    if not any(option.is_chosen for option in found):
        found.append(Option(chosen, chosen.partition(":")[2] or chosen, True))
    return found


def narrowings(choice: Choice, departments: Mapping[int, str], supplier: str = "") -> list[Narrowing]:
    """What narrows the figures, each with the way to take it off. `supplier` names the one chosen by its number."""
    named = [
        (choice.period.key, choice.period.label, {"period": read_period("")}),
        (choice.department, name_department(choice.department, departments), {"department": ""}),
        (choice.category, f"category {choice.category.removeprefix('name:')}", {"category": ""}),
        (choice.supplier, f"supplier {choice.supplier}", {"supplier": ""}),
        (choice.number, f"supplier {supplier or choice.number}", {"number": None}),
        (choice.published, f"the name {choice.published}", {"published": ""}),
        (choice.size, f"size {kinds.say_size(choice.size)}", {"size": ""}),
        (choice.sector, f"sector {kinds.say_sector(choice.sector)}", {"sector": ""}),
        (choice.ward, f"ward {choice.ward}", {"ward": ""}),
        (choice.place, kinds.say_place(choice.place), {"place": ""}),
        (choice.in_doubt, "suppliers to review", {"in_doubt": False}),
        (choice.payee, PAYEES.get(choice.payee, "") if choice.payee else "", {"payee": None}),
    ]
    return [
        Narrowing(text, query_of(replace(choice, **without)))  # type: ignore[arg-type]  # one field each, of its own type
        for is_set, text, without in named
        if is_set
    ]


def name_department(key: str, departments: Mapping[int, str]) -> str:
    """A department as it is called: the council's name, else finance's."""
    kind, _, value = key.partition(":")
    if kind == "id":
        return departments.get(int(value), "a department") if value.isdigit() else "a department"
    return "department unknown" if kind == UNKNOWN else value
