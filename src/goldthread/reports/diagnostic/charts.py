"""The charts of the report as SVG, kept by their content in the data directory, so that each is drawn once."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from goldthread.evidence.verdicts.words import SIGNS
from goldthread.reports.diagnostic.aside import run_aside
from goldthread.reports.diagnostic.build_records import OUTCOMES
from goldthread.reports.diagnostic.record_types import RecordsPage
from goldthread.reports.diagnostic.types import Distribution, GridPage, LevelName, Report

Bar = dict[str, str | int]

UNSCORED = "unscored"
CHART_VERSION = 2  # raise it when the drawing changes, so that kept charts are drawn again


@dataclass(frozen=True)
class Charts:
    """The report's charts as SVG."""

    overall: str
    by_section: str
    records: str = ""
    grid: str = ""


def draw_charts(report: Report) -> Charts:
    """The charts: value codes by level, the same per section, what the records say, and the grid where there is one.

    Figures stand in the bars and in the cells.
    """
    rows = {
        "overall": _overall_rows(report.overall, report.levels),
        "by_section": _section_rows(report.by_section, report.levels),
        **({"records": _records_rows(report.records)} if report.records.rows else {}),
        **({"grid": _grid_rows(report.grid)} if report.grid else {}),
    }
    asked = tuple((kind, json.dumps(found)) for kind, found in rows.items())
    return Charts(**dict(zip(rows, _draw(asked), strict=True)))


def _grid_rows(page: GridPage) -> list[Bar]:
    return [
        {
            "row": row.name,
            "column": column,
            "number": cell.number,
            "words": (f"{cell.number} so far" if cell.so_far else str(cell.number)) if cell.number else "No level",
        }
        for row in page.rows
        for column, cell in zip(page.columns, row.cells, strict=True)
    ]


def _records_rows(page: RecordsPage) -> list[Bar]:
    return [
        _bar(f"{SIGNS[outcome]} {outcome.value}", place, sum(getattr(row, outcome.value) for row in page.rows))
        for place, outcome in enumerate(OUTCOMES)
    ]


def _overall_rows(distribution: Distribution, levels: Iterable[LevelName]) -> list[Bar]:
    counts = distribution.rows[0].counts
    rows = [_bar(f"{level.number} {level.name}", level.number, counts[str(level.number)]) for level in levels]
    return [*rows, _bar("No level", 0, counts[UNSCORED])] if counts[UNSCORED] else rows


def _section_rows(distribution: Distribution, levels: Iterable[LevelName]) -> list[Bar]:
    names = {level.number: f"{level.number} {level.name}" for level in levels} | {0: "No level"}
    rows: list[Bar] = []
    for place, row in enumerate(distribution.rows):
        start = 0
        for number, name in names.items():
            count = row.counts[str(number) if number else UNSCORED]
            if count:
                part = _bar(name, number, count)
                rows.append({**part, "section": row.name, "place": place, "start": start, "end": start + count})
            start += count
    return rows


def _bar(name: str, number: int, count: int) -> Bar:
    return {"name": name, "number": number, "count": count}


@lru_cache(maxsize=32)
def _draw(asked: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The charts asked for, each a kind and its rows as JSON; those not kept yet are drawn in one process."""
    places = {pair: _place_of(*pair) for pair in asked}
    missing = [pair for pair, place in places.items() if not place.is_file()]
    if missing:
        for pair, svg in zip(missing, _draw_aside(missing), strict=True):
            _keep(places[pair], svg)
    return tuple(place.read_text(encoding="utf-8") for place in places.values())


def _place_of(kind: str, rows: str) -> Path:
    digest = hashlib.sha256(f"{CHART_VERSION} {kind} {rows}".encode()).hexdigest()
    return Path(settings.DATA_DIR) / "cache" / "charts" / f"{digest}.svg"


def _keep(place: Path, svg: str) -> None:
    """Written under a temporary name and renamed, so that nobody reads half a chart."""
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}.part")
    partial.write_text(svg, encoding="utf-8")
    partial.replace(place)


def _draw_aside(asked: list[tuple[str, str]]) -> list[str]:
    charts = [{"kind": kind, "rows": json.loads(rows)} for kind, rows in asked]
    drawn: list[str] = json.loads(run_aside("goldthread.reports.diagnostic.chart_process", json.dumps(charts).encode()))
    return drawn
