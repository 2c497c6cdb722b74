"""Renders a pack as a tagged PDF. The drawing is done aside, in `pdf_process`."""

from datetime import UTC, datetime

import orjson

from goldthread.reports.diagnostic.aside import run_aside
from goldthread.reports.plan.types import Pack


def render_pdf(pack: Pack, *, made_at: datetime | None = None) -> bytes:
    """The pack as PDF bytes. `made_at` is the time written into it; the same pack and time give the same bytes."""
    moment = (made_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    asked = {"template": "plan/templates/plan.typ", "report": pack, "made_at": moment}
    return run_aside("goldthread.reports.pdf_process", orjson.dumps(asked))
