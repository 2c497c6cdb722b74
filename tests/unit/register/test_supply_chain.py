"""Supply-chain returns: kept, replaced with history, and refused where their figures cannot all be true."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from goldthread.organisation.models import Event, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.records import RecordRefused
from goldthread.register.actions.supply_chain import SaidReturn, record_return, said_of
from goldthread.register.models import ChainReturn, Contract
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
BEGAN = date(2025, 4, 1)
SAID = SaidReturn(
    date(2026, 3, 31), 240, 228, median_days=19, subcontractors=12, smes=9, vcses=2, has_chain_terms=True, note="All."
)


@pytest.fixture
def contract() -> Contract:
    return put_contract(make_council(departments=["Place"]), start=BEGAN)


@pytest.fixture
def manager(contract: Contract) -> Person:
    return make_person(Role.CONTRACT_MANAGER, contract.council, name="Mina Shah")


def test_a_return_is_kept_once_however_often_it_is_sent(contract: Contract, manager: Person) -> None:
    for said in (SAID, replace(SAID, note=" All. ")):
        assert said_of(record_return(contract=contract, said=said, by=manager)) == SAID
    assert ChainReturn.objects.get().recorded_by == manager
    event = Event.objects.get(kind="chain_return.recorded")
    told = "228 of 240 subcontractors’ invoices were paid within 30 days in the period to 31 March 2026"
    assert event.summary.endswith(told)


def test_a_second_return_for_a_period_replaces_the_first_and_the_record_keeps_both(
    contract: Contract, manager: Person
) -> None:
    record_return(contract=contract, said=SAID, by=manager)
    record_return(contract=contract, said=replace(SAID, paid_in_time=200), by=manager)
    assert [row.paid_in_time for row in ChainReturn.objects.all()] == [200]
    event = Event.objects.get(kind="chain_return.replaced")
    assert isinstance(event.before, dict)
    assert isinstance(event.after, dict)
    assert (event.before["paid_in_time"], event.after["paid_in_time"]) == (228, 200)
    assert event.by == manager


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"paid_in_time": 241}, "paid_in_time", "241 invoices were paid within 30 days, of 240 that were paid."),
        ({"median_days": 41}, "median_days", "More than half were paid within 30 days, so the median cannot be 41"),
        ({"paid_in_time": 20}, "median_days", "More than half were paid after 30 days, so the median cannot be 19"),
        ({"paid": 0, "paid_in_time": 0}, "median_days", "No invoice was paid, so there is no median."),
        ({"smes": 13}, "smes", "13 subcontractors are small or medium-sized, of 12 in all."),
        ({"vcses": 13}, "vcses", "13 subcontractors are charities or social enterprises, of 12 in all."),
        ({"period_end": BEGAN - timedelta(days=1)}, "period_end", "before the contract began on 1 April 2025"),
    ],
)
def test_what_cannot_be_true_is_refused_in_words(
    contract: Contract, wrong: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(RecordRefused) as refused:
        record_return(contract=contract, said=replace(SAID, **wrong), by=None)
    assert refused.value.field == field
    assert words in refused.value.what
    assert refused.value.do
    assert not ChainReturn.objects.exists()


def test_a_period_to_come_is_refused(contract: Contract) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(RecordRefused, match="still to come"):
        record_return(contract=contract, said=replace(SAID, period_end=tomorrow), by=None)


@pytest.mark.parametrize(
    "said",
    [
        SaidReturn(date(2026, 3, 31), 0, 0, subcontractors=0),
        SaidReturn(date(2026, 3, 31), 10, 5, median_days=35),
        SaidReturn(date(2026, 3, 31), 10, 5, median_days=25, smes=4),
    ],
)
def test_none_half_and_unknown_are_kept_as_they_are(contract: Contract, said: SaidReturn) -> None:
    assert said_of(record_return(contract=contract, said=said, by=None)) == said
