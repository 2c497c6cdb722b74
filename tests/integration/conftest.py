"""Commands run as a council runs them: in a process and a data directory of their own."""

import subprocess
from pathlib import Path

import pytest

from tests.commands import Command, command_line, environment_for, run_command

__all__ = ["Command", "command_line", "environment_for", "run_command"]


@pytest.fixture
def goldthread(tmp_path: Path) -> Command:
    """Runs `goldthread ...` to its end: `goldthread("council", "list", data=folder, code=0)`."""

    def run(*arguments: object, data: Path | None = None, code: int = 0) -> subprocess.CompletedProcess[str]:
        return run_command(*arguments, data=data or tmp_path / "data", code=code)

    return run
