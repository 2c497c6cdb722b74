"""Reads the dated amounts of law from their data file. Knows no Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from goldthread.register.types import ContractKind

_FILE = files("goldthread.definitions").joinpath("thresholds/procurement-act.yaml")


@dataclass(frozen=True)
class Thresholds:
    """Amounts in pounds with VAT that hold from a day on."""

    first: date
    by_kind: Mapping[ContractKind, Decimal]
    light_touch: Decimal
    notifiable: Decimal
    kpis: Decimal
    source: str


@dataclass(frozen=True)
class ChangeLimits:
    """Shares in per cent above which a change of a contract is likely substantial, or needs a notice, from a day on."""

    first: date
    term: Decimal
    value_below_goods: Decimal
    value_below_works: Decimal
    value_cap: Decimal
    notice_value_goods: Decimal
    notice_value_works: Decimal
    notice_term: Decimal
    source: str


@dataclass(frozen=True)
class Law:
    """All rows of the file, the oldest first."""

    thresholds: tuple[Thresholds, ...]
    changes: tuple[ChangeLimits, ...]

    def thresholds_on(self, day: date) -> Thresholds | None:
        """The row in force on a day; None before the Act began."""
        held = [row for row in self.thresholds if row.first <= day]
        return held[-1] if held else None

    def change_limits_on(self, day: date) -> ChangeLimits | None:
        held = [row for row in self.changes if row.first <= day]
        return held[-1] if held else None


@cache
def load_law() -> Law:
    """The shipped file, read once."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    kinds = [kind for kind in ContractKind if kind is not ContractKind.UNKNOWN]
    thresholds = tuple(
        Thresholds(
            first=row["from"],
            by_kind={kind: Decimal(row[kind.value]) for kind in kinds},
            light_touch=Decimal(row["light_touch"]),
            notifiable=Decimal(row["notifiable"]),
            kpis=Decimal(row["kpis"]),
            source=row["source"],
        )
        for row in raw["rows"]
    )
    changes = tuple(
        ChangeLimits(
            first=row["from"],
            term=Decimal(row["substantial_term"]),
            value_below_goods=Decimal(row["substantial_value_below_goods"]),
            value_below_works=Decimal(row["substantial_value_below_works"]),
            value_cap=Decimal(row["value_cap"]),
            notice_value_goods=Decimal(row["notice_value_goods"]),
            notice_value_works=Decimal(row["notice_value_works"]),
            notice_term=Decimal(row["notice_term"]),
            source=row["source"],
        )
        for row in raw["changes"]
    )
    return Law(thresholds, changes)
