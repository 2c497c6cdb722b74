"""What a browser fetches for a first page: the page and everything that it asks for, in bytes as they travel."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urljoin

from benchmarks.addresses import Stand, list_addresses
from benchmarks.measure import Figure
from benchmarks.seed import slug_of
from benchmarks.sender import Visitor, ask, sign_in
from benchmarks.server import serving
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role

CEILING = 100_000
ASKED_FOR = re.compile(r"""<(?:link|script|img)\b[^>]*?\s(?:href|src)="([^"]+)\"""")
IMPORTED = re.compile(r"""(?:from|import)\s*\(?["'](\.{1,2}/[^"']+|/[^"']+)["']""")
PART = "First load"
OK = 200


async def fetch_whole(port: int, path: str, visitor: Visitor | None = None) -> dict[str, int]:
    """Bytes by address: the page, its stylesheets, scripts and pictures, and what those scripts import."""
    sizes: dict[str, int] = {}
    waiting = [path]
    while waiting:
        one = waiting.pop()
        if one in sizes or one.startswith(("data:", "#", "http")):
            continue
        reply = await ask(port, one, visitor)
        if reply.status != OK:
            raise RuntimeError(f"{one} answered {reply.status}.")
        sizes[one] = reply.size
        text = reply.text
        if one.endswith(".js"):
            waiting += [urljoin(one, found) for found in IMPORTED.findall(text)]
        elif one == path:
            waiting += ASKED_FOR.findall(text)
    return sizes


def measure_first_load(folder: Path) -> list[Figure]:
    """The landing page for somebody unknown, and the largest page of questions for a respondent."""
    stand = Stand(0, Council.objects.get(slug=slug_of(0)))
    addresses = {address.name: address for address in list_addresses()}
    respondent = sign_in(stand.person(Role.RESPONDENT))
    with serving(folder) as server:
        return [
            make_figure("the landing page", asyncio.run(fetch_whole(server.port, "/"))),
            make_figure(
                "the largest page of questions",
                asyncio.run(fetch_whole(server.port, stand.path(addresses["answering:area"]), respondent)),
            ),
        ]


def make_figure(words: str, sizes: dict[str, int]) -> Figure:
    total = sum(sizes.values())
    largest = max(sizes, key=sizes.__getitem__)
    return Figure(
        PART,
        f"{words} with its {len(sizes) - 1} files",
        f"{total / 1000:.0f} kB",
        f"{CEILING / 1000:.0f} kB",
        total / CEILING,
        f"largest: {largest.rsplit('/', 1)[-1] or largest} {sizes[largest] / 1000:.0f} kB",
    )
