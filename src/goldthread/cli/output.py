"""How commands print: data to stdout, words to stderr."""

import json
from typing import Any

import typer
from rich.console import Console

from goldthread.common.errors import UserError


def print_json(value: Any) -> None:
    """A JSON value, indented, on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


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
