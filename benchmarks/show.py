"""Shows what was measured: as tables on the terminal, and as the document `docs/performance.md`."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Figure, as_markdown, format_ms, percentile
from benchmarks.pages import QUERY_CEILING, SECONDS_CEILING, PageTimes, floor_of

FIGURE_HEADER = ("What", "Measured", "Ceiling", "Ratio", "Besides")
PAGE_HEADER = ("Page", "Queries", "kB sent", "p50", "p95", "max", "p95 inside", "Ratio", "× floor")
MARK = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)


def figure_rows(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """One line for each figure; a ratio over 1 is over the ceiling."""
    return [
        (f"{f.part}: {f.what}", f.measured, f.ceiling, "" if f.ratio is None else f"{f.ratio:.2f}", f.besides)
        for f in figures
    ]


def page_rows(measured: Sequence[PageTimes]) -> list[tuple[str, ...]]:
    """One line for each page, the slowest first."""
    floor = floor_of(measured)
    return [
        (
            times.visit.label,
            str(times.queries),
            f"{times.size / 1000:.1f}",
            format_ms(percentile(times.served, 0.5)),
            format_ms(times.slow),
            format_ms(max(times.served)),
            format_ms(percentile(times.inside, 0.95)),
            f"{max(times.slow / SECONDS_CEILING, times.queries / QUERY_CEILING):.2f}",
            f"{percentile(times.served, 0.5) / floor:.1f}",
        )
        for times in sorted(measured, key=lambda times: -times.slow)
    ]


def summarise(measured: Sequence[PageTimes]) -> list[Figure]:
    """The slowest page and the page of most queries, against their ceilings."""
    slowest = max(measured, key=lambda times: times.slow)
    most = max(measured, key=lambda times: times.queries)
    floor = floor_of(measured)
    return [
        Figure(
            "Pages",
            f"slowest of {len(measured)} at p95",
            format_ms(slowest.slow),
            format_ms(SECONDS_CEILING),
            slowest.slow / SECONDS_CEILING,
            f"{slowest.visit.label}; a page that reads nothing takes {format_ms(floor)}",
        ),
        Figure(
            "Pages",
            "most queries",
            str(most.queries),
            str(QUERY_CEILING),
            most.queries / QUERY_CEILING,
            most.visit.label,
        ),
    ]


def print_tables(console: Console, figures: Sequence[Figure], measured: Sequence[PageTimes]) -> None:
    """Both tables; what is over its ceiling is red and says so."""
    if measured:
        over = {times.visit.label for times in measured if not times.is_within}
        print_table(console, "Pages", PAGE_HEADER, page_rows(measured), over)
    if figures:
        beyond = {f"{figure.part}: {figure.what}" for figure in figures if not figure.is_within}
        print_table(console, "Against the ceilings", FIGURE_HEADER, figure_rows(figures), beyond)


def print_table(
    console: Console, title: str, header: Sequence[str], rows: Sequence[Sequence[str]], over: set[str]
) -> None:
    table = Table(title=title, title_justify="left", header_style="bold")
    for place, name in enumerate(header):
        table.add_column(name, justify="left" if place == 0 or name == "Besides" else "right")
    for row in rows:
        table.add_row(*row[:1], *row[1:], style="bold red" if row[0] in over else "")
    console.print(table)


def write_document(place: Path, figures: Sequence[Figure], measured: Sequence[PageTimes]) -> None:
    """Put the tables of this run between the marks of the document."""
    parts = [
        f"Measured on {datetime.now(UTC):%-d %B %Y}: {machine()}.",
        as_markdown(FIGURE_HEADER, figure_rows(figures)),
    ]
    if measured:
        parts += ["## Page by page", "Slowest first.", as_markdown(PAGE_HEADER, page_rows(measured))]
    text = place.read_text(encoding="utf-8")
    if not MARK.search(text):
        raise RuntimeError(f"{place} holds no place for the figures.")
    place.write_text(MARK.sub(lambda _: "\n" + "\n\n".join(parts) + "\n\n", text), encoding="utf-8")


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
