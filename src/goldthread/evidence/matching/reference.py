"""Registers from files: Companies House, charities, postcodes. Kept as Parquet; the latest of a kind counts."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from goldthread.common.errors import UserError
from goldthread.evidence.matching.models import ReferenceLoad
from goldthread.evidence.matching.resolve import clean_column, name_words_sql
from goldthread.evidence.matching.types import ReferenceKind
from goldthread.evidence.queries import evidence_folder
from goldthread.evidence.store import Connection, UnreadableTable, ask, open_store, quote, watch_faults, write_parquet
from goldthread.organisation.models import Person

_CHUNK = 1 << 20
_ALIASES: Mapping[ReferenceKind, Mapping[str, tuple[str, ...]]] = {
    ReferenceKind.COMPANIES: {
        "number": ("companynumber", "company_number"),
        "name": ("companyname", "company_name"),
        "status": ("companystatus", "company_status"),
        "category": ("companycategory", "company_type"),
        "incorporated": ("incorporationdate", "date_of_creation"),
        "accounts": ("accounts.accountcategory", "accounts_accountcategory", "account_category"),
        "accounts_due": ("accounts.nextduedate", "accounts_nextduedate", "accounts_next_due"),
        "sic": ("siccode.sictext_1", "siccode_sictext_1", "sic"),
        "postcode": ("regaddress.postcode", "regaddress_postcode", "postcode"),
    },
    ReferenceKind.CHARITIES: {
        "number": ("registered_charity_number", "charity_number", "regno"),
        "name": ("charity_name", "name"),
        "status": ("charity_registration_status", "status"),
        "company_number": ("charity_company_registration_number", "company_number", "coyno"),
        "income": ("latest_income", "income"),
        "postcode": ("charity_contact_postcode", "postcode"),
    },
    ReferenceKind.POSTCODES: {
        "postcode": ("pcds", "pcd", "pcd7", "pcd8", "postcode"),
        "ward": ("ward_name", "wardname", "osward", "ward", "wd25cd", "wd24cd", "wd23cd"),
        "district": ("oslaua", "laua", "lad25cd", "lad24cd", "lad23cd", "district_code", "district"),
        "district_name": ("district_name", "ladnm", "local_authority"),
        "county": ("oscty", "cty", "cty25cd", "county_code"),
        "region": ("region_name", "rgn", "rgn25cd", "region"),
    },
}
_NEEDED: Mapping[ReferenceKind, tuple[str, ...]] = {
    ReferenceKind.COMPANIES: ("number", "name"),
    ReferenceKind.CHARITIES: ("number", "name"),
    ReferenceKind.POSTCODES: ("postcode", "district"),
}


class ReferenceFault(UserError):
    """A file is not the register that it was said to be."""


def reference_file(kind: ReferenceKind) -> Path:
    """Where the register lies, whether or not it has been loaded."""
    return evidence_folder() / "reference" / f"{kind}.parquet"


def reference_columns(kind: ReferenceKind) -> tuple[str, ...]:
    """The columns of a register as it is kept; what its file does not have is NULL."""
    words = () if kind is ReferenceKind.POSTCODES else ("words",)
    return (*_ALIASES[kind], *words)


def load_reference(*, kind: ReferenceKind, path: Path, as_of: date, by: Person | None) -> ReferenceLoad:
    """Put a register's file in the place of the one before. Raises `ReferenceFault`; then nothing has changed."""
    if not path.is_file():
        raise ReferenceFault(f"There is no file {path}.", "Check its name.")
    with open_store() as db, _table_of(path) as table, watch_faults(path.name):
        sql = _select(db, kind, table, path.name)
        fresh = reference_file(kind).with_suffix(f".{uuid4().hex}")
        rows = write_parquet(db, sql, fresh)
    if not rows:
        fresh.unlink()
        raise ReferenceFault(f"{path.name} has no rows with what is needed.", "Look whether it is the whole file.")
    fresh.replace(reference_file(kind))
    with transaction.atomic():
        return ReferenceLoad.objects.create(
            kind=kind, file_name=path.name[-255:], sha256=_digest(path), rows=rows, as_of=as_of, by=by
        )


def latest_references() -> dict[ReferenceKind, ReferenceLoad]:
    """The register of each kind that counts."""
    found: dict[ReferenceKind, ReferenceLoad] = {}
    for load in ReferenceLoad.objects.order_by("at", "pk"):
        found[ReferenceKind(load.kind)] = load
    return {kind: load for kind, load in found.items() if reference_file(kind).is_file()}


@contextmanager
def _table_of(path: Path) -> Iterator[Path]:
    """The file, or the largest table in a zip."""
    if not zipfile.is_zipfile(path):
        yield path
        return
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="goldthread-") as folder:
        tables = [member for member in archive.infolist() if member.filename.lower().endswith((".csv", ".txt"))]
        if not tables:
            raise ReferenceFault(f"{path.name} holds no table.", "Name a zip with a CSV file in it.")
        largest = max(tables, key=lambda member: member.file_size)
        target = Path(folder) / "table.csv"
        with archive.open(largest) as source, target.open("wb") as file:
            while block := source.read(_CHUNK):
                file.write(block)
        yield target


def _select(db: Connection, kind: ReferenceKind, path: Path, name: str) -> str:
    source = f"read_csv({quote(path)}, header = true, all_varchar = true, strict_mode = false)"
    try:
        with watch_faults(name):
            held = {row[0].strip().lower(): row[0] for row in ask(db, f"DESCRIBE SELECT * FROM {source}")}
    except UnreadableTable:
        raise ReferenceFault(f"{name} cannot be read as a table.", "Name the CSV file as it was published.") from None
    columns = {
        column: next((held[alias] for alias in aliases if alias in held), None)
        for column, aliases in _ALIASES[kind].items()
    }
    if missing := [column for column in _NEEDED[kind] if columns[column] is None]:
        raise ReferenceFault(
            f"{name} has no column for the {' or the '.join(missing)}: it does not look like {kind}.",
            f"Its columns are {', '.join(sorted(held)[:12])}.",
        )
    parts = [_column(kind, column, found) for column, found in columns.items()]
    if kind is not ReferenceKind.POSTCODES:
        parts.append(f"{name_words_sql(_quoted(columns['name']))} AS words")
    return f"SELECT * FROM (SELECT {', '.join(parts)} FROM {source}) WHERE {_NEEDED[kind][0]} IS NOT NULL"


def _column(kind: ReferenceKind, column: str, found: str | None) -> str:
    if found is None:
        return f"NULL::VARCHAR AS {column}"
    cleaned = {
        "number": "company_number" if kind is ReferenceKind.COMPANIES else "charity_number",
        "company_number": "company_number",
        "postcode": "postcode",
    }.get(column)
    text = _quoted(found)
    return f"{clean_column(cleaned, text) if cleaned else f'trim({text})'} AS {column}"


def _quoted(name: str | None) -> str:
    return '"' + (name or "").replace('"', '""') + '"'


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
