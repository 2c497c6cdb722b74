"""Serve the site: the web server and the background worker, until you stop it."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.output import print_words
from goldthread.cli.setup import ensure_ready

app = new_noun(None, example="goldthread serve --port 8080")

Host = Annotated[str, typer.Option(help="The address to listen on. Others than this machine need GOLDTHREAD_HOSTS.")]
Port = Annotated[int, typer.Option(help="The port; 0 takes a free one.", min=0, max=65535)]
Workers = Annotated[int, typer.Option(help="Web processes; two for each core serve a busy council.", min=1, max=64)]


@app.command(epilog="Example: goldthread serve --port 8080")
def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 2) -> None:
    """Serve the site: the web server and the background worker, until you stop it with Ctrl+C."""
    prepare_site()
    from goldthread.cli.supervisor import run_site

    run_site(host=host, port=port, workers=workers, announce=announce)
    print_words("Goldthread has stopped.")


def prepare_site() -> None:
    """Bring the tables up to date and make the folder that the web server looks into."""
    ensure_ready()
    from django.conf import settings
    from django.db import connections

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    connections.close_all()


def announce(address: str) -> None:
    """Print where the site is."""
    typer.echo(address)
    print_words("Goldthread is running at this address. Stop it with Ctrl+C.")
