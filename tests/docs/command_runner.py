"""Runs the commands of documents: a plan as JSON on stdin, what each command did as JSON on stdout.

Plain `goldthread` commands run in this one process, because starting Django for each would take most of the time. A
line that needs a shell (a pipe, a variable before it) goes through one. Each document begins with a copy of the
demonstration, which the plan names.
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


def run_plan(
    plan: dict[str, list[str]], workplace: Path, loaded: Path, links: dict[str, str]
) -> dict[str, list[dict[str, object]]]:
    """Results by document, in the order of its commands. GOLDTHREAD_DATA is `workplace`/data all the time."""
    data = workplace / "data"
    results = {}
    for number, (document, commands) in enumerate(plan.items()):
        shutil.copytree(loaded, data)
        place = workplace / f"place-{number}"
        place.mkdir()
        for name, target in links.items():
            (place / name).symlink_to(target)
        os.chdir(place)
        results[document] = [run(command) for command in commands]
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
    asked = json.load(sys.stdin)
    print(json.dumps(run_plan(asked["plan"], Path(asked["workplace"]), Path(asked["loaded"]), asked["links"])))
