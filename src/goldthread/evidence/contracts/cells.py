"""One cell of a register as a typed value: days, amounts, yes and no, registration numbers. Text that says nothing is
None; text that says something else is left to the caller to keep."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from goldthread.evidence.sources.dates import read_date
from goldthread.evidence.sources.looks import is_nothing
from goldthread.evidence.sources.money import read_money
from goldthread.register.rules import add_months

FIRST_YEAR, LAST_YEAR = 1950, 2089
"""A contract may run for generations (private finance, leases); later years stand for "no end"."""

_NOTHING = frozenset({"tbc", "tba", "tbd", "to be confirmed", "to be agreed", "unknown", "not known", "not applicable"})
_OPEN = re.compile(
    r"\b(?:tbc|tba|tbd|ongoing|on-going|rolling|open|perpetual|perpetuity|indefinite|until|evergreen|no end|annual|"
    r"continu\w*|not known|unknown|various|notice|n/?a|expired|as required|see)\b",
    re.IGNORECASE,
)
_FORMERLY = re.compile(r"\b(?:extended from|originally|previously|formerly|was)\b", re.IGNORECASE)
_END_OF = re.compile(r"^end (?:of )?(?=[A-Za-z])", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"^(?:[A-Za-z]{3,9}[-/ ]+(?:\d{4}|\d{2})|\d{1,2}/\d{4}|\d{4}-\d{1,2})$")
_DATE_IN = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?[ -][A-Za-z]{3,9}[ ,-]+\d{2,4}"
)
_YES = frozenset({"y", "yes", "true", "1", "t", "✓", "✔", "x", "taken", "exercised", "extended"})
_NO = frozenset({"n", "no", "false", "0", "f", "✗", "none", "large", "not sme", "non-sme", "non sme", "not taken"})
_FILLER = re.compile(
    r"\b(?:approx(?:imately)?|circa|est(?:imated|imate|d)?|up to|in the region of|around|about|not exceeding|"
    r"max(?:imum)?|value|total|"
    r"ex(?:c|cl|cluding)? ?vat|inc(?:l|luding)? ?vat|plus vat|\+ ?vat|net|gross|over contract|"
    r"c(?=[.£ \d]))\b\.?|\+ ?vat\b|~|[<>≤≥]|\(\s*\)",
    re.IGNORECASE,
)
_YEARLY = re.compile(
    r"(?:per ?annum|\bp\.?/?a\.?(?=\W|$)|per year|/ ?(?:yr|year|annum)|annually|\bannual\b|each year|a year)",
    re.IGNORECASE,
)
_FOR_YEARS = re.compile(r"\b(?:for|x|×) (?:\d+|two|three|four|five|seven|ten) (?:years?|yrs?)\b", re.IGNORECASE)
_IN_ALL = re.compile(
    r"\b(?:over|for) (?:the )?(?:full )?(?:life(?:time)?|term|duration|length|period)(?: of (?:the )?contract)?\b"
    r"|\bover (?:the )?(?:\d+|two|three|four|five|seven|ten)[ -]*(?:years?|yrs?|months?)(?: term| period)?\b"
    r"|\b(?:in )?total\b|\boverall\b|\bwhole[- ]life\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*(?:/|;|\(|\)|,(?!\d)|\bor\b|\band\b|\bequating to\b)\s*", re.IGNORECASE)
_WITH_OPTIONS = re.compile(
    r"\b(?:inc(?:l|luding|lusive of|ludes)?\.?|with) (?:of )?(?:all |any |the )?(?:possible |optional )?exten\w*",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"[>≥]|\+\s*$|\b(?:over|above|more than|at least|min(?:imum)?|in excess of|exceed(?:s|ing))\s*(?:of\s*)?[£\d]",
    re.IGNORECASE,
)
_SCALE = re.compile(r"^(?P<figure>[£\d.,\s-]+)\s*(?P<unit>k|m|mn|mill|million|thousand|bn)$", re.IGNORECASE)
_UNITS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mill": 6, "million": 6, "bn": 9}
_IN_THOUSANDS = re.compile(r"(?<![\d,.])'?000'?s?\b|£\s*k\b|\(k\)|\bthousands?\b", re.IGNORECASE)
_IN_MILLIONS = re.compile(r"£\s*mn?\b|\(mn?\)|\bmillions?\b", re.IGNORECASE)
_OWN_UNIT = re.compile(r"\d\s*(?:k|m|mn|mill|million|thousand|bn)\b", re.IGNORECASE)
_EXTENDING = re.compile(r"\b(?:option|exten\w*|possible|plus|further|up to)\b", re.IGNORECASE)
_COMPANY = re.compile(r"^(?:[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z]|R0\d{6}|[A-Z]\d{7})$")
_PREFIXES = frozenset(
    re.findall(
        "..",
        "SCNIOCSONCIPRSCEFCGEGNGSICLPNLNONPNRNVR0RCSASESFSGSISLSPSRSZZCACBRCSESNANFNZOEPCSDUC",
    )
)
"""Letters that a number of Companies House may begin with."""
_REGISTERED = re.compile(
    r"compan(?:y|ies)(?: house)?|\bco\b|\bcic\b|\bllp\b|registered|reg|number|no\b|[.:]", re.IGNORECASE
)
_CHARITY_MARK = re.compile(r"\bchar(?:ity|itable)?\b", re.IGNORECASE)


def tidy(text: str) -> str:
    """A cell without the blanks that spreadsheets gather."""
    return " ".join(text.replace("\u00a0", " ").replace("\u200b", "").split())


def says_nothing(text: str) -> bool:
    """Whether a cell is empty or says that nothing is known."""
    return is_nothing(text) or text.strip().casefold() in _NOTHING


def is_open(text: str) -> bool:
    """Whether a cell that should hold a day says in words that there is none yet, or none at all."""
    return not text.strip() or is_nothing(text) or bool(_OPEN.search(text))


@lru_cache(maxsize=100_000)
def read_day(text: str, *, month_first: bool = False, ends: bool = False) -> date | None:
    """The day that a cell says; a month alone is its first day, or its last where the cell `ends` something."""
    bare = _END_OF.sub("", text.strip()) if ends else text.strip()
    day = read_date(bare, month_first=month_first)
    if day is None and (found := _DATE_IN.search(bare)):
        rest = bare[found.end() :]
        if not _DATE_IN.search(rest):
            day, bare = read_date(found[0].replace(",", ""), month_first=month_first), found[0]
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    if ends and _MONTH_ONLY.match(bare):
        return add_months(day.replace(day=1), 1) - timedelta(days=1)
    return day


def says_more(text: str) -> bool:
    """Whether a cell with a day says something else in words: "31/03/2024 - now on rolling monthly"."""
    found = _DATE_IN.search(text)
    return found is not None and bool(re.search(r"[A-Za-z]{3}", text[: found.start()] + text[found.end() :]))


def read_former(text: str, *, month_first: bool = False) -> tuple[date, date] | None:
    """The end and the one before in one cell: "31/03/2025 (extended from 31/03/2024)"."""
    found = list(_DATE_IN.finditer(text))
    if len(found) != 2 or not _FORMERLY.search(text[found[0].end() : found[1].start()]):
        return None
    end, former = (read_day(each[0], month_first=month_first, ends=True) for each in found)
    return (end, former) if end and former and former < end else None


def says_day(text: str) -> bool:
    """Whether a day stands in a cell of words."""
    return bool(_DATE_IN.search(text))


def read_span(text: str, *, month_first: bool = False) -> tuple[date, date] | None:
    """Two days in one cell: "01/04/2021 to 31/03/2024"."""
    parts = re.split(r"\s+(?:to|until|till|-|–|—)\s+|\s*[–—]\s*", text.strip(), maxsplit=1, flags=re.IGNORECASE)
    if len(parts) != 2:
        return None
    first, last = read_day(parts[0], month_first=month_first), read_day(parts[1], month_first=month_first, ends=True)
    return (first, last) if first and last else None


def read_extended(text: str, *, month_first: bool = False) -> tuple[date, date] | None:
    """The end and the latest end in one cell: "31/03/2027 (with option to extend to 31/03/2029)"."""
    found = list(_DATE_IN.finditer(text))
    if len(found) != 2 or not _EXTENDING.search(text[found[0].end() : found[1].start()]):
        return None
    end, latest = (read_day(each[0], month_first=month_first, ends=True) for each in found)
    return (end, latest) if end and latest and end < latest else None


@lru_cache(maxsize=1_000)
def thousands(heading: str) -> int:
    """What figures under a heading are counted in: 1000 under "Value (£000s)", a million under "£m", else one."""
    if _IN_THOUSANDS.search(heading):
        return 1000
    return 1_000_000 if _IN_MILLIONS.search(heading) else 1


def read_figure(text: str, heading: str) -> tuple[Decimal | None, bool]:
    """As `read_value`, in the thousands or millions that the heading names, unless the cell names its own."""
    if both := read_total_and_yearly(text):
        return both[0], False
    amount, is_yearly = read_value(text)
    if amount is None or _OWN_UNIT.search(text):
        return amount, is_yearly
    return amount * thousands(heading), is_yearly


def read_total_and_yearly(text: str) -> tuple[Decimal, Decimal] | None:
    """Pounds in all and pounds a year, where one cell says both: "£25,000 p.a. (£75,000 total)"."""
    if not _YEARLY.search(text):
        return None
    parts = [part for part in _APART.split(_YEARLY.sub(" pa ", text)) if any(map(str.isdigit, part))]
    if len(parts) != 2:
        return None
    said = {is_yearly: amount for amount, is_yearly in map(read_value, parts) if amount is not None}
    is_told = any(_IN_ALL.search(part) for part in parts)
    return (said[False], said[True]) if len(said) == 2 and is_told else None


@lru_cache(maxsize=100_000)
def read_value(text: str) -> tuple[Decimal | None, bool]:
    """Pounds of a contract, and whether the cell says that they are for a year. "£1.2m" and "c. £50k p.a." are read."""
    text = _WITH_OPTIONS.sub(" ", _IN_ALL.sub(" ", text))
    if _AT_LEAST.search(text):
        return None, False  # "over £25,000" and "£25,000+" say no amount
    plain = read_money(text)
    if plain is not None:
        return plain, False
    yearly = bool(_YEARLY.search(text))
    text = _FOR_YEARS.sub(" ", _YEARLY.sub(" ", text)) if yearly else text
    bare = _FILLER.sub(" ", text).strip(" .()")
    scaled = _SCALE.match(bare)
    if scaled:
        figure = re.sub(r"[£,\s]", "", scaled["figure"])
        if not re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", figure):
            return None, yearly
        return read_money(format(Decimal(figure) * 10 ** _UNITS[scaled["unit"].lower()], "f")), yearly
    return read_money(bare) if bare else None, yearly


def read_yes(text: str, *, own: frozenset[str] = frozenset()) -> bool | None:
    """Yes, no, or neither: "Various" is neither. A column's `own` words say yes in it as well."""
    bare = text.strip().casefold().rstrip(".")
    if bare in _YES or bare in own:
        return True
    return False if bare in _NO else None


def read_count(text: str) -> int | None:
    """A small whole number."""
    found = re.fullmatch(r"(\d{1,4})(?:\.0+)?", text.strip())
    return int(found[1]) if found else None


def _last_part(text: str) -> str:
    """What an address of a register's page ends in, which is the number; any other text as it stands."""
    return text.strip().rstrip("/").rpartition("/")[2] if re.match(r"\s*(?:https?://|www\.)", text) else text


def read_company_number(text: str) -> str:
    """A company's or society's number in the eight characters of its register; "" where the text is none."""
    bare = re.sub(r"[^A-Z0-9]", "", _last_part(text).upper().removeprefix("NO").removeprefix("."))
    if re.fullmatch(r"\d{1,8}", bare):
        return bare.lstrip("0").zfill(8) if bare.strip("0") else ""
    if re.fullmatch(r"\d{5}R", bare):
        return f"IP{bare}"
    prefixed = re.fullmatch(r"([A-Z]{2})(\d{1,6})", bare)
    if prefixed and prefixed[1] in _PREFIXES:
        return f"{prefixed[1]}{prefixed[2].zfill(6)}"
    return bare if _COMPANY.match(bare) and bare[:2] in _PREFIXES else ""


def read_charity_number(text: str) -> str:
    """A charity's number, with its register's letters where it has them; "" where the text is none."""
    bare = re.sub(r"[^A-Z0-9]", "", re.sub(r"[-/]\d$", "", _last_part(text).upper().strip()))
    found = re.search(r"(?:SC0|NIC)?\d{5,7}$", bare)
    return found[0] if found else ""


def tell_registration(text: str) -> tuple[str, str]:
    """Company and charity number out of a column that may hold either, or both.

    Where nothing in the cell says charity, a number is read as a company's: registers give those far more often.
    """
    company, charity = "", ""
    for part in re.split(r"[;,|]|\s/\s|\band\b|\n", text):
        if _CHARITY_MARK.search(part):
            charity = charity or read_charity_number(re.sub(r"[^0-9A-Z-]", "", part.upper()))
        else:
            marked = _REGISTERED.sub(" ", part)
            company = company or read_company_number(marked)
    return company, charity
