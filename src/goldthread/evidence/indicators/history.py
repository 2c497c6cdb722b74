"""Figures of many periods, computed together in one pass over each table, and kept in short for the pages."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from goldthread.evidence.explorer.index import AT_ONCE
from goldthread.evidence.explorer.periods import Period, financial_years, quarter_of
from goldthread.evidence.indicators.gather import compute_figures, digest_of
from goldthread.evidence.indicators.material import span_of
from goldthread.evidence.indicators.types import Figure
from goldthread.evidence.models import Load
from goldthread.evidence.queries import live_loads
from goldthread.organisation.models import Council

YEARS, YEARS_BY_QUARTER = 5, 2
"""The latest years that a history goes back to, and those of them that are told by quarter too."""
_ASKED_SECONDS = 300
_DIGITS = 32


@dataclass(frozen=True)
class Point:
    """One figure of a history; `value` is None where it is unknown, and `reason` says why it may not speak."""

    period: str
    department_id: int | None
    value: Decimal | None
    reason: str


def history_periods(loads: Sequence[Load]) -> list[Period]:
    """The years on hand and the quarters of the latest of them, the earliest first; quarters stand in their year."""
    days = [day for load in loads for day in (load.first_date, load.last_date) if day is not None]
    if not days:
        return []
    found: list[Period] = []
    for place, year in enumerate(financial_years(min(days), max(days))[:YEARS]):
        quarters = [quarter_of(year.first.year, number) for number in range(1, 5)] if year.first else []
        on_hand = [q for q in quarters if q.first and q.last and q.first <= max(days) and q.last >= min(days)]
        found = [year, *(on_hand if place < YEARS_BY_QUARTER else []), *found]
    return found


def read_history(council: Council, indicator: str, loads: Sequence[Load]) -> list[Point] | None:
    """One indicator's figures over the periods on hand; None while those of many payments are being computed."""
    periods = history_periods(loads)
    path = _file(council, periods, timezone.localdate(), loads)
    found = _read(path, indicator)
    if found is not None:
        return found
    if sum(load.rows_loaded for load in loads) > AT_ONCE:
        if cache.add(f"history-asked-{council.pk}", True, _ASKED_SECONDS):
            history_later.enqueue(council.pk)
        return None
    _build(council, loads, path)
    return _read(path, indicator) or []


def build_history(council: Council) -> None:
    """Compute and keep every indicator's history, where it is not kept already."""
    loads = live_loads(council)
    path = _file(council, history_periods(loads), timezone.localdate(), loads)
    if not path.exists():
        _build(council, loads, path)


def _build(council: Council, loads: Sequence[Load], path: Path) -> None:
    """A full disk only means that it is computed again."""
    spans = [span_of(period) for period in history_periods(loads)]
    if not spans:
        return
    figures = compute_figures(council, spans, as_of=timezone.localdate(), loads=loads)
    rows: dict[str, list[list[Any]]] = {}
    for figure in figures:
        rows.setdefault(figure.indicator, []).append(_row(figure))
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(rows), encoding="utf-8")
        partial.replace(path)
        for older in path.parent.glob("history.*.json"):
            if older != path:
                older.unlink(missing_ok=True)
    except OSError:
        partial.unlink(missing_ok=True)


@task()
def history_later(council_id: int) -> None:
    """Compute the history of a council with many payments in the background."""
    build_history(Council.objects.get(pk=council_id))


def _file(council: Council, periods: Sequence[Period], day: date, loads: Sequence[Load]) -> Path:
    told = "\n".join(digest_of(council, [span_of(period) for period in periods], day, loads))
    digest = hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]
    return Path(settings.DATA_DIR) / "cache" / "indicators" / council.slug / f"history.{digest}.json"


def _row(figure: Figure) -> list[Any]:
    value = None if figure.value is None else str(figure.value)
    return [figure.period, figure.department_id, value, figure.reason]


def _read(path: Path, indicator: str) -> list[Point] | None:
    try:
        rows = json.loads(path.read_text(encoding="utf-8")).get(indicator, [])
        return [
            Point(period, dept, None if value is None else Decimal(value), why) for period, dept, value, why in rows
        ]
    except (OSError, ValueError, TypeError, ArithmeticError):
        return None
