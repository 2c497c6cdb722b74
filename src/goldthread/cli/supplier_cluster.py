"""Clustering a file of records from the command line. It needs no database."""

import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from goldthread.cli.output import print_json, print_words
from goldthread.evidence.matching.records import cluster_file
from goldthread.evidence.matching.types import Clustering


def cluster_records(records: Path, output: Path, *, as_json: bool) -> None:
    """Write the clusters, and say how many there are."""
    console = Console(stderr=True)
    columns = (TextColumn("Matching"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("", total=1)
        made = cluster_file(records, output, progress=lambda done, of: progress.update(task, completed=done / of))
    if as_json:
        print_json({"output": str(output), **asdict(made)})
    else:
        print_words(describe(made, output))


def describe(made: Clustering, output: Path) -> str:
    """What came of it, in a sentence or two."""
    told = f"{made.records:,} records are {made.clusters:,} suppliers. Written to {output}."
    if made.withheld:
        told += f" {made.withheld:,} records with a withheld name or a private person were left alone."
    if made.refused:
        told += f" {made.refused:,} merges were refused because two numbers stood against them."
    return told
