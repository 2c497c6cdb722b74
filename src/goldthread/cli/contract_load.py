"""Loading registers from the command line. Import it once Django is ready."""

from collections.abc import Sequence
from pathlib import Path

import typer

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_error, print_json, print_words
from goldthread.cli.spend_load import find_files
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.evidence.contracts.actions import columns_as_json, diffs_as_json
from goldthread.evidence.contracts.loading import RegisterOutcome, RegisterWishes, load_register
from goldthread.evidence.contracts.planning import PlannedLine
from goldthread.evidence.contracts.types import SPOKEN_FIELDS, ContractField, LineOutcome
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.sources.types import FileRefused
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action

_SHOWN = 60


def read_register_wishes(
    maps: Sequence[str], overwrite: Sequence[str], *, any_body: bool, is_dry_run: bool
) -> RegisterWishes:
    """The flags as wishes; raises `UserError` for a field that does not exist."""
    told: dict[ContractField, str] = {}
    for said in maps:
        name, separator, heading = said.partition("=")
        name = name.strip().lower().replace(" ", "_").replace("-", "_")
        if not separator or not heading or (name not in set(ContractField) and name not in SPOKEN_FIELDS):
            fields = ", ".join(field.value for field in ContractField)
            raise UserError(
                what=f'"{said}" does not say which column holds what.',
                do=f'Write --map FIELD="HEADING", where FIELD is one of {fields}.',
            )
        told[SPOKEN_FIELDS.get(name) or ContractField(name)] = heading
    names = frozenset(each.strip().casefold() for each in overwrite if each.strip())
    return RegisterWishes(told, names, any_body, is_dry_run)


def load_registers(
    council_name: str, files: Sequence[Path], wishes: RegisterWishes, *, as_json: bool, actor: str | None
) -> None:
    """Load every file; what cannot be loaded is said at the end, and the rest is loaded all the same."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.KEEP_REGISTER)
    outcomes: list[RegisterOutcome] = []
    refused: list[tuple[Path, UserError]] = []
    for path in find_files(files):
        try:
            outcomes.append(load_register(council=council, path=path, by=by, wishes=wishes))
        except UserError as error:
            refused.append((path, error))
        except OSError as error:
            what = f"{path} could not be read: {error.strerror}."
            refused.append((path, FileRefused(what=what, do="Check who may read it.")))
    if any(each.load is not None for each in outcomes):
        cover_soon(council=council, by=by)
    if as_json:
        refusals = [
            {"file": path.name, "refused": e.what, "do": e.do, "details": list(e.details)} for path, e in refused
        ]
        print_json([register_outcome_as_json(each) for each in outcomes] + refusals)
    else:
        _print_outcomes(outcomes, wishes)
    for outcome in outcomes:
        _say_outcome(outcome, wishes, council.slug)
    for _path, fault in refused:
        print_error(fault)
    if refused:
        raise typer.Exit(refused[0][1].exit_code)


def register_outcome_as_json(outcome: RegisterOutcome) -> dict[str, object]:
    """What became of one file: counts, pounds, and in full what changed, what conflicts and what is set aside."""
    plan, read = outcome.plan, outcome.read
    added, changed, unchanged, aside = (plan.count(each) for each in LineOutcome)
    starts = [each.line.values["start"] for each in plan.lines if "start" in each.line.values]
    ends = [each.line.values["end"] for each in plan.lines if "end" in each.line.values]
    return {
        "file": outcome.file,
        "sha256": outcome.facts.sha256,
        "layout": read.layout,
        "encoding": read.encoding,
        "mapping": columns_as_json(read),
        "rows_read": read.rows_read,
        "rows_loaded": added + changed + unchanged,
        "rows_set_aside": aside,
        "reasons": plan.reasons,
        "contracts_added": added,
        "contracts_changed": changed,
        "contracts_unchanged": unchanged,
        "conflicts": [_conflict_as_json(each) for each in plan.lines if each.conflicts],
        "changes": [
            {"line": each.line.number, "contract": str(each.contract), "fields": diffs_as_json(each.changes)}
            for each in plan.lines
            if each.outcome is LineOutcome.CHANGED
        ],
        "set_aside": [
            {
                "file": outcome.file,
                "sheet": each.line.sheet or None,
                "line": each.line.number,
                "reason": each.reason.value if each.reason else None,
                "value": str(each.line.amount) if each.line.amount is not None else None,
                "text": each.line.text,
            }
            for each in plan.lines
            if each.outcome is LineOutcome.SET_ASIDE
        ],
        "value_column": read.value_column or None,
        "value_total": str(read.value_read),
        "value_added": str(plan.value(LineOutcome.ADDED)),
        "value_changed": str(plan.value(LineOutcome.CHANGED)),
        "value_unchanged": str(plan.value(LineOutcome.UNCHANGED)),
        "value_set_aside": str(plan.value(LineOutcome.SET_ASIDE)),
        "waivers": sum(write.departure is not None for write in plan.writes),
        "first_date": min(starts).isoformat() if starts else None,
        "last_date": max(ends).isoformat() if ends else None,
        "already_loaded": outcome.already_loaded,
        "warnings": list(outcome.warnings),
    }


def _conflict_as_json(planned: PlannedLine) -> dict[str, object]:
    return {
        "line": planned.line.number,
        "contract": str(planned.contract),
        "fields": [
            {"field": each["field"], "typed": each["from"], "file": each["to"]}
            for each in diffs_as_json(planned.conflicts)
        ],
    }


def _print_outcomes(outcomes: Sequence[RegisterOutcome], wishes: RegisterWishes) -> None:
    print_table(
        ("File", "Lines", "Added", "Changed", "Unchanged", "Set aside", "Conflicts", "Pounds read"),
        [
            (
                each.file,
                f"{each.read.rows_read:,}",
                *(f"{each.plan.count(outcome):,}" for outcome in LineOutcome),
                f"{len(each.plan.conflicts):,}",
                f"{each.read.value_read:,}",
            )
            for each in outcomes
        ],
    )
    for each in outcomes:
        rows = _differences(each, everything=wishes.is_dry_run)
        if rows:
            print_table(("Line", "Contract", "What", "Field", "On the register", "In the file"), rows[:_SHOWN])
        if len(rows) > _SHOWN:
            print_words(f"{len(rows) - _SHOWN:,} more differences; see them all with --json.")


def _differences(outcome: RegisterOutcome, *, everything: bool) -> list[tuple[object, ...]]:
    """Field by field: what conflicts, and before anything is written also what would change and be set aside."""
    rows: list[tuple[object, ...]] = []
    for each in outcome.plan.lines:
        name, place = str(each.contract)[:60], each.line.number
        for diff in diffs_as_json(each.conflicts):
            rows.append((place, name, "conflict", diff["field"], _show(diff["from"]), _show(diff["to"])))
        if not everything:
            continue
        for diff in diffs_as_json(each.changes):
            rows.append((place, name, "change", diff["field"], _show(diff["from"]), _show(diff["to"])))
        if each.outcome is LineOutcome.ADDED:
            rows.append((place, str(each.line.values.get("title", ""))[:60], "add", "", "", ""))
        if each.reason is not None:
            rows.append((place, each.line.text[:60], "set aside", "", "", each.reason.value))
    return rows


def _show(value: object) -> str:
    return "nothing" if value in (None, "") else str(value)


def _say_outcome(outcome: RegisterOutcome, wishes: RegisterWishes, slug: str) -> None:
    for warning in outcome.warnings:
        print_words(warning)
    plan = outcome.plan
    added, changed, unchanged, aside = (plan.count(each) for each in LineOutcome)
    if outcome.already_loaded:
        print_words(f"{outcome.file}: every contract is on the register as the file gives it; nothing was written.")
    else:
        verb = "would be" if wishes.is_dry_run else "was" if added == 1 else "were"
        end = " Nothing was written." if wishes.is_dry_run else ""
        print_words(
            f"{outcome.file}, contracts: {added:,} {verb} added, {changed:,} changed, {unchanged:,} left as they are. "
            f"Lines set aside: {aside:,}.{end}"
        )
    if plan.conflicts:
        print_words(
            f"Typed by a person, and given otherwise by the file: {len(plan.conflicts):,}. What was typed stays. "
            "To take the file's, name them: --overwrite REFERENCE:FIELD"
        )
    if aside and not wishes.is_dry_run:
        print_words(f'See them with: goldthread contract set-aside "{outcome.file}" --council {slug}')
