"""Renders the report as HTML: the part that a page of the site holds, or a file that stands alone. Text is escaped."""

import base64
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

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
    # The report's dates are words already and its numbers small, so localising 3,000 of them would change nothing.
    return _engine().get_template("body.html").render(Context(context, use_l10n=False))


def render_file(report: Report) -> str:
    """The report as one HTML file that asks nothing of any other host."""
    css = mark_safe((TEMPLATES / "page.css").read_text(encoding="utf-8"))  # noqa: S308  our own file
    context = Context({"report": report, "css": css, "body": render_body(report)})
    return _engine().get_template("page.html").render(context)


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES)])


def _as_addresses(charts: Charts) -> Charts:
    records = _as_address(charts.records) if charts.records else ""
    return Charts(_as_address(charts.overall), _as_address(charts.by_section), records)


def _as_address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _overall_rows(report: Report) -> list[_LevelRow]:
    counts = report.overall.rows[0].counts
    rows = [
        _LevelRow(f"{level.number} {level.name}", level.meaning, counts[str(level.number)]) for level in report.levels
    ]
    return [*rows, _LevelRow("No level", "Not asked, does not apply, or not answered yet", counts["unscored"])]
