"""Ratings of a sheet that is not ours, such as an official tool's. Import it once Django is ready."""

from collections.abc import Sequence
from pathlib import Path

from goldthread.assessment.exchange.apply import apply_import, check_plan
from goldthread.assessment.exchange.plan import ImportPlan, plan_answers, plan_as_json
from goldthread.assessment.exchange.ratings import RatingColumns, RatingsFile, parse_ratings
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.queries.rounds import find_round
from goldthread.cli.lookup import find_actor, find_department
from goldthread.cli.output import print_json, print_words
from goldthread.cli.round_files import print_plan, read_file
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.organisation.types import Action

COLUMNS = ("area", "rating", "comment")


def load_ratings(
    name: str,
    file: Path,
    *,
    department: str,
    maps: Sequence[str],
    names: Sequence[str],
    sheet: str,
    dry_run: bool,
    overwrite: bool,
    as_json: bool,
    actor: str | None,
) -> None:
    """Print what the sheet gives, what is set aside and the totals; write it unless it is a dry run."""
    found = find_round(name)
    by = find_actor(actor, found.council, Action.IMPORT_ANSWERS)
    answers_for = find_department(found.council, department).name
    framework = framework_of(found)
    columns = RatingColumns(sheet=sheet, names=_pairs(names, "--name"), **_columns(maps))
    read = parse_ratings(read_file(file), file.name, framework, department=answers_for, columns=columns)
    plan = plan_answers(found, read.file)
    if as_json:
        print_json(ratings_json(read, plan))
    else:
        _print(read, plan, dry_run=dry_run)
    if dry_run:
        check_plan(plan, overwrite=True)
        print_words("Nothing was written.")
        return
    written = apply_import(plan=plan, by=by, overwrite=overwrite)
    print_words(f"{written:,} {'answer was' if written == 1 else 'answers were'} written for {answers_for}.")


def ratings_json(read: RatingsFile, plan: ImportPlan) -> dict[str, object]:
    """The public shape: that of an import, with the columns, the totals and every row set aside."""
    return {
        **plan_as_json(plan),
        "columns": {name: getattr(read.columns, name) for name in COLUMNS},
        "totals": read.totals(),
        "set_aside": [{"row": row.row, "text": row.text, "why": row.why} for row in read.set_aside],
    }


def _print(read: RatingsFile, plan: ImportPlan, *, dry_run: bool) -> None:
    totals = read.totals()
    if dry_run:
        print_plan(plan)
    if read.set_aside:
        print_table(("Row", "Set aside", "Why"), [(str(row.row), row.text, row.why) for row in read.set_aside])
    for note in plan.notes:
        print_words(note)
    print_words(
        f"{plan.file}: {totals['rows']} rows = {totals['loaded']} with a rating + {totals['set_aside']} set aside"
        f" + {totals['faults']} at fault. {len(plan.changes)} changes, {len(plan.conflicts)} conflicts with answers"
        f" given already, {plan.unchanged} unchanged."
    )


def _columns(maps: Sequence[str]) -> dict[str, str]:
    said = _pairs(maps, "--map")
    wrong = [name for name in said if name not in COLUMNS]
    if wrong:
        raise UserError(what=f'--map knows no "{wrong[0]}".', do=f"Map one of {', '.join(COLUMNS)}.")
    return said


def _pairs(said: Sequence[str], option: str) -> dict[str, str]:
    """What stands before and after the last equals sign of each; for --map the part comes first."""
    pairs = {}
    for text in said:
        before, sign, after = text.partition("=") if option == "--map" else text.rpartition("=")
        if not sign or not before.strip() or not after.strip():
            raise UserError(
                what=f'{option} "{text}" has no two parts.', do="Write it with an equals sign between them."
            )
        pairs[before.strip()] = after.strip()
    return pairs
