"""Measure pages, figures, the report and autosave against what they must reach. `make bench` runs it all."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

PARTS = (
    "indicators",
    "suppliers",
    "pages",
    "first-load",
    "report",
    "spend-pages",
    "register-pages",
    "plan",
    "register-load",
    "coverage",
    "carrying",
    "autosave",
)  # autosave changes what is measured, so it comes last
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
COUNCILS, ROUNDS = 400, 8


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone; may be repeated")
    parser.add_argument("--councils", type=int, default=COUNCILS, help=f"how many to make (default {COUNCILS})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"how many each has had (default {ROUNDS})")
    parser.add_argument("--data", type=Path, help="keep the made councils in this folder, and use them again")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    return parser.parse_args()


@contextmanager
def folder_for(kept: Path | None) -> Iterator[Path]:
    """The kept folder, or one that is gone afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="goldthread-bench-", ignore_cleanup_errors=True) as made:
        yield Path(made)


def make_councils(console: Console, count: int, rounds: int) -> None:
    from benchmarks.seed import Size, seed
    from goldthread.organisation.models import Council

    if Council.objects.exists():
        console.print(f"Using the {Council.objects.count()} councils that are there.")
        return
    columns = (TextColumn("Making councils"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=count)
        seed(Size(councils=count, rounds=rounds), lambda done: progress.update(task, completed=done))


def main() -> int:
    """Answer 1 where something is over its ceiling."""
    arguments = read_arguments()
    wanted = [part for part in PARTS if part in (arguments.only or PARTS)]
    words = Console(stderr=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a server that was started is ended too
    with folder_for(arguments.data) as folder:
        from benchmarks.place import start_in

        start_in(folder)
        make_councils(words, arguments.councils, arguments.rounds)
        return measure(folder, wanted, words, write=arguments.write)


def measure(folder: Path, wanted: list[str], words: Console, *, write: bool) -> int:
    from benchmarks.autosave import measure_autosave
    from benchmarks.carrying import measure_carrying
    from benchmarks.coverage import measure_coverage
    from benchmarks.first_load import measure_first_load
    from benchmarks.indicators import measure_indicators
    from benchmarks.measure import Figure
    from benchmarks.neighbours import read_clock, taken_by_others
    from benchmarks.pages import PageTimes, measure_pages
    from benchmarks.plan import measure_plan
    from benchmarks.register import measure_register
    from benchmarks.register_load import measure_register_load
    from benchmarks.report import measure_report
    from benchmarks.show import print_tables, summarise, write_document
    from benchmarks.spend_explorer import measure_spend_explorer
    from benchmarks.suppliers import measure_suppliers

    pages: list[PageTimes] = []
    figures = []
    before = read_clock()
    with words.status("") as status:
        for part in wanted:
            status.update(f"Measuring: {part}")
            if part == "pages":
                pages = measure_pages(folder, lambda label: status.update(f"Measuring: {label}"))
                figures += summarise(pages)
            else:
                of_part = {
                    "indicators": measure_indicators,
                    "suppliers": measure_suppliers,
                    "first-load": measure_first_load,
                    "report": measure_report,
                    "spend-pages": measure_spend_explorer,
                    "register-pages": measure_register,
                    "register-load": measure_register_load,
                    "coverage": measure_coverage,
                    "plan": measure_plan,
                    "carrying": measure_carrying,
                    "autosave": measure_autosave,
                }
                figures += of_part[part](folder)
    others = taken_by_others(before, read_clock())
    figures.append(
        Figure("Machine", "taken by other work meanwhile", f"{others:.0%}", besides="makes all times longer")
    )
    print_tables(Console(width=None if sys.stdout.isatty() else 160), figures, pages)
    if write:
        write_document(DOCUMENT, figures, pages)
    return 0 if all(figure.is_within for figure in figures) and all(times.is_within for times in pages) else 1


if __name__ == "__main__":
    sys.exit(main())
