"""Draws one round's report as a PDF, in a process of its own, and says how long that took. See `benchmarks.report`."""

import json
import sys
import time
from pathlib import Path

from benchmarks.place import start_in


def draw(folder: Path, slug: str, ref: str) -> dict[str, float]:
    """Seconds from the database to the last byte, and the bytes made."""
    start_in(folder)
    from goldthread.assessment.models import Round
    from goldthread.reports.diagnostic.build import build_report
    from goldthread.reports.diagnostic.gather import gather
    from goldthread.reports.diagnostic.render_pdf import render_pdf

    began = time.perf_counter()
    round_ = Round.objects.select_related("council").get(council__slug=slug, ref=ref)
    made = render_pdf(build_report(gather(round_)))
    return {"seconds": time.perf_counter() - began, "bytes": len(made)}


if __name__ == "__main__":
    print(json.dumps(draw(Path(sys.argv[1]), sys.argv[2], sys.argv[3])))
