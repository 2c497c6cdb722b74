"""Runs one of our modules in a short process of its own, so that what it holds in memory goes when it ends."""

import subprocess
import sys

MOST_SECONDS = 60  # far beyond the seconds that a report takes


def run_aside(module: str, asked: bytes) -> bytes:
    """What `python -m module` answers on stdout to `asked` on stdin; a failure there is one here too."""
    command = [sys.executable, "-m", module]
    made = subprocess.run(command, input=asked, capture_output=True, timeout=MOST_SECONDS, check=False)
    if made.returncode:
        raise RuntimeError(f"{module} ended with {made.returncode}:\n{made.stderr.decode(errors='replace')}")
    return made.stdout
