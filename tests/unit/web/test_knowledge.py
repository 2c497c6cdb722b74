"""The screens for documents, reviews after contracts, criteria, lessons and search; and what came of savings."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.documents import extract
from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.performance import add_kpi
from goldthread.register.actions.risks import SaidSaving, claim_saving, validate_saving
from goldthread.register.after import list_after
from goldthread.register.criteria import criteria_of, load_shipped
from goldthread.register.models import Attachment, Contract, CriteriaEdition, KpiRating, Lesson, Review, Saving
from goldthread.register.queries import contracts_of
from goldthread.register.reading import read_now
from goldthread.register.types import SavingKind
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
Send = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldthread.documents.reading.read_apart", extract.read_file)


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Mina Shah")


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def finance(council: Council) -> Person:
    return make_person(Role.FINANCE, council, name="Finn Ash")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    return put_contract(council, manager=manager, category="Catering")


@pytest.fixture
def send(council: Council) -> Send:
    """Looks at a page, or sends a form where fields are given: the status and the words of the answer."""

    def go(person: Person, name: str, pk: int = 0, /, query: str = "", **fields: Any) -> tuple[int, str]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(name, args=[council.slug, pk] if pk else [council.slug]) + query
        answer = client.post(url, fields, follow=True) if fields else client.get(url, follow=True)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, unescape(content.decode())

    return go


def a_file(text: str = "The exit plan", name: str = "plan.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def attach(send: Send, person: Person, contract: Contract, **more: Any) -> Attachment:
    status, page = send(person, "knowledge:document_add", contract.pk, file=a_file(), title="Exit plan", **more)
    assert status == 200
    assert "The document is attached" in page
    made = Attachment.objects.latest("pk")
    read_now(made.pk)
    return made


def test_document_is_attached_shown_replaced_and_withdrawn(contract: Contract, manager: Person, send: Send) -> None:
    first = attach(send, manager, contract)
    attach(send, manager, contract)
    assert Attachment.objects.count() == 1  # sent twice
    assert "Exit plan" in send(manager, "register:show", contract.pk)[1]
    page = send(manager, "knowledge:document", first.pk)[1]
    assert "Search finds it by the words in it." in page
    assert send(manager, "knowledge:document_file", first.pk) == (200, "The exit plan")
    send(manager, "knowledge:document_replace", first.pk, file=a_file("A newer plan"), title="Exit plan 2")
    second = Attachment.objects.get(withdrawn_at=None)
    assert second.replaces == first
    assert "Replaced by “Exit plan 2”" in send(manager, "knowledge:document", first.pk)[1]
    assert "Say why it is withdrawn." in send(manager, "knowledge:document_withdraw", second.pk, because=" ")[1]
    send(manager, "knowledge:document_withdraw", second.pk, because="Not ours.")
    assert "No document is attached." in send(manager, "register:show", contract.pk)[1]
    assert "Not ours." in send(manager, "knowledge:documents", contract.pk)[1]


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (a_file("", "empty.txt"), "is empty. Check the file"),
        (a_file("MZ", "run.exe"), "is not of a type that can be attached"),
        (a_file("no pdf", "a.pdf"), "does not hold what its name says"),
    ],
)
def test_file_that_is_not_taken_is_a_fault_of_its_field(
    contract: Contract, manager: Person, send: Send, file: SimpleUploadedFile, says: str
) -> None:
    status, page = send(manager, "knowledge:document_add", contract.pk, file=file, title="My title")
    assert status == 400
    assert says in page
    assert "My title" in page
    assert not Attachment.objects.exists()


def test_restricted_document_is_no_page_for_others(
    council: Council, contract: Contract, manager: Person, finance: Person, head: Person, send: Send
) -> None:
    held = attach(send, manager, contract, is_restricted="on")
    for person, status in ((manager, 200), (head, 200), (finance, 404)):
        assert send(person, "knowledge:document", held.pk)[0] == status
        assert send(person, "knowledge:document_file", held.pk)[0] == status
    assert "Exit plan" not in send(finance, "register:show", contract.pk)[1]
    assert "Exit plan" not in send(finance, "knowledge:documents", contract.pk)[1]
    assert "Exit plan" not in send(finance, "knowledge:search", query="?q=exit")[1].replace("plan in quotation", "")
    assert not Event.objects.filter(summary__contains="Exit plan", kind__startswith="attachment").exists()
    send(manager, "knowledge:document_who", held.pk, unused="")
    assert send(finance, "knowledge:document", held.pk)[0] == 200


def test_only_who_keeps_the_contract_attaches_to_it(council: Council, contract: Contract, send: Send) -> None:
    other = make_person(Role.CONTRACT_MANAGER, council, name="Someone Else", email="else@wharfemoor.example")
    assert send(other, "knowledge:document_add", contract.pk)[0] == 403


def test_rating_takes_its_evidence(contract: Contract, manager: Person, send: Send) -> None:
    kpi = add_kpi(contract=contract, name="Meals on time", by=manager)
    day = {"period_end-day": "1", "period_end-month": "6", "period_end-year": "2026"}
    status, page = send(manager, "work:kpi_rate", kpi.pk, rating="Good", **day, file=a_file("", "a.txt"))
    assert (status, "is empty" in page) == (400, True)
    assert not KpiRating.objects.exists()
    send(manager, "work:kpi_rate", kpi.pk, rating="Good", **day, file=a_file(name="june.txt"))
    rating = KpiRating.objects.get()
    assert rating.document == Attachment.objects.get(rating=rating).document
    assert "june.txt" in send(manager, "work:kpi", kpi.pk)[1]


def answers(**more: str) -> dict[str, str]:
    today = timezone.localdate()
    marks = {f"criterion-{item.id}": "met" for item in load_shipped().items}
    day = {"on-day": str(today.day), "on-month": str(today.month), "on-year": str(today.year)}
    return marks | day | {"findings": "It did what it was for."} | more


def test_review_after_a_contract_by_the_criteria(contract: Contract, manager: Person, send: Send) -> None:
    status, page = send(manager, "knowledge:review_after", contract.pk, findings="Well.")
    assert status == 400
    assert "It met the need: choose an answer." in page
    said = answers(lesson_title="Count attendance", lesson_text="Pay for what is used.")
    send(manager, "knowledge:review_after", contract.pk, **said)
    send(manager, "knowledge:review_after", contract.pk, **said)
    review, lesson = Review.objects.get(), Lesson.objects.get()
    assert review.criteria == "goldthread 1"
    assert [mark["mark"] for mark in review.marks] == ["met"] * 6
    assert (lesson.category, lesson.review) == ("Catering", review)
    page = send(manager, "work:review", review.pk)[1]
    assert "By the criteria of goldthread 1" in page
    assert "Count attendance" in page


def test_reviews_are_due_after_an_end_and_counted_by_department(council: Council, manager: Person, send: Send) -> None:
    today = timezone.localdate()
    place, housing = council.departments.order_by("order")
    start = today - timedelta(days=900)

    def ended(days: int, **more: Any) -> Contract:
        return put_contract(council, manager=manager, start=start, end=today - timedelta(days=days), **more)

    late, done = ended(100, title="Late one", department=housing), ended(50, title="Done one", department=place)
    ended(400, title="Long ago")
    put_contract(council, title="Running")
    send(manager, "knowledge:review_after", done.pk, **answers())
    lines = list_after(contracts_of(council), today)
    assert [(line.contract, line.is_reviewed, line.is_late(today)) for line in lines] == [
        (late, False, True),
        (done, True, False),
    ]
    page = send(manager, "knowledge:reviews")[1]
    assert "1 of 2 contracts that ended or were extended in the last 12 months has been looked back at." in page
    assert page.index("Housing</th>") < page.index("Place</th>")
    assert "Long ago" not in page


def test_council_sets_its_criteria_and_shows_them(
    council: Council, contract: Contract, manager: Person, head: Person, send: Send, client: Client
) -> None:
    url = reverse("public:criteria", args=[council.slug])
    assert client.get(url).status_code == 404
    assert send(manager, "knowledge:criteria_change")[0] == 403
    status, page = send(head, "knowledge:criteria_change", criteria="No question here", because="x")
    assert (status, "Line 1 has no question" in page) == (400, True)
    text = "It met the need: Did it?\nOn time: Was it?"
    send(head, "knowledge:criteria_change", criteria=text, is_public="on", because="Two are enough.")
    send(head, "knowledge:criteria_change", criteria=text, is_public="on", because="Again.")
    assert CriteriaEdition.objects.count() == 1
    assert [item.id for item in criteria_of(council).items] == ["need", "on-time"]
    answer = client.get(url)
    assert "Was it?" in answer.content.decode()
    assert "On time" in send(manager, "knowledge:review_after", contract.pk)[1]


def test_lessons_are_written_narrowed_changed_and_seen_by_the_next_buyer(
    council: Council, contract: Contract, manager: Person, head: Person, finance: Person, send: Send
) -> None:
    said = {"title": "Ask for an exit plan", "text": "Nobody had one.", "category": "Catering", "audience": "suppliers"}
    status, page = send(manager, "knowledge:lesson_add", **said, value_codes="COM6, XYZ")
    assert (status, "XYZ is no value code" in page) == (400, True)
    send(manager, "knowledge:lesson_add", query=f"?contract={contract.pk}", **said, value_codes="com6")
    lesson = Lesson.objects.get()
    assert (lesson.value_codes, lesson.contract) == (["COM6"], contract)
    for query, is_there in (
        ("", True),
        ("?code=COM6", True),
        ("?code=CRM1", False),
        ("?category=Catering&audience=suppliers", True),
        ("?q=exit+nobody", True),
        ("?q=nothing", False),
    ):
        assert ("Ask for an exit plan" in send(finance, "knowledge:lessons", query=query)[1]) is is_there, query
    other = put_contract(council, title="Canteen", category="Catering")
    assert "1 lesson from contracts like this." in send(finance, "register:show", other.pk)[1]
    page = send(head, "register:add", query="?category=Catering")[1]
    assert "1 lesson from contracts like this" in page
    assert send(finance, "knowledge:lesson_change", lesson.pk)[0] == 403
    send(head, "knowledge:lesson_change", lesson.pk, **(said | {"text": "Get one."}), value_codes="COM6")
    assert "Get one." in send(finance, "knowledge:lesson", lesson.pk)[1]
    send(head, "knowledge:lesson_withdraw", lesson.pk, because="Done.")
    assert "No lesson is written down yet." in send(finance, "knowledge:lessons")[1]


def test_search_page_finds_marks_narrows_and_survives_anything(contract: Contract, manager: Person, send: Send) -> None:
    attach(send, manager, contract)
    status, page = send(manager, "knowledge:search", query="?q=exit")
    assert (status, "<mark>exit</mark>" in page) == (200, True)
    assert "1 record holds this word" in page
    assert "Documents (1)" in page
    assert (
        "No lessons that you may see hold this word"
        in send(manager, "knowledge:search", query="?q=exit&kind=lessons")[1]
    )
    for words in ('"', "*", "%00", "x" * 500, "a+" * 250, "'", "<script>", "%F0%9F%98%80", "NOT+(", "title:"):
        for more in ("", "&kind=lessons", "&kind=odd", "&page=99", "&page=-1", "&page=x"):
            status, page = send(manager, "knowledge:search", query=f"?q={words}{more}")
            assert status == 200, words
    assert "There is no word in what you typed." in send(manager, "knowledge:search", query="?q=*")[1]
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("knowledge:search", args=[contract.council.slug])
    with CaptureQueriesContext(connection) as queries:
        client.get(url, {"q": "exit", "kind": "documents"})
    assert len(queries) <= 15


def test_finance_says_what_came_of_a_saving(
    council: Council, contract: Contract, manager: Person, finance: Person, send: Send
) -> None:
    said = SaidSaving("Fewer visits", SavingKind.CASHABLE, "Budget less price", "2025-26", Decimal(9_000))
    saving = claim_saving(council=council, contract=contract, said=said, by=manager)
    reckoned = {"realised": "8,500", "because": "2024-25 less 2025-26."}
    assert "Nobody has validated the saving." in send(finance, "work:saving_realise", saving.pk, **reckoned)[1]
    validate_saving(saving=saving, validated=Decimal(9_000), standing=standing_of(finance, council))
    assert "Nothing says how it shows" in send(finance, "work:saving_realise", saving.pk, realised="1")[1]
    status, page = send(finance, "work:saving_realise", saving.pk, **reckoned, file=a_file(name="reckoning.csv"))
    assert status == 200
    assert "£8,500" in page
    saving = Saving.objects.get()
    assert (saving.realised, saving.realised_because) == (Decimal(8_500), "2024-25 less 2025-26.")
    assert Attachment.objects.get(saving=saving).contract == contract
    assert "reckoning.csv" in send(finance, "work:saving_realise", saving.pk)[1]
    assert send(manager, "work:saving_realise", saving.pk)[0] == 403


def test_contract_page_asks_no_more_than_fifteen_times(contract: Contract, manager: Person, send: Send) -> None:
    attach(send, manager, contract)
    send(manager, "knowledge:review_after", contract.pk, **answers(lesson_title="A", lesson_text="B"))
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("register:show", args=[contract.council.slug, contract.pk]))
    assert len(queries) <= 15


def test_review_of_long_ago_does_not_count_for_a_later_end(council: Council, manager: Person, send: Send) -> None:
    today = timezone.localdate()
    contract = put_contract(council, manager=manager, start=date(2020, 1, 1), end=today - timedelta(days=10))
    early = today - timedelta(days=200)
    day = {"on-day": str(early.day), "on-month": str(early.month), "on-year": str(early.year)}
    send(manager, "knowledge:review_after", contract.pk, **(answers() | day))
    [line] = list_after(contracts_of(council), today)
    assert not line.is_reviewed
