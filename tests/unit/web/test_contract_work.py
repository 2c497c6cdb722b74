"""The screens for changes, KPIs, ratings and reviews of a contract: what is shown, saved once, and refused."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.evidence.coverage.models import ContractSpend
from goldthread.organisation.models import Council, Person
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.changes import AskedChange, decide_change, request_change
from goldthread.register.actions.performance import add_kpi, rate_kpi
from goldthread.register.models import Change, Contract, KpiRating
from goldthread.register.rules import add_months
from goldthread.register.types import Rating, Regime
from goldthread.web.register.spend import Spent
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
D = Decimal
Send = Callable[..., tuple[int, str]]


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
def contract(council: Council, manager: Person) -> Contract:
    return put_contract(council, manager=manager, regime=Regime.ABOVE.value, kind="services")


@pytest.fixture
def send(council: Council) -> Send:
    """Looks at a page, or sends a form where fields are given: the status and the words of the answer."""

    def go(person: Person, name: str, pk: int, /, **fields: Any) -> tuple[int, str]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(f"work:{name}", args=[council.slug, pk] if pk else [council.slug])
        answer = client.post(url, fields, follow=True) if fields else client.get(url, follow=True)
        return answer.status_code, unescape(answer.content.decode())

    return go


MORE = {"title": "Two more schools", "value_added": "£60,000", "reason": "They joined in September."}


def test_a_change_shows_what_it_does_before_it_is_sent(contract: Contract, manager: Person, send: Send) -> None:
    status, page = send(manager, "change_ask", contract.pk, **MORE)
    assert (status, Change.objects.count()) == (200, 0)
    for words in ("£300,000.00", "£360,000.00", "20.0%", "A change notice is likely due", "Send it for a decision"):
        assert words in page
    for _twice in range(2):
        status, page = send(manager, "change_ask", contract.pk, **MORE, send="1")
        assert status == 200
        assert "asked for" in page
    assert Change.objects.get().requested_by == manager


def test_a_change_goes_back_to_the_form_with_all_that_was_written(
    contract: Contract, manager: Person, send: Send
) -> None:
    status, page = send(manager, "change_ask", contract.pk, **MORE, again="1")
    assert status == 200
    assert "They joined in September." in page
    assert 'value="60000"' in page
    assert "There is a problem" not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "", "reason": "x", "value_added": "1"}, "The change has no title."),
        ({"title": "x", "reason": "", "value_added": "1"}, "No reason was given. Say why"),
        ({"title": "x", "reason": "x"}, "Nothing changes: no money, no day and no scope."),
        ({"title": "x", "reason": "x", "value_added": "lots"}, "That is no amount."),
        ({"title": "x", "reason": "x", "value_added": "9" * 30}, "more than any contract"),
        (
            {"title": "x", "reason": "x", "new_end-day": "1", "new_end-month": "1", "new_end-year": "1999"},
            "before the contract starts",
        ),
        (
            {"title": "x", "reason": "x", "new_end-day": "31", "new_end-month": "6", "new_end-year": "2030"},
            '"31 6 2030" is not a date',
        ),
    ],
)
def test_a_change_that_says_too_little_says_where(
    contract: Contract, manager: Person, send: Send, fields: dict[str, str], words: str
) -> None:
    status, page = send(manager, "change_ask", contract.pk, **fields)
    assert status == 400
    assert page.count(words) == 2, "once at the top, once at the field"


def test_a_change_that_is_likely_substantial_says_why(contract: Contract, manager: Person, send: Send) -> None:
    end = add_months(contract.end, 24)
    day = {"new_end-day": end.day, "new_end-month": end.month, "new_end-year": end.year}
    _status, page = send(manager, "change_ask", contract.pk, title="Longer", reason="Late.", alters_scope="on", **day)
    assert "This is likely a substantial change" in page
    assert "The term grows by" in page
    assert "The scope changes." in page


def test_a_change_is_decided_by_somebody_else_once(
    contract: Contract, manager: Person, head: Person, send: Send
) -> None:
    change = request_change(contract=contract, asked=AskedChange("More", "Growth.", D(50_000)), by=head)
    own = send(head, "change", change.pk)[1]
    assert "You asked for it, so somebody else decides" in own
    assert "Approve or refuse" not in own
    assert send(head, "change_decide", change.pk, decision="approve", because="Mine.")[0] == 403
    other = make_person(Role.COORDINATOR, contract.council, email="other@example.org", name="Tom Ashby")
    assert "Approve or refuse" in send(other, "change", change.pk)[1]
    status, page = send(other, "change_decide", change.pk, decision="", because="")
    assert status == 400
    assert "Choose whether to approve or to refuse." in page
    assert "No reason was given" in send(other, "change_decide", change.pk, decision="approve", because=" ")[1]
    assert "Tom Ashby approved it" in send(other, "change_decide", change.pk, decision="approve", because="Yes.")[1]
    status, page = send(other, "change_decide", change.pk, decision="refuse", because="No.")
    assert status == 409
    assert "is approved already by Tom Ashby" in page
    today = timezone.localdate()
    day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    assert "The change notice was published on" in send(manager, "change_publish", change.pk, **day)[1]


def test_only_who_keeps_the_contract_asks_rates_and_reviews(contract: Contract, council: Council, send: Send) -> None:
    stranger = make_person(Role.CONTRACT_MANAGER, council, email="s@example.org")
    reader = make_person(Role.AUDITOR, council)
    kpi = add_kpi(contract=contract, name="Meals on time", by=None)
    for person in (stranger, reader):
        for name, pk in (("change_ask", contract.pk), ("kpi_add", contract.pk), ("review_add", contract.pk)):
            assert send(person, name, pk)[0] == 403
        assert send(person, "kpi_rate", kpi.pk, rating="Good")[0] == 403
        assert send(person, "kpi", kpi.pk)[0] == 200
        assert "Ask for a change" not in send(person, "changes", 0)[1]


def test_the_list_of_changes_says_what_waits(contract: Contract, manager: Person, head: Person, send: Send) -> None:
    assert "No change of a contract waits" in send(head, "changes", 0)[1]
    for number in range(1, 4):
        request_change(contract=contract, asked=AskedChange(f"More {number}", "Growth.", D(200_000)), by=manager)
    page = send(head, "changes", 0)[1]
    assert "3 changes wait for a decision, £600,000 in all. 3 are likely substantial." in page
    assert "+66.7%" in page


def test_a_kpi_is_rated_on_one_page_with_its_period_proposed(contract: Contract, manager: Person, send: Send) -> None:
    send(manager, "kpi_add", contract.pk, name="Meals on time", target="95%", months_between_ratings="3")
    kpi = contract.kpis.get()
    page = send(manager, "kpi_rate", kpi.pk)[1]
    due = add_months(contract.start, 12)
    assert f'value="{due.month}"' in page
    assert page.count('type="radio"') == 5
    day = {"period_end-day": due.day, "period_end-month": due.month, "period_end-year": due.year}
    assert "Choose one of the five ratings." in send(manager, "kpi_rate", kpi.pk, **day)[1]
    assert "nothing says why" in send(manager, "kpi_rate", kpi.pk, rating="Inadequate", **day)[1]
    for _twice in range(2):
        assert "is rated Good" in send(manager, "kpi_rate", kpi.pk, rating="Good", achieved="96%", **day)[1]
    assert KpiRating.objects.get().achieved == "96%"


def test_a_rating_of_somebody_else_is_not_overwritten_unseen(
    contract: Contract, manager: Person, head: Person, send: Send
) -> None:
    kpi = add_kpi(contract=contract, name="Meals on time", by=None)
    held = rate_kpi(kpi=kpi, period_end=date(2026, 3, 31), rating=Rating.GOOD, by=head)
    said = {"rating": "Approaching target", "period_end-day": 31, "period_end-month": 3, "period_end-year": 2026}
    status, page = send(manager, "kpi_rate", kpi.pk, **said)
    assert status == 400
    assert "The period to 31 March 2026 is rated Good already, by Meera Patel." in page
    assert f'name="replaces" value="{held.pk}"' in page
    assert KpiRating.objects.get().rating == "Good"
    assert send(manager, "kpi_rate", kpi.pk, **said, replaces=str(held.pk))[0] == 200
    assert KpiRating.objects.get().rating == "Approaching target"


def test_the_history_of_a_kpi_has_a_sentence_a_chart_and_a_table(
    contract: Contract, manager: Person, send: Send
) -> None:
    kpi = add_kpi(contract=contract, name="Meals on time", by=None)
    assert "It was never rated." in send(manager, "kpi", kpi.pk)[1]
    for month, rating in ((3, Rating.GOOD), (6, Rating.INADEQUATE)):
        rate_kpi(kpi=kpi, period_end=date(2026, month, 28), rating=rating, note="Vans.", by=manager)
    page = send(manager, "kpi", kpi.pk)[1]
    assert "Inadequate in the period to 28 June 2026, down from Good." in page
    assert page.count("<rect") == 2
    send(manager, "kpi_retire", kpi.pk, because="The service ended.")
    assert send(manager, "kpi_rate", kpi.pk)[0] == 409


def test_the_contract_page_says_what_the_act_still_asks_for(council: Council, manager: Person) -> None:
    large = put_contract(
        council, manager=manager, regime=Regime.ABOVE.value, estimated_value=D(9_000_000), start=date(2025, 6, 1)
    )
    add_kpi(contract=large, name="Uptime", is_statutory=True, by=None)
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    page = unescape(client.get(reverse("register:show", args=[council.slug, large.pk])).content.decode())
    assert "The Act asks for at least 3 KPIs here; 1 is set." in page
    assert "One statutory KPI was not rated within the last 12 months." in page


def test_a_review_is_recorded_once_and_moves_the_next(contract: Contract, manager: Person, send: Send) -> None:
    said = {"kind": "performance", "findings": "It works.", "on-day": 3, "on-month": 3, "on-year": 2026}
    next_on = {"next_on-day": 3, "next_on-month": 3, "next_on-year": 2027}
    for _twice in range(2):
        assert "The review is recorded." in send(manager, "review_add", contract.pk, **said, **next_on)[1]
    contract.refresh_from_db()
    assert contract.review_date == date(2027, 3, 3)
    assert "It works." in send(manager, "review", contract.reviews.get().pk)[1]
    status, page = send(manager, "review_add", contract.pk, **(said | {"on-year": 2099}))
    assert status == 400
    assert "still to come" in page


def test_overruns_say_what_changes_explain_and_what_is_not_worked_out(
    contract: Contract, manager: Person, head: Person, send: Send
) -> None:
    assert "No contract is known to have cost more than was awarded." in send(head, "overruns", 0)[1]
    change = request_change(contract=contract, asked=AskedChange("More", "Growth.", D(50_000)), by=manager)
    decide_change(change=change, approve=True, because="Yes.", standing=standing_of(head, contract.council))
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("overruns", "changes", "risks", "savings", "waivers", "waiver_pack", "scenario"):
        with CaptureQueriesContext(connection) as queries:
            page = unescape(client.get(reverse(f"work:{name}", args=[contract.council.slug])).content.decode())
        assert len(queries) <= 15
        if name == "overruns":
            assert "Changes added money to 1 contract. What was paid beyond is not worked out yet" in page
            assert "16.7%" in page


def test_an_overrun_without_a_change_is_unexplained(
    contract: Contract, head: Person, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, council = date(2026, 3, 31), contract.council
    for year, amount in ((2025, D(250_000)), (2026, D(62_500))):
        ContractSpend.objects.create(council=council, contract=contract, year=year, amount=amount, payments=1)
    spent = {contract.pk: Spent(D(312_500), day, "without VAT", day)}
    monkeypatch.setattr("goldthread.web.contract_work.overruns.read_spent", lambda _council, _keys: spent)
    page = send(head, "overruns", 0)[1]
    assert "1 contract was paid more than value and changes explain." in page
    assert "£12,500.00" in page
