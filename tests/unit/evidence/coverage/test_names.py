"""Suppliers' names of the register that no payment is found under: which are asked about, and whom they may be."""

from decimal import Decimal

import pytest

from goldthread.evidence.coverage.actions import CoverageRefused, leave_name, settle_name, take_back
from goldthread.evidence.coverage.keep import run_coverage
from goldthread.evidence.coverage.models import CoverageDecision, NameNotFound
from goldthread.evidence.coverage.naming import (
    NameState,
    count_names,
    decisions_of_name,
    find_payee,
    names_not_found,
    search_payees,
    suggestions_of,
)
from goldthread.evidence.coverage.queries import paid_to_date
from goldthread.evidence.matching.models import Supplier
from goldthread.evidence.who_is import keys_for
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from goldthread.register.models import Contract
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db

KILN, BECK = "Kilnsey Roofing Services Ltd", "Beckside Laundry Ltd"
TRADES_AS = "Beckside Laundry Rentals of Skipton"


@pytest.fixture
def council() -> Council:
    """Kilnsey is spelled otherwise among those paid; Beckside's laundry trades under a name that says little."""
    council = make_council()
    sign(council, "B1", TRADES_AS, awarded_value=60000)
    sign(council, "B2", TRADES_AS.upper(), maximum_value=40000, awarded_value=9)
    sign(council, "B3", f"  {TRADES_AS} ")
    sign(council, "N1", "Nidderdale Ropeways Ltd", estimated_value=5000)
    sign(council, "K1", KILN)
    for reference, name in (("V1", "Various suppliers"), ("V2", "REDACTED"), ("V3", "Mr John Smith"), ("V4", "")):
        sign(council, reference, name)
    cover(
        council,
        [
            line(KILN, "30000.00"),
            line(BECK, "7000.00"),
            line(BECK, "-500.00"),
            line("Dalesfoot Paper Ltd", "900.00"),
            line("Mrs Nidderdale Ropeways", "900.00"),
            line("REDACTED", "600.00", is_redacted=True),
        ],
    )
    return council


def names(council: Council, state: NameState = NameState.OPEN, words: str = "") -> list[str]:
    return [row.name for row in names_not_found(council, state, words)]


def beck(council: Council) -> Supplier:
    return Supplier.objects.get(council=council, name=BECK)


def paid(council: Council, reference: str) -> Decimal | None:
    run_coverage(council=council, by=None)
    contract = Contract.objects.get(council=council, reference=reference)
    found = paid_to_date(council, [contract.pk]).get(contract.pk)
    return found.amount if found else None


def test_a_name_stands_once_with_its_contracts_and_their_value(council: Council) -> None:
    assert names(council) == [TRADES_AS, "Nidderdale Ropeways Ltd"]
    row = NameNotFound.objects.get(council=council, name=TRADES_AS)
    assert (row.contracts, row.valued, row.value) == (3, 2, Decimal(100000))
    assert names(council, words="RENTALS  of") == [TRADES_AS]
    assert names(council, words="nobody") == []


def test_withheld_names_various_and_private_persons_are_never_asked_about_nor_suggested(council: Council) -> None:
    assert not set(names(council)) & {"Various suppliers", "REDACTED", "Mr John Smith", ""}
    (ropes,) = names_not_found(council, NameState.OPEN, "ropeways")
    assert suggestions_of(council, [ropes])[ropes.key] == []
    assert search_payees(council, "ropeways") == []
    person = Supplier.objects.get(council=council, name="Mrs Nidderdale Ropeways")
    assert find_payee(council, person.pk) is None


def test_a_supplier_is_suggested_with_a_reason_a_confidence_and_what_it_was_paid(council: Council) -> None:
    (row,) = names_not_found(council, NameState.OPEN, "rentals")
    (each,) = suggestions_of(council, [row])[row.key]
    assert (each.supplier, each.payee, each.paid) == (beck(council).pk, BECK, Decimal("6500.00"))
    assert each.reason == "the words Beckside and Laundry in common"
    assert 0.4 <= each.confidence < 0.9


def test_two_bearers_of_one_name_are_both_suggested_and_neither_is_sure() -> None:
    council = make_council()
    sign(council, "A1", "Aspire")
    cover(council, [line("Aspire", "90.00", vat_number="111111111"), line("ASPIRE", "70.00", vat_number="222222222")])
    assert Supplier.objects.filter(council=council, is_live=True).count() == 2
    (row,) = names_not_found(council, NameState.OPEN)
    told = [(each.reason, each.confidence) for each in suggestions_of(council, [row])[row.key]]
    assert told == [("the same name, which several suppliers bear", 0.45)] * 2


def test_a_slip_of_the_pen_and_a_postcode_speak_for_a_supplier() -> None:
    council = make_council()
    sign(council, "A1", "Arkengarthdale Joinery and Interiors Group", postcode="DL11 6EX")
    cover(council, [line("Arkengarthdail Windows", "90.00", postcode="DL11 6EX"), line("Other Ltd", "1.00")])
    (row,) = names_not_found(council, NameState.OPEN)
    (each,) = suggestions_of(council, [row])[row.key]
    assert each.payee == "Arkengarthdail Windows"
    assert "Arkengarthdale but for a slip" in each.reason


def test_what_is_said_holds_for_every_contract_of_today_and_of_later_loads(council: Council) -> None:
    settle_name(council=council, register_name=TRADES_AS, payee=BECK, why="Their own letter says so.", by=None)
    assert names(council) == ["Nidderdale Ropeways Ltd"]  # at once, before the figures are worked out again
    assert Decimal("6500.00") != paid(council, "B1")  # three contracts of one supplier: nobody can tell which
    Contract.objects.filter(council=council, reference__in=["B2", "B3"]).update(supplier_name="Somebody Else Ltd")
    sign(council, "L1", TRADES_AS.lower(), start=None, end=None)  # a later load writes it without capitals
    keys = keys_for(council, [TRADES_AS, TRADES_AS.lower()])
    assert set(keys.values()) == {f"supplier:{beck(council).pk}"}
    run_coverage(council=council, by=None)
    assert TRADES_AS not in names(council)
    assert count_names(council).settled == 1


def test_one_contract_of_a_settled_name_is_paid_what_the_supplier_was(council: Council) -> None:
    sign(council, "S1", "Swaledale Linen Hire", start=None, end=None)
    settle_name(council=council, register_name="Swaledale Linen Hire", payee=BECK, why="Renamed.", by=None)
    assert paid(council, "S1") == Decimal("6500.00")


def test_a_supplier_with_no_payments_is_found_by_no_likeness_and_still_by_its_own_name(council: Council) -> None:
    name = "Nidderdale Ropeways Ltd"
    settle_name(council=council, register_name=name, payee="", why="It has not begun.", by=None)
    run_coverage(council=council, by=None)
    assert names(council) == [TRADES_AS]
    cover(council, [line("NIDDERDALE ROPEWAYS LTD", "120.00")])
    assert paid(council, "N1") == Decimal("120.00")


def test_a_name_is_settled_once_and_what_was_said_can_be_taken_back_and_is_kept(council: Council) -> None:
    person = make_person(Role.COORDINATOR, council, name="Meera Patel")
    said = settle_name(council=council, register_name=TRADES_AS, payee=BECK, why="A letter.", by=person)
    with pytest.raises(CoverageRefused) as refused:
        settle_name(council=council, register_name=TRADES_AS.upper(), payee="", why="No.", by=None)
    assert refused.value.what.endswith("by Meera Patel.")
    assert refused.value.do == "Take that back first."
    take_back(decision=said, why="It was another letter.", by=person)
    run_coverage(council=council, by=None)
    assert TRADES_AS in names(council)
    settle_name(council=council, register_name=TRADES_AS, payee="", why="It is not paid.", by=person)
    assert [row.kind for row in decisions_of_name(council, TRADES_AS)] == ["no payments", "same supplier"]
    events = Event.objects.filter(council=council, kind__startswith="coverage.").exclude(kind="coverage.run")
    assert sorted(events.values_list("kind", flat=True)) == [
        "coverage.decided",
        "coverage.decided",
        "coverage.taken_back",
    ]


def test_a_name_that_is_left_waits_apart_and_can_be_settled(council: Council) -> None:
    leave_name(council=council, register_name=TRADES_AS, why="Ask the service.", by=None)
    assert (names(council), names(council, NameState.LEFT)) == (["Nidderdale Ropeways Ltd"], [TRADES_AS])
    with pytest.raises(CoverageRefused, match="left"):
        leave_name(council=council, register_name=TRADES_AS, why="Again.", by=None)
    settle_name(council=council, register_name=TRADES_AS, payee=BECK, why="They answered.", by=None)
    told = count_names(council)
    assert (told.open, told.left, told.settled) == (1, 0, 1)


@pytest.mark.parametrize("name", ["", "   "])
def test_no_name_and_no_reason_are_refused(council: Council, name: str) -> None:
    with pytest.raises(CoverageRefused, match="No name"):
        settle_name(council=council, register_name=name, payee=BECK, why="Why.", by=None)
    with pytest.raises(CoverageRefused, match="No reason"):
        settle_name(council=council, register_name=TRADES_AS, payee=BECK, why=" ", by=None)
    assert not CoverageDecision.objects.exists()


def test_another_councils_names_and_words_are_its_own(council: Council) -> None:
    other = make_council(name="Otherfell Council")
    sign(other, "B1", TRADES_AS)
    cover(other, [line("Dalesfoot Paper Ltd", "900.00")])
    settle_name(council=other, register_name=TRADES_AS, payee="", why="Not ours.", by=None)
    assert TRADES_AS in names(council)
    assert search_payees(other, "beckside") == []
    assert find_payee(other, beck(council).pk) is None
