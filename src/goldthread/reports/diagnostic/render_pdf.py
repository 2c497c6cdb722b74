"""Renders the report as a tagged PDF with Typst, in PDF/UA-1 mode. Text travels as data and is never read as markup."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import typst

from goldthread.reports.diagnostic.charts import draw_charts
from goldthread.reports.diagnostic.drawable import make_drawable
from goldthread.reports.diagnostic.fonts import fonts
from goldthread.reports.diagnostic.types import Report

TEMPLATES = Path(__file__).parent / "templates"


def render_pdf(report: Report, *, made_at: datetime | None = None) -> bytes:
    """The report as PDF bytes. `made_at` is the time written into it; the same report and time give the same bytes."""
    data = make_drawable(orjson.loads(orjson.dumps(report)))
    charts = draw_charts(report)
    moment = (made_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    made = typst.compile(
        str(TEMPLATES / "report.typ"),
        root=str(TEMPLATES),
        format="pdf",
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={
            "report": orjson.dumps(data).decode(),
            "overall": charts.overall,
            "by_section": charts.by_section,
        },
        pdf_standards=["ua-1"],
        timestamp=moment,
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made
