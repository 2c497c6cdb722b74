"""Who is who beside the index: which supplier each published name was matched to, and what is known of that supplier.

It is kept as one small file for each matching, so that a page reads it without asking the database for every name;
beside it are the sums of payments by month for each kind of supplier, so that a page of one kind reads no facts.
"""

from collections.abc import Sequence
from pathlib import Path

from goldthread.evidence.explorer.types import Place
from goldthread.evidence.matching.models import SupplierName
from goldthread.evidence.matching.types import Size
from goldthread.evidence.store import Connection, quote, write_parquet
from goldthread.organisation.models import Council

WHO_VERSION = 1  # raise it when the SQL changes, so that kept files are made again
LEAST_SURE = 0.9
"""A supplier with a name that was placed less surely than this is worth a person's look."""
_KEPT = 3  # a page that was opened before the last matching may still read the one before
_COLUMNS = ("name", "party", "label", "size", "sector", "ward", "place", "confidence")
_KINDS = ("VARCHAR", "BIGINT", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE")


def attach_who(db: Connection, council: Council, folder: Path, run: int | None, sql: str) -> None:
    """Make the view `who` of the matching `run`; before the first matching, every name stands alone."""
    if run is None:
        _tell(db, [])
        db.execute(f"CREATE TEMP VIEW who AS {sql}")
        return
    file = folder / f"who-{WHO_VERSION}-{run:012}.parquet"
    if not file.is_file():
        _tell(db, _read_names(council))
        write_parquet(db, sql, file)
        _keep_latest(folder, "who")
    db.execute(f"CREATE TEMP VIEW who AS FROM read_parquet({quote(file)})")


def attach_kinds(db: Connection, folder: Path, run: int | None, sql: str) -> None:
    """Make the view `kind_months`: sums by what the matching `run` knows of suppliers, kept as `who` is."""
    if run is None:
        db.execute(f"CREATE TEMP VIEW kind_months AS {sql}")
        return
    file = folder / f"kinds-{WHO_VERSION}-{run:012}.parquet"
    if not file.is_file():
        write_parquet(db, sql, file)
        _keep_latest(folder, "kinds")
    db.execute(f"CREATE TEMP VIEW kind_months AS FROM read_parquet({quote(file)})")


def _keep_latest(folder: Path, what: str) -> None:
    for old in sorted(folder.glob(f"{what}-*.parquet"))[:-_KEPT]:
        old.unlink(missing_ok=True)


def _tell(db: Connection, rows: Sequence[Sequence[object]]) -> None:
    """The table `told`: what matching says of the names that it has placed."""
    parts = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, kind in zip(_COLUMNS, _KINDS, strict=True))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in _COLUMNS]
    db.execute(f"CREATE TEMP TABLE told AS SELECT {parts}", columns)


def _read_names(council: Council) -> list[tuple[object, ...]]:
    """One row for each name that is somebody's; a withheld name is nobody's."""
    rows = SupplierName.objects.filter(council=council, supplier__isnull=False)
    found = rows.values_list(
        *("name", "supplier_id", "supplier__name", "supplier__size", "supplier__sector", "supplier__ward"),
        *("supplier__is_local", "confidence"),
    )
    return [
        (name, party, label, size, sector, ward or Size.UNKNOWN.value, Place.of(is_local), confidence)
        for name, party, label, size, sector, ward, is_local, confidence in found.iterator(chunk_size=5000)
    ]
