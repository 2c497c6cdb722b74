"""Look for words in the register's documents and records, and make the index of them again."""

from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread search find catering --council fellbeck-council")

Council = Annotated[str, typer.Option("--council", help="The council's name, or the short one in its address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command(epilog="Example: goldthread search rebuild")
def rebuild() -> None:
    """Make the index again from everything that is kept. Until it is done, search works as before."""
    ensure_ready()
    from goldthread.cli.output import print_words
    from goldthread.register.search.actions import rebuild_index

    print_words("Making the index again…")
    count = rebuild_index()
    print_words(f"{count:,} records can be found.")


@app.command(epilog="Example: goldthread search find catering --council fellbeck-council --json")
def find(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="Every word has to be found.")],
    *,
    council: Council,
    actor: Annotated[
        str | None, typer.Option("--as", metavar="EMAIL", help="Find what this person may see; else everything.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the twenty records that hold the words best."""
    ensure_ready()
    from goldthread.cli.search_find import print_found

    print_found(" ".join(words), council_name=council, actor=actor, as_json=as_json)
