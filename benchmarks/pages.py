"""Every page of the site, over many councils: in this process, and through the real server on the loopback."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.addresses import Address, Stand, list_addresses
from benchmarks.measure import percentile
from benchmarks.seed import LAST, slug_of
from benchmarks.sender import Reply, Visitor, ask, sign_in
from benchmarks.server import serving
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role

SECONDS_CEILING, QUERY_CEILING = 0.2, 15
COUNCILS = 20  # visited, spread evenly over all of them
ROUNDS = 2  # visits to each through the server
FLOOR = "about"  # a page that reads nothing: what Django and the server cost
# Drawn, not read: `benchmarks.report` measures what takes longest
NOT_A_PAGE = frozenset({"report:pdf", "plan:pack_pdf", "pipeline:wave_pdf"})
HOST = "127.0.0.1"
OK = 200

# Who looks; every other page is the coordinator's.
LOOKED_AT_BY = {"answering": Role.RESPONDENT, "moderation": Role.MODERATOR, "signoff": Role.APPROVER}
READ_BY_COORDINATOR = frozenset({"answering:task_list", "answering:others"})


@dataclass(frozen=True)
class Visit:
    """One page as one kind of person sees it. `ref` names another round than the one that is running."""

    label: str
    address: Address
    role: Role
    query: str = ""
    ref: str = ""

    def path(self, stand: Stand) -> str:
        return stand.path(self.address, **({"ref": self.ref} if self.ref else {})) + self.query


@dataclass
class PageTimes:
    """What was measured of one page. Times are seconds, `size` bytes on the wire."""

    visit: Visit
    status: int = 0
    queries: int = 0
    size: int = 0
    inside: list[float] = field(default_factory=list)
    served: list[float] = field(default_factory=list)

    @property
    def slow(self) -> float:
        return percentile(self.served or self.inside, 0.95)

    @property
    def is_within(self) -> bool:
        return self.slow <= SECONDS_CEILING and self.queries <= QUERY_CEILING


def list_visits() -> list[Visit]:
    """Every address once, and those that show more than one thing again."""
    addresses = {address.name: address for address in list_addresses() if address.name not in NOT_A_PAGE}
    visits = [Visit(name, address, _who(name)) for name, address in addresses.items()]
    for name, suffix, changes in (
        ("moderation:differences", " (all codes)", {"query": "?show=all"}),
        ("history:list", " (last page)", {"query": "?page=100"}),
        ("report:diagnostic", " (signed)", {"ref": LAST}),
        ("dashboard:home", " (councillor)", {"role": Role.COUNCILLOR}),
        ("answering:area", " (to read)", {"role": Role.MODERATOR}),
    ):
        if name in addresses:
            visits.append(replace(Visit(name + suffix, addresses[name], _who(name)), **changes))
    return sorted(visits, key=lambda visit: visit.label)


def _who(name: str) -> Role:
    if name in READ_BY_COORDINATOR:
        return Role.COORDINATOR
    return LOOKED_AT_BY.get(name.partition(":")[0], Role.COORDINATOR)


def choose_stands(count: int) -> list[Stand]:
    """Councils spread evenly over all that are there: the loud one first, then as many in moderation as open."""
    total = Council.objects.count()
    step = max(1, total // count) | 1  # odd, so that both states occur
    numbers = [place * step for place in range(count) if place * step < total]
    return [Stand(number, Council.objects.get(slug=slug_of(number))) for number in numbers]


def measure_inside(visits: Sequence[Visit], stands: Sequence[Stand], tell: Callable[[str], object]) -> list[PageTimes]:
    """Times in this process, and the most queries that a visit made. A page that nobody may open is left out."""
    measured = []
    for visit in visits:
        tell(visit.label)
        times = PageTimes(visit)
        for stand in stands:
            client = Client(SERVER_NAME=HOST)
            client.force_login(stand.person(visit.role))
            path = visit.path(stand)
            with CaptureQueriesContext(connection) as queries:
                reply = client.get(path)
            if reply.status_code != OK:
                times.status = times.status or reply.status_code
                continue
            times.status, times.queries = OK, max(times.queries, len(queries))
            began = time.perf_counter()
            b"".join(client.get(path))
            times.inside.append(time.perf_counter() - began)
        measured.append(times)
    return [times for times in measured if times.inside]


def measure_served(
    measured: Sequence[PageTimes], stands: Sequence[Stand], folder: Path, tell: Callable[[str], object]
) -> None:
    """Times through gunicorn, one request after another, each on a connection of its own."""
    visitors: dict[tuple[int, Role], Visitor] = {}
    with serving(folder) as server:
        for times in measured:
            tell(times.visit.label)
            asked = list(_requests(times.visit, stands, visitors))
            replies = asyncio.run(_ask_all(server.port, asked))
            fine = [reply for reply in replies if reply.status == OK]
            times.served = [reply.seconds for reply in fine]
            times.size = max((reply.size for reply in fine), default=0)


def _requests(
    visit: Visit, stands: Sequence[Stand], visitors: dict[tuple[int, Role], Visitor]
) -> Iterator[tuple[str, Visitor]]:
    for stand in stands:
        key = (stand.number, visit.role)
        if key not in visitors:
            visitors[key] = sign_in(stand.person(visit.role))
        yield visit.path(stand), visitors[key]


async def _ask_all(port: int, asked: Sequence[tuple[str, Visitor]]) -> list[Reply]:
    """Each page once to warm both workers, then as often as is measured."""
    for path, visitor in asked[:4]:
        await ask(port, path, visitor)
    return [await ask(port, path, visitor) for _ in range(ROUNDS) for path, visitor in asked]


def measure_pages(folder: Path, tell: Callable[[str], object] = lambda _label: None) -> list[PageTimes]:
    """Every page, measured both ways; the floor page is among them."""
    stands = choose_stands(COUNCILS)
    measured = measure_inside(list_visits(), stands, tell)
    measure_served(measured, stands, folder, tell)
    return measured


def floor_of(measured: Sequence[PageTimes]) -> float:
    """The usual time of the page that reads nothing, in seconds."""
    return percentile(next(t for t in measured if t.visit.label == FLOOR).served, 0.5)
