"""Fifty million payments (9 GB) through the real command: what the process holds at most, and that every row counts.

`python -m benchmarks.spend_large` measures it. It is no part of `make bench`: it wants 25 GB of disk and a long time.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Figure
from benchmarks.spend_load import ROWS, write_payments

if TYPE_CHECKING:
    from goldthread.organisation.models import Council

TIMES = 10
CEILING_MB = 4000.0
PART = "Loading many payments"
_SAMPLE_SECONDS = 0.2
_BLOCK = 8 * 1024 * 1024


def write_many(target: Path, rows: int, times: int) -> None:
    """`rows` payments, so many times over, each time with other transaction numbers."""
    with tempfile.NamedTemporaryFile(dir=target.parent) as one:
        write_payments(Path(one.name), rows)
        with Path(one.name).open("rb") as source, target.open("wb") as out:
            out.write(source.readline())
            start = source.tell()
            for time_over in range(times):
                source.seek(start)
                while block := source.read(_BLOCK):
                    whole = block + source.readline()  # a number is not cut in two
                    out.write(whole.replace(b",510", b",6%02d" % time_over))


def measure_spend_large(folder: Path, rows: int = ROWS, times: int = TIMES, file: Path | None = None) -> list[Figure]:
    """The command in a process of its own; the peak of its memory is asked of the kernel while it runs."""
    from goldthread.organisation.models import Council

    council, _made = Council.objects.get_or_create(
        slug="bench-many", defaults={"name": "Invented Council", "kind": "district"}
    )
    if file is None:
        file = folder / "many.csv"
        write_many(file, rows, times)
    command = [str(Path(sys.executable).with_name("goldthread")), "spend", "load", "--council", council.slug, str(file)]
    began = time.perf_counter()
    peak = 0
    with subprocess.Popen(command) as child:
        while child.poll() is None:
            peak = max(peak, peak_of(child.pid))
            time.sleep(_SAMPLE_SECONDS)
    seconds = time.perf_counter() - began
    if child.returncode:
        raise RuntimeError(f"The command ended with {child.returncode}; it held {peak / 1e6:.0f} MB at most.")
    found = _count(council)
    if found != rows * times:
        raise RuntimeError(f"{found:,} of {rows * times:,} rows can be asked.")
    words = f"{found:,} rows, {file.stat().st_size / 1e9:.1f} GB"
    return [
        Figure(PART, f"{words}: memory", f"{peak / 1e6:.0f} MB", f"{CEILING_MB:.0f} MB", peak / 1e6 / CEILING_MB),
        Figure(PART, f"{words}: seconds", f"{seconds:.0f} s"),
    ]


def peak_of(pid: int) -> int:
    """The most bytes that a process has held so far, by the kernel's own account (Linux); 0 where it has ended."""
    try:
        lines = Path("/proc", str(pid), "status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def _count(council: "Council") -> int:
    from goldthread.evidence.queries import open_spend
    from goldthread.evidence.store import ask

    with open_spend([council]) as db:
        return int(ask(db, "SELECT count(*) FROM spend")[0][0])


def main() -> None:
    from benchmarks.place import start_in

    parser = argparse.ArgumentParser(prog="python -m benchmarks.spend_large", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help=f"payments that are invented (default {ROWS})")
    parser.add_argument("--times", type=int, default=TIMES, help=f"how often they are repeated (default {TIMES})")
    parser.add_argument("--folder", type=Path, help="where to make the files (default: the system's temporary folder)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="goldthread-bench-", dir=asked.folder) as made:
        start_in(Path(made))
        for figure in measure_spend_large(Path(made), asked.rows, asked.times):
            print(f"{figure.part}: {figure.what}: {figure.measured} {figure.besides}")


if __name__ == "__main__":
    main()
