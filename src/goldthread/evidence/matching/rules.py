"""What a register's entry says of a supplier's size and sector, and how surely. Pure: no register is opened here."""

import re
from dataclasses import dataclass

from goldthread.evidence.matching.types import Sector, Size

_ACCOUNTS: tuple[tuple[str, Size, float], ...] = (
    ("MICRO", Size.MICRO, 0.95),
    ("TOTAL EXEMPTION", Size.SMALL, 0.8),
    ("UNAUDITED ABRIDGED", Size.SMALL, 0.85),
    ("AUDITED ABRIDGED", Size.SMALL, 0.75),
    ("SMALL", Size.SMALL, 0.9),
    ("MEDIUM", Size.MEDIUM, 0.9),
    ("GROUP", Size.LARGE, 0.75),
    ("FULL", Size.LARGE, 0.6),
)
"""Accounts are filed by size, but a company may file fuller ones than it must: so "full" is the least sure."""

_INCOMES: tuple[tuple[float, Size], ...] = ((1.7e6, Size.MICRO), (8.5e6, Size.SMALL), (42e6, Size.MEDIUM))
"""Turnover of 2, 10 and 50 million euros in pounds, near enough for a band that says so with its confidence."""

_INCOME_CONFIDENCE = 0.6
_PUBLIC = re.compile(
    r"\b(COUNCIL|NHS|CCG|POLICE|CONSTABULARY|FIRE (AND|&) RESCUE|COMBINED AUTHORITY|TRANSPORT FOR|ENVIRONMENT AGENCY|"
    r"HM (COURTS?|REVENUE|TREASURY|LAND|PRISON)\b.*|HMRC|HMCTS|LAND REGISTRY|DEPARTMENT (FOR|OF)|MINISTRY OF|"
    r"PRIMARY SCHOOL|HIGH SCHOOL|INFANTS? SCHOOL|JUNIOR SCHOOL|OFSTED|VALUATION OFFICE|PARISH COUNCIL)\b"
)
_NOT_PUBLIC = re.compile(r"\b(COUNCIL (FOR|OF)|HOUSING|CITIZENS|VOLUNTARY|SPORTS COUNCIL|LTD|LIMITED|PLC)\b")
_FORM = re.compile(r"\b(LTD|LIMITED|PLC|LLP)\b")
_CIC = re.compile(r"\b(CIC|C\.I\.C\.?|COMMUNITY INTEREST)\b")
_CHARITABLE = re.compile(r"\b(CHARITY|CHARITABLE|CIO)\b")


@dataclass(frozen=True)
class Entry:
    """What is known of a supplier before it is judged. Income is in pounds; texts are empty where nothing is known."""

    name: str
    company_number: str = ""
    charity_number: str = ""
    category: str = ""
    accounts: str = ""
    income: float | None = None
    is_personal: bool = False
    number_confidence: float = 1.0


@dataclass(frozen=True)
class Judged:
    """A size or a sector with the source that says so, and the confidence from 0 to 1; none of both where unknown."""

    value: str
    source: str
    confidence: float | None


def judge_size(entry: Entry) -> Judged:
    """By the accounts that were filed, else by a charity's income, else unknown."""
    accounts = entry.accounts.upper()
    for word, size, confidence in _ACCOUNTS:
        if word in accounts:
            return Judged(size, "companies", round(confidence * entry.number_confidence, 4))
    if entry.income is not None and entry.income > 0:
        size = next((band for most, band in _INCOMES if entry.income <= most), Size.LARGE)
        return Judged(size, "charities", round(_INCOME_CONFIDENCE * entry.number_confidence, 4))
    return Judged(Size.UNKNOWN, "", None)


def judge_sector(entry: Entry) -> Judged:
    """By the registers, else by the name's own words, else unknown."""
    name, sure = entry.name.upper(), entry.number_confidence
    is_public = bool(_PUBLIC.search(name)) and not _NOT_PUBLIC.search(name)
    signs = (
        (entry.is_personal, Judged(Sector.INDIVIDUAL, "name", 0.9)),
        ("COMMUNITY INTEREST" in entry.category.upper(), Judged(Sector.CIC, "companies", sure)),
        (_CIC.search(name), Judged(Sector.CIC, "name", 0.95)),
        (entry.charity_number, Judged(Sector.CHARITY, "charities", sure)),
        (entry.company_number.startswith("CE"), Judged(Sector.CHARITY, "company number", 0.98)),
        (is_public, Judged(Sector.PUBLIC, "name", 0.85)),
        (entry.company_number, Judged(Sector.COMPANY, "company number", round(0.95 * sure, 4))),
        (_CHARITABLE.search(name), Judged(Sector.CHARITY, "name", 0.8)),
        (_FORM.search(name), Judged(Sector.COMPANY, "name", 0.8)),
    )
    return next((judged for sign, judged in signs if sign), Judged(Sector.UNKNOWN, "", None))
