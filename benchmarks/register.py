"""The pages of the contract register over 100,000 contracts, against what a page may take."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.contracts import make_contracts
from benchmarks.measure import Figure, format_ms, percentile
from goldthread.organisation.actions import add_department, create_council, grant_role
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import CouncilKind, Role
from goldthread.register.models import Contract

CONTRACTS, OWN = 100_000, 100
SECONDS_CEILING, QUERY_CEILING = 0.2, 15
VISITS = 6
PART = "Contract register"
NAME = "Hundred Thousand Council"


def make_register(contracts: int = CONTRACTS) -> tuple[Council, Person]:
    """A council with invented contracts, a hundred of them its head's; the one that is there already, if it is."""
    found = Council.objects.filter(name=NAME).first()
    if found is not None:
        return found, found.memberships.get(role=Role.COORDINATOR).person
    council = create_council(name=NAME, kind=CouncilKind.COUNTY, by=None)
    departments = [add_department(council=council, name=f"Department {number}", by=None) for number in range(1, 13)]
    head = grant_role(council=council, email="head@hundred.example", name="Head", role=Role.COORDINATOR, by=None)
    keeper = grant_role(
        council=council, email="keeper@hundred.example", name="Keeper", role=Role.CONTRACT_MANAGER, by=None
    )
    made = make_contracts(council, departments, keeper.person, count=contracts)
    Contract.objects.filter(pk__in=[contract.pk for contract in made[:OWN]]).update(manager=head.person)
    return council, head.person


def list_pages(council: Council) -> Iterator[tuple[str, str]]:
    """What is looked at: each page as it opens, and narrowed in the ways that cost most."""
    base = f"/c/{council.slug}/register/"
    one = Contract.objects.filter(council=council).order_by("pk")[0]
    yield "register as it opens", base
    yield "register, all contracts", f"{base}?state=any"
    yield "register, far down", f"{base}?state=any&page=900"
    yield "register holding two words", f"{base}?q=care+west"
    yield "register holding no word", f"{base}?q=zzz&state=any"
    yield "register of a department", f"{base}?department={one.department_id}"
    yield "register by value", f"{base}?order=-awarded_value"
    yield "register that ends within 6 months", f"{base}?ending=6"
    yield "register without managers", f"{base}?lacks=manager"
    yield "a contract", f"{base}contracts/{one.pk}/"
    yield "a contract's form", f"{base}contracts/{one.pk}/edit/"
    yield "a manager's home of 100 contracts", f"{base}mine/"
    yield "the same change of 500 contracts, to look at", f"{base}contracts/together/?{_chosen(council)}"
    yield "a file of 1,300 contracts", f"{base}download.csv?q=care+west&ending=24"
    yield "changes", f"{base}changes/"
    yield "overruns", f"{base}overruns/"
    yield "risks", f"{base}risks/"
    yield "savings", f"{base}savings/"
    yield "waivers and breaches", f"{base}waivers/"
    yield "public register", f"/c/{council.slug}/public/contracts/"


def _chosen(council: Council) -> str:
    keys = Contract.objects.filter(council=council).order_by("pk").values_list("pk", flat=True)[:500]
    return "&".join(f"chosen={key}" for key in keys)


def measure_register(_folder: Path, contracts: int = CONTRACTS) -> list[Figure]:
    council, person = make_register(contracts)
    return page_figures(PART, person, list_pages(council))


def page_figures(part: str, person: Person, pages: Iterable[tuple[str, str]]) -> list[Figure]:
    """Every page after one first visit, with the most questions that it asked of the database.

    The processor time counts, as other work on the machine makes the time by the clock longer; both are said.
    """
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    figures = []
    for label, path in pages:
        with CaptureQueriesContext(connection) as queries:
            _visit(client, path)
            asked = len(queries)  # the next visit empties the list
        times = [_visit(client, path) for _ in range(VISITS)]
        slow, by_clock = (percentile(each, 0.95) for each in zip(*times, strict=True))
        share = max(slow / SECONDS_CEILING, asked / QUERY_CEILING)
        besides = f"{format_ms(by_clock)} by the clock; {asked} queries of {QUERY_CEILING}"
        figures.append(Figure(part, label, format_ms(slow), format_ms(SECONDS_CEILING), share, besides))
    return figures


def _visit(client: Client, path: str) -> tuple[float, float]:
    """Seconds of processor time, and by the clock."""
    worked, began = time.process_time(), time.perf_counter()
    reply = client.get(path)
    assert reply.status_code == 200, f"{path}: {reply.status_code}"  # noqa: S101 a refusal is no measurement
    if isinstance(reply, StreamingHttpResponse):
        b"".join(cast(Iterator[bytes], reply.streaming_content))
    return time.process_time() - worked, time.perf_counter() - began
