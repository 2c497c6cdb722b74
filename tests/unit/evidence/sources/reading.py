"""Bytes in, typed rows out: what the tests of the sources share."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from goldthread.evidence.sources.account import Account, take_account
from goldthread.evidence.sources.bytes import measure_file
from goldthread.evidence.sources.ingest import FileToLoad, Ingested, ingest_file
from goldthread.evidence.sources.types import Field, Told
from goldthread.evidence.sources.typing import read_macros
from goldthread.evidence.store import ask, open_store, quote

TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Read:
    """A file as it was read: every row as a mapping, set aside or not."""

    ingested: Ingested
    account: Account
    rows: list[dict[str, object]]

    @property
    def loaded(self) -> list[dict[str, object]]:
        return [row for row in self.rows if row["set_aside"] is None]

    def column(self, name: str) -> list[object]:
        return [row[name] for row in self.loaded]


def read_bytes(folder: Path, content: bytes, *, name: str = "june.csv", told: dict[Field, str] | None = None) -> Read:
    """Read a file's content. Its control totals are checked on the way."""
    path = folder / name
    path.write_bytes(content)
    return read_path(path, folder / "work", told=told)


def read_path(path: Path, work: Path, *, told: dict[Field, str] | None = None) -> Read:
    """Read a file where it lies."""
    work.mkdir(exist_ok=True)
    target = work / "rows.parquet"
    file = FileToLoad(
        path=path,
        name=path.name,
        facts=measure_file(path),
        council="fellbeck",
        load_key="key",
        told={"": Told({}, {})},
        told_now=told or {},
        kind=None,
        today=TODAY,
    )
    with open_store(macros=read_macros(), threads=1) as db:
        ingested = ingest_file(db, file, work, target)
        account = take_account(db, target)
        found = db.execute(
            "SELECT *, coalesce(line, first_line + file_row_number) AS at "
            f"FROM read_parquet({quote(target)}, file_row_number = true) ORDER BY file_row_number"
        )
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        assert ask(db, f"SELECT count(*) FROM {quote(target)}") == [(ingested.rows_read,)]
    assert account.rows_loaded + account.rows_set_aside == ingested.rows_read
    assert account.net_loaded + account.net_set_aside == ingested.net_read
    return Read(ingested, account, rows)


def pounds(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]
