"""Kills the server in the middle of many saves and says what the database then holds: `python -m benchmarks.kill`."""

import argparse
import json
from pathlib import Path

from benchmarks.place import start_in

SECONDS = 1.5
WRITERS = 8


def kill_while_saving(folder: Path, writers: int, seconds: float) -> dict[str, int | str]:
    """Saves acknowledged and lost, what SQLite says of its file, and the status of a page served afterwards."""
    start_in(folder)
    from django.db import connection

    from benchmarks.autosave import measure_kill
    from benchmarks.seed import Size, seed
    from benchmarks.sender import ask_once
    from benchmarks.server import serving

    seed(Size(councils=writers, events=0))
    lost, acknowledged = measure_kill(folder, writers=writers, seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        (said,) = cursor.fetchone()
    with serving(folder) as server:
        status = ask_once(server.port, "/").status
    return {"acknowledged": acknowledged, "lost": lost, "database": said, "page": status}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="an empty folder for the data")
    arguments = parser.parse_args()
    print(json.dumps(kill_while_saving(arguments.folder, WRITERS, SECONDS)))
