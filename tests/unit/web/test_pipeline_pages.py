"""The screens of the pipeline: what is shown, saved once, refused with what to do, and to whom."""

import io
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.pipeline import add_entry, change_entry
from goldthread.register.actions.planning import log_engagement
from goldthread.register.models import (
    Appraisal,
    CouncilLeadTime,
    Engagement,
    Lesson,
    PipelineEntry,
    ProposalAnswer,
    Wave,
)
from goldthread.register.pipeline.types import SaidEngagement
from goldthread.register.types import EngagementKind, Procedure
from tests.factories import make_council, make_person
from tests.pages import client_of, statuses_by_role, text_of
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEEDED = TODAY + timedelta(days=500)
LATE = TODAY + timedelta(days=100)
CEILING = 15


def in_boxes(name: str, day: Any) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def chief(council: Council) -> Person:
    return make_person(Role.APPROVER, council, name="Helen Osei")


@pytest.fixture
def entry(council: Council) -> PipelineEntry:
    values = {"title": "School meals", "needed_on": NEEDED, "estimated_value": Decimal(90_000), "procedure": "open"}
    return add_entry(council=council, values=values, by=None)


def see(person: Person, name: str, /, *keys: object, **query: str) -> str:
    council = Council.objects.get(slug="wharfemoor-council")
    answer = client_of(person).get(reverse(f"pipeline:{name}", args=[council.slug, *keys]), query)
    assert answer.status_code == 200, answer.status_code
    return text_of(answer)


def send(person: Person, name: str, /, *keys: object, **fields: Any) -> tuple[int, str]:
    council = Council.objects.get(slug="wharfemoor-council")
    answer = client_of(person).post(reverse(f"pipeline:{name}", args=[council.slug, *keys]), fields)
    return answer.status_code, unescape(answer.content.decode())


def test_the_list_says_what_is_late_and_is_narrowed_by_the_address(
    council: Council, head: Person, entry: PipelineEntry
) -> None:
    add_entry(council=council, values={"title": "Buses", "needed_on": LATE, "procedure": "open"}, by=head)
    add_entry(council=council, values={"title": "Vans"}, by=head, is_request=True)
    page = see(head, "list")
    assert "3 open entries, estimated at £90,000; 1 is late for the next step, 1 waits to be taken in" in page
    assert "Estimates are known of 1 of 3" in page
    late = see(head, "list", late="1")
    assert "Buses" in late
    assert "School meals" not in late
    assert "Only late for the next step take off" in late
    assert "Vans" in see(head, "list", state="requested")
    assert "No entry fits. Take a filter away." in see(head, "list", q="zebra")
    assert "1 entry" in see(
        head, "list", q="meals", months="24", procedure="open", department="none", wave="none", state="all"
    )


def test_files_hold_every_column_and_no_cell_runs(council: Council, head: Person) -> None:
    add_entry(council=council, values={"title": "=1+1", "needed_on": NEEDED}, by=head)
    url = reverse("pipeline:download", args=[council.slug, "csv"])
    text = b"".join(client_of(head).get(url).streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeffTitle,Department")
    assert "'=1+1" in text
    book = client_of(head).get(reverse("pipeline:download", args=[council.slug, "xlsx"]))
    assert b"".join(book.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert client_of(head).get(reverse("pipeline:download", args=[council.slug, "pdf"])).status_code == 404


def test_the_timeline_has_a_bar_and_a_row_for_each(head: Person, entry: PipelineEntry) -> None:
    page = see(head, "timeline")
    assert "1 entry with a day of need" in page
    assert page.count("School meals") == 2
    assert "No entry with a day of need fits" in see(head, "timeline", q="zebra")


def test_an_entry_says_its_days_and_what_it_lacks(head: Person, entry: PipelineEntry) -> None:
    page = see(head, "entry", entry.pk)
    assert f"Needed on {NEEDED:%-d %B %Y}, so launch it by" in page
    assert "Next: an options appraisal by" in page
    assert "No options were weighed." in page
    assert "Worked back by usual lead times for an open tender: 42 days for the paper to the board" in page
    late = change_entry(entry=entry, values={"needed_on": LATE}, expected_version=1, by=head)
    assert "Too late for an open tender by" in see(head, "entry", late.pk)


def test_an_entry_is_planned_once_and_what_was_typed_stays(council: Council, head: Person) -> None:
    contract = put_contract(council, reference="C77")
    status, page = send(head, "add", title="", why="They eat.", replaces="C99")
    assert (status, "The entry has no title." in page, "They eat." in page) == (400, True, True)
    assert "No contract of the register is called “C99”." in page
    past = TODAY - timedelta(days=1)
    status, page = send(head, "add", title="Meals", **in_boxes("needed_on", past))
    assert (status, "which has passed. Give the day from which the council will need it." in page) == (400, True)
    fields = {"title": "Meals", "replaces": "c77", "revenue_idea": "Sell lunches", **in_boxes("needed_on", NEEDED)}
    assert send(head, "add", **fields)[0] == send(head, "add", **fields)[0] == 302
    made = PipelineEntry.objects.get()
    assert (made.replaces, made.is_revenue_asked, made.created_by) == (contract, True, head)


def test_two_who_change_the_same_field_see_both_texts(head: Person, entry: PipelineEntry) -> None:
    change_entry(entry=entry, values={"title": "Lunches"}, expected_version=1, by=head)
    began = '{"title": "School meals", "budget_code": ""}'
    fields = {"title": "Dinners", "budget_code": "A1", "version": "1", "began": began}
    status, page = send(head, "edit", entry.pk, **fields)
    assert status == 409
    assert "Lunches" in page
    assert "Dinners" in page
    assert PipelineEntry.objects.get().title == "Lunches"
    assert send(head, "edit", entry.pk, **(fields | {"version": "2", "keep-title": "mine"}))[0] == 302
    assert PipelineEntry.objects.get().title == "Dinners"


def test_anybody_who_may_asks_and_procurement_takes_it_in(council: Council, head: Person) -> None:
    asker = make_person(Role.RESPONDENT, council, department="Place", name="Owen Pryce")
    assert send(asker, "ask", title="Minibuses", why="Ours are old.")[0] == 302
    entry = PipelineEntry.objects.get()
    assert "Take it into the pipeline" not in see(asker, "entry", entry.pk)
    assert "Change this entry" in see(asker, "entry", entry.pk)
    assert send(asker, "accept", entry.pk)[0] == 403
    assert send(head, "accept", entry.pk)[0] == 302
    assert "Change this entry" not in see(asker, "entry", entry.pk)
    assert send(head, "close", entry.pk, because="")[0] == 400
    assert send(head, "close", entry.pk, because="Leased instead.")[0] == 302
    assert "Leased instead." in see(head, "entry", entry.pk)
    assert send(head, "reopen", entry.pk, because="The lease fell through.")[0] == 302


def test_options_are_weighed_on_the_page(head: Person, entry: PipelineEntry) -> None:
    fields = {
        "need": "They eat.",
        "options": ["in house"],
        "chosen": "outsource",
        "why": "Dearer.",
        **in_boxes("on", TODAY),
    }
    status, page = send(head, "appraise", entry.pk, **fields, **{"note-IN_HOUSE": "No kitchen"})
    assert status == 400
    assert "One way alone was weighed." in page
    assert "“Outsource” was chosen, and it was not weighed." in page
    assert 'value="No kitchen"' in page
    fields["options"] = ["in house", "outsource"]
    assert send(head, "appraise", entry.pk, **fields, **{"note-IN_HOUSE": "No kitchen"})[0] == 302
    assert Appraisal.objects.get().weighed == {"in house": "No kitchen"}
    assert "No kitchen" in see(head, "entry", entry.pk)


def test_a_meeting_with_the_market_is_recorded(head: Person, entry: PipelineEntry) -> None:
    fields = {"title": "Open day", "kind": "market day", "smes": "many", **in_boxes("on", TODAY)}
    assert "Give a whole number" in send(head, "engage", entry.pk, **fields)[1]
    assert send(head, "engage", entry.pk, **(fields | {"smes": "4"}))[0] == 302
    assert Engagement.objects.get().smes == 4
    assert "not counted" in see(head, "entry", entry.pk)


def test_what_contracts_propose_is_taken_or_turned_down(council: Council, head: Person) -> None:
    manager = make_person(Role.CONTRACT_MANAGER, council, name="Tom Ashby")
    own = put_contract(
        council, end=TODAY + timedelta(days=90), months=0, manager=manager, title="Meals", regime="above threshold"
    )
    other = put_contract(council, end=TODAY + timedelta(days=400), months=0, title="Buses")
    page = see(head, "proposals")
    assert "2 contracts ask for a successor, and nothing in the pipeline follows; 1 is too late" in page
    assert "Buses" not in see(manager, "proposals", whose="mine")
    assert "Put it in the pipeline" in see(manager, "take", own.pk)
    assert send(manager, "take", other.pk)[0] == 403
    assert send(manager, "take", own.pk)[0] == 302
    assert send(manager, "take", own.pk)[0] == 409
    assert send(head, "dismiss", other.pk, because=" ")[0] == 400
    assert send(head, "dismiss", other.pk, because="The school runs its own.")[0] == 302
    assert "Nothing asks for a successor: every end" in see(head, "proposals")
    answer = ProposalAnswer.objects.get(entry=None)
    assert send(head, "recall", answer.pk)[0] == 302
    assert "1 contract asks for a successor" in see(head, "proposals")
    assert PipelineEntry.objects.get().replaces == own


def test_a_wave_is_planned_filled_decided_and_printed(
    council: Council, head: Person, chief: Person, entry: PipelineEntry
) -> None:
    assert "The wave has no name." in send(head, "wave_add", name="", board="")[1]
    assert send(head, "wave_add", name="Spring", board="Cabinet", **in_boxes("meets_on", TODAY))[0] == 302
    wave = Wave.objects.get()
    assert "No entry was chosen." in send(head, "wave_put", wave.pk)[1]
    assert send(head, "wave_put", wave.pk, chosen=[entry.pk])[0] == 302
    assert "1 procurement, estimated at £90,000, goes before Cabinet" in see(head, "wave", wave.pk)
    assert f"Next, Cabinet decides on {TODAY:%-d %B %Y} on 1 procurement: Spring." in see(head, "waves")
    assert (
        "The decision has no words."
        in send(chief, "wave_decide", wave.pk, chosen=[entry.pk], **in_boxes("on", TODAY))[1]
    )
    fields = {"chosen": [entry.pk], "decision": "Approved as asked.", **in_boxes("on", TODAY)}
    assert send(chief, "wave_decide", wave.pk, **fields)[0] == 302
    status, page = send(chief, "wave_decide", wave.pk, **fields)
    assert (status, "Helen Osei has recorded the decision" in page) == (400, True)
    plan = see(head, "wave_plan", wave.pk)
    drawn = client_of(head).get(reverse("pipeline:wave_pdf", args=[council.slug, wave.pk]))
    assert drawn["Content-Type"] == "application/pdf"
    told = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn.content)).pages).split())
    for words in ("Plan for Cabinet: Spring", entry.title, "Could the council earn from it?", "Approved as asked."):
        assert words in told
    assert "Cabinet approved all 1" in plan
    assert "Approved as asked." in plan
    entry.refresh_from_db()
    assert entry.approved_on == TODAY


def test_an_entry_is_taken_out_of_a_wave(council: Council, head: Person, entry: PipelineEntry) -> None:
    send(head, "wave_add", name="Spring", board="Cabinet")
    wave = Wave.objects.get()
    send(head, "wave_put", wave.pk, chosen=[entry.pk])
    assert send(head, "wave_out", wave.pk, entry.pk)[0] == 302
    assert "Nothing is in this wave yet." in see(head, "wave", wave.pk)


def test_a_council_says_its_own_lead_times(head: Person, entry: PipelineEntry) -> None:
    assert "usual lead times, which are estimates" in see(head, "lead_times")
    fields = {"paper": "10", "prepare": "10", "tender": "100", "mobilise": "2000"}
    assert "Give 0 to 1,000 days." in send(head, "lead_time", "open", **fields)[1]
    assert send(head, "lead_time", "open", **(fields | {"mobilise": "20"}))[0] == 302
    assert CouncilLeadTime.objects.get().procedure == Procedure.OPEN
    assert "the council’s own lead times for an open tender: 10 days" in see(head, "entry", entry.pk)
    assert send(head, "lead_time", "open", usual="1")[0] == 302
    assert not CouncilLeadTime.objects.exists()
    assert client_of(head).get(reverse("pipeline:lead_time", args=["wharfemoor-council", "nope"])).status_code == 404


def test_a_contract_says_what_follows_it(council: Council, head: Person) -> None:
    contract = put_contract(council, end=TODAY + timedelta(days=90), months=0)
    url = reverse("register:show", args=[council.slug, contract.pk])
    page = text_of(client_of(head).get(url))
    assert f"It ends on {contract.end:%-d %B %Y}, and nothing in the pipeline follows it." in page
    assert "Plan its successor" in page
    send(head, "take", contract.pk)
    page = text_of(client_of(head).get(url))
    assert "Its successor is in the pipeline." in page
    assert "Successor of School meals" in page
    assert "Plan its successor" not in page


def test_what_is_due_on_a_contract_rests_on_the_councils_own_lead_times(council: Council, head: Person) -> None:
    contract = put_contract(council, end=TODAY + timedelta(days=120), months=0, regime="above threshold")
    url = reverse("register:show", args=[council.slug, contract.pk])
    assert "Too late for an open tender" in text_of(client_of(head).get(url))
    send(head, "lead_time", "open", paper="5", prepare="5", tender="60", mobilise="20")
    page = text_of(client_of(head).get(url))
    assert "Too late" not in page
    assert "Last day to begin an open tender" in page


def test_who_may_do_what(council: Council, head: Person, entry: PipelineEntry) -> None:
    people = {role: make_person(role, council) for role in Role}
    contract = put_contract(council, end=TODAY + timedelta(days=90), months=0)
    send(head, "wave_add", name="Spring", board="Cabinet")
    wave = Wave.objects.get()
    send(head, "wave_put", wave.pk, chosen=[entry.pk])
    asks = {Role.COORDINATOR, Role.RESPONDENT, Role.MODERATOR, Role.APPROVER, Role.CONTRACT_MANAGER, Role.FINANCE}
    table: dict[tuple[str, tuple[object, ...]], set[Role]] = {
        ("list", ()): set(Role) - {Role.ADMINISTRATOR},
        ("ask", ()): asks,
        ("add", ()): {Role.COORDINATOR},
        ("edit", (entry.pk,)): {Role.COORDINATOR},
        ("close", (entry.pk,)): {Role.COORDINATOR},
        ("appraise", (entry.pk,)): {Role.COORDINATOR},
        ("take", (contract.pk,)): {Role.COORDINATOR},
        ("dismiss", (contract.pk,)): {Role.COORDINATOR},
        ("wave_add", ()): {Role.COORDINATOR},
        ("wave_put", (wave.pk,)): {Role.COORDINATOR},
        ("wave_decide", (wave.pk,)): {Role.COORDINATOR, Role.APPROVER},
        ("lead_time", ("open",)): {Role.COORDINATOR},
    }
    for (name, keys), allowed in table.items():
        got = statuses_by_role(people, reverse(f"pipeline:{name}", args=[council.slug, *keys]))
        assert {role for role, status in got.items() if status == 200} == allowed, name


def test_pages_keep_to_their_ceiling_with_many_entries(council: Council, head: Person) -> None:
    for number in range(60):
        contract = put_contract(council, end=TODAY + timedelta(days=90 + number), months=0, title=f"Contract {number}")
        if number % 2:
            send(head, "take", contract.pk)
    wave = Wave.objects.create(council=council, name="Spring", board="Cabinet", meets_on=TODAY)
    PipelineEntry.objects.update(wave=wave)
    client = client_of(head)
    for name, keys in (
        ("list", ()),
        ("timeline", ()),
        ("proposals", ()),
        ("waves", ()),
        ("wave", (wave.pk,)),
        ("wave_plan", (wave.pk,)),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"pipeline:{name}", args=[council.slug, *keys])).status_code == 200
        assert len(asked) <= CEILING, name


def test_lessons_of_its_kind_stand_on_an_entry_and_its_words_are_found_at_once(council: Council, head: Person) -> None:
    said = {"title": "Ask for menus", "text": "Nobody had asked.", "category": "Catering", "on": TODAY}
    Lesson.objects.create(council=council, **said)
    Lesson.objects.create(council=council, **{**said, "title": "Gritting", "category": "Highways"})
    values = {
        "title": "School meals",
        "category": "Catering",
        "why": "Kitchens close in Ripponden",
        "needed_on": NEEDED,
    }
    entry = add_entry(council=council, values=values, by=head)
    page = see(head, "entry", entry.pk)
    assert "1 lesson from contracts like this" in page
    assert "Ask for menus" in page
    assert "Gritting" not in page
    met = SaidEngagement(kind=EngagementKind.MARKET_DAY, on=TODAY, title="Supplier morning", note="Barkisland came")
    log_engagement(entry=entry, said=met, by=head)
    change_entry(entry=entry, values={"why": "Kitchens close in Sowerby"}, expected_version=1, by=head)
    search = reverse("knowledge:search", args=[council.slug])

    def found(word: str) -> str:
        return client_of(head).get(search, {"q": word}).content.decode()

    shown = reverse("pipeline:entry", args=[council.slug, entry.pk])
    assert f'href="{shown}"' in found("Sowerby")
    assert shown not in found("Ripponden")
    assert f'href="{shown}#market"' in found("Barkisland")
