"""Reads the dated rules from their data file, and turns them into what SQL can look for. Knows no Django."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from goldthread.evidence.coverage.types import Exclusion, Rules

RULES_FILE = files("goldthread.definitions").joinpath("coverage/rules.yaml")
FIELDS = frozenset({"supplier", "purpose", "expense_type", "category_label"})
KINDS = frozenset({"credit", "grant", "individual", "withheld", "words", "own"})
_KEYS = {"from", "days_after_end", "days_before_start", "small_year", "exclusions"}
_EXCLUSION_KEYS = {"reason", "kind", "fields", "words", "note"}


class RulesFault(ValueError):
    """The data file says something that nobody can follow; the text names the place."""


@cache
def load_rules() -> tuple[Rules, ...]:
    """Every dated row, the oldest first."""
    raw = yaml.safe_load(RULES_FILE.read_text(encoding="utf-8"))
    return tuple(sorted((_read_row(row) for row in raw["rows"]), key=lambda row: row.first))


def rules_on(day: date) -> Rules:
    """The row in force on a day; before the first, the first."""
    rows = load_rules()
    held = [row for row in rows if row.first <= day]
    return held[-1] if held else rows[0]


def _read_row(row: Mapping[str, Any]) -> Rules:
    _refuse_unknown(row, _KEYS, "rows")
    return Rules(
        first=row["from"],
        days_after_end=int(row["days_after_end"]),
        days_before_start=int(row["days_before_start"]),
        small_year=Decimal(row["small_year"]),
        exclusions=tuple(_read_exclusion(each) for each in row["exclusions"]),
    )


def _read_exclusion(raw: Mapping[str, Any]) -> Exclusion:
    path = f"exclusions / {raw.get('reason', '?')}"
    _refuse_unknown(raw, _EXCLUSION_KEYS, path)
    if raw["kind"] not in KINDS:
        raise RulesFault(f"{path}: {raw['kind']} is no kind; they are {', '.join(sorted(KINDS))}")
    if unknown := set(raw.get("fields", ())) - FIELDS:
        raise RulesFault(f"{path}: no payment line has the field {', '.join(sorted(unknown))}")
    return Exclusion(
        raw["reason"], raw["kind"], tuple(raw.get("fields", ())), tuple(raw.get("words", ())), raw.get("note", "")
    )


def _refuse_unknown(raw: Mapping[str, Any], known: set[str], path: str) -> None:
    if unknown := raw.keys() - known:
        raise RulesFault(f"{path}: nobody reads {', '.join(sorted(unknown))}")


def pattern_of(words: tuple[str, ...]) -> str:
    """A pattern that finds any of the words, whole, in a text of capitals."""
    found = "|".join(re.escape(word.upper()).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return rf"(^|[^A-Z0-9])({found})($|[^A-Z0-9])"


def own_pattern(council: str) -> str:
    """A pattern for the council itself among payees: its name, or a body whose name begins with all of it."""
    name = re.escape(" ".join(council.upper().split())).replace(r"\ ", r"\s+")
    return rf"^{name}($|[^A-Z0-9])"
