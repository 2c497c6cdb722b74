"""Putting contracts on the register and changing them: faults, conflicts, what is remembered, who may."""

from datetime import date
from decimal import Decimal

import pytest

from goldthread.organisation.models import Council, Event
from goldthread.organisation.permissions import NotAllowed, standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import (
    ContractConflict,
    ContractRefused,
    add_contract,
    change_contract,
)
from goldthread.register.models import Contract
from goldthread.register.permissions import can_keep, check_keep
from goldthread.register.queries import count_lacking, live_contracts
from goldthread.register.types import Arrangement, Origin
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


def put(council: Council, **values: object) -> Contract:
    return add_contract(council=council, values={"title": "Grounds maintenance", **values}, by=None)


def test_a_contract_is_added_with_its_event(council: Council) -> None:
    person = make_person(Role.COORDINATOR, council)
    contract = add_contract(
        council=council, values={"title": "Meals", "awarded_value": Decimal("5.10"), "end": TODAY}, by=person
    )
    event = Event.objects.get(kind="contract.added")
    assert (event.by, event.subject) == (person, f"contract:{contract.pk}")
    assert event.after == {"title": "Meals", "awarded_value": "5.10", "end": "2026-06-01"}


def test_every_fault_is_said_at_once(council: Council) -> None:
    put(council, reference="C1")
    with pytest.raises(ContractRefused) as refused:
        put(
            council,
            title=" ",
            reference="C1",
            start=date(2026, 5, 1),
            end=date(2026, 4, 1),
            awarded_value=Decimal(-1),
        )
    assert [fault.field for fault in refused.value.faults] == ["title", "end", "awarded_value", "reference"]
    assert Contract.objects.count() == 1


def test_a_call_off_needs_a_framework_of_the_same_council(council: Council) -> None:
    plain = put(council, arrangement=Arrangement.SINGLE_SUPPLIER.value)
    framework = put(council, arrangement=Arrangement.FRAMEWORK.value)
    assert put(council, parent=framework, arrangement=Arrangement.CALL_OFF.value).parent == framework
    other = put(make_council(name="Elsewhere Council", departments=["Roads"]), arrangement=Arrangement.FRAMEWORK.value)
    for parent in (plain, other):
        with pytest.raises(ContractRefused) as refused:
            put(council, parent=parent)
        assert refused.value.faults[0].field == "parent"


def test_a_newer_save_is_never_overwritten(council: Council) -> None:
    first = put(council, description="as it was")
    change_contract(contract=first, values={"description": "theirs"}, expected_version=1, by=None)
    with pytest.raises(ContractConflict) as conflict:
        change_contract(contract=first, values={"description": "mine"}, expected_version=1, by=None)
    assert conflict.value.current.description == "theirs"
    assert conflict.value.attempted == {"description": "mine"}
    first.refresh_from_db()
    assert (first.description, first.version) == ("theirs", 2)


def test_the_same_again_is_no_change(council: Council) -> None:
    contract = put(council, description="same")
    change_contract(contract=contract, values={"description": "same"}, expected_version=99, by=None)
    contract.refresh_from_db()
    assert contract.version == 1
    assert not Event.objects.filter(kind="contract.changed").exists()


def test_what_a_file_gave_and_what_a_person_typed_are_told_apart(council: Council) -> None:
    contract = add_contract(council=council, values={"title": "Meals", "end_text": "TBC"}, by=None, origin=Origin.FILE)
    assert (contract.given, contract.typed_fields) == ({"title": "Meals", "end_text": "TBC"}, [])
    changed = change_contract(contract=contract, values={"title": "School meals"}, expected_version=1, by=None)
    assert changed.typed_fields == ["title"]
    again = change_contract(
        contract=contract, values={"title": "Meals"}, expected_version=2, by=None, origin=Origin.FILE
    )
    assert (again.title, again.typed_fields, again.given["title"]) == ("Meals", [], "Meals")


def test_who_may_keep_a_contract(council: Council) -> None:
    manager = make_person(Role.CONTRACT_MANAGER, council, name="Mina Shah")
    other = make_person(Role.CONTRACT_MANAGER, council, email="other@wharfemoor.example")
    head = make_person(Role.COORDINATOR, council)
    auditor = make_person(Role.AUDITOR, council)
    contract = put(council, manager=manager)
    found = {who.email: can_keep(standing_of(who, council), contract) for who in (manager, other, head, auditor)}
    assert list(found.values()) == [True, False, True, False]
    with pytest.raises(NotAllowed, match="Mina Shah manages it"):
        check_keep(standing_of(other, council), contract)


def test_live_contracts_and_what_they_lack(council: Council) -> None:
    put(council, title="ended", end=date(2026, 5, 31))
    put(council, title="terminated", end=date(2027, 5, 31), ended_on=date(2026, 1, 1))
    put(council, title="to come", start=date(2026, 7, 1))
    put(council, title="live", end=date(2026, 6, 1), supplier_name="Acme", manager_name="A. Person")
    put(council, title="open-ended")
    assert {contract.title for contract in live_contracts(council, TODAY)} == {"live", "open-ended"}
    assert count_lacking(council, TODAY) == {"manager": 1, "end": 1, "value": 2, "department": 2, "supplier": 1}
