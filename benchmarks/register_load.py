"""A register of 10,000 lines from its file to contracts: the first load, and the same with changes."""

import csv
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.contracts import PLACES, WORDS
from benchmarks.measure import Figure
from goldthread.evidence.contracts.loading import RegisterWishes, load_register
from goldthread.organisation.actions import create_council
from goldthread.organisation.types import CouncilKind

LINES, CHANGED_EVERY = 10_000, 10
SECONDS_CEILING = 10
PART = "Loading a register"
_HEAD = (
    *("Contract Reference", "Contract Title", "Description", "Department", "Supplier Name", "Start Date", "End Date"),
    *("Review Date", "Contract Value (£)", "Procurement Process", "Contract Manager"),
)


def write_register(target: Path, *, lines: int = LINES, raised: bool) -> None:
    """Invented lines as councils publish them; `raised` gives one line in ten another value."""
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(_HEAD)
        for place in range(lines):
            start = date(2022, 4, 1) + timedelta(days=place * 37 % 1500)
            word, where = WORDS[place % len(WORDS)], PLACES[place // 10 % len(PLACES)]
            more = 1000 if raised and place % CHANGED_EVERY == 0 else 0
            out.writerow(
                (
                    *(f"REG{place + 1:05d}", f"{word.capitalize()} {where}, lot {place}", f"{word} in the {where}"),
                    *(f"{where.capitalize()} services", f"{where.capitalize()} {word.capitalize()} {place % 997} Ltd"),
                    *(f"{start:%d/%m/%Y}", "TBC" if place % 50 == 7 else f"{start + timedelta(days=900):%d/%m/%Y}"),
                    *(f"{start + timedelta(days=720):%d/%m/%Y}", f"£{5000 + place * 7919 % 900_000 + more:,}.00"),
                    *("Open tender", f"Manager {place % 40}"),
                )
            )


def measure_register_load(_folder: Path, lines: int = LINES) -> list[Figure]:
    """The first load of a council, and a second file in which one line in ten has another value."""
    council = create_council(name=f"Register Council {time.time_ns()}", kind=CouncilKind.UNITARY, by=None)
    figures = []
    with tempfile.TemporaryDirectory(prefix="register-") as made:
        for label, raised in (("all new", False), ("one in ten changed", True)):
            file = Path(made) / f"register-{raised}.csv"
            write_register(file, lines=lines, raised=raised)
            worked, began = time.process_time(), time.perf_counter()
            outcome = load_register(council=council, path=file, by=None, wishes=RegisterWishes())
            by_clock, processor = time.perf_counter() - began, time.process_time() - worked
            if outcome.load is None or outcome.read.rows_read != lines:
                raise RuntimeError(f"{file.name} was not loaded whole.")
            figures.append(
                Figure(
                    PART,
                    f"{lines:,} lines, {label}",
                    f"{processor:.1f} s",
                    f"{SECONDS_CEILING} s",
                    processor / SECONDS_CEILING,
                    f"{by_clock:.1f} s by the clock; {outcome.load.added:,} added, {outcome.load.changed:,} changed",
                )
            )
    return figures
