"""Runs the commands of documents: a document on each line of stdin, what its commands did on a line of stdout, as JSON.

Plain `goldthread` commands run in this one process, because starting Django for each would take most of the time. A
line that needs a shell (a pipe, a variable before it) goes through one. Each document begins with a copy of the
demonstration, in a place of its own.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

SHELL_SIGNS = ("|", ">", "$", "=restored ", "sed ")


def run_document(
    commands: list[str], workplace: Path, loaded: Path, place: str, links: dict[str, str]
) -> list[dict[str, object]]:
    """What each command did, in their order. GOLDTHREAD_DATA is `workplace`/data all the time."""
    data, here = workplace / "data", workplace / place
    shutil.copytree(loaded, data)
    here.mkdir()
    for name, target in links.items():
        (here / name).symlink_to(target)
    os.chdir(here)
    results = [run(command) for command in commands]
    shutil.rmtree(data)
    return results


def run(command: str) -> dict[str, object]:
    """The command's exit code and all that it printed."""
    words = shlex.split(command)
    if words[0] != "goldthread" or any(sign in command for sign in SHELL_SIGNS):
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        return {"exit_code": done.returncode, "output": done.stdout + done.stderr}
    from goldthread.cli.main import app

    result = CliRunner().invoke(app, words[1:], prog_name="goldthread")
    close_tables()
    output = result.output
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        output += repr(result.exception)
    return {"exit_code": result.exit_code, "output": output}


def close_tables() -> None:
    """As at the end of a process: the next command may find another database in its place."""
    from django.apps import apps

    if apps.ready:
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        found = run_document(
            asked["commands"], Path(asked["workplace"]), Path(asked["loaded"]), asked["place"], asked["links"]
        )
        print(json.dumps(found), flush=True)
