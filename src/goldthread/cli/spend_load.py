"""Loading, withdrawing and reloading from the command line. Import it once Django is ready."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import bytes_bar, iso_day, print_error, print_json, print_words
from goldthread.cli.spend_show import find_load, load_as_json, print_loads
from goldthread.common.errors import UserError
from goldthread.evidence.actions import mapping_as_json, withdraw_load
from goldthread.evidence.loading import Loader, Outcome, Wishes, open_loader, reload_load, settle_repeats
from goldthread.evidence.matching.automatic import match_if_needed
from goldthread.evidence.sources.types import SPOKEN_FIELDS, Field, FileRefused
from goldthread.evidence.types import LoadKind
from goldthread.organisation.models import Council, Person
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action

_SHOWN = 40


def read_wishes(
    maps: Sequence[str], kind: str | None, *, any_body: bool, keep_repeats: bool, is_dry_run: bool
) -> Wishes:
    """The flags as wishes; raises `UserError` for a field or a kind that does not exist."""
    told: dict[Field, str] = {}
    for said in maps:
        name, separator, heading = said.partition("=")
        name = name.strip().lower().replace(" ", "_").replace("-", "_")
        if not separator or not heading or (name not in set(Field) and name not in SPOKEN_FIELDS):
            fields = ", ".join(field.value for field in Field if field is not Field.STAND_IN_DATE)
            raise UserError(
                what=f'"{said}" does not say which column holds what.',
                do=f'Write --map FIELD="HEADING", where FIELD is one of {fields}.',
            )
        told[SPOKEN_FIELDS.get(name) or Field(name)] = heading
    if kind is not None and kind not in set(LoadKind):
        raise UserError(what=f'"{kind}" is not a kind of payments.', do="Use --kind spend or --kind card.")
    return Wishes(told, LoadKind(kind) if kind else None, any_body, keep_repeats, is_dry_run)


def load_files(
    council_name: str,
    files: Sequence[Path],
    wishes: Wishes,
    *,
    as_json: bool,
    actor: str | None,
    may_match: bool = True,
) -> None:
    """Load every file; what cannot be loaded is said at the end, and the rest is loaded all the same.

    Then the council's suppliers are matched, unless they are matched already.
    """
    council = find_council(council_name)
    by = find_actor(actor, council, Action.LOAD_EVIDENCE)
    paths = list(find_files(files))
    outcomes: list[Outcome] = []
    refused: list[tuple[Path, UserError]] = []
    with open_loader(council=council, by=by, wishes=wishes) as loader, bytes_bar() as progress:
        task = progress.add_task("Loading", total=sum(p.stat().st_size for p in paths if p.is_file()))
        for path in paths:
            _load_one(loader, path, outcomes, refused)
            progress.advance(task, path.stat().st_size if path.is_file() else 0)
    if as_json:
        print_json([outcome_as_json(o) for o in outcomes] + [_refusal_as_json(p, e) for p, e in refused])
    else:
        print_loads([outcome_as_json(o) for o in outcomes[:_SHOWN]])
    _say_outcomes(outcomes, wishes, council.slug)
    if not wishes.is_dry_run and may_match:
        _match_and_say(council, by)
    for _path, error in refused:
        print_error(error)
    if refused:
        raise typer.Exit(refused[0][1].exit_code)


def _load_one(loader: Loader, path: Path, outcomes: list[Outcome], refused: list[tuple[Path, UserError]]) -> None:
    try:
        outcomes.append(loader.load(path))
    except UserError as error:
        refused.append((path, error))
    except OSError as error:
        fault = FileRefused(what=f"{path} could not be read: {error.strerror}.", do="Check who may read it.")
        refused.append((path, fault))


def find_files(files: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, hidden ones left out."""
    for path in files:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def outcome_as_json(outcome: Outcome) -> dict[str, object]:
    """What became of one file."""
    if outcome.load is not None:
        return load_as_json(outcome.load, file=outcome.file, already_loaded=outcome.already_loaded)
    ingested, account = outcome.ingested, outcome.account
    if ingested is None or account is None:
        raise AssertionError("a dry run has an account")
    return {
        "file": outcome.file,
        "sha256": outcome.facts.sha256,
        "layout": ingested.layout,
        "encoding": ingested.encoding,
        "mapping": mapping_as_json(ingested),
        "rows_read": ingested.rows_read,
        "rows_loaded": account.rows_loaded,
        "rows_set_aside": account.rows_set_aside,
        "reasons": dict(account.reasons),
        "net_total": float(account.net_loaded),
        "credit_total": float(account.credit_total),
        "first_date": iso_day(account.first_date),
        "last_date": iso_day(account.last_date),
        "already_loaded": False,
    }


def _refusal_as_json(path: Path, error: UserError) -> dict[str, object]:
    return {"file": path.name, "refused": error.what, "do": error.do, "details": list(error.details)}


def _say_outcomes(outcomes: Sequence[Outcome], wishes: Wishes, slug: str) -> None:
    for outcome in outcomes:
        for warning in outcome.warnings:
            print_words(warning)
        if outcome.already_loaded and outcome.load is not None:
            print_words(f"{outcome.file} was loaded before, as {outcome.load.file_name}; nothing was loaded again.")
        elif outcome.repeats:
            count = sum(outcome.repeats.values())
            print_words(
                f"{outcome.file}: {count:,} rows are in another load already and are set aside. "
                "Add --keep-repeats to count them again."
            )
    fresh = [o for o in outcomes if not o.already_loaded and o.account and o.ingested]
    loaded = sum(o.account.rows_loaded for o in fresh if o.account)
    aside = sum(o.account.rows_set_aside for o in fresh if o.account)
    pounds = sum(o.account.net_loaded for o in fresh if o.account)
    would = "would be loaded; nothing was written" if wishes.is_dry_run else "were loaded"
    files = "1 file" if len(fresh) == 1 else f"{len(fresh):,} files"
    print_words(f"{files}: {loaded:,} payments of £{pounds:,} {would}, {aside:,} rows were set aside.")
    if aside and not wishes.is_dry_run:
        print_words(f"See them with: goldthread spend set-aside FILE --council {slug}")


def _match_and_say(council: Council, by: Person | None) -> None:
    run = match_if_needed(council=council, by=by)
    if run is not None:
        print_words(f"{run.figures['names']:,} published names are {run.figures['suppliers']:,} suppliers.")


def withdraw_one(council_name: str, key: str, why: str, *, dry_run: bool, as_json: bool, actor: str | None) -> None:
    """Withdraw a load, and load those again that had set rows aside because of it."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.LOAD_EVIDENCE)
    found = find_load(council, key)
    if not dry_run:
        found = withdraw_load(load=found, why=why, by=by)
        for outcome in settle_repeats(withdrawn=found, by=by):
            print_words(f"{outcome.file} was loaded again, because its rows had been taken for repeats.")
        _match_and_say(council, by)
    if as_json:
        print_json({**load_as_json(found), "state": found.state, "withdrawn_why": found.withdrawn_why})
    words = "would be withdrawn; nothing was written" if dry_run else "were withdrawn and count no more"
    print_words(f"{found.file_name}: {found.rows_loaded:,} payments of £{found.net_loaded:,} {words}.")


def reload_one(council_name: str, key: str, wishes: Wishes, *, as_json: bool, actor: str | None) -> None:
    """Read a load's kept file again."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.LOAD_EVIDENCE)
    outcome = reload_load(load=find_load(council, key), by=by, wishes=wishes)
    if as_json:
        print_json(outcome_as_json(outcome))
    else:
        print_loads([outcome_as_json(outcome)])
    _say_outcomes([outcome], wishes, council.slug)
    if not wishes.is_dry_run:
        _match_and_say(council, by)
