"""The whole diagnostic report as a PDF: seconds, and the memory of the process and its children together."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measure import Figure
from benchmarks.payments import payments_at
from benchmarks.seed import CURRENT, slug_of

SECONDS_CEILING, MEGABYTES_CEILING = 5.0, 300.0
MEGABYTE = 1_000_000
SAMPLE_SECONDS = 0.01
ROOT = Path(__file__).resolve().parents[1]
PART = "Report"
KEPT_CHARTS = Path("cache")


def measure_report(folder: Path) -> list[Figure]:
    """A council that comments on one answer in three or so, and the loud one that comments on every answer.

    The loud one is drawn again with payments, so that its records stand beside every code of which they can speak.
    """
    shutil.rmtree(folder / KEPT_CHARTS, ignore_errors=True)
    figures = [
        *draw_in_child(folder, slug_of(9), "a comment on every third answer"),
        *draw_in_child(folder, slug_of(0), "comments on all of 708 answers"),
    ]
    with payments_at(slug_of(0)) as spoken:
        figures += draw_in_child(folder, slug_of(0), f"the same with records beside {spoken} codes")
    return figures


def draw_in_child(folder: Path, slug: str, words: str) -> list[Figure]:
    """Draw one report in a fresh process, while this one looks at how much memory it holds."""
    command = [sys.executable, "-m", "benchmarks.draw", str(folder), slug, CURRENT]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        peak = 0
        while child.poll() is None:
            peak = max(peak, memory_of_tree(child.pid))
            time.sleep(SAMPLE_SECONDS)
        if child.returncode or child.stdout is None:
            raise RuntimeError(f"The report of {slug} was not drawn.")
        drawn = json.load(child.stdout)
    seconds, megabytes = drawn["seconds"], peak / MEGABYTE
    size = f"{drawn['bytes'] / MEGABYTE:.1f} MB of PDF; {drawn['charts']:.2f} s of it for charts not drawn before"
    return [
        Figure(PART, f"PDF, {words}", f"{seconds:.2f} s", f"{SECONDS_CEILING:.0f} s", seconds / SECONDS_CEILING, size),
        Figure(
            PART,
            f"memory, {words}",
            f"{megabytes:.0f} MB",
            f"{MEGABYTES_CEILING:.0f} MB",
            megabytes / MEGABYTES_CEILING,
            "Python, Django, charts and drawing",
        ),
    ]


def memory_of_tree(pid: int) -> int:
    """Bytes held by a process and all below it; a page that they share counts once (Linux)."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        place = Path("/proc", str(one))
        try:
            lines = (place / "smaps_rollup").read_text(encoding="ascii").splitlines()
            waiting += map(int, (place / "task" / str(one) / "children").read_text(encoding="ascii").split())
        except (OSError, ValueError):
            continue  # it has just ended
        total += next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return total
