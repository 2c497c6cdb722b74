"""Every address of the site, tried signed out, as a stranger, and by role. A new address fails until it is placed."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from goldthread.assessment.local.actions import add_item, begin_supplement, publish_supplement
from goldthread.assessment.local.models import LocalSupplement
from goldthread.assessment.local.types import ItemContent, ItemKind
from goldthread.assessment.models import Answer, Evidence, Round
from goldthread.assessment.types import RoundState
from goldthread.evidence.contracts.models import ContractLoad, FileConflict
from goldthread.evidence.matching.models import MatchDecision, Supplier
from goldthread.evidence.models import Load
from goldthread.evidence.notices.models import Award, NoticeLoad, Procurement
from goldthread.evidence.notices.types import MatchState
from goldthread.evidence.uploads import keep_upload
from goldthread.organisation.actions import grant_role
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Membership, Person
from goldthread.organisation.types import CouncilKind, Role
from goldthread.register.actions.views import save_view
from goldthread.register.models import Contract
from tests.evidence_scene import line, put_contract_load, put_load, put_notice_load
from tests.factories import make_council, make_person, make_round
from tests.plan_scene import put_plan
from tests.register_scene import put_contract, put_people, put_pipeline, put_work

pytestmark = pytest.mark.django_db

FOUND, REDIRECT, REFUSED, MISSING, WRONG_METHOD, GONE = 200, 302, 403, 404, 405, 410
# Open to everybody: what a stranger's GET gets
PUBLIC = {
    "public:contracts": MISSING,  # until the council opens its register
    "public:download": MISSING,
    "public:pipeline": MISSING,
    "public:pipeline_download": MISSING,
    "public:criteria": MISSING,  # until the council publishes its criteria
    "landing": FOUND,
    "calendar": MISSING,
    "alerts_stop": GONE,
    "about": FOUND,
    "framework:list": FOUND,
    "framework:show": FOUND,
    "framework:item": FOUND,
    "framework:changes": FOUND,
    "sign_in_link": FOUND,
    "sign_in_link_sent": FOUND,
    "sign_in_link_open": GONE,
    "account_login": FOUND,
    "account_logout": REDIRECT,
    "account_inactive": FOUND,
    "account_signup": FOUND,
    "account_reset_password": FOUND,
    "account_reset_password_done": FOUND,
    "account_reset_password_from_key": FOUND,
    "account_reset_password_from_key_done": FOUND,
}
# For anybody signed in, whatever their council
SIGNED_IN = {"account_change_password", "account_set_password"}
# Parts of addresses that name something of one council
OWNED = {
    "act",
    "local_item",
    "supplier_number",
    "department_id",
    "membership_id",
    "answer_id",
    "evidence_id",
    "load_key",
    "upload_token",
    "contract_id",
    "view_id",
    "extension_id",
    "break_id",
    "change_id",
    "kpi_id",
    "review_id",
    "return_id",
    "file_key",
    "notice_load_key",
    "conflict_id",
    "award_id",
    "risk_id",
    "saving_id",
    "waiver_id",
    "entry_id",
    "wave_id",
    "proposal_answer_id",
    "profile_id",
    "training_id",
    "report_id",
    "case_id",
    "watched_id",
    "file_id",
    "other_id",
    "document_id",
    "lesson_id",
    "plan_review_id",
    "plan_area_id",
    "answers_load",
}

# What a GET by each role gets at the first page of each family, for a round in moderation.
# Columns: coordinator, respondent, moderator, approver, councillor, auditor, administrator, contract manager, finance
LANDINGS = """
start                  | 302 302 302 302 302 302 302 302 302
dashboard:home         | 200 200 200 200 200 200 200 200 200
rounds:list            | 200 200 200 200 200 200 200 200 200
rounds:show            | 200 302 200 200 404 200 404 404 404
rounds:new             | 200 403 403 403 403 403 403 403 403
rounds:reuse           | 200 403 403 403 403 403 403 403 403
rounds:reuse_back      | 302 403 403 403 403 403 403 403 403
rounds:ratings         | 200 403 403 403 403 403 403 403 403
rounds:loads           | 200 403 403 403 403 403 403 403 403
answering:task_list    | 200 302 200 200 403 200 403 403 403
moderation:differences | 200 403 200 200 403 200 403 403 403
signoff:checks         | 200 403 200 200 403 200 403 403 403
report:diagnostic      | 200 200 200 200 404 200 403 404 404
register:home          | 200 200 200 200 200 200 403 200 200
register:list          | 200 200 200 200 200 200 403 200 200
work:changes           | 200 200 200 200 200 200 403 200 200
training:list          | 200 200 200 200 200 200 403 200 200
training:plan          | 200 403 200 200 403 200 403 403 403
reporting:list         | 200 200 200 200 200 200 403 200 200
alerts:settings        | 200 200 200 200 200 200 403 200 200
pipeline:list          | 200 200 200 200 200 200 403 200 200
knowledge:search       | 200 200 200 200 200 200 403 200 200
knowledge:reviews      | 200 200 200 200 200 200 403 200 200
knowledge:lessons      | 200 200 200 200 200 200 403 200 200
knowledge:criteria     | 200 200 200 200 200 200 403 200 200
register_files:list    | 200 200 200 200 200 200 403 200 200
strategic:list         | 200 200 200 200 403 200 403 200 200
distress:list          | 200 403 200 200 403 200 403 403 200
segments:list          | 200 200 200 200 200 200 403 200 200
coverage:home          | 200 200 200 200 403 200 403 200 200
evidence:home          | 200 200 200 200 403 200 403 200 200
public:criteria        | 404 404 404 404 404 404 404 404 404
public:contracts       | 404 404 404 404 404 404 404 404 404
plan:home              | 200 200 200 200 200 200 403 200 200
local:list             | 302 302 302 302 302 302 302 302 302
ambition:list          | 200 200 200 200 200 200 403 200 200
people:list            | 200 403 403 403 403 403 200 403 403
history:list           | 200 403 200 200 403 200 200 403 403
"""
TABLE = {
    line.split("|")[0].strip(): tuple(map(int, line.split("|")[1].split())) for line in LANDINGS.strip().splitlines()
}


@dataclass(frozen=True)
class Address:
    """One address of the site: its full name, and the names of its parts."""

    name: str
    parts: frozenset[str]

    def url(self, samples: dict[str, object]) -> str:
        return reverse(self.name, kwargs={part: samples[part] for part in self.parts})


def walk(
    patterns: list[URLPattern | URLResolver], prefix: str = "", parts: frozenset[str] = frozenset()
) -> Iterator[Address]:
    for entry in patterns:
        held = parts | frozenset(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, f"{prefix}{entry.namespace}:" if entry.namespace else prefix, held)
        else:
            yield Address(f"{prefix}{entry.name}", held)


EVERY = list(walk(get_resolver().url_patterns))
OF_COUNCILS = [address for address in EVERY if "council_slug" in address.parts]


def samples_of(council: Council) -> dict[str, object]:
    """One value for each part that an address may have, all of them of this council."""
    round_ = Round.objects.get(council=council)
    answer = Answer.objects.filter(round=round_).order_by("pk")[0]
    evidence = Evidence.objects.filter(answer=answer).first() or Evidence.objects.create(
        answer=answer, title="Register", url="https://example.org/register"
    )
    contract = Contract.objects.filter(council=council).first() or put_contract(council)
    return {
        "council_slug": council.slug,
        "ref": round_.ref,
        "department_id": Department.objects.filter(council=council).order_by("order")[0].pk,
        "membership_id": Membership.objects.filter(council=council).order_by("pk")[0].pk,
        "answer_id": answer.pk,
        "evidence_id": evidence.pk,
        "supplier_number": Supplier.objects.get_or_create(council=council, name="Acme")[0].pk,
        "contract_id": contract.pk,
        "view_id": save_view(council=council, name="Ends soon", query="ending=6", person=None, by=None).pk,
        "extension_id": contract.extensions.get().pk,
        "break_id": contract.breaks.get().pk,
        **put_work(contract),
        **put_pipeline(council, contract),
        **put_people(council),
        **put_plan(council),
        "act": decision_of(council),
        **register_files_of(council, contract),
        "load_key": (Load.objects.filter(council=council).first() or put_load(council, [line("Acme", "1.00")])).key,
        "upload_token": keep_upload(council, [("payments.csv", io.BytesIO(b"Supplier,Amount"))]).token,
        "plan_part": "secondments",
        "value_code": "CLR1",
        "indicator_id": "purchase-order-share",
        "object_id": "CLR",
        "framework_id": "nps-2018",
        "name": "answer-again",
        "number": 1,
        "answers_load": put_answers_load(round_),
        "local_item": put_local(council),
        "file_format": "csv",
        "token": "forged",
        "calendar_key": "forged",
        "uidb36": "1",
        "key": "forged-key",
    }


def put_answers_load(round_: Round) -> int:
    """The key of a file of answers that was loaded into the round."""
    subject = f"round:{round_.pk}"
    after = {"file": "answers.csv", "changed": 1}
    made = record_event(
        council=round_.council, by=None, kind="answers.imported", subject=subject, summary="-", after=after
    )
    return made.pk


def put_local(council: Council) -> int:
    """The key of a local code of the council's, in a published version."""
    held = LocalSupplement.objects.filter(council=council).first()
    if held is None:
        held = begin_supplement(council=council, framework_id="nps-2018", prefix="LOC", title="", by=None)
        levels = {str(number): ("It holds",) for number in range(1, 6)}
        content = ItemContent(name="Own", description="The extent to which it is ours", area="Own", levels=levels)
        add_item(supplement=held, kind=ItemKind.CODE, item_id="ONE", content=content, by=None)
        publish_supplement(supplement=held, because="Agreed", by=None)
    return held.items.all()[0].pk


def register_files_of(council: Council, contract: Contract) -> dict[str, object]:
    """A register file with a conflict, and an award of a notice."""
    load = ContractLoad.objects.filter(council=council).first() or put_contract_load(council)
    conflict, _made = FileConflict.objects.get_or_create(
        council=council, load=load, contract=contract, field="title", typed="One", given="Other"
    )
    procurement, _made = Procurement.objects.get_or_create(
        council=council, ocid="ocds-1", stage="award", kind="services"
    )
    award, _made = Award.objects.get_or_create(procurement=procurement, award_id="1", state=MatchState.PROPOSED)
    held = NoticeLoad.objects.filter(council=council).first() or put_notice_load(council)
    return {
        "file_key": load.key,
        "notice_load_key": held.key,
        "conflict_id": conflict.pk,
        "award_id": award.pk,
    }


def decision_of(council: Council) -> str:
    """The act of one decision on two of the council's names."""
    named = {"kind": "merge", "left": "Acme", "right": "Acme Ltd", "why": "Seen"}
    return MatchDecision.objects.get_or_create(council=council, act=f"act-{council.pk}", defaults=named)[0].act


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Place", "Housing"])
    make_person(Role.COORDINATOR, made)
    make_round(made, codes=["CLR1", "CLR2"], state=RoundState.MODERATION)
    return made


@pytest.fixture
def elsewhere() -> Council:
    made = make_council(CouncilKind.COUNTY, departments=["Roads"], name="Elsewhere County Council")
    make_person(Role.COORDINATOR, made)
    make_round(made, codes=["CLR1"], state=RoundState.MODERATION)
    return made


def client_of(person: Person) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def stranger(elsewhere: Council) -> Client:
    """Somebody with every role at another council."""
    person = make_person(Role.COORDINATOR, elsewhere)
    for role in Role:
        department = elsewhere.departments.get() if role is Role.RESPONDENT else None
        grant_role(council=elsewhere, email=person.email, role=role, department=department, by=None)
    return client_of(person)


def test_every_address_has_a_name_and_is_placed() -> None:
    placed = set(PUBLIC) | SIGNED_IN | {address.name for address in OF_COUNCILS}
    assert [address.name for address in EVERY if address.name not in placed] == []
    assert len({address.name for address in EVERY}) == len(EVERY)


def test_every_part_of_an_address_has_a_sample(council: Council) -> None:
    known = set(samples_of(council))
    missing = {part for address in EVERY for part in address.parts} - known
    assert missing == set(), "give each new part of an address a value in samples_of"


def test_signed_out_the_public_pages_open(council: Council) -> None:
    samples = samples_of(council)
    got = {a.name: Client().get(a.url(samples)).status_code for a in EVERY if a.name in PUBLIC}
    assert got == PUBLIC


def test_signed_out_everything_else_leads_to_the_sign_in_page(council: Council) -> None:
    samples, wrong = samples_of(council), []
    for address in EVERY:
        if address.name in PUBLIC:
            continue
        url = address.url(samples)
        for answer in (Client().get(url), Client().post(url)):
            to_sign_in = answer.status_code == REDIRECT and answer["Location"].startswith(reverse("account_login"))
            if not to_sign_in and answer.status_code != WRONG_METHOD:
                wrong.append(f"{answer.request['REQUEST_METHOD']} {url}: {answer.status_code}")
    assert wrong == []


def test_another_council_looks_like_one_that_does_not_exist(council: Council, stranger: Client) -> None:
    samples, wrong = samples_of(council), []
    for address in OF_COUNCILS:
        url, absent = address.url(samples), address.url(samples | {"council_slug": "no-such-council"})
        for method in (stranger.get, stranger.post):
            answer, none = method(url), method(absent)
            if answer.status_code not in {MISSING, WRONG_METHOD} or answer.status_code != none.status_code:
                wrong.append(f"{answer.request['REQUEST_METHOD']} {url}: {answer.status_code}")
            assert council.name not in answer.content.decode(), url
    assert wrong == []


def test_what_belongs_to_another_council_is_not_found_under_ones_own(
    council: Council, elsewhere: Council, stranger: Client
) -> None:
    own, theirs, wrong = samples_of(elsewhere), samples_of(council), []
    for address in OF_COUNCILS:
        for part in OWNED & address.parts:
            url = address.url(own | {part: theirs[part]})
            for method in (stranger.get, stranger.post):
                answer = method(url)
                if answer.status_code not in {MISSING, WRONG_METHOD}:
                    wrong.append(f"{answer.request['REQUEST_METHOD']} {address.name} with {part}: {answer.status_code}")
    assert wrong == []


def test_every_family_of_a_council_is_in_the_table_of_roles() -> None:
    families = {address.name.split(":")[0] for address in OF_COUNCILS}
    assert families == {name.split(":")[0] for name in TABLE}


@pytest.mark.parametrize("name", TABLE)
def test_first_page_of_each_family_by_role(name: str, council: Council) -> None:
    samples = samples_of(council)
    address = next(found for found in EVERY if found.name == name)
    got = tuple(client_of(make_person(role, council)).get(address.url(samples)).status_code for role in Role)
    assert dict(zip(Role, got, strict=True)) == dict(zip(Role, TABLE[name], strict=True))
