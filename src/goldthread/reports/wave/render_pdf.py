"""Renders the plan of a wave as a tagged PDF. The drawing is done aside, in `pdf_process`."""

from datetime import UTC, datetime

import orjson

from goldthread.reports.diagnostic.aside import run_aside
from goldthread.reports.wave.types import BoardPlan


def render_pdf(plan: BoardPlan, *, made_at: datetime | None = None) -> bytes:
    """The plan as PDF bytes. `made_at` is the time written into it; the same plan and time give the same bytes."""
    moment = (made_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    asked = {"template": "wave/templates/wave.typ", "report": plan, "made_at": moment}
    return run_aside("goldthread.reports.pdf_process", orjson.dumps(asked))
