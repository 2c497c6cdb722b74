"""Extensions and breaks: saved under the contract's version, with events; refused with every fault; taken off."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from goldthread.organisation.models import Council, Event
from goldthread.register.actions.contracts import ContractConflict, ContractRefused, add_contract
from goldthread.register.actions.terms import remove_term, save_break, save_extension
from goldthread.register.models import Break, Contract, Extension
from goldthread.register.types import Taken
from tests.factories import make_council

pytestmark = pytest.mark.django_db
START, END = date(2026, 4, 1), date(2028, 3, 31)
OPEN = {"taken": Taken.OPEN.value, "decided_on": None}


@pytest.fixture
def contract() -> Contract:
    council: Council = make_council(departments=["Place"])
    return add_contract(council=council, values={"title": "Meals", "start": START, "end": END}, by=None)


def extend(contract: Contract, extension: Extension | None = None, **more: Any) -> Extension:
    version = more.pop("version", Contract.objects.get(pk=contract.pk).version)
    moves = more.pop("moves_end", False)
    return save_extension(
        contract=contract,
        extension=extension,
        values={"months": 12, **OPEN, **more},
        moves_end=moves,
        expected_version=version,
        by=None,
    )


def break_on(contract: Contract, on: date, row: Break | None = None, **more: Any) -> Break:
    version = more.pop("version", Contract.objects.get(pk=contract.pk).version)
    values = {"on": on, "notice_by": None, "negotiation": "", **OPEN, **more}
    return save_break(contract=contract, row=row, values=values, expected_version=version, by=None)


def test_an_extension_counts_the_version_up_and_is_told(contract: Contract) -> None:
    extend(contract)
    assert Contract.objects.get(pk=contract.pk).version == 2
    event = Event.objects.get(kind="extension.added")
    assert (event.subject, event.after) == (f"contract:{contract.pk}", {"months": 12, **OPEN})


def test_a_taken_extension_moves_the_end_when_it_is_told_to(contract: Contract) -> None:
    first = extend(contract)
    extend(contract, first, taken=Taken.YES.value, moves_end=True)
    held = Contract.objects.get(pk=contract.pk)
    assert (held.end, held.typed_fields) == (date(2029, 3, 31), ["end", "start", "title"])
    assert Event.objects.get(kind="extension.changed").after == {"taken": "taken", "end": "2029-03-31"}
    extend(contract, first, taken=Taken.YES.value, moves_end=True)  # the same again moves nothing further
    assert Contract.objects.get(pk=contract.pk).end == date(2029, 3, 31)
    extend(contract, taken=Taken.YES.value)
    assert Contract.objects.get(pk=contract.pk).end == date(2029, 3, 31)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"months": 0}, "months"),
        ({"months": 241}, "months"),
        ({"decided_on": date(2026, 4, 1)}, "decided_on"),
        ({"taken": Taken.NO.value, "decided_on": timezone.localdate() + timedelta(days=2)}, "decided_on"),
    ],
)
def test_an_extension_that_cannot_be(contract: Contract, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ContractRefused) as refused:
        extend(contract, **values)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert not Extension.objects.exists()


@pytest.mark.parametrize(
    ("on", "notice", "field"),
    [
        (END + timedelta(days=1), None, "on"),
        (START - timedelta(days=1), None, "on"),
        (date(2027, 4, 1), date(2027, 4, 2), "notice_by"),
    ],
)
def test_a_break_that_cannot_be(contract: Contract, on: date, notice: date | None, field: str) -> None:
    with pytest.raises(ContractRefused) as refused:
        break_on(contract, on, notice_by=notice)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert Contract.objects.get(pk=contract.pk).version == 1


def test_two_breaks_on_one_day_are_refused(contract: Contract) -> None:
    break_on(contract, date(2027, 4, 1))
    with pytest.raises(ContractRefused, match="already"):
        break_on(contract, date(2027, 4, 1))


def test_a_save_from_an_older_version_is_a_conflict(contract: Contract) -> None:
    row = break_on(contract, date(2027, 4, 1))
    with pytest.raises(ContractConflict):
        break_on(contract, date(2027, 5, 1), row, version=1)
    assert Break.objects.get().on == date(2027, 4, 1)
    break_on(contract, date(2027, 4, 1), row, version=1)  # the same again is no change and no conflict
    with pytest.raises(ContractConflict):
        extend(contract, version=1)


def test_what_is_taken_off_stays_in_the_record(contract: Contract) -> None:
    row = extend(contract)
    with pytest.raises(ContractRefused):
        remove_term(contract=contract, term=row, why=" ", expected_version=2, by=None)
    with pytest.raises(ContractConflict):
        remove_term(contract=contract, term=row, why="Never agreed", expected_version=1, by=None)
    remove_term(contract=contract, term=row, why="Never agreed", expected_version=2, by=None)
    event = Event.objects.get(kind="extension.removed")
    assert (event.before, event.why) == ({"months": 12, **OPEN}, "Never agreed")
    assert not Extension.objects.exists()
    assert Contract.objects.get(pk=contract.pk).version == 3
