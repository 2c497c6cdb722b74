"""The screens of supply-chain returns: recorded, shown on the contract, replaced knowingly, and refused."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.models import ChainReturn, Contract
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
Send = Callable[..., tuple[int, str]]
GIVEN = {
    "period_end-day": "31",
    "period_end-month": "3",
    "period_end-year": "2026",
    "paid": "240",
    "paid_in_time": "228",
    "median_days": "19",
    "subcontractors": "12",
    "smes": "9",
    "vcses": "2",
    "has_chain_terms": "True",
    "reported_to": "Scrutiny, 12 May 2026",
    "note": "One dispute.",
}
SAYS = "228 of 240 invoices paid within 30 days, 95%; the median is 19 days."


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Mina Shah")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    return put_contract(council, manager=manager, has_concerns_route=True)


@pytest.fixture
def send(contract: Contract) -> Send:
    """Looks at the form, or sends it where fields are given: the status and the words of the answer."""

    def go(person: Person, /, **fields: str) -> tuple[int, str]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse("work:chain_return_add", args=[contract.council.slug, contract.pk])
        answer = client.post(url, fields, follow=True) if fields else client.get(url)
        return answer.status_code, unescape(answer.content.decode())

    return go


def test_a_return_is_recorded_and_stands_on_the_contract(
    contract: Contract, manager: Person, send: Send, client: Client
) -> None:
    assert "has given no return yet" in send(manager)[1]
    status, page = send(manager, **GIVEN)
    assert status == 200
    assert f"To 31 March 2026: {SAYS} Subcontractors are told how to raise concerns." in page
    row = ChainReturn.objects.get()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    shown = unescape(client.get(reverse("work:chain_return", args=[contract.council.slug, row.pk])).content.decode())
    for words in (SAYS, "Scrutiny, 12 May 2026", "One dispute.", "Recorded by Mina Shah"):
        assert words in shown
    assert f"The last return, to 31 March 2026: {SAYS}" in send(manager)[1]


def test_a_contract_without_returns_says_so(contract: Contract, manager: Person, client: Client) -> None:
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("register:show", args=[contract.council.slug, contract.pk])).content.decode()
    assert "The prime contractor has given no return." in page
    assert "Record a supply-chain return" in page


def test_a_period_that_is_recorded_is_replaced_only_by_who_has_seen_it(manager: Person, send: Send) -> None:
    send(manager, **GIVEN)
    other = GIVEN | {"paid_in_time": "200", "median_days": ""}
    status, page = send(manager, **other)
    assert status == 400
    told = f"A return for that period is recorded already, by Mina Shah. It says: {SAYS}"
    assert f"{told} Save again to replace it" in page
    assert 'value="200"' in page
    status, page = send(manager, **other, replaces=str(ChainReturn.objects.get().pk))
    assert (status, ChainReturn.objects.get().paid_in_time) == (200, 200)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            {"paid_in_time": "241"},
            "241 invoices were paid within 30 days, of 240 that were paid. Correct one",
        ),
        ({"paid": ""}, "Say how many invoices were paid, 0 where there were none."),
        ({"paid": "many"}, "That is no whole number. Give figures alone, such as 240."),
        ({"smes": "-1"}, "There cannot be fewer than none. Give 0 or more."),
        ({"paid": "99999999"}, "That is more than any contract has."),
        ({"period_end-year": "2090"}, "The period ends on 31 March 2090, which is still to come. Correct the day."),
    ],
)
def test_bad_input_is_said_in_words_and_nothing_is_lost(
    manager: Person, send: Send, wrong: dict[str, str], words: str
) -> None:
    status, page = send(manager, **(GIVEN | wrong))
    assert status == 400
    assert words in page
    assert "One dispute." in page
    assert not ChainReturn.objects.exists()


def test_only_who_keeps_the_contract_records_one(council: Council, send: Send) -> None:
    for role in (Role.AUDITOR, Role.COUNCILLOR, Role.CONTRACT_MANAGER):
        stranger = make_person(role, council, email=f"{role.value}.other@example.org")
        assert send(stranger, **GIVEN)[0] == 403
    assert not ChainReturn.objects.exists()
    assert send(make_person(Role.COORDINATOR, council, name="Meera Patel"), **GIVEN)[0] == 200
