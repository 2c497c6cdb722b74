"""Loads, their quality and their set-aside rows from the command line. Import it once Django is ready."""

from collections.abc import Sequence
from dataclasses import asdict

from goldthread.cli.output import iso_day, print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.evidence.models import Load
from goldthread.evidence.quality import Quality, quality_of
from goldthread.evidence.queries import rows_file
from goldthread.evidence.store import ask, open_store, quote
from goldthread.evidence.types import LoadState
from goldthread.organisation.models import Council
from goldthread.organisation.queries import find_council

_MOST_SHOWN = 100
_MONTHS_SHOWN = 6


def find_load(council: Council, key: str) -> Load:
    """A load by its key, the beginning of it, or its file name; live ones come first. Raises `UserError`."""
    loads = list(Load.objects.filter(council=council))
    found = [each for each in loads if each.key.startswith(key.lower()) and len(key) >= 6]
    found = found or [each for each in loads if each.file_name == key]
    live = [each for each in found if each.state == LoadState.LIVE]
    if len(live or found) == 1:
        return (live or found)[0]
    if not found:
        what = f'{council.name} has no load "{key}".'
        raise UserError(what=what, do=f"See them with: goldthread spend list --council {council.slug}")
    keys = tuple(f"{each.key[:12]} {each.file_name} {each.state}" for each in live or found)
    raise UserError(what=f'Several loads go by "{key}".', do="Name one by its key.", details=keys)


def load_as_json(load: Load, *, file: str = "", already_loaded: bool = False) -> dict[str, object]:
    """One load, as `spend load --json` prints it."""
    return {
        "file": file or load.file_name,
        "sha256": load.sha256,
        "layout": load.layout,
        "encoding": load.encoding,
        "mapping": load.mapping,
        "rows_read": load.rows_read,
        "rows_loaded": load.rows_loaded,
        "rows_set_aside": load.rows_set_aside,
        "reasons": load.reasons,
        "net_total": float(load.net_loaded),
        "credit_total": float(load.credit_total),
        "first_date": iso_day(load.first_date),
        "last_date": iso_day(load.last_date),
        "already_loaded": already_loaded,
    }


def print_loads(loads: Sequence[dict[str, object]]) -> None:
    """Loads as a table."""
    print_table(
        ("File", "Rows read", "Loaded", "Set aside", "Net pounds", "First", "Last", "Layout"),
        [
            (
                each["file"],
                f"{each['rows_read']:,}",
                f"{each['rows_loaded']:,}",
                f"{each['rows_set_aside']:,}",
                f"{each['net_total']:,.2f}",
                each["first_date"],
                each["last_date"],
                each["layout"],
            )
            for each in loads
        ],
    )


def list_loads(council_name: str, *, everything: bool, as_json: bool) -> None:
    """The council's loads, oldest first."""
    council = find_council(council_name)
    loads = Load.objects.filter(council=council).select_related("created_by", "withdrawn_by")
    if not everything:
        loads = loads.filter(state=LoadState.LIVE)
    if as_json:
        print_json([_catalogue_as_json(load) for load in loads])
        return
    print_table(
        ("Load", "File", "Kind", "State", "Rows", "Set aside", "Net pounds", "First", "Last"),
        [
            (
                load.key[:12],
                load.file_name,
                load.kind,
                load.state,
                f"{load.rows_loaded:,}",
                f"{load.rows_set_aside:,}",
                f"{load.net_loaded:,}",
                load.first_date,
                load.last_date,
            )
            for load in loads
        ],
    )
    if not loads:
        print_words(f"Nothing is loaded. Load a file with: goldthread spend load --council {council.slug} FILE")


def _catalogue_as_json(load: Load) -> dict[str, object]:
    return {
        "load": load.key,
        "kind": load.kind,
        "state": load.state,
        **load_as_json(load),
        "amount_basis": load.amount_basis,
        "amount_why": load.amount_why,
        "net_read": str(load.net_read),
        "net_loaded": str(load.net_loaded),
        "net_set_aside": str(load.net_set_aside),
        "repeats": load.repeats,
        "bodies": load.bodies,
        "loaded_at": load.created_at.isoformat(timespec="seconds"),
        "loaded_by": load.created_by.email if load.created_by else None,
        "withdrawn_why": load.withdrawn_why,
        "withdrawn_at": load.withdrawn_at.isoformat(timespec="seconds") if load.withdrawn_at else None,
    }


def show_set_aside(council_name: str, key: str, *, as_json: bool) -> None:
    """The rows of a load that were set aside, in the order of the file."""
    load = find_load(find_council(council_name), key)
    with open_store() as db:
        rows = ask(
            db,
            f"""SELECT sheet, coalesce(line, first_line + file_row_number), set_aside, amount, set_aside_text
            FROM read_parquet({quote(rows_file(load))}, file_row_number = true)
            WHERE set_aside IS NOT NULL ORDER BY file_row_number""",
        )
    if as_json:
        keys = ("file", "sheet", "line", "reason", "amount", "text")
        print_json(
            [
                dict(zip(keys, (load.file_name, s, line, why, str(a) if a is not None else None, text), strict=True))
                for s, line, why, a, text in rows
            ]
        )
        return
    print_table(
        ("Line", "Reason", "Pounds", "Row"),
        [(f"{s} {line}" if s else line, why, amount, text) for s, line, why, amount, text in rows[:_MOST_SHOWN]],
    )
    print_words(f"{load.file_name}: {len(rows):,} rows were set aside.")


def show_quality(council_name: str, key: str | None, *, as_json: bool) -> None:
    """What is missing, withheld or doubtful."""
    council = find_council(council_name)
    found = quality_of(council, load=find_load(council, key) if key else None)
    if as_json:
        plain = asdict(found)
        for name in ("amount", "redacted_amount", "net_set_aside", "first_date", "last_date"):
            plain[name] = None if plain[name] is None else str(plain[name])
        print_json(plain)
        return
    print_table(
        ("Missing", "Rows", "Share", "Weakens"),
        [(gap.fact.replace("_", " "), f"{gap.rows:,}", f"{gap.share:.1%}", gap.weakens) for gap in found.gaps],
    )
    _say_quality(found)


def _say_quality(found: Quality) -> None:
    if not found.rows:
        print_words("No payments are loaded.")
        return
    print_words(f"{found.rows:,} payments of £{found.amount:,} from {found.first_date} to {found.last_date}.")
    print_words(f"{found.redacted_rows:,} of them (£{found.redacted_amount:,}) withhold who was paid.")
    print_words(f"{found.without_department:,} count for no department.")
    for reason, count in found.reasons.items():
        print_words(f"{count:,} rows were set aside: {reason}.")
    if found.empty_months:
        shown = ", ".join(found.empty_months[:_MONTHS_SHOWN])
        more = len(found.empty_months) - _MONTHS_SHOWN
        print_words(f"No payment in {shown}{f' and {more} more months' if more > 0 else ''}.")
    for doubt in found.doubts:
        print_words(doubt)
