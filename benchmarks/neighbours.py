"""How much of the machine other work took while something was measured: a table from a busy machine says so."""

import os
from dataclasses import dataclass
from pathlib import Path

STAT = Path("/proc/stat")
IDLE, WAITING = 3, 4  # places in the line of Linux


@dataclass(frozen=True)
class Clock:
    """Processor seconds since the start: of the whole machine, of its busy part, and ours with our children."""

    all: float
    busy: float
    ours: float


def read_clock() -> Clock:
    """The clock now; nought where there is no such line to read. Children count once they have ended."""
    used = os.times()
    ours = used.user + used.system + used.children_user + used.children_system
    if not STAT.exists():
        return Clock(0, 0, ours)
    ticks = os.sysconf("SC_CLK_TCK")
    fields = [int(field) / ticks for field in STAT.read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    return Clock(sum(fields), sum(fields) - fields[IDLE] - fields[WAITING], ours)


def taken_by_others(before: Clock, after: Clock) -> float:
    """The share (0 to 1) of the machine's processors that was not ours and not idle between two readings."""
    whole = after.all - before.all
    return max(0.0, (after.busy - before.busy) - (after.ours - before.ours)) / whole if whole else 0.0
