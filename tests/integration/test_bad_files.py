"""Files and disks that are no good, for real: a sentence, nothing left behind, and no memory eaten."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.conftest import Command, environment_for

LOAD = """
import atexit, re, resource, sys
from goldthread.cli.setup import ensure_ready
ensure_ready()
kind, most, file = sys.argv[1:]
resource.setrlimit(getattr(resource, kind), (int(most), int(most)))
used = lambda: print("kB:", re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1), file=sys.stderr)
atexit.register(used)
sys.argv = ["goldthread", "spend", "load", "--council", "fellbeck-council", file]
from goldthread.cli.main import main
main()
"""
HEAD = "Supplier,Payment Date,Net Amount,Transaction No\n"
FULL = "april.csv was not loaded: the disk of GOLDTHREAD_DATA is full."
NO_ROOM = "The disk that holds the data cannot be read or written."


@pytest.fixture
def council(data_with_tables: Path, goldthread: Command) -> Path:
    """The evidence folder of a council that has loaded nothing."""
    goldthread("council", "create", "Fellbeck Council", "--kind", "district")
    return data_with_tables / "evidence" / "fellbeck-council"


def load_within(kind: str, most: int, file: Path) -> subprocess.CompletedProcess[str]:
    """Load a file in a process that may use so much and no more."""
    return subprocess.run(
        [sys.executable, "-c", LOAD, kind, str(most), str(file)],
        env=environment_for(file.parent / "data"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def lasting(council: Path) -> list[str]:
    return [path.name for path in council.rglob("*") if path.is_file() and path.name != ".lock"]


@pytest.mark.slow
def test_full_disk_at_any_moment_leaves_nothing_and_the_next_load_is_whole(
    tmp_path: Path, council: Path, goldthread: Command
) -> None:
    file = tmp_path / "april.csv"
    rows = [f"Supplier {n * 7919 % 100003} Ltd,01/04/2024,1.25,{n * 104729 % 1000033}\n" for n in range(4000)]
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    packed = tmp_path / "april.csv.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    small = tmp_path / "small" / "april.csv"
    small.parent.mkdir()
    (small.parent / "data").symlink_to(tmp_path / "data")
    small.write_text(HEAD + rows[0], encoding="utf-8")
    for path, most, said in (
        (file, 20_000, FULL),
        (packed, 90_000, "april.csv.gz was not loaded: the disk of GOLDTHREAD_DATA is full."),
        (small, 3_000, FULL),
        (small, 12_000, NO_ROOM),
    ):
        done = load_within("RLIMIT_FSIZE", most, path)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert lasting(council) == []
        assert goldthread("spend", "list", "--council", "fellbeck-council", "--json").stdout.strip() == "[]"
    assert "4,000 payments of £5,000.00" in goldthread("spend", "load", "--council", "fellbeck-council", file).stderr


GOOD = HEAD + "A Ltd,03/04/2025,1.00,1\n" * 5000


@pytest.mark.parametrize(
    ("head", "said"),
    [("", "april.csv has 61 MB in one line."), (GOOD, "april.csv has a line of more than 4 MB")],
    ids=["one line", "a good beginning"],
)
def test_endless_line_is_refused_without_filling_memory(tmp_path: Path, council: Path, head: str, said: str) -> None:
    file = tmp_path / "april.csv"
    block = b"Acre Ltd,03/04/2025,100.00,7," * 36_000
    with file.open("wb") as out:
        out.write(head.encode())
        for _ in range(58):
            out.write(block)
    done = load_within("RLIMIT_CORE", 0, file)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "xport it again from the ledger." in done.stderr
    assert int(done.stderr.rsplit("kB:", 1)[1]) < 250_000
    assert lasting(council) == []
