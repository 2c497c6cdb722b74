"""The store of payment lines, apart from what is asked of it."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from goldthread.evidence.store import ask, connect, open_page_store, open_store_once


def test_store_that_is_not_asked_does_not_load_duckdb() -> None:
    code = "import sys, goldthread.evidence.store; print('duckdb' in sys.modules, 'django' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "False False\n"


def test_pages_share_a_store_and_none_sees_what_another_makes(tmp_path: Path) -> None:
    with open_page_store(temporary=tmp_path) as one, open_page_store(temporary=tmp_path) as other:
        one.execute("CREATE TEMP TABLE chosen AS SELECT 1 AS number")
        one.execute("CREATE TEMP MACRO lines() AS TABLE SELECT 2 AS number")
        other.execute("CREATE TEMP TABLE chosen AS SELECT 3 AS number")
        assert ask(one, "FROM chosen") == [(1,)]
        assert ask(other, "FROM chosen") == [(3,)]
        with pytest.raises(duckdb.Error, match="lines"):
            other.execute("FROM lines()")
        kept = connect._kept
        assert kept is not None
    with open_page_store(temporary=tmp_path) as later:
        assert connect._kept is kept, "it was not opened again"
        with pytest.raises(duckdb.Error, match="chosen"):
            later.execute("FROM chosen")


def test_a_store_that_broke_is_opened_anew(tmp_path: Path) -> None:
    with pytest.raises(duckdb.FatalException), open_page_store(temporary=tmp_path):
        raise duckdb.FatalException("the database has been invalidated")
    with open_page_store(temporary=tmp_path) as db:
        assert ask(db, "SELECT 1") == [(1,)]


def test_a_store_is_opened_anew_for_another_folder_another_process_and_after_many_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept_after(temporary: Path) -> object:
        with open_page_store(temporary=temporary) as db:
            assert ask(db, "SELECT current_setting('temp_directory')") == [(str(temporary),)]
        return connect._kept

    first = kept_after(tmp_path / "one")
    assert kept_after(tmp_path / "one") is first
    second = kept_after(tmp_path / "two")
    assert second is not first
    monkeypatch.setattr(connect, "MOST_TAKEN", 2)
    assert kept_after(tmp_path / "two") is second
    third = kept_after(tmp_path / "two")
    assert third is not second
    monkeypatch.setattr(connect.os, "getpid", lambda: -1)
    assert kept_after(tmp_path / "two") is not third


ONCE = """
import sys
from datetime import date
from decimal import Decimal
from goldthread.evidence.store import ask, make_table_of, open_store_once
with open_store_once() as db:
    columns = {"day": "DATE", "amount": "DECIMAL(18,2)", "name": "VARCHAR"}
    row = {"day": date(2026, 4, 1), "amount": Decimal("2.50"), "name": 'An, "odd" one'}
    make_table_of(db, "told", columns, [row])
    db.executemany("INSERT INTO told VALUES (?, ?, ?)", [[None, Decimal("0.10"), None]])
    print(ask(db, "FROM told WHERE amount > ?", [Decimal("1.00")]), db.execute("SELECT count(*) FROM told").fetchone())
    print("duckdb" in sys.modules)
    try:
        db.execute("FROM nowhere")
    except Exception as fault:
        print(type(fault).__name__, "nowhere" in str(fault))
    print(ask(db, "SELECT 1"))
with open_store_once() as db:
    print(type(db).__name__, ask(db, "SELECT 2"))
"""


def test_a_process_that_asks_once_does_not_load_duckdb() -> None:
    told = subprocess.run([sys.executable, "-c", ONCE], capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == [
        "[(datetime.date(2026, 4, 1), Decimal('2.50'), 'An, \"odd\" one')] (2,)",
        "False",
        "CatalogException True",
        "[(1,)]",
        "DuckDBPyConnection [(2,)]",
    ]


def test_a_process_that_has_duckdb_asks_in_itself() -> None:
    with open_store_once() as db:
        assert isinstance(db, duckdb.DuckDBPyConnection)
