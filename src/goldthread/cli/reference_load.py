"""Registers from the command line. Import it once Django is ready."""

from datetime import date
from pathlib import Path

from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.evidence.matching.models import ReferenceLoad
from goldthread.evidence.matching.reference import latest_references, load_reference
from goldthread.evidence.matching.types import ReferenceKind


def load_register(kind: str, path: Path, as_of: date, *, as_json: bool) -> None:
    """Load one register."""
    if kind not in set(ReferenceKind):
        raise UserError(what=f'"{kind}" is not a register.', do=f"Name one of {', '.join(ReferenceKind)}.")
    load = load_reference(kind=ReferenceKind(kind), path=path, as_of=as_of, by=None)
    if as_json:
        print_json(_as_json(load))
    else:
        print_words(f"{load.rows:,} rows of {kind} as of {as_of.isoformat()}. Match suppliers again to use them.")


def list_registers(*, as_json: bool) -> None:
    """The registers that count."""
    loads = list(latest_references().values())
    if as_json:
        print_json([_as_json(load) for load in loads])
        return
    print_table(
        ("Register", "File", "Rows", "As of"),
        [(load.kind, load.file_name, f"{load.rows:,}", load.as_of.isoformat()) for load in loads],
    )
    if not loads:
        print_words("No register has been loaded: size and locality are unknown.")


def _as_json(load: ReferenceLoad) -> dict[str, object]:
    return {
        "kind": load.kind,
        "file": load.file_name,
        "sha256": load.sha256,
        "rows": load.rows,
        "as_of": load.as_of.isoformat(),
        "loaded_at": load.at.isoformat(),
    }
