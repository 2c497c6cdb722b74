"""A server that is killed in the middle of saves loses none that it has acknowledged."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.conftest import environment_for

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="kills a group of processes")
def test_every_acknowledged_save_survives_a_kill(data_with_tables: Path) -> None:
    """Eight people save without a pause; signal 9 ends the server and its workers at once."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kill", str(data_with_tables)],
        cwd=ROOT,
        env=environment_for(data_with_tables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["acknowledged"] > 20, "too few saves to say anything"
    assert found == {**found, "lost": 0, "database": "ok", "page": 200}
