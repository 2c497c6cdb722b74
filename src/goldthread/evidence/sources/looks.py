"""What a column's values look like, from a sample of rows: amounts, dates, names of suppliers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from goldthread.evidence.sources.dates import read_date, read_yearless
from goldthread.evidence.sources.money import is_foreign, read_money

_COMPANY = re.compile(
    r"\b(?:ltd|limited|plc|llp|cic|l\.?t\.?d|inc|llc|trust|council|school|academy|college|university|nhs|charity|"
    r"association|society|partnership|services?|solicitors|group|foundation|church|centre|hotel|t/a|& co|redact\w*|"
    r"uk|consulting|care|homes?|personal data)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z]{2,}")
NOTHING = frozenset({"", "-", "n/a", "na", "null", "none", "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "nan"})


@dataclass(frozen=True)
class Looks:
    """Shares (0 to 1) of a column's filled cells that look like something; `filled` is a share of all rows."""

    filled: float
    money: float
    pence: float
    dates: float
    words: float
    companies: float
    distinct: float
    links: float
    yearless: float = 0

    @property
    def is_money(self) -> bool:
        return self.money >= 0.8

    @property
    def is_date(self) -> bool:
        return self.dates >= 0.8


@lru_cache(maxsize=200_000)
def _looks_like_money(text: str) -> bool:
    return is_foreign(text) or read_money(text) is not None


@lru_cache(maxsize=200_000)
def _looks_like_date(text: str) -> bool:
    return read_date(text) is not None


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing in it."""
    return text.strip().casefold() in NOTHING


def look_at(values: Sequence[str], most: int = 400) -> Looks:
    """The looks of a column; at most `most` filled cells, spread over the sample, are looked at."""
    filled = [value.strip() for value in values if not is_nothing(value)]
    if not filled:
        return Looks(0, 0, 0, 0, 0, 0, 0, 0)
    chosen = filled[:: max(1, len(filled) // most)]
    count = len(chosen)
    return Looks(
        filled=len(filled) / max(1, len(values)),
        money=sum(map(_looks_like_money, chosen)) / count,
        pence=sum(bool(re.search(r"[.,]\d{1,2}\)?-?$", v)) for v in chosen) / count,
        dates=sum(map(_looks_like_date, chosen)) / count,
        words=sum(bool(_WORDS.search(v)) for v in chosen) / count,
        companies=sum(bool(_COMPANY.search(v)) for v in chosen) / count,
        distinct=len(set(chosen)) / count,
        links=sum("://" in v for v in chosen) / count,
        yearless=sum(read_yearless(v) is not None for v in chosen) / count,
    )
