"""Loads of registers, lines set aside and open conflicts. Import it once Django is ready."""

from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.evidence.contracts.models import ContractLoad, FileConflict
from goldthread.evidence.contracts.types import LineOutcome
from goldthread.organisation.models import Council
from goldthread.organisation.queries import find_council

_MOST_SHOWN = 100


def find_contract_load(council: Council, key: str) -> ContractLoad:
    """A register load by its key, the beginning of it, or its file name, the latest first. Raises `UserError`."""
    loads = list(ContractLoad.objects.filter(council=council))
    found = [each for each in loads if len(key) >= 6 and each.key.startswith(key.lower())]
    found = found or [each for each in loads if each.file_name == key]
    if not found:
        raise UserError(
            what=f'{council.name} has no register load "{key}".',
            do=f"See them with: goldthread contract loads --council {council.slug}",
        )
    return found[-1]


def list_contract_loads(council_name: str, *, as_json: bool) -> None:
    """The council's register loads, oldest first."""
    council = find_council(council_name)
    loads = list(ContractLoad.objects.filter(council=council).select_related("created_by"))
    if as_json:
        print_json([contract_load_as_json(load) for load in loads])
        return
    print_table(
        ("Load", "File", "Loaded", "Lines", "Added", "Changed", "Unchanged", "Set aside", "Pounds read"),
        [
            (
                load.key[:12],
                load.file_name,
                f"{load.created_at:%Y-%m-%d %H:%M}",
                f"{load.rows_read:,}",
                f"{load.added:,}",
                f"{load.changed:,}",
                f"{load.unchanged:,}",
                f"{load.set_aside:,}",
                f"{load.value_read:,}",
            )
            for load in loads
        ],
    )
    if not loads:
        print_words(f"No register is loaded. Load one with: goldthread contract load --council {council.slug} FILE")


def contract_load_as_json(load: ContractLoad) -> dict[str, object]:
    """One row of the catalogue."""
    return {
        "load": load.key,
        "file": load.file_name,
        "sha256": load.sha256,
        "layout": load.layout,
        "encoding": load.encoding,
        "mapping": load.mapping,
        "rows_read": load.rows_read,
        "contracts_added": load.added,
        "contracts_changed": load.changed,
        "contracts_unchanged": load.unchanged,
        "rows_set_aside": load.set_aside,
        "reasons": load.reasons,
        "waivers": load.waivers,
        "value_column": load.value_column or None,
        "value_total": str(load.value_read),
        "value_added": str(load.value_added),
        "value_changed": str(load.value_changed),
        "value_unchanged": str(load.value_unchanged),
        "value_set_aside": str(load.value_set_aside),
        "loaded_at": load.created_at.isoformat(timespec="seconds"),
        "loaded_by": load.created_by.email if load.created_by else None,
    }


def show_lines_set_aside(council_name: str, key: str, *, as_json: bool) -> None:
    """The lines of a load that were set aside, in the order of the file."""
    load = find_contract_load(find_council(council_name), key)
    lines = list(load.lines.filter(outcome=LineOutcome.SET_ASIDE.value))
    if as_json:
        print_json(
            [
                {
                    "file": load.file_name,
                    "sheet": line.sheet or None,
                    "line": line.number,
                    "reason": line.reason,
                    "value": str(line.amount) if line.amount is not None else None,
                    "text": line.text,
                }
                for line in lines
            ]
        )
        return
    print_table(
        ("Line", "Reason", "Pounds", "Text"),
        [(line.number, line.reason, line.amount, line.text) for line in lines[:_MOST_SHOWN]],
    )
    print_words(f"{load.file_name}: {len(lines):,} lines were set aside.")


def list_conflicts(council_name: str, *, as_json: bool) -> None:
    """Open conflicts between what people typed and what files give."""
    council = find_council(council_name)
    rows = list(FileConflict.objects.filter(council=council, chosen="").select_related("contract", "load"))
    if as_json:
        print_json(
            [
                {
                    "contract": str(row.contract),
                    "field": row.field,
                    "typed": row.typed,
                    "file": row.given,
                    "file_name": row.load.file_name if row.load else None,
                }
                for row in rows
            ]
        )
        return
    print_table(("Contract", "Field", "Typed", "In the file"), [(r.contract, r.field, r.typed, r.given) for r in rows])
    print_words(f"{len(rows):,} fields are in conflict.")
