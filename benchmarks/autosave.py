"""Many writers at once against the real server: how quick, no error, and everything acknowledged is in the database."""

import asyncio
import json
import os
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import reverse

from benchmarks.measure import Figure, format_ms, percentile
from benchmarks.neighbours import read_clock, taken_by_others
from benchmarks.seed import CURRENT
from benchmarks.sender import Visitor, ask, sign_in
from benchmarks.server import Server, serving
from goldthread.assessment.models import Answer, Response
from goldthread.assessment.types import ResponseState
from goldthread.organisation.models import Membership

WRITERS = 50
SECONDS = 12.0
WARM_UP = 2.0
PAUSES = (1.0, 3.0)  # seconds between the saves of one person; the page's script waits until somebody stops typing
PACED_SECONDS, PACED_WARM_UP = 20.0, PAUSES[1]
FLUSHES, BYTES_OF_A_SAVE = 100, 32 * 1024  # about eight pages of the database
CEILING = 0.2  # seconds at p95
KILL_AFTER = 2.0
FLOOR, FLOOR_SECONDS = "about", 4.0
JSON = "application/json"
PART = "Autosave"


@dataclass
class Writer:
    """One respondent with the answers of one department, and what the server has acknowledged."""

    visitor: Visitor
    paths: dict[str, str]
    versions: dict[str, int]
    pks: dict[str, int]
    acknowledged: dict[int, tuple[int, str]] = field(default_factory=dict)
    saves: int = 0
    errors: list[str] = field(default_factory=list)
    times: list[tuple[float, float]] = field(default_factory=list)


def make_writers(count: int) -> list[Writer]:
    """Respondents whose departments are still answering, each with a session."""
    rows = Response.objects.filter(state=ResponseState.ANSWERING, round__ref=CURRENT).order_by("pk")[:count]
    return [make_writer(response) for response in rows.select_related("round__council")]


def make_writer(response: Response) -> Writer:
    member = Membership.objects.select_related("person").get(department=response.department_id)
    round_ = response.round
    answers = list(response.answers.order_by("pk"))
    place = [round_.council.slug, round_.ref, response.department_id]
    return Writer(
        visitor=sign_in(member.person),
        paths={row.value_code: reverse("answering:save", args=[*place, row.value_code]) for row in answers},
        versions={row.value_code: row.version for row in answers},
        pks={row.value_code: row.pk for row in answers},
    )


async def write(writer: Writer, port: int, until: float, *, pauses: tuple[float, float] = (0.0, 0.0)) -> None:
    """Save one answer after another, each after a pause of that length, until the time or the server is up."""
    codes, chance = list(writer.paths), random.Random(writer.visitor.csrf)  # noqa: S311  # only spreads the saves
    while time.monotonic() < until:
        await asyncio.sleep(chance.uniform(*pauses))
        code = codes[writer.saves % len(codes)]
        text = f"Save number {writer.saves + 1} of this department, written while others write too."
        form = {"choice": str(1 + writer.saves % 4), "comment_how_done": text, "version": str(writer.versions[code])}
        try:
            reply = await ask(port, writer.paths[code], writer.visitor, form=form, accept=JSON)
        except (OSError, EOFError) as error:
            writer.errors.append(repr(error))
            return
        if reply.status != 200:
            writer.errors.append(f"{reply.status} {reply.text[:200]}")
            return
        version = json.loads(reply.text)["version"]
        writer.versions[code] = version
        writer.acknowledged[writer.pks[code]] = (version, text)
        writer.saves += 1
        writer.times.append((time.monotonic(), reply.seconds))


async def write_together(
    writers: Sequence[Writer], port: int, seconds: float, *, pauses: tuple[float, float] = (0.0, 0.0)
) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(write(writer, port, until, pauses=pauses) for writer in writers))


async def read(visitor: Visitor, port: int, until: float) -> list[float]:
    """Ask again and again for a page that reads nothing but who is signed in: the floor."""
    took = []
    while time.monotonic() < until:
        took.append((await ask(port, reverse(FLOOR), visitor)).seconds)
    return took


async def read_together(writers: Sequence[Writer], port: int, seconds: float) -> list[float]:
    until = time.monotonic() + seconds
    by_reader = await asyncio.gather(*(read(writer.visitor, port, until) for writer in writers))
    return [seconds for took in by_reader for seconds in took]


async def write_until_killed(writers: Sequence[Writer], server: Server, seconds: float) -> None:
    """Kill the server with every writer in the middle of something."""
    writing = asyncio.gather(*(write(writer, server.port, time.monotonic() + 60) for writer in writers))
    await asyncio.sleep(seconds)
    server.kill()
    await writing


def count_lost(writers: Sequence[Writer]) -> int:
    """Acknowledged saves that the database does not hold. A row may be ahead: saved, and the answer cut off."""
    wanted = {pk: save for writer in writers for pk, save in writer.acknowledged.items()}
    rows = Answer.objects.filter(pk__in=wanted).values_list("pk", "version", "comment_how_done")
    held = {pk: (version, text) for pk, version, text in rows}
    return sum(
        1
        for pk, (version, text) in wanted.items()
        if held[pk][0] < version or (held[pk][0] == version and held[pk][1] != text)
    )


@dataclass(frozen=True)
class Measured:
    """What one server did: seconds of each save without a pause, of each at people's pace, and of a plain page."""

    rushed: list[float]
    paced: list[float]
    plain: list[float]
    others: float


def measure_together(writers: Sequence[Writer], folder: Path) -> Measured:
    """All writers at once against one server: without a pause, then at people's pace; then as readers of a page."""
    before = read_clock()
    with serving(folder) as server:
        began = time.monotonic()
        asyncio.run(write_together(writers, server.port, WARM_UP + SECONDS))
        rushed = take_times(writers, began + WARM_UP)
        began = time.monotonic()
        asyncio.run(write_together(writers, server.port, PACED_WARM_UP + PACED_SECONDS, pauses=PAUSES))
        paced = take_times(writers, began + PACED_WARM_UP)
        plain = asyncio.run(read_together(writers, server.port, FLOOR_SECONDS))
    return Measured(rushed, paced, plain, taken_by_others(before, read_clock()))


def take_times(writers: Sequence[Writer], since: float) -> list[float]:
    """The seconds of each save acknowledged from then on; the writers begin to count anew."""
    took = [seconds for writer in writers for at, seconds in writer.times if at > since]
    for writer in writers:
        writer.times.clear()
    return took


def measure_autosave(folder: Path) -> list[Figure]:
    """The figures of 50 writers at once, and of a kill in the middle of their writing."""
    writers = make_writers(WRITERS)
    found, flush = measure_together(writers, folder), time_flush(folder)
    errors, lost = sum(len(writer.errors) for writer in writers), count_lost(writers)
    saves = sum(writer.saves for writer in writers)
    lost_by_kill, acknowledged = measure_kill(folder)
    times_plain = percentile(found.rushed, 0.95) / percentile(found.plain, 0.95)
    return [
        say_slowest(
            f"{WRITERS} writers at once, a save every {PAUSES[0]:.0f} to {PAUSES[1]:.0f} seconds each, p95",
            found.paced,
            f"{len(found.paced) / PACED_SECONDS:.0f} saves a second, still quicker than people write",
        ),
        say_slowest(
            f"{WRITERS} writers at once, without a pause, p95",
            found.rushed,
            f"{times_plain:.1f} times {WRITERS} readers of a plain page",
        ),
        Figure(
            PART,
            "saves a second without a pause",
            f"{len(found.rushed) / SECONDS:.0f}",
            besides=f"the disk alone flushes {1 / flush:.0f} times a second, and each save is flushed; "
            f"other work took {found.others:.0%} of the machine",
        ),
        allow_none("errors", errors),
        allow_none(f"lost of {saves:,} acknowledged saves", lost),
        allow_none(f"lost of {acknowledged:,} acknowledged saves when the server is killed", lost_by_kill),
    ]


def say_slowest(what: str, took: Sequence[float], besides: str) -> Figure:
    """The p95 against the ceiling."""
    slow, middle = percentile(took, 0.95), percentile(took, 0.5)
    return Figure(
        PART, what, format_ms(slow), format_ms(CEILING), slow / CEILING, f"p50 {format_ms(middle)}; {besides}"
    )


def time_flush(folder: Path) -> float:
    """Seconds (p50) that the disk takes to keep what one save writes: the floor of a save, whatever else is quick."""
    took = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(FLUSHES):
            file.write(bytes(BYTES_OF_A_SAVE))
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return percentile(took, 0.5)


def allow_none(what: str, count: int) -> Figure:
    """A figure that has to be nought; its ratio is the count itself, so that one is over the ceiling already."""
    return Figure(PART, what, str(count), "0", 1.0 + count if count else 0.0)


def measure_kill(folder: Path, *, writers: int = WRITERS, seconds: float = KILL_AFTER) -> tuple[int, int]:
    """How many acknowledged saves were lost when the server was killed, and how many there were."""
    asked = make_writers(writers)
    with serving(folder) as server:
        asyncio.run(write_until_killed(asked, server, seconds))
    return count_lost(asked), sum(writer.saves for writer in asked)
