"""Writes the reference pages of commands, permissions and indicators from what they tell of.

Run it after a change: `.venv/bin/python tools/write_reference.py`. A test fails while a page differs from its source.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from goldthread.cli.nouns import NOUNS, help_sentence

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
EXAMPLE = "Example: "

COMMANDS_HEAD = """\
# Commands

Every command of `goldthread`, as `--help` tells of it. Data goes to stdout and words to stderr, so that a table or JSON
can be sent to a file.

A command ends with 0 when it did what was asked, with 2 when something was wrong that you can mend, with 3 when
somebody else was quicker or an answer stands in the way, and with 1 when Goldthread itself failed. With `--as EMAIL` a
command acts as that person and is held to their roles. Without it, it acts as the server's own hand, and the record
says so.

`goldthread --version` prints the version. `goldthread NOUN --help` and `goldthread NOUN VERB --help` print what stands
here.
"""

PERMISSIONS_HEAD = """\
# Who may do what

One table, read by every screen and by every command that is given `--as`. A person may have several roles. Nobody sees
anything of a council to which they do not belong.
"""

PERMISSIONS_FOOT = """\
Beyond the table:

- A respondent answers for their own department, and sees other departments' answers only once their own are submitted.
- Nobody signs a round in which they answered or moderated, whatever their roles.
- A role that ends takes nothing away from what the person wrote.
- An administrator looks after people and sees no answers.
- A contract manager keeps the contracts that they manage or own, and reads the others.
- Who owns the file of a strategic supplier keeps it.
- Somebody who is not signed in reads the public register of a council that has opened it, and nothing else.
"""

ROLES_HEAD = """\
The command line names the roles in this way:

| Role | `--role` |
|---|---|"""


def find_commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it, such as `("round", "list")`."""
    for noun, target in NOUNS.items():
        module, attribute = target.split(":")
        yield from _commands_below((noun,), typer.main.get_command(getattr(import_module(module), attribute)))


def _commands_below(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    verbs = getattr(command, "commands", None)
    if verbs is None:
        yield words, command
    for verb, below in (verbs or {}).items():
        yield from _commands_below((*words, verb), below)


def build_commands() -> str:
    """The page of commands as Markdown."""
    parts = [COMMANDS_HEAD]
    noun = ""
    for words, command in find_commands():
        if words[0] != noun:
            noun = words[0]
            parts.append(f"## {noun}\n")
            if len(words) > 1:
                parts.append(f"{help_sentence(NOUNS[noun].partition(':')[0])}\n")
        parts += _command(words, command)
    return "\n".join(parts)


def _command(words: tuple[str, ...], command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    named = " ".join(p.metavar or p.name.upper() for p in arguments)
    if len(words) > 1:
        yield f"### {' '.join(words)}\n"
    yield f"`{' '.join(filter(None, ['goldthread', *words, named, '[OPTIONS]' if options else '']))}`\n"
    yield f"{' '.join((command.help or '').split())}\n"
    if arguments or options:
        yield "| | |\n|---|---|"
        yield from (f"| `{p.metavar or p.name.upper()}` | {p.help} |" for p in arguments)
        yield from (_option(p) for p in options)
        yield ""
    if (command.epilog or "").startswith(EXAMPLE):
        yield f"For example: `{command.epilog.removeprefix(EXAMPLE)}`\n"


def _option(option: Any) -> str:
    annotation = option.type_descriptor.annotation
    text = option.help or ""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        text += f" One of {', '.join(f'`{member.value}`' for member in annotation)}."
    if option.required:
        text += " Must be given."
    elif not option.is_flag and option.default not in {None, ""}:
        text += f" Without it: `{option.default}`."
    metavar = "" if option.is_flag else " " + _escape(option.metavar or option.name.upper())
    return f"| `{option.opts[0]}{metavar}` | {_escape(text)} |"


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


def build_permissions() -> str:
    """The page of permissions as Markdown. Django must be ready."""
    from goldthread.organisation.permissions import ALLOWED
    from goldthread.organisation.types import Action, Role

    rows = [
        f"| {action.value.capitalize()} | {' | '.join('yes' if role in ALLOWED[action] else '–' for role in Role)} |"
        for action in Action
    ]
    head = f"| | {' | '.join(role.label for role in Role)} |\n|---|{'---|' * len(Role)}"
    names = [f"| {role.label} | `{role.value}` |" for role in Role]
    return "\n".join([PERMISSIONS_HEAD, head, *rows, "", PERMISSIONS_FOOT, ROLES_HEAD, *names, ""])


INDICATORS_HEAD = """\
# Indicators

What Goldthread computes from a council's payments and its register, one small file each. None sets a score. `goldthread
indicator show ID` prints an indicator with its SQL, and [how to add one](../how-to/add-an-indicator.md) says what each
key means.
"""


def build_indicators() -> str:
    """The page of indicators and of the tables that they ask, as Markdown."""
    from goldthread.evidence.indicators.load import list_indicators, load_tables

    parts = [INDICATORS_HEAD]
    for indicator in list_indicators():
        parts += _indicator(indicator)
    parts.append("## The tables\n")
    for table in load_tables().values():
        parts.append(f"### {table.id}\n\nOne row: {table.grain}. {table.note}\n")
        parts.append("| Column | Kind | Meaning |\n|---|---|---|")
        parts += [f"| `{c.name}` | {c.kind} | {_escape(c.meaning)} |" for c in table.columns.values()]
        parts.append("")
    return "\n".join(parts)


def _indicator(indicator: Any) -> Iterator[str]:
    from goldthread.cli.indicator_show import rule_in_words

    least = indicator.minimum
    yield f"## {indicator.name}\n"
    yield f"`{indicator.id}`: {indicator.question}\n"
    yield "| | |\n|---|---|"
    yield f"| Bears on | {', '.join(indicator.value_codes)} |"
    yield f"| Figure | {indicator.unit.value}, by {indicator.grain.value}; better: {indicator.direction.value} |"
    yield f"| Least to speak | {least.rows} rows, {least.coverage:.0%} known, {least.confidence:.0%} sure |"
    for heading, sentences in (("Left out", indicator.exclusions), ("Assumed", indicator.assumptions)):
        if sentences:
            yield f"| {heading} | {_escape(' '.join(sentences))} |"
    for rule in indicator.verdicts:
        yield f"| {rule.value_code} level {rule.level} | {_escape(rule_in_words(indicator, rule))} |"
    yield f"| Limitation | {_escape(indicator.limitation)} |"
    yield f"| Innocent explanation | {_escape(indicator.innocent)} |"
    yield f"| Source | {_escape(indicator.source)} |"
    yield ""


def main() -> None:
    """Write the pages."""
    import django

    with tempfile.TemporaryDirectory(prefix="goldthread-reference-") as folder:
        os.environ["GOLDTHREAD_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "goldthread.config.settings"
        django.setup()
        pages = {
            "commands.md": build_commands(),
            "permissions.md": build_permissions(),
            "indicators.md": build_indicators(),
        }
        for name, text in pages.items():
            (REFERENCE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
