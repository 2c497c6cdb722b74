"""Renders the report as HTML: the part that a page of the site holds, or a file that stands alone. Text is escaped."""

import base64
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from goldthread.reports.diagnostic.charts import Charts, draw_charts
from goldthread.reports.diagnostic.types import Report

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class _LevelRow:
    name: str
    meaning: str
    count: int


def render_body(report: Report, *, indicator_pages: str = "") -> SafeString:
    """The report as the inside of a page. It carries no style and no script, so a strict policy lets it stand.

    `indicator_pages` is the address below which each indicator has its page under its id; without it nothing leads
    there, as in a file that stands alone.
    """
    context = {
        "report": report,
        "charts": _as_addresses(draw_charts(report)),
        "overall_rows": _overall_rows(report),
        "indicator_pages": indicator_pages,
    }
    return mark_safe(_templates().get_template("body.html").render(context))  # noqa: S308  escaped as it was rendered


def render_file(report: Report) -> str:
    """The report as one HTML file that asks nothing of any other host."""
    css = mark_safe((TEMPLATES / "page.css").read_text(encoding="utf-8"))  # noqa: S308  our own file
    return _templates().get_template("page.html").render(report=report, css=css, body=render_body(report))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    """Jinja's, which are compiled: 700 answers stand on one page, and Django's own templates took most of its time.

    A name that a template has wrong is an error. `ladder.html` is read by Django's templates too, for the plan's pack.
    """
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


def _as_addresses(charts: Charts) -> Charts:
    return Charts(**{name: _as_address(svg) if svg else "" for name, svg in vars(charts).items()})


def _as_address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _overall_rows(report: Report) -> list[_LevelRow]:
    counts = report.overall.rows[0].counts
    rows = [
        _LevelRow(f"{level.number} {level.name}", level.meaning, counts[str(level.number)]) for level in report.levels
    ]
    return [*rows, _LevelRow("No level", "Not asked, does not apply, or not answered yet", counts["unscored"])]
