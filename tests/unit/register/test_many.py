"""Several contracts changed together, all or none; and saved views."""

from datetime import date

import pytest

from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import ContractConflict, add_contract, change_contract
from goldthread.register.actions.many import change_together, plan_changes
from goldthread.register.actions.views import ViewRefused, remove_view, save_view
from goldthread.register.models import Contract, ContractView
from tests.factories import department_named, make_council, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def three(council: Council) -> list[Contract]:
    return [
        add_contract(council=council, values={"title": title, "category": category}, by=None)
        for title, category in (("A", "Food"), ("B", ""), ("C", ""))
    ]


def test_what_is_shown_is_what_is_changed_and_once(council: Council, three: list[Contract]) -> None:
    values = {"category": "Food", "department": department_named(council, "Place"), "review_date": date(2027, 1, 1)}
    planned = plan_changes(three, values)
    assert [(each.contract.title, each.field) for each in planned if each.field == "category"] == [
        ("B", "category"),
        ("C", "category"),
    ]
    pairs = [(contract, contract.version) for contract in three]
    assert change_together(contracts=pairs, values=values, by=None, why="Reorganised") == 3
    assert change_together(contracts=pairs, values=values, by=None) == 0  # sent twice
    assert set(Contract.objects.values_list("category", "version")) == {("Food", 2)}
    assert [event.why for event in Event.objects.filter(kind="contract.changed")] == ["Reorganised"] * 3


def test_one_newer_contract_stops_all(three: list[Contract]) -> None:
    change_contract(contract=three[2], values={"title": "C2"}, expected_version=1, by=None)
    with pytest.raises(ContractConflict):
        change_together(contracts=[(each, 1) for each in three], values={"category": "Care"}, by=None)
    assert not Contract.objects.filter(category="Care").exists()


def test_only_some_fields_are_set_together(three: list[Contract]) -> None:
    with pytest.raises(ValueError, match="title"):
        change_together(contracts=[(three[0], 1)], values={"title": "All the same"}, by=None)


def test_a_view_is_kept_replaced_and_taken_away(council: Council) -> None:
    person = make_person(Role.CONTRACT_MANAGER, council)
    view = save_view(council=council, name=" Ends  soon ", query="ending=6", person=person, by=person)
    assert view.name == "Ends soon"
    save_view(council=council, name="ends soon", query="ending=3", person=person, by=person)
    save_view(council=council, name="Ends soon", query="ending=9", person=None, by=person)
    assert sorted(ContractView.objects.values_list("query", flat=True)) == ["ending=3", "ending=9"]
    remove_view(view=ContractView.objects.get(query="ending=9"), by=person)
    assert Event.objects.get(kind="view.removed").before == {"query": "ending=9"}
    assert Event.objects.filter(kind="view.saved").count() == 3


@pytest.mark.parametrize(("name", "query"), [(" ", "q=a"), ("x" * 81, "q=a"), ("Long", "q=" + "a" * 4000)])
def test_a_view_that_cannot_be_kept(council: Council, name: str, query: str) -> None:
    with pytest.raises(ViewRefused):
        save_view(council=council, name=name, query=query, person=None, by=None)
    assert not ContractView.objects.exists()
