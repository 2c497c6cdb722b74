"""No page asks the database more than 15 times, with 12 departments and 59 codes: every address, found by itself.

Each is looked at as if the register had changed just before: what is kept of its figures is taken away first. Pages
that rest on payments are looked at once more as if those had just been loaded.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.addresses import Address, Stand, list_addresses
from benchmarks.pages import NOT_A_PAGE, list_visits
from benchmarks.seed import Size, seed, slug_of
from goldthread.evidence.coverage.keep import run_coverage
from goldthread.evidence.matching.council import match_suppliers
from goldthread.organisation.models import Council, Department
from goldthread.organisation.types import Role
from tests.evidence_scene import line, pay_with_orders, put_load

CEILING = 15
LOOKERS = (Role.COORDINATOR, Role.MODERATOR, Role.APPROVER, Role.RESPONDENT, Role.COUNCILLOR)
SHOWN, ONLY_POSTED = 200, 405
# What a plain look at a seeded council does not show, and why.
NOT_SHOWN = {
    "sign_in_link_open": "the link is unknown",
    "calendar": "the address is unknown; the tests of the calendar hold its ceiling",
    "alerts_stop": "the link is unknown",
    "account_login": "everybody here is signed in",
    "landing": "everybody here is signed in",
    "local:list": "it sends everybody on to the only framework that has local codes",
    "start": "it sends everybody on to where their work is",
    "answering:save": "a look is sent on to the questions",
    "answering:evidence_remove": "a look is sent on to the questions",
    "moderation:take_back": "a look is sent on to the value code",
    "rounds:carried": "no round here was carried; the tests of carrying hold its ceiling",
    "rounds:reuse_back": "nothing was put forward here; the tests of reusing answers hold its ceiling",
    "rounds:load_back": "no file of answers was loaded here; the tests of files taken back hold its ceiling",
    "answering:evidence_file": "the evidence is a web address, not a file",
    "answering:dispute": "there are no payments, so there is no verdict to dispute",
    "coverage:settle": "no name is looked for here; the tests of names that were not found hold its ceiling",
    "coverage:decide": "no supplier is matched here; the tests of what is on contract hold its ceiling",
    "work:saving_validate": "finance alone validates; the tests of savings hold its ceiling",
    "pipeline:take": "an entry follows the contract already, so a look is sent on to it",
    "work:saving_realise": "finance alone says what came of a saving; its tests hold its ceiling",
    "knowledge:document_file": "the seeded document has no file",
    "public:criteria": "the council has not published its criteria",
    "work:change_publish": "the change waits for a decision, so a look is sent on to it",
    **dict.fromkeys(
        (
            "evidence:load",
            "evidence:decide",
            "evidence:choose_other",
            "evidence:decision_take_back",
            "evidence:set_aside",
            "evidence:set_aside_csv",
            "evidence:load_quality",
            "evidence:withdraw",
            "evidence:upload",
            "evidence:columns",
        ),
        "no payments are loaded here; the tests of the evidence screens hold their ceiling",
    ),
    **dict.fromkeys(
        (
            "register_files:load",
            "register_files:upload",
            "register_files:columns",
            "register_files:withdraw",
            "register_files:notices_set_aside",
        ),
        "no register file is loaded here; the tests of its screens hold their ceiling",
    ),
}

REST_ON_PAYMENTS = frozenset(
    {"answering", "coverage", "dashboard", "distress", "evidence", "moderation", "report", "signoff", "strategic"}
)

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]  # it looks at some thousand pages


@pytest.fixture
def stands() -> list[Stand]:
    """A council in moderation and one that is open, at the size that the ceiling names."""
    seed(Size(councils=2, departments=12, events=500))
    assert connection.features.supports_json_field  # Django asks the database once in a process: no page's own question
    return [Stand(number, Council.objects.get(slug=slug_of(number))) for number in range(2)]


def look(stand: Stand, role: Role, path: str) -> tuple[int, int]:
    """The status of a page for somebody with this role, and how often it asked the database, at a first look."""
    shutil.rmtree(Path(settings.DATA_DIR) / "cache" / "indicators", ignore_errors=True)
    client = Client()
    client.force_login(stand.person(role))
    with CaptureQueriesContext(connection) as queries:
        reply = client.get(path)
    return reply.status_code, len(queries)


def pay(stand: Stand) -> None:
    """Payments that are matched and set beside the contracts, and one more load since, of which nothing knows yet."""
    names = list(Department.objects.filter(council=stand.council).values_list("name", flat=True))
    pay_with_orders(stand.council, {name: 1 + place % 4 for place, name in enumerate(names)}, lines=10)
    match_suppliers(council=stand.council, by=None)
    run_coverage(council=stand.council, by=None)
    put_load(stand.council, [line("Ferry Ltd", "900.00", department=name) for name in names])


def forget_payments(council: Council) -> None:
    """Take away what is kept of a council's payments, as a load of more does."""
    for kept in ("explorer", "behind"):
        shutil.rmtree(Path(settings.DATA_DIR) / "cache" / kept / council.slug, ignore_errors=True)
    cache.clear()


def looks_at(address: Address) -> Iterator[Role]:
    """Who looks: everybody, but a PDF is drawn once only."""
    yield from LOOKERS[:1] if address.name in NOT_A_PAGE else LOOKERS


def test_no_page_asks_more_than_fifteen_times_and_every_address_is_seen(stands: list[Stand]) -> None:
    """Every address has to be seen by somebody, else the ceiling would be held by pages that refuse everybody."""
    asked: dict[tuple[str, str], int] = {}
    unseen = []
    for address in list_addresses():
        path = stands[0].path(address)
        looks = {role: look(stands[0], role, path) for role in looks_at(address)}
        asked |= {(address.name, role.value): count for role, (_, count) in looks.items()}
        seen = any(status in {SHOWN, ONLY_POSTED} for status, _ in looks.values())
        if seen == (address.name in NOT_SHOWN):
            unseen.append(address.name)
    asked |= {
        (visit.label, "while open"): look(stands[1], visit.role, visit.path(stands[1]))[1] for visit in list_visits()
    }
    pay(stands[0])
    for visit in list_visits():
        if visit.address.name.partition(":")[0] in REST_ON_PAYMENTS:
            forget_payments(stands[0].council)
            asked[visit.label, "once payments are loaded"] = look(stands[0], visit.role, visit.path(stands[0]))[1]
    assert {where: count for where, count in asked.items() if count > CEILING} == {}
    assert unseen == []
