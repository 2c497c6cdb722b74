"""How commands print: data to stdout, words to stderr."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from goldthread.common.errors import UserError

T = TypeVar("T")


def print_json(value: Any) -> None:
    """A JSON value, indented, on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def iso_day(day: date | None) -> str | None:
    """A day as JSON has it; null where there is none."""
    return day.isoformat() if day else None


def print_words(text: str) -> None:
    """A sentence for the person at the keyboard, on stderr."""
    typer.echo(text, err=True)


def print_error(error: UserError) -> None:
    """What happened, each detail on a line of its own, and what to do, on stderr."""
    typer.echo(error.what, err=True)
    for detail in error.details:
        typer.echo(f"  {detail}", err=True)
    typer.echo(error.do, err=True)


def open_console() -> Console:
    """A console for tables on stdout; it prints text as it stands, brackets and all."""
    return Console(markup=False, highlight=False, emoji=False)


@dataclass(frozen=True)
class Job:
    """How far a long piece of work has come: the bytes in all, and a call for each block of them."""

    begin: Callable[[int], None] = lambda _size: None
    advance: Callable[[int], None] = lambda _size: None


def bytes_bar() -> Progress:
    """A bar over a whole job, on stderr; none where nobody watches."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not (sys.stdout.isatty() and sys.stderr.isatty()),
        transient=True,
    )


def watch(rows: Sequence[T], words: str) -> Iterator[T]:
    """The rows one after another, with a bar on stderr that counts them; none where nobody watches."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not (sys.stdout.isatty() and sys.stderr.isatty()),
        transient=True,
    ) as bar:
        yield from bar.track(rows, description=words)


@contextmanager
def show_bytes(name: str) -> Iterator[Job]:
    """A bar for one job, moved by the job itself."""
    with bytes_bar() as bar:
        task = bar.add_task(name, total=None)
        yield Job(lambda size: bar.update(task, total=size), lambda size: bar.advance(task, size))
