"""Saved views and the change of several contracts on the screens: who sees whose, and nothing before it was shown."""

import pytest
from django.test import Client

from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import change_contract
from goldthread.register.models import Contract, ContractView
from tests.factories import department_named, make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
HERE = "/c/wharfemoor-council/register/"
TOGETHER = f"{HERE}contracts/together/"


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def head(council: Council) -> Client:
    return client_of(make_person(Role.COORDINATOR, council))


def test_nothing_changes_before_it_was_shown(head: Client, council: Council) -> None:
    for number in range(3):
        put_contract(council, title=f"Contract {number}", months=0)
    housing = department_named(council, "Housing")
    first = head.get(f"{TOGETHER}?all=1&q=contract")
    assert first.context["count"] == 3
    sent = {"chosen": first.context["chosen"], "department": str(housing.pk), "why": "Reorganised"}
    shown = head.post(TOGETHER, sent)
    assert [row[1:] for row in shown.context["planned"]] == [("department", "Place", "Housing")] * 3
    assert not Contract.objects.filter(department=housing).exists()
    carried = dict(shown.context["carried"])
    for _twice in range(2):
        done = head.post(TOGETHER, carried | {"chosen": shown.context["chosen"], "do": "yes"})
        assert done.status_code == 302
    assert set(Contract.objects.values_list("department__name", "version")) == {("Housing", 2)}


def test_a_contract_saved_meanwhile_is_shown_again(head: Client, council: Council) -> None:
    contract = put_contract(council, months=0)
    sent = {"chosen": f"{contract.pk}:1", "category": "Food"}
    change_contract(contract=contract, values={"title": "Newer"}, expected_version=1, by=None)
    refused = head.post(TOGETHER, sent | {"do": "yes"})
    assert refused.status_code == 409
    assert "Nothing was changed." in refused.content.decode()
    assert refused.context["chosen"] == f"{contract.pk}:2"
    assert Contract.objects.get().category == ""


def test_nothing_set_and_nothing_chosen(head: Client, council: Council) -> None:
    contract = put_contract(council, months=0)
    empty = head.post(TOGETHER, {"chosen": f"{contract.pk}:1"})
    assert empty.status_code == 400
    assert "Nothing is set. Choose at least one thing to change." in empty.content.decode()
    assert "No contract that you keep is chosen." in head.get(f"{TOGETHER}?chosen=x").content.decode()


def test_a_manager_changes_only_their_own_together(council: Council) -> None:
    manager = make_person(Role.CONTRACT_MANAGER, council)
    own, other = put_contract(council, manager=manager, months=0), put_contract(council, title="Other", months=0)
    client = client_of(manager)
    page = client.get(f"{TOGETHER}?chosen={own.pk}&chosen={other.pk}")
    assert (page.context["count"], page.context["others"]) == (1, 1)
    client.post(TOGETHER, {"chosen": f"{own.pk}:1,{other.pk}:1", "category": "Food", "do": "yes"})
    assert set(Contract.objects.values_list("title", "category")) == {("School meals", "Food"), ("Other", "")}
    assert client_of(make_person(Role.AUDITOR, council)).get(TOGETHER).status_code == 403
    boxes = client.get(HERE).content.decode().count('name="chosen"')
    assert boxes == 1


def test_views_are_ones_own_or_everybodys(head: Client, council: Council) -> None:
    put_contract(council)
    manager = client_of(make_person(Role.CONTRACT_MANAGER, council))
    head.post(f"{HERE}views/", {"name": "For all", "query": "lacks=end&evil=1", "for_all": "on"})
    head.post(f"{HERE}views/", {"name": "Mine alone", "query": "q=meals"})
    assert ContractView.objects.get(person=None).query == "lacks=end"
    text = manager.get(HERE).content.decode()
    assert "For all" in text
    assert "Mine alone" not in text
    assert manager.post(f"{HERE}views/", {"name": "X", "query": "", "for_all": "on"}).status_code == 403
    shared, own = ContractView.objects.get(person=None), ContractView.objects.get(name="Mine alone")
    assert manager.post(f"{HERE}views/{shared.pk}/remove/").status_code == 403
    assert manager.post(f"{HERE}views/{own.pk}/remove/").status_code == 404
    assert head.post(f"{HERE}views/{own.pk}/remove/").status_code == 302
    nameless = manager.post(f"{HERE}views/", {"name": " ", "query": "q=meals"})
    assert (nameless.status_code, nameless.context["query"]) == (400, "q=meals")
