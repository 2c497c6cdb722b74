"""Renders the report from payments as a tagged PDF. The drawing is done aside, in `pdf_process`."""

from datetime import UTC, datetime

import orjson

from goldthread.reports.diagnostic.aside import run_aside
from goldthread.reports.spend.types import Report


def render_pdf(report: Report, *, made_at: datetime | None = None) -> bytes:
    """The report as PDF bytes. `made_at` is the time written into it; the same report and time give the same bytes."""
    moment = (made_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    asked = {"template": "spend/templates/spend.typ", "report": report, "made_at": moment}
    return run_aside("goldthread.reports.pdf_process", orjson.dumps(asked))
