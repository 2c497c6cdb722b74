"""A load is killed for real, at one point after another: nothing is half visible, and the next load tidies up."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.conftest import Command, environment_for

KILL = """
import os, signal, sys
from goldthread.cli.setup import ensure_ready
ensure_ready()
from goldthread.evidence import actions, keeping, loading
from goldthread.evidence.models import Load
from goldthread.evidence.sources import ingest
from goldthread.organisation.queries import find_council
from pathlib import Path

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def die_after(function):
    return lambda *a, **k: (function(*a, **k), die())

point, file = sys.argv[1:]
if point == "kept raw":
    loading.measure_file = die_after(loading.measure_file)
elif point == "while writing":
    import threading
    def die_once_there_is(target):
        while not target.exists():
            pass
        die()
    def write(db, sql, target):
        threading.Thread(target=die_once_there_is, args=(target,)).start()
        return real(db, sql, target)
    real, ingest.copy_to_parquet = ingest.copy_to_parquet, write
elif point == "rows written":
    ingest.copy_to_parquet = die_after(ingest.copy_to_parquet)
elif point == "before rename":
    keeping.os.replace = die
elif point == "renamed":
    loading.keep_draft = die_after(loading.keep_draft)
elif point == "in the transaction":
    actions.record_event = die
loading.load_file(council=find_council("fellbeck-council"), path=Path(file), by=None)
"""
POINTS = ["kept raw", "while writing", "rows written", "before rename", "renamed", "in the transaction"]


@pytest.mark.slow
def test_killed_load_is_never_half_visible(goldthread: Command, data_with_tables: Path, tmp_path: Path) -> None:
    data, file = data_with_tables, tmp_path / "april.csv"
    rows = "".join(f"01/04/2024,Supplier {n} Ltd,1.25,{n}\n" for n in range(20_000))
    file.write_text(f"Payment Date,Supplier Name,Net Amount,Transaction No\n{rows}", encoding="utf-8")
    goldthread("council", "create", "Fellbeck Council", "--kind", "district")
    for point in POINTS:
        done = subprocess.run(
            [sys.executable, "-c", KILL, point, str(file)],
            env=environment_for(data),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, f"{point}: {done.stderr}"
        listed = goldthread("spend", "list", "--council", "fellbeck-council", "--json").stdout
        assert listed.strip() == "[]", point
    assert list((data / "evidence" / "fellbeck-council").rglob("raw.csv"))
    goldthread("spend", "load", "--council", "fellbeck-council", file)
    kept = list((data / "evidence" / "fellbeck-council").rglob("raw.csv"))
    assert len(kept) == 1
    quality = goldthread("spend", "quality", "--council", "fellbeck-council").stderr
    assert "20,000 payments of £25,000.00" in quality
