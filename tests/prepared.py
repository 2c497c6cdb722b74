"""What is costly to make and the same for every test: made once in a run of the tests, and copied.

These data directories are kept so: `EMPTY`, whose tables are there and hold nothing; `DEMO`, the demonstration as
`goldthread demo` loads it, with its payments and its contracts; `WALKED`, the same after `tests/walk.py` has looked at
its pages, so that its cache is warm. Nobody writes in them: `copy_data` makes a directory for commands, and `put_demo`
fills the tables and the files of the test that is running.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from goldthread.organisation.models import Council
from tests.commands import environment_for, run_command

ROOT = Path(__file__).resolve().parents[1]
PLACE = "GOLDTHREAD_TESTS_PREPARED"
"""The variable that names the folder of this run; conftest.py sets it, and the workers inherit it."""
TABLES = "goldthread.sqlite3"
PATIENCE = 600
"""Seconds, on a machine that does much else; each test has a limit of its own that is mostly shorter."""
OURS = """
    SELECT name, type FROM pragma_table_list
    WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'
    AND name NOT IN ('django_migrations', 'django_content_type', 'auth_permission') ORDER BY name
"""
"""Without the tables that are filled as soon as they are made, and those that a full-text index keeps for itself."""


class Prepared(StrEnum):
    EMPTY = "empty"
    DEMO = "demo"
    WALKED = "walked"


def prepare(which: Prepared) -> Path:
    """The data directory of that name, which is only read; made now where no test of this run has asked before."""
    folder = Path(os.environ[PLACE])
    place, draft = folder / which, folder / f"{which}.part"
    folder.mkdir(parents=True, exist_ok=True)
    with folder.joinpath(f"{which}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            shutil.rmtree(draft, ignore_errors=True)
            _make(which, draft)
            draft.rename(place)
    return place


def _make(which: Prepared, draft: Path) -> None:
    if which is Prepared.EMPTY:
        run_command("council", "list", data=draft, seconds=PATIENCE)
    elif which is Prepared.DEMO:
        shutil.copytree(prepare(Prepared.EMPTY), draft)
        run_command("demo", "--load-only", data=draft, seconds=PATIENCE)
    else:
        shutil.copytree(prepare(Prepared.DEMO), draft)
        walk = [sys.executable, "-m", "tests.walk", str(draft)]
        subprocess.run(walk, cwd=ROOT, env=environment_for(draft), check=True, timeout=PATIENCE)


def copy_data(which: Prepared, data: Path) -> Path:
    """A data directory for one test, at a place where there is none yet."""
    shutil.copytree(prepare(which), data)
    return data


def put_demo(which: Prepared = Prepared.DEMO) -> Council:
    """Fill the tables and the data directory of the running test with the demonstration; its council."""
    demo = prepare(which)
    places = {"documents": Path(settings.MEDIA_ROOT), "evidence": Path(settings.DATA_DIR, "evidence")}
    if which is Prepared.WALKED:
        places["cache"] = Path(settings.DATA_DIR, "cache")
    for name, place in places.items():
        shutil.copytree(demo / name, place, dirs_exist_ok=True)
    with closing(sqlite3.connect(f"file:{demo / TABLES}?mode=ro", uri=True)) as source, transaction.atomic():
        for table, kind in source.execute(OURS).fetchall():
            columns = "rowid, *" if kind == "virtual" else "*"  # of a full-text index, which an entry finds by its row
            rows = source.execute(f'SELECT {columns} FROM "{table}"')
            names, marks = zip(*((f'"{column[0]}"', "?") for column in rows.description), strict=True)
            if kind == "virtual":  # no model knows it, so that Django does not empty it after a test
                connection.connection.execute(f'DELETE FROM "{table}"')
            into = f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({", ".join(marks)})'
            connection.connection.executemany(into, rows)
    return Council.objects.get(slug="wharfemoor-council")
