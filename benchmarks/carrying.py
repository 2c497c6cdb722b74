"""Carrying one round of 12 departments and 59 value codes into a newer framework, and reading a framework at all."""

import shutil
import statistics
import tempfile
import time
import timeit
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import yaml
from django.db import transaction

from benchmarks.measure import Figure, format_ms
from benchmarks.seed import FRAMEWORK, LAST, slug_of
from goldthread.assessment.carrying.actions import carry_round
from goldthread.assessment.models import Round
from goldthread.framework import load
from goldthread.framework.load import load_framework

SECONDS_CEILING, READING_CEILING = 1.0, 0.15
RUNS = 5
NEWER = "nps-next"
PART = "Carrying"


class _RolledBack(Exception):
    """Ends a measured run, so that the next finds the round as it was."""


def measure_carrying(_folder: Path) -> list[Figure]:
    """The signed round of the council that comments on every answer; the median of five runs."""
    with newer_framework():
        old = Round.objects.select_related("council").get(council__slug=slug_of(0), ref=LAST)
        runs = [_carry_once(old) for _ in range(RUNS)]
    seconds, of_processor = (statistics.median(times) for times in zip(*runs, strict=True))
    answers = old.answers.count()
    what = f"a round of {answers} answers into a newer framework"
    besides = f"{of_processor:.2f} s of the processor"
    return [
        Figure(PART, what, f"{seconds:.2f} s", f"{SECONDS_CEILING:.0f} s", seconds / SECONDS_CEILING, besides),
        _measure_reading(),
    ]


def _measure_reading() -> Figure:
    """Every command and every process pays for it once; the median of five."""
    runs = [timeit.timeit(lambda: load_framework.__wrapped__(FRAMEWORK), number=1) for _ in range(RUNS)]
    seconds = statistics.median(runs)
    ceiling = format_ms(READING_CEILING)
    return Figure(PART, "reading a shipped framework", format_ms(seconds), ceiling, seconds / READING_CEILING)


def _carry_once(old: Round) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    begun, used = time.perf_counter(), time.process_time()
    try:
        with transaction.atomic():
            carry_round(round=old, framework_id=NEWER, by=None)
            taken = time.perf_counter() - begun, time.process_time() - used
            raise _RolledBack
    except _RolledBack:
        return taken


@contextmanager
def newer_framework() -> Iterator[None]:
    """A framework beside the shipped ones that supersedes theirs and leaves every item as it was."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "frameworks"
        shutil.copytree(load.DEFINITIONS, folder)
        _write_newer(folder)
        with mock.patch.object(load, "DEFINITIONS", folder):
            _forget()
            yield
        _forget()


def _write_newer(folder: Path) -> None:
    shutil.copytree(folder / FRAMEWORK, folder / NEWER)
    file = folder / NEWER / "framework.yaml"
    value = yaml.safe_load(file.read_text(encoding="utf-8")) | {"id": NEWER, "supersedes": FRAMEWORK}
    file.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
    changes = [
        {"kind": "unchanged", "old": [item.id], "new": [item.id], "reason": "It asks the same."}
        for item in load_framework(FRAMEWORK).objects
    ]
    said = {"old_framework": FRAMEWORK, "new_framework": NEWER, "changes": changes}
    (folder / NEWER / "changes.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")


def _forget() -> None:
    for kept in (load.framework_ids, load.list_frameworks, load.load_changes, load.load_framework):
        kept.cache_clear()
