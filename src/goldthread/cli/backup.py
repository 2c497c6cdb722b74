"""Write everything that is kept here, database and attached files, to one file."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.output import print_words
from goldthread.cli.setup import start_django

app = new_noun(None, example="goldthread backup goldthread.tar.gz")


@app.command(epilog="Example: goldthread backup goldthread.tar.gz")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as goldthread.tar.gz.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file where it exists.")] = False,
) -> None:
    """Write everything that is kept here, database and attached files, to one file.

    People may go on working meanwhile. The secret key is left out: a restored site makes its own,
    and people sign in again.
    """
    start_django()
    from goldthread.cli.archive import read_places, write_archive

    count = write_archive(places=read_places(), target=file, replace=replace)
    print_words(f"The database and {count} attached files were written to {file}.")
