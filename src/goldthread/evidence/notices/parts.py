"""The parts of a release read one by one: text, lists, moments and amounts, whatever stands there instead of them."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from goldthread.evidence.notices.types import Release

LONDON = ZoneInfo("Europe/London")
LARGEST = Decimal(10) ** 13
"""No public contract is worth ten trillion pounds; a figure like that is a slip, or 1e9999 written out."""
_PLAIN = re.compile(r"£?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,4})?")
_YEARS = range(1950, 2201)
"""Platforms write 0001-01-01 and 9999-12-31 where nobody gave a day."""


def part_of(value: Mapping[str, Any], name: str) -> Release:
    """An object in an object; an empty one where there is none."""
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def rows_of(value: Mapping[str, Any], name: str) -> list[Release]:
    """The objects of a list; none where there is no list."""
    rows = value.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def text_of(value: Any, longest: int) -> str:
    """Words on one line. What is neither words nor a number is no text."""
    said = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    return " ".join(said.split())[:longest]


def roles_of(party: Release, name: str = "roles") -> list[Any]:
    """What a party does, or how a process is related; one word may stand alone."""
    roles = party.get(name)
    return roles if isinstance(roles, list) else [roles]


def tags_of(release: Release) -> list[str]:
    tags = release.get("tag")
    if isinstance(tags, str):
        return [tags]
    return [str(tag) for tag in tags] if isinstance(tags, list) else []


def read_instant(value: Any) -> datetime | None:
    """A moment as all clocks share it; one without a zone is London's. None where it is none."""
    try:
        moment = datetime.fromisoformat(str(value).strip().replace("Z", "+00:00"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
        return moment.astimezone(UTC) if moment.year in _YEARS else None
    except (ValueError, OverflowError):
        return None


def read_moment(value: Any) -> date | None:
    """The day of a moment, as it is in London."""
    moment = read_instant(value)
    return moment.astimezone(LONDON).date() if moment else None


def _figure(raw: Any) -> Decimal | None:
    """An amount as a number, or as text that is a plain number: "12,500.50"."""
    if isinstance(raw, str) and _PLAIN.fullmatch(raw.strip()):
        return Decimal(raw.strip().lstrip("£").replace(",", ""))
    is_figure = isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw)
    return Decimal(str(raw)) if is_figure else None


def read_amount(value: Any, where: str, faults: list[str]) -> tuple[Decimal | None, bool | None]:
    """Pounds of a value object and whether VAT is in it; what is no amount in pounds is said in `faults`."""
    if not isinstance(value, Mapping):
        return None, None
    raw, has_vat = value.get("amount"), False if "amountGross" in value else None
    if raw is None:
        raw, has_vat = value.get("amountGross"), True
    if raw is None:
        return None, None
    amount = _figure(raw)
    if amount is None or not 0 <= amount < LARGEST:
        faults.append(f'{where}: "{str(raw)[:40]}" is no amount.')
        return None, None
    if str(value.get("currency") or "GBP").strip().upper() != "GBP":
        faults.append(f"{where}: {raw} {str(value['currency'])[:10]} is not in pounds.")
        return None, None
    return amount.quantize(Decimal("0.01")), has_vat
