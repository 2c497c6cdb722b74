"""The index of a council's live spend: its lines with short numbers for names, and their sums by month.

It lies in the cache, one folder for each set of live loads, and is made again whenever that set changes,
or what is proposed for its categories.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from goldthread.evidence.categories.propose import attach_proposals, proposals_file
from goldthread.evidence.explorer.firsts import KEPT, ROW_GROUP, firsts_sql
from goldthread.evidence.explorer.who import LEAST_SURE, attach_kinds, attach_who
from goldthread.evidence.models import Load
from goldthread.evidence.queries import Loads, evidence_folder, live_loads, rows_file
from goldthread.evidence.store import (
    Connection,
    attach_places,
    copy_to_parquet,
    name_departments,
    open_page_store,
    open_store,
    quote,
)
from goldthread.organisation.models import Council

INDEX_VERSION = 5  # raise it when the SQL changes, so that kept indexes are made again
AT_ONCE = 1_000_000
"""An index of so many lines is made while a reader waits: in two or three seconds, once for each load."""
MEMORY = "2GB"
_NAMES = ("suppliers", "finance_names", "categories")
_SUMS = ("month_facts", "supplier_facts", "supplier_sums", "supplier_uses", "department_facts", "category_facts")
_LARGE = ("lines", "identifiers", "facts", "facts_by_department", "facts_by_category", "facts_by_month", *_SUMS)
_LOADS = "loads.json"


@dataclass(frozen=True)
class Index:
    """An open index: tables of names, macros for the large ones such as `facts()`, and the loads by their number."""

    db: Connection
    loads: tuple[Load, ...]

    @property
    def paths(self) -> list[Path]:
        return [rows_file(load) for load in self.loads]


@cache
def read_sql(name: str) -> str:
    return (files("goldthread.evidence.explorer") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def index_is_quick(council: Council, loads: Loads | None = None) -> bool:
    """Whether the index is there, or is small enough to be made while a reader waits. `loads` as `open_index` takes."""
    loads = live_loads(council) if loads is None else loads
    return _folder(council, loads).is_dir() or sum(load.rows_loaded for load in loads) <= AT_ONCE


@contextmanager
def open_index(council: Council, loads: Loads | None = None) -> Iterator[Index]:
    """The index of the evidence as it stands; it is made first where it is not there.

    `loads` may be given where the live ones have been read already.
    """
    loads = live_loads(council) if loads is None else loads
    folder = _folder(council, loads)
    if not folder.is_dir():
        build_index(council, loads)
    known = {load.key: load for load in loads}
    keys = json.loads((folder / _LOADS).read_text(encoding="utf-8"))
    with open_page_store(temporary=evidence_folder() / "spill") as db:
        db.execute("SET parquet_metadata_cache = true")
        for table in _NAMES:
            db.execute(f"CREATE TEMP VIEW {table} AS FROM read_parquet({quote(folder / f'{table}.parquet')})")
        for table in (*_LARGE, *KEPT):
            _name_table(db, table, folder)
        name_departments(db, loads.names)
        db.execute("CREATE TEMP TABLE departments AS " + read_sql("departments_named"))
        run = loads[0].match_run if loads else None
        attach_who(db, council, folder, run, read_sql("who").format(least_sure=LEAST_SURE))
        attach_kinds(db, folder, run, read_sql("kind_months"))
        yield Index(db, tuple(known[key] for key in keys))


def build_index(council: Council, loads: Loads | None = None) -> None:
    """Make the index of the evidence as it stands, and take older ones away. It appears whole or not at all."""
    loads = live_loads(council) if loads is None else loads
    proposals = proposals_file(council)
    folder = _folder(council, loads)
    if not loads or folder.is_dir():
        return
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        with open_store(temporary=evidence_folder() / "spill", memory=MEMORY) as db:
            attach_places(db, [rows_file(load) for load in loads])
            attach_proposals(db, proposals)
            db.execute(f"CREATE TEMP VIEW classed AS {read_sql('classed')}")
            for table in _NAMES:
                db.execute(f"CREATE TEMP TABLE {table} AS {read_sql(table)}")
                copy_to_parquet(db, f"FROM {table}", partial / f"{table}.parquet")
            for table in _LARGE:
                copy_to_parquet(db, read_sql(table), partial / f"{table}.parquet")
                _name_table(db, table, partial)
            for order in KEPT:
                sql = firsts_sql(read_sql("firsts"), order)
                copy_to_parquet(db, sql, partial / f"{order}.parquet", row_group=ROW_GROUP)
        (partial / _LOADS).write_text(json.dumps([load.key for load in loads]), encoding="utf-8")
        _put_in_place(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _name_table(db: Connection, table: str, folder: Path) -> None:
    """Let SQL say `FROM facts()`. Unlike a view, a macro opens its file only when it is asked."""
    db.execute(f"CREATE TEMP MACRO {table}() AS TABLE FROM read_parquet({quote(folder / f'{table}.parquet')})")


def _put_in_place(partial: Path, folder: Path) -> None:
    try:
        partial.rename(folder)
    except OSError:
        if not folder.is_dir():  # else somebody else was quicker, with the same content
            raise
    for other in folder.parent.iterdir():
        if other != folder and not other.name.startswith("."):
            shutil.rmtree(other, ignore_errors=True)


def _folder(council: Council, loads: Sequence[Load]) -> Path:
    proposals = proposals_file(council)
    rests_on = [*sorted(load.key for load in loads), proposals.name if proposals else ""]
    digest = hashlib.sha256("\n".join(rests_on).encode()).hexdigest()
    return Path(settings.DATA_DIR) / "cache" / "explorer" / council.slug / f"{digest[:32]}-{INDEX_VERSION}"
