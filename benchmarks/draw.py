"""Draws one round's report as a PDF, in a process of its own, and says how long that took. See `benchmarks.report`."""

import json
import sys
import time
from pathlib import Path

from benchmarks.place import start_in


def draw(folder: Path, slug: str, ref: str) -> dict[str, float]:
    """Seconds from the database to the last byte, those of them spent on the charts, and the bytes made."""
    start_in(folder, has_tables=True)
    from goldthread.assessment.models import Round
    from goldthread.reports.diagnostic.build import build_report
    from goldthread.reports.diagnostic.charts import draw_charts
    from goldthread.reports.diagnostic.gather import gather
    from goldthread.reports.diagnostic.render_pdf import render_pdf

    began = time.perf_counter()
    round_ = Round.objects.select_related("council").get(council__slug=slug, ref=ref)
    report = build_report(gather(round_))
    built = time.perf_counter()
    draw_charts(report)
    charted = time.perf_counter()
    made = render_pdf(report)
    return {"seconds": time.perf_counter() - began, "charts": charted - built, "bytes": len(made)}


if __name__ == "__main__":
    print(json.dumps(draw(Path(sys.argv[1]), sys.argv[2], sys.argv[3])))
