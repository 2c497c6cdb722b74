"""Load the demonstration council, serve it, and print its address and sign-ins."""

from typing import TYPE_CHECKING, Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.output import print_words
from goldthread.cli.serve import Port, announce, prepare_site
from goldthread.cli.tables import print_table

if TYPE_CHECKING:
    from goldthread.demo.load import LoadedDemo

app = new_noun(None, example="goldthread demo --load-only")


@app.command(epilog="Example: goldthread demo --load-only")
def demo(
    port: Port = 8000,
    load_only: Annotated[bool, typer.Option("--load-only", help="Load it and stop; nothing is served.")] = False,
) -> None:
    """Load the demonstration council, serve it on this machine alone, and print its address and sign-ins.

    A later run keeps what people have done in it. To begin afresh, name another folder in GOLDTHREAD_DATA.
    """
    prepare_site()
    print_words("Loading the demonstration…")
    from django.db import connections

    from goldthread.demo.load import load_demo

    loaded = load_demo(with_payments=True)
    connections.close_all()

    def announce_with_sign_ins(address: str) -> None:
        _print_sign_ins(loaded)
        announce(address)

    if load_only:
        _print_sign_ins(loaded)
        return
    from goldthread.cli.supervisor import run_site

    run_site(host="127.0.0.1", port=port, workers=2, announce=announce_with_sign_ins)
    print_words("Goldthread has stopped.")


def _print_sign_ins(loaded: "LoadedDemo") -> None:
    home = loaded.sign_ins[0].council
    print_table(
        ("E-mail", "Role", "Name"),
        [
            (row.email, row.role if row.council == home else f"{row.role}, {row.council}", row.name)
            for row in loaded.sign_ins
        ],
    )
    typer.echo(f"Password for all of them: {loaded.password}")
    state = "has been loaded" if loaded.made else "was here already and is as people left it"
    print_words(f"{loaded.council} is invented. The demonstration {state}.")
