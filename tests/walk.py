"""The demonstration followed link by link as each role, without a browser: which pages there are, and what each said.

The walk is made once in a run of the tests and kept with the demonstration (`tests/prepared.py`), so that the tests of
the browser know beforehand which pages to open. Run as a program, it walks the data directory in GOLDTHREAD_DATA.
"""

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache
from heapq import heappop, heappush
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

WALK = "walk.json"
FILES = (".pdf", ".csv", ".json", ".html", ".xlsx", ".parquet", ".zip", ".yaml")
EVIDENCE_FILE = "answering:evidence_file"
HEAD = "head-of-procurement"
OF_A_KIND = 2
"""Pages of one kind are built alike; two of them show the head of procurement, who reaches most, a full and an emptier
one. The others see one of each."""
PEOPLE = {
    HEAD: "priya.nair@wharfemoor.example",
    "chief-officer": "helen.osei@wharfemoor.example",
    "councillor": "martin.teale@wharfemoor.example",
    "contract-manager": "nadia.rahman@wharfemoor.example",
    "finance": "leon.barker@wharfemoor.example",
    "respondent-submitted": "grace.adeyemi@wharfemoor.example",
    "respondent-answering": "owen.pryce@wharfemoor.example",
    "auditor": "ruth.kendal@wharfemoor.example",
    "other-council": "joan.sykes@calderbeck.example",
}


@dataclass(frozen=True)
class Seen:
    """A page that a role's links lead to, and what it said.

    `number` counts the role's pages of that kind; `parts` are the classes of its tags, by which two pages look alike.
    """

    role: str
    path: str
    kind: str
    number: int
    status: int
    queries: int
    headings: tuple[int, ...]
    parts: tuple[str, ...]


class _Page(HTMLParser):
    """The links of a page, the levels of its headings in their order, and the classes of its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings: list[int] = []
        self.parts: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.update(f"{tag}.{part}" for name, value in attrs if name == "class" for part in (value or "").split())
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))


@cache
def kind_of(path: str) -> str:
    """The name of the address, as the site's own table has it."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return "unknown"


def is_page(href: str) -> bool:
    """An address on this site, and no file or way out."""
    parts = urlsplit(href)
    return not (
        parts.scheme
        or parts.netloc
        or parts.path.endswith(FILES)
        or "logout" in parts.path
        or kind_of(parts.path) == EVIDENCE_FILE
    )


def walk(role: str) -> list[Seen]:
    """Every kind of page that the role's links lead to from the landing page, its own council's before another's."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from goldthread.organisation.models import Person

    client = Client(raise_request_exception=False)
    person = Person.objects.get(email=PEOPLE[role])
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    at_home = f"/c/{person.memberships.earliest('pk').council.slug}/"
    waiting, met, kinds, found = [(False, 0, "/")], {"/"}, Counter[str](), list[Seen]()
    while waiting:
        path = heappop(waiting)[-1]
        kind = kind_of(path)
        if kinds[kind] >= (OF_A_KIND if role == HEAD else 1):
            continue
        kinds[kind] += 1
        with CaptureQueriesContext(connection) as queries:
            reply = client.get(path)
        asked = len(queries)
        if reply.status_code in {301, 302}:  # what it leads to is a page of its own, with queries of its own
            reply = client.get(path, follow=True)
        page = _Page(reply.content.decode() if "html" in reply["Content-Type"] else "")
        told = (tuple(page.headings), tuple(sorted(page.parts)))
        found.append(Seen(role, path, kind, kinds[kind], reply.status_code, asked, *told))
        for link in page.links:
            there = urljoin(reply.request["PATH_INFO"], link).partition("#")[0]
            if is_page(there) and there not in met:
                met.add(there)
                is_elsewhere = there.startswith("/c/") and not there.startswith(at_home)
                heappush(waiting, (is_elsewhere, len(met), there))
    return found


def read_walk(data: Path) -> list[Seen]:
    """What the walk over a data directory saw."""
    rows = json.loads(data.joinpath(WALK).read_text(encoding="utf-8"))
    return [Seen(**{**row, "headings": tuple(row["headings"]), "parts": tuple(row["parts"])}) for row in rows]


def look_at_what_is_kept() -> None:
    """Have the figures worked out that are kept until something changes, as the first look after a change does."""
    from django.test import Client

    from goldthread.organisation.models import Person
    from goldthread.register.models import Contract

    client = Client()
    head = Person.objects.get(email=PEOPLE[HEAD])
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    contract = Contract.objects.order_by("pk")[0].pk
    for kept in ("", "evidence/", "evidence/indicators/", f"register/contracts/{contract}/"):
        assert client.get(f"/c/wharfemoor-council/{kept}").status_code == 200


def main(data: Path) -> None:
    """Walk as every role, and keep what was seen in the data directory."""
    from django.test.utils import setup_test_environment

    from goldthread.cli.setup import start_django

    start_django()
    setup_test_environment()
    look_at_what_is_kept()
    seen = [asdict(each) for role in PEOPLE for each in walk(role)]
    data.joinpath(WALK).write_text(json.dumps(seen), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
