"""Commands run as a council runs them: in a process and a data directory of their own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., subprocess.CompletedProcess[str]]


def environment_for(data: Path) -> dict[str, str]:
    """The environment of an installation whose data lies in `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOLDTHREAD_", "DATABASE_URL"))}
    return {**kept, "GOLDTHREAD_DATA": str(data), "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}


def command_line(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from goldthread.cli.main import main; main()", *map(str, arguments)]


def run_command(*arguments: object, data: Path, code: int = 0, seconds: int = 240) -> subprocess.CompletedProcess[str]:
    """Runs `goldthread ...` to its end, over the data in a folder."""
    done = subprocess.run(
        command_line(*arguments),
        env=environment_for(data),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == code, f"{arguments} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done
