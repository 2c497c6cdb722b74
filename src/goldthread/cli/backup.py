"""Write everything that is kept here, database, attached files and payments, to one file."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.output import print_words, show_bytes
from goldthread.cli.setup import start_django

app = new_noun(None, example="goldthread backup goldthread.tar.gz")


@app.command(epilog="Example: goldthread backup goldthread.tar.gz")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as goldthread.tar.gz.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file where it exists.")] = False,
) -> None:
    """Write everything that is kept here, database, attached files and payments, to one file.

    People may go on working meanwhile. The secret key is left out: a restored site makes its own,
    and people sign in again.
    """
    start_django()
    from goldthread.cli.archive import read_places, write_archive
    from goldthread.cli.archive_members import DOCUMENTS, EVIDENCE

    with show_bytes("Writing") as job:
        contents = write_archive(places=read_places(), target=file, replace=replace, job=job)
    documents, evidence = contents.count(DOCUMENTS), contents.count(EVIDENCE)
    held = f"The database, {documents:,} attached files and {evidence:,} files of payments and registers"
    print_words(f"{held} were written to {file}.")
    if contents.missing:
        print_words(f"These payments have lost their files and are not in it: {', '.join(contents.missing)}.")
        print_words("Look for them in an older backup, or withdraw them and load the published files again.")
        raise typer.Exit(1)
