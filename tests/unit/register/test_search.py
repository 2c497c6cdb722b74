"""Full-text search: what is found, by whom, in which order, and that odd words do no harm."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldthread.documents import extract
from goldthread.organisation.models import Council, Person
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.attachments import Belongs, SaidDocument, attach, replace, restrict, withdraw
from goldthread.register.actions.changes import AskedChange, request_change
from goldthread.register.actions.contracts import change_contract
from goldthread.register.actions.lessons import SaidLesson, add_lesson, withdraw_lesson
from goldthread.register.actions.performance import add_kpi, add_review, rate_kpi
from goldthread.register.actions.pipeline import add_entry
from goldthread.register.actions.planning import log_engagement
from goldthread.register.actions.risks import (
    SaidRisk,
    SaidSaving,
    SaidWaiver,
    claim_saving,
    record_waiver,
    save_risk,
)
from goldthread.register.attachments import reader_of
from goldthread.register.models import Attachment, Contract, SearchEntry
from goldthread.register.pipeline.types import SaidEngagement
from goldthread.register.reading import read_now
from goldthread.register.search import postgres, sqlite
from goldthread.register.search.actions import rebuild_index
from goldthread.register.search.index import search
from goldthread.register.search.rules import read_query
from goldthread.register.search.types import Found, Reader, SearchKind, Term
from goldthread.register.types import EngagementKind, Rating, ReviewKind, RiskKind, SavingKind, WaiverKind
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: the tests of the documents room read in one apart."""
    monkeypatch.setattr("goldthread.documents.reading.read_apart", extract.read_file)


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Mina Shah")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    return put_contract(council, manager=manager, reference="DN/12-34", category="Catering")


def paper(council: Council, contract: Contract, text: str, *, is_restricted: bool = False) -> Attachment:
    document = SaidDocument("note.txt", io.BytesIO(text.encode()), title="A note", is_restricted=is_restricted)
    made = attach(council=council, said=document, to=Belongs(contract), by=None)
    read_now(made.pk)
    return made


def look(person: Person, council: Council, words: str) -> Found:
    return search(read_query(words).terms, reader_of(standing_of(person, council)))


def kinds(found: Found) -> set[SearchKind]:
    return {hit.kind for hit in found.hits}


def test_every_kind_is_found_as_soon_as_it_is_written(council: Council, contract: Contract, manager: Person) -> None:
    change_contract(contract=contract, values={"description": "zebra"}, expected_version=contract.version, by=manager)
    paper(council, contract, "a zebra in a document")
    add_review(contract=contract, kind=ReviewKind.PERFORMANCE, on=date(2026, 1, 5), findings="zebra", by=manager)
    add_lesson(council=council, contract=contract, said=SaidLesson("Mind", "the zebra"), by=manager)
    kpi = add_kpi(contract=contract, name="Meals", by=manager)
    rate_kpi(kpi=kpi, period_end=date(2026, 1, 5), rating=Rating.GOOD, note="zebras", by=manager)
    asked = AskedChange(title="More", reason="zebra", value_added=Decimal(1))
    request_change(contract=contract, asked=asked, by=manager)
    save_risk(council=council, contract=contract, said=SaidRisk(RiskKind.CYBER, "zebra", 3, 4), by=manager)
    said = SaidSaving("Fewer", SavingKind.CASHABLE, "zebra", "2025-26", Decimal(9))
    claim_saving(council=council, contract=contract, said=said, by=manager)
    waiver = SaidWaiver(WaiverKind.WAIVER, "Urgent", "urgency", date(2026, 5, 1), reason="zebra")
    record_waiver(council=council, contract=contract, said=waiver, by=manager)
    entry = add_entry(council=council, values={"title": "Zebra crossings"}, by=manager)
    met = SaidEngagement(EngagementKind.MARKET_DAY, date(2026, 5, 1), "Morning", note="zebra")
    log_engagement(entry=entry, said=met, by=manager)
    before = look(manager, council, "zebra")
    assert kinds(before) == set(SearchKind)
    assert rebuild_index() == SearchEntry.objects.count()
    assert kinds(look(manager, council, "zebra")) == kinds(before)


def test_words_are_found_by_stem_phrase_prefix_and_reference(
    council: Council, contract: Contract, manager: Person
) -> None:
    paper(council, contract, "Handing over took longer: there was no exit plan for the caterers.")
    for words in ("hand", "longer", '"exit plan"', "cater*", "EXIT", "note"):
        assert SearchKind.DOCUMENT in kinds(look(manager, council, words)), words
    assert not look(manager, council, '"plan exit"').hits
    assert kinds(look(manager, council, "DN/12-34")) == {SearchKind.CONTRACT}
    [hit] = [each for each in look(manager, council, "caterers").hits if each.kind is SearchKind.DOCUMENT]
    assert ("caterers", True) in hit.parts
    assert hit.contract_title == "School meals"


def test_title_comes_before_text(council: Council, manager: Person) -> None:
    paper(council, put_contract(council, title="Parks"), "boilers " * 3)
    put_contract(council, title="Boilers")
    assert [hit.kind for hit in look(manager, council, "boiler").hits] == [SearchKind.CONTRACT, SearchKind.DOCUMENT]


@pytest.mark.parametrize(
    "words", ['"', "*", "", "   ", '""', "AND", "NEAR(", "a OR", "title:", "-", "^", "(", "'", "%"]
)
def test_odd_words_give_results_or_nothing(council: Council, contract: Contract, manager: Person, words: str) -> None:
    assert look(manager, council, words).is_cut is False


def test_long_query_is_cut_and_says_so() -> None:
    asked = read_query("word " * 100)
    assert (len(asked.terms), asked.says) == (12, "Only the first 12 words were looked for.")
    assert read_query("x" * 500).says == "Only the first 200 characters were looked for."
    assert read_query('"exit plan" cater* DN/12').terms == (
        Term(("exit", "plan")),
        Term(("cater",), is_prefix=True),
        Term(("DN", "12")),
    )


def test_restricted_document_is_found_by_those_who_may_see_it(council: Council, contract: Contract) -> None:
    paper(council, put_contract(council, title="Prices"), "the secret price", is_restricted=True)
    finds = {role: bool(look(make_person(role, council), council, "secret").hits) for role in Role if role.value}
    may = {Role.COORDINATOR, Role.APPROVER, Role.AUDITOR}
    assert finds == {role: role in may for role in finds}
    manager = contract.manager
    assert manager is not None
    paper(council, contract, "the secret meals", is_restricted=True)
    assert look(manager, council, "secret").total == 1


def test_document_that_becomes_restricted_is_hidden(council: Council, contract: Contract, manager: Person) -> None:
    held = paper(council, contract, "the secret price")
    other = make_person(Role.FINANCE, council)
    assert look(other, council, "secret").hits
    restrict(attachment=held, is_restricted=True, by=manager)
    assert not look(other, council, "secret").hits
    assert not sum(look(other, council, "secret").counts.values())
    change_contract(contract=contract, values={"owner": other}, expected_version=contract.version, by=None)
    assert look(other, council, "secret").hits


def test_withdrawn_and_replaced_documents_are_found_no_more(
    council: Council, contract: Contract, manager: Person
) -> None:
    first = paper(council, contract, "giraffe")
    second = replace(attachment=first, said=SaidDocument("b.txt", io.BytesIO(b"okapi")), by=manager)
    read_now(second.pk)
    assert not look(manager, council, "giraffe").hits
    assert look(manager, council, "okapi").hits
    withdraw(attachment=second, because="Wrong one.", by=manager)
    read_now(second.pk)
    assert not look(manager, council, "okapi").hits
    lesson = add_lesson(council=council, said=SaidLesson("Mind", "the okapi"), by=manager)
    withdraw_lesson(lesson=lesson, because="Untrue.", by=manager)
    assert not look(manager, council, "okapi").hits


def test_another_council_finds_nothing_of_this_one(council: Council, contract: Contract) -> None:
    other = make_council(name="Other Council")
    assert not look(make_person(Role.COORDINATOR, other), other, "meals").hits


def test_search_asks_twice_and_common_words_are_cut(
    council: Council, contract: Contract, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_contract(council, title="School meals two")
    with CaptureQueriesContext(connection) as queries:
        assert look(manager, council, "meals").total == 2
    assert len(queries) == 3  # one of them for the person's standing
    monkeypatch.setattr("goldthread.register.search.index.MOST", 1)
    found = look(manager, council, "meals")
    assert (found.is_cut, len(found.hits)) == (True, 1)


def test_words_for_postgresql_hold_no_sign_that_it_reads() -> None:
    terms = read_query("""o'brien & ! "exit plan" cater* <-> :*""").terms
    assert postgres.write_match(terms) == "(o <-> brien) & (exit <-> plan) & cater:*"
    assert postgres.write_match(terms[1:], is_in_title=True) == "(exit:A <-> plan:A) & cater:*A"
    assert sqlite.write_match(terms[1:], is_in_title=True) == 'title : ("exit plan" "cater"*)'
    reader = Reader(3, 7, sees_restricted=False)
    for dialect in (postgres, sqlite):
        sql, values = dialect.weigh(
            terms, reader, kinds=(SearchKind.REVIEW, SearchKind.LESSON), is_in_title=False, most=5
        )
        assert sql.count("%s") == len(values)
        assert "NOT entry.is_restricted" in sql
        sql, values = dialect.show(terms, [1, 2, 3])
        assert sql.count("%s") == len(values)
