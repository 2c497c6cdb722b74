"""A file of supplier records in, a file of clusters out."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from goldthread.evidence.matching.opening import UTF16, RecordsFault, check_is_records, make_regular
from goldthread.evidence.matching.resolve import RECORD_COLUMNS, clean_column, resolve
from goldthread.evidence.matching.types import Clustering
from goldthread.evidence.store import Connection, UnreadableTable, ask, open_store, quote, watch_faults

_ENCODINGS = ("utf-8", "latin-1")
_GZIP = b"\x1f\x8b"
_NAME_THEM = (
    "Its first line must name the columns: id,name and, where known, company_number, charity_number, vat, postcode."
)
_LONGEST_NAME = 300
"""A longer text is no name: its beginning stands for it, so that nothing is compared for minutes."""


def cluster_file(
    records: Path, output: Path, *, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Clustering:
    """Read `id,name[,company_number,charity_number,vat,postcode]`, write `id,cluster,confidence`.

    A cluster goes by its smallest id: as numbers where all ids are whole numbers, else as texts.
    Raises `RecordsFault` for a file that is missing, unreadable or without the columns, and for ids that repeat.
    """
    if not records.is_file():
        raise RecordsFault(f"There is no file {records}.", "Check its name.")
    if output.is_dir():
        raise RecordsFault(f"{output} is a folder.", "Name the file to write.")
    if not output.resolve().parent.is_dir():
        raise RecordsFault(f"There is no folder {output.resolve().parent}.", "Make it, or name another.")
    with open_store() as db, watch_faults(output.name):
        _read(db, records)
        db.execute("SET preserve_insertion_order = false")  # the order of the records alone decides ties
        _check_ids(db, records)
        refused = resolve(db, progress=progress)
        _write(db, output)
        return _count(db, refused)


def _read(db: Connection, path: Path) -> None:
    """Make the table `records`: straight from the file where it is regular, else from what is made regular of it."""
    head = check_is_records(path)
    faults: list[str] = []
    for encoding in _ENCODINGS if not head.startswith(UTF16) else ():
        try:
            with watch_faults(path.name):
                if _take(db, path, f"encoding = '{encoding}'"):
                    return
                break
        except UnreadableTable as error:
            faults.append(str(error).removeprefix("Invalid Input Error: ").rstrip("."))
    with TemporaryDirectory() as folder, watch_faults(path.name):
        regular = Path(folder) / "records.csv"
        if not head.startswith(_GZIP) and make_regular(path, regular) and _take(db, regular, "delim = ','"):
            return
    if faults:
        fault = f"{path.name} cannot be read as a table: {faults[0]}."
        raise RecordsFault(fault, "Save it as CSV in UTF-8 and run again.")
    raise RecordsFault(f"{path.name} has no line that names the columns id and name.", _NAME_THEM)


def _take(db: Connection, path: Path, how: str) -> bool:
    """Make the table from a file; answers whether it names the columns."""
    source = f"read_csv({quote(path)}, header = true, all_varchar = true, {how})"
    columns = {row[0].strip().lower(): row[0] for row in ask(db, f"DESCRIBE SELECT * FROM {source}")}
    if {"id", "name"} - columns.keys():
        return False
    twice = next((name for name in ("id", "name", *RECORD_COLUMNS) if f"{name}_1" in columns), None)
    if twice:
        raise RecordsFault(f"{path.name} has more than one column called {twice}.", "Leave one of them, and run again.")
    db.execute(f"CREATE OR REPLACE TEMP TABLE records AS SELECT {_select(columns)} FROM {source}")
    return True


def _select(columns: dict[str, str]) -> str:
    name = f"left(coalesce({_trim(_quoted(columns['name']))}, ''), {_LONGEST_NAME})"
    parts = [f"{_trim(_quoted(columns['id']))} AS id", f"{name} AS name"]
    parts += [
        f"{clean_column(column, _quoted(columns[column]))} AS {column}"
        if column in columns
        else f"NULL::VARCHAR AS {column}"
        for column in RECORD_COLUMNS
    ]
    return ", ".join([*parts, "NULL::VARCHAR AS category", "NULL::VARCHAR AS apart", "false AS is_withheld"])


def _trim(source: str) -> str:
    """SQL for `trim`, which reads every letter: asked only where a blank, or what is no ASCII, may be at an end."""
    may_be_needed = f"strlen({source}) > length({source}) OR starts_with({source}, ' ') OR suffix({source}, ' ')"
    return f"CASE WHEN {may_be_needed} THEN trim({source}) ELSE {source} END"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _check_ids(db: Connection, path: Path) -> None:
    empty = ask(db, "SELECT count(*) FROM records WHERE id IS NULL OR id = ''")[0][0]
    if empty:
        raise RecordsFault(f"{path.name} has {empty} rows without an id.", "Give every row an id of its own.")
    repeated = ask(db, "SELECT id FROM records GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1")
    if repeated:
        raise RecordsFault(f'{path.name} has the id "{repeated[0][0]}" more than once.', "Give every row its own id.")


def _write(db: Connection, output: Path) -> None:
    whole = ask(db, "SELECT bool_and(regexp_full_match(id, '[0-9]{1,18}')) FROM records")[0][0]
    rank = "id::BIGINT" if whole else "id"
    db.execute(
        """CREATE TEMP TABLE identified AS SELECT r.id, p.root, p.confidence::DECIMAL(3, 2) AS confidence
        FROM placed p JOIN records r ON r.rowid = p.record"""
    )
    db.execute(f"CREATE TEMP TABLE firsts AS SELECT root, arg_min(id, {rank}) AS cluster FROM identified GROUP BY root")
    partial = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        db.execute(
            f"""COPY (SELECT i.id, f.cluster, i.confidence FROM identified i JOIN firsts f ON f.root = i.root)
            TO {quote(partial)} (FORMAT csv, HEADER)"""
        )
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _count(db: Connection, refused: int) -> Clustering:
    records, clusters, withheld = ask(
        db, "SELECT count(*), count(DISTINCT root), count(*) FILTER (WHERE is_withheld) FROM placed"
    )[0]
    by_reason = ask(
        db, "SELECT reason, count(*) FROM placed WHERE reason IS NOT NULL GROUP BY reason ORDER BY 2 DESC, 1"
    )
    return Clustering(
        records=records,
        clusters=clusters,
        merged=records - clusters,
        withheld=withheld,
        by_reason=dict(by_reason),
        refused=refused,
    )
