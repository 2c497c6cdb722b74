"""What narrows the register: each filter by itself, in every state, in every order; and the totals by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.models import Contract
from goldthread.register.narrowing import (
    NOBODY,
    SORTABLE,
    ContractFilter,
    in_order,
    is_lacking,
    lacks_of,
    narrow,
    total,
)
from goldthread.register.queries import contracts_of
from goldthread.register.types import Lacking, LiveState, Regime, VatBasis, Visibility
from tests.factories import department_named, make_council, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Place", "Housing"])
    put = Contract.objects.create
    put(
        council=made,
        title="Meals",
        reference="M1",
        supplier_name="Fellside CIC",
        department=department_named(made, "Place"),
        manager=make_person(Role.CONTRACT_MANAGER, made),
        category="Food",
        regime=Regime.ABOVE,
        start=date(2025, 1, 1),
        end=date(2026, 9, 30),
        awarded_value=Decimal("10.50"),
        awarded_vat=VatBasis.INCLUDED,
    )
    put(council=made, title="Lights", manager_name="J. Smith", visibility=Visibility.RESTRICTED, maximum_value=5)
    put(council=made, title="Future", start=date(2026, 7, 1), end=date(2030, 1, 1), awarded_value=Decimal(3))
    put(council=made, title="Past", end=date(2026, 5, 31))
    put(council=made, title="Left", end=date(2028, 5, 31), ended_on=TODAY)
    return made


def titles(council: Council, **parts: Any) -> list[str]:
    found = narrow(contracts_of(council), ContractFilter(**parts), TODAY)
    return sorted(found.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, ["Lights", "Meals"]),
        ({"state": LiveState.ENDED}, ["Left", "Past"]),
        ({"state": LiveState.TO_COME}, ["Future"]),
        ({"state": LiveState.ANY}, ["Future", "Left", "Lights", "Meals", "Past"]),
        ({"words": "fell mea"}, ["Meals"]),
        ({"words": "fell lights"}, []),
        ({"words": "smith"}, ["Lights"]),
        ({"words": "m1"}, ["Meals"]),
        ({"department": NOBODY}, ["Lights"]),
        ({"manager": NOBODY}, []),
        ({"manager": NOBODY, "state": LiveState.ENDED}, ["Left", "Past"]),
        ({"supplier": "fellside"}, ["Meals"]),
        ({"category": "Food"}, ["Meals"]),
        ({"regime": Regime.ABOVE}, ["Meals"]),
        ({"ending": 4}, ["Meals"]),
        ({"ending": 3}, []),
        ({"lacks": Lacking.END}, ["Lights"]),
        ({"lacks": Lacking.VALUE}, []),
        ({"visibility": Visibility.RESTRICTED}, ["Lights"]),
        ({"words": "100%"}, []),
    ],
)
def test_each_filter(council: Council, parts: dict[str, Any], expected: list[str]) -> None:
    assert titles(council, **parts) == expected


def test_every_contract_is_in_exactly_one_state(council: Council) -> None:
    states = [titles(council, state=state) for state in (LiveState.LIVE, LiveState.TO_COME, LiveState.ENDED)]
    assert sorted(title for found in states for title in found) == titles(council, state=LiveState.ANY)


def test_the_two_ways_to_say_what_is_lacking_agree(council: Council) -> None:
    for row in contracts_of(council):
        by_database = {kind for kind in Lacking if Contract.objects.filter(is_lacking(kind), pk=row.pk).exists()}
        assert set(lacks_of(row)) == by_database


@pytest.mark.parametrize("name", SORTABLE)
def test_unknown_values_come_last_either_way(council: Council, name: str) -> None:
    for order in (name, f"-{name}"):
        values = list(in_order(Contract.objects.filter(council=council), order).values_list(name, flat=True))
        known = [value for value in values if value is not None]
        assert values == known + [None] * (len(values) - len(known))
        assert known == sorted(known, reverse=order.startswith("-"))


def test_totals_by_hand(council: Council) -> None:
    got = total(narrow(contracts_of(council), ContractFilter(state=LiveState.ANY), TODAY))
    assert (got.count, got.awarded, got.with_value) == (5, Decimal("13.50"), 2)
    assert got.lacking[Lacking.VALUE] == 2
    assert got.by_basis == {VatBasis.EXCLUDED: 0, VatBasis.INCLUDED: 1, VatBasis.UNKNOWN: 1}
    nothing = total(narrow(contracts_of(council), ContractFilter(words="absent"), TODAY))
    assert (nothing.count, nothing.awarded) == (0, None)
