"""Put a backup into an empty data directory, or in place of what is there."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.output import print_words, show_bytes
from goldthread.cli.setup import ensure_ready, start_django

app = new_noun(None, example="goldthread restore goldthread.tar.gz")


@app.command(epilog="Example: goldthread restore goldthread.tar.gz --replace")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `goldthread backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Move what is there aside first; it is kept.")] = False,
) -> None:
    """Put a backup into an empty data directory, or in place of what is there. Stop the site first.

    The backup is checked whole before anything moves.
    """
    start_django()
    from goldthread.cli.archive import read_places, restore_archive

    places = read_places()
    with show_bytes("Restoring") as job:
        aside = restore_archive(places=places, source=file, replace=replace, job=job)
    ensure_ready()
    if aside is not None:
        print_words(f"What was there before was moved to {aside}.")
    print_words(f"{file} was restored into {places.folder}.")
    from goldthread.evidence.withdrawing import withdraw_lost

    if lost := withdraw_lost():
        print_words(f"It does not hold the files of these payments, which are withdrawn: {', '.join(lost)}.")
        print_words("Load them again with: goldthread spend load --council NAME FILE")
