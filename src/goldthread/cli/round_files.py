"""Answers to a file and from a file. Import it once Django is ready."""

from pathlib import Path

import typer

from goldthread.assessment.exchange.apply import apply_import, check_plan
from goldthread.assessment.exchange.decode import MAXIMUM_BYTES, check_size
from goldthread.assessment.exchange.export import ExchangeFormat, export_answers
from goldthread.assessment.exchange.faults import FileUnreadable
from goldthread.assessment.exchange.plan import ImportPlan, PlannedChange, plan_as_json, plan_import
from goldthread.assessment.queries.rounds import find_round
from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.organisation.types import Action


def export(name: str, file_format: str, output: Path | None, *, actor: str | None) -> None:
    """Write the answers to a file, or print them."""
    if file_format not in set(ExchangeFormat):
        raise UserError(what=f'"{file_format}" is not a format of answers.', do="Use --format csv or --format json.")
    found = find_round(name)
    find_actor(actor, found.council, Action.EXPORT_ANSWERS)
    text = export_answers(found, ExchangeFormat(file_format))
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UserError(what=f"{output} could not be written: {error.strerror}.", do="Name another file.") from None
    print_words(f"The answers of {found} were written to {output}.")


def import_file(name: str, file: Path, *, dry_run: bool, overwrite: bool, as_json: bool, actor: str | None) -> None:
    """Plan the import, print the plan, and write it unless it is a dry run."""
    found = find_round(name)
    by = find_actor(actor, found.council, Action.IMPORT_ANSWERS)
    plan = plan_import(found, read_file(file), file.name)
    if as_json:
        print_json(plan_as_json(plan))
    elif dry_run:
        print_plan(plan)
    for note in plan.notes:
        print_words(note)
    if dry_run and not plan.faults:
        print_words(f"{_in_short(plan)} Nothing was written.")
        return
    if dry_run:
        check_plan(plan, overwrite=True)
    written = apply_import(plan=plan, by=by, overwrite=overwrite)
    print_words(f"{_in_short(plan)} {written:,} {'was' if written == 1 else 'were'} written.")


def read_file(file: Path) -> bytes:
    """The file's bytes; a file that is too large is refused before it is read."""
    try:
        check_size(file.stat().st_size)
        with file.open("rb") as opened:
            return opened.read(MAXIMUM_BYTES + 1)
    except FileUnreadable as refused:
        raise UserError(what=f"{file.name}: {refused.fault.what}", do=refused.fault.do) from None
    except OSError as error:
        raise UserError(
            what=f"{file} could not be read: {error.strerror}.", do="Check its name and where it is."
        ) from None


def print_plan(plan: ImportPlan) -> None:
    found = [(change, "change") for change in plan.changes] + [(change, "conflict") for change in plan.conflicts]
    found.sort(key=lambda pair: pair[0].row)
    headings = ("Row", "What", "Department", "Code", "From", "To")
    print_table(headings, [_shown(change, what) for change, what in found])


def _shown(change: PlannedChange, what: str) -> tuple[str, ...]:
    before = [_part(name, getattr(change.before, name)) for name in change.changed]
    after = [_part(name, getattr(change.after, name)) for name in change.changed]
    return (str(change.row), what, change.department, change.value_code, "\n".join(before), "\n".join(after))


def _part(name: str, value: object) -> str:
    return f"{name.replace('_', ' ')}: {'none' if value in {None, '', ()} else value}"


def _in_short(plan: ImportPlan) -> str:
    return (
        f"{plan.file}: {_count(plan.rows, 'row')}, {_count(len(plan.changes), 'change')},"
        f" {_count(len(plan.conflicts), 'conflict')} with answers given already,"
        f" {plan.unchanged} unchanged, {_count(len(plan.faults), 'fault')}."
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
