"""Which nouns there are and where each lives. A module is imported only when its noun is used."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

# noun -> "module:Typer object". The first line of the module's docstring is the noun's help sentence.
# A noun with a single verb needs an `@app.callback()`; without one its verb is left out of the command.
NOUNS: dict[str, str] = {
    "framework": "goldthread.cli.framework:app",
    "council": "goldthread.cli.council:app",
    "person": "goldthread.cli.person:app",
    "round": "goldthread.cli.round:app",
    "spend": "goldthread.cli.spend:app",
    "supplier": "goldthread.cli.supplier:app",
    "reference": "goldthread.cli.reference:app",
    "contract": "goldthread.cli.contract:app",
    "notice": "goldthread.cli.notice:app",
    "register": "goldthread.cli.register:app",
    "alert": "goldthread.cli.alert:app",
    "people-plan": "goldthread.cli.people_plan:app",
    "search": "goldthread.cli.search:app",
    "indicator": "goldthread.cli.indicator:app",
    "evidence": "goldthread.cli.evidence:app",
    "plan": "goldthread.cli.plan:app",
    "report": "goldthread.cli.report:app",
    "example": "goldthread.cli.example:app",
    "demo": "goldthread.cli.demo:app",
    "serve": "goldthread.cli.serve:app",
    "backup": "goldthread.cli.backup:app",
    "restore": "goldthread.cli.restore:app",
}


def new_noun(sentence: str | None, *, example: str) -> typer.Typer:
    """The Typer object of a noun's module: pass its docstring and a command that a test runs."""
    return typer.Typer(
        help=sentence,
        epilog=f"Example: {example}",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )


class Noun(TyperGroup):
    """Stands for a noun until it is used, then hands over to the commands of its module."""

    def __init__(self, name: str, target: str) -> None:
        self._module, self._attribute = target.split(":")
        super().__init__(name=name, help=help_sentence(self._module))

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Import the module and let its own commands read the arguments."""
        app: typer.Typer = getattr(import_module(self._module), self._attribute)
        return typer.main.get_command(app).make_context(info_name, args, parent=parent, **extra)


def help_sentence(module: str) -> str:
    """The first line of a module's docstring, read without importing the module."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the noun's module {module} does not exist")
    with Path(spec.origin).open(encoding="utf-8") as file:
        return file.readline().strip().strip('"')
