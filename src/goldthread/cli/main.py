"""The entry point `goldthread`: imports the one noun asked for, and turns user errors into exit codes."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from goldthread import __version__
from goldthread.cli.nouns import NOUNS, Noun
from goldthread.cli.output import print_error
from goldthread.common.errors import UserError
from goldthread.common.storage import storage_fault


class NounGroup(TyperGroup):
    """The nouns of `NOUNS`. A user error ends with its two sentences on stderr and its exit code."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, target in NOUNS.items():
            self.add_command(Noun(name, target))

    def invoke(self, ctx: Any) -> Any:
        """Run the command. A bug keeps its traceback; a user error and a full disk have none."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            print_error(error)
            raise typer.Exit(error.exit_code) from None
        except Exception as error:
            told = storage_fault(error)
            if told is None:
                raise
            print_error(told)
            raise typer.Exit(told.exit_code) from None


app = typer.Typer(
    cls=NounGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Take a council from its own records to a moderated, evidence-backed procurement maturity position.",
    epilog="Example: goldthread framework show nps-2018",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"goldthread {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Options that stand before the noun."""


def main() -> None:
    """Run the command line."""
    app(prog_name="goldthread")
