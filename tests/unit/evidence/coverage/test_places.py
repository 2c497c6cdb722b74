"""Where a payment stands beside the contracts: one row of a table a councillor could read for each rule."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goldthread.evidence.coverage.keep import NothingToMatch, open_placed, run_coverage
from goldthread.evidence.coverage.models import CoverageDecision, NameNotFound
from goldthread.evidence.coverage.queries import read_coverage
from goldthread.evidence.coverage.several import parts_of
from goldthread.evidence.coverage.types import DecisionKind, name_key
from goldthread.evidence.explorer.periods import read_period
from goldthread.evidence.models import DepartmentName
from goldthread.evidence.store import ask
from goldthread.organisation.models import Council, Department
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council

pytestmark = pytest.mark.django_db

KILN, BECK = "Kilnsey Roofing Ltd", "Beckside Laundry Ltd"


def places(council: Council, lines: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Place, reason and contract of each line, in their order."""
    run = cover(council, lines)
    with open_placed(council, run) as db:
        return ask(db, 'SELECT place, why, contract FROM placed_lines ORDER BY "row"')


def pay(supplier: str | None, amount: str = "9000.00", day: str = "2025-05-01", **more: object) -> dict[str, Any]:
    return dict(line(supplier, amount, day, **more))


def test_places_by_supplier_and_day() -> None:
    council = make_council()
    kiln = sign(council, "K1", KILN, start=date(2025, 4, 1), end=date(2025, 9, 30)).pk
    found = places(
        council,
        [
            pay(KILN, day="2025-05-01"),
            pay("KILNSEY ROOFING LIMITED", day="2025-05-02"),
            pay(KILN, day="2025-11-20"),  # 51 days after the end: an invoice for its last month
            pay(KILN, day="2025-12-20"),  # 81 days after it
            pay(KILN, day="2025-03-31"),
            pay(BECK),
            pay("Dalesfoot Paper Ltd", "4999.99"),
            pay(None),
            pay("REDACTED", is_redacted=True),
        ],
    )
    assert found == [
        ("on contract", "only contract", kiln),
        ("on contract", "only contract", kiln),
        ("on contract", "only contract", kiln),
        ("expired, still paid", "only contract", kiln),
        ("before its contract begins", "only contract", kiln),
        ("without a contract", "no contract", None),
        ("small, without a contract", "no contract", None),
        ("unknown", "no payee", None),
        ("unknown", "payee withheld", None),
    ]


def test_small_is_by_supplier_and_financial_year_not_by_payment() -> None:
    council = make_council()
    sign(council, "K1", KILN)
    found = places(
        council,
        [
            pay(BECK, "3000.00", "2025-05-01"),
            pay(BECK, "2000.00", "2026-03-31"),
            pay(BECK, "4999.99", "2026-04-01"),
        ],
    )
    assert [row[0] for row in found] == ["without a contract", "without a contract", "small, without a contract"]


def test_a_reference_in_the_line_comes_before_the_supplier() -> None:
    council = make_council()
    first, second = sign(council, "CT-1001", KILN).pk, sign(council, "CT-1002", KILN).pk
    other = sign(council, "CT-2000", BECK).pk
    found = places(
        council,
        [
            pay(KILN, contract_reference="ct 1001"),
            pay(KILN, order_number="CT/1002"),
            pay(KILN, purpose="Roof repair (CT-1002)"),
            pay(KILN, contract_reference="CT-2000"),  # the file says so, though the supplier is another
            pay(KILN, order_number="CT-2000"),  # an order number may be anybody's
            pay("REDACTED", is_redacted=True, contract_reference="CT-1001"),
            pay(KILN),
        ],
    )
    assert [row[1:] for row in found] == [
        ("reference", first),
        ("reference", second),
        ("reference", second),
        ("reference", other),
        ("one of several", None),
        ("reference", first),
        ("one of several", None),
    ]
    assert {row[0] for row in found} == {"on contract"}


def test_category_and_department_tell_contracts_of_one_supplier_apart() -> None:
    council = make_council(departments=["Housing", "Places"])
    housing, places_ = Department.objects.filter(council=council).order_by("name")
    for each in (housing, places_):
        DepartmentName.objects.create(council=council, name=each.name, department=each, is_confirmed=True)
    roofs = sign(council, "K1", KILN, category="Roofing", department=housing).pk
    walls = sign(council, "K2", KILN, category="Walling", department=places_).pk
    found = places(
        council,
        [
            pay(KILN, category_label="ROOFING"),
            pay(KILN, department="Places"),
            pay(KILN, category_label="Walling", department="Housing"),
            pay(KILN, category_label="Hedges"),
        ],
    )
    assert [row[1:] for row in found] == [
        ("category", roofs),
        ("department", walls),
        ("category", walls),
        ("one of several", None),
    ]


def test_a_framework_steps_back_behind_its_call_off() -> None:
    council = make_council()
    frame = sign(council, "F1", KILN)
    call_off = sign(council, "F1-A", KILN, parent=frame, start=date(2025, 6, 1)).pk
    found = places(council, [pay(KILN, day="2025-05-01"), pay(KILN, day="2025-07-01")])
    assert [row[2] for row in found] == [frame.pk, call_off]


def test_what_a_person_said_comes_first() -> None:
    council = make_council()
    first, second = sign(council, "CT-1001", KILN), sign(council, "CT-1002", KILN)
    third = sign(council, "CT-3000", "Beck Laundries of Skipton")

    def say(kind: DecisionKind, payee: str, **more: Any) -> None:
        CoverageDecision.objects.create(council=council, kind=kind, payee=payee, why="Asked the manager.", **more)

    say(DecisionKind.BELONGS, KILN, contract=first)
    say(DecisionKind.BELONGS, KILN, contract=second, reference="PO 77/1")
    say(DecisionKind.NO_CONTRACT, "Dalesfoot Paper Ltd")
    said = "Beck Laundries of Skipton"
    say(DecisionKind.SAME_SUPPLIER, BECK, register_name=said, register_key=name_key(said))
    found = places(
        council,
        [
            pay(KILN),
            pay(KILN, order_number="po771"),
            pay(KILN, contract_reference="CT-1002"),
            pay("Dalesfoot Paper Ltd"),
            pay(BECK),
        ],
    )
    assert found == [
        ("on contract", "person", first.pk),
        ("on contract", "person", second.pk),
        ("on contract", "person", first.pk),
        ("without a contract", "person: no contract", None),
        ("on contract", "only contract", third.pk),
    ]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"amount": "-50.00"}, "credits"),
        ({"is_grant": True}, "grants"),
        ({"purpose": "Grants to voluntary organisations"}, "grants"),
        ({"supplier": "Mr J Alderson"}, "private individuals"),
        ({"supplier": "REDACTED", "is_redacted": True, "purpose": "Foster carer payments"}, "redacted individuals"),
        ({"supplier": "HM Revenue & Customs"}, "taxes"),
        ({"purpose": "Drainage levy"}, "levies"),
        ({"supplier": "North Yorkshire Pension Fund"}, "payroll"),
        ({"supplier": "Testshire Council"}, "the council's own bodies"),
    ],
)
def test_left_out_by_what_the_line_shows(more: dict[str, Any], reason: str) -> None:
    council = make_council(name="Testshire Council")
    sign(council, "K1", KILN)
    values = {"supplier": BECK, "amount": "700.00", **more}
    run = cover(council, [pay(values.pop("supplier"), values.pop("amount"), **values), pay(KILN)])
    assert set(run.figures["periods"][""]["excluded"]) == {reason}


def test_a_supplier_called_after_a_grant_is_not_left_out() -> None:
    council = make_council()
    sign(council, "K1", KILN)
    run = cover(council, [pay("Grant Thornton UK LLP")])
    assert run.figures["periods"][""]["excluded"] == {}


def test_figures_add_up_to_every_payment_and_by_department() -> None:
    council = make_council(departments=["Housing"])
    sign(council, "K1", KILN)
    lines = [
        pay(KILN, "0.01", department="Housing"),
        pay(BECK, "12345.67", department="Housing"),
        pay(None, "3.33"),
        pay(KILN, "-7.77", department="Roads"),
        pay(BECK, "1.00", "2024-05-01", department="Roads"),
    ]
    run = cover(council, lines)
    for key in ("", "2025-26", "2024-25", "2025-26-q1"):
        period = read_period(key)
        assert period is not None
        figures = read_coverage(council, run, period).cover
        paid = [Decimal(str(each["amount"])) for each in lines if period.has(date.fromisoformat(each["payment_date"]))]
        assert figures.third_party == figures.on_contract + figures.off_contract + figures.unknown
        assert figures.third_party + sum(figures.excluded.values()) == sum(paid)
        for part in ("third_party", "on_contract", "off_contract", "unknown"):
            assert sum(getattr(each, part) for each in figures.departments) == getattr(figures, part)
        assert sum(each.excluded for each in figures.departments) == sum(figures.excluded.values())


def test_nothing_to_set_beside_says_what_to_do() -> None:
    council = make_council()
    with pytest.raises(NothingToMatch) as caught:
        run_coverage(council=council, by=None)
    assert "goldthread spend load" in caught.value.do


def test_a_contract_with_several_suppliers_is_paid_to_any_of_them() -> None:
    council = make_council()
    both = sign(council, "CARE-2025", f"1. {KILN}; 2. {BECK}", start=date(2025, 4, 1), end=date(2026, 3, 31)).pk
    partly = sign(council, "WOOD-2025", "Dalesfoot Paper Ltd / Nobody Known Ltd", start=date(2025, 4, 1)).pk
    lines = [pay(KILN), pay(BECK), pay("Dalesfoot Paper Ltd"), pay("Elsewhere Ltd")]
    named = dict(line(KILN, "9000.00", "2025-05-01", contract_reference="CARE-2025"))
    found = places(council, [*lines, named])
    assert [(place, contract) for place, _why, contract in found] == [
        ("on contract", both),
        ("on contract", both),
        ("on contract", partly),
        ("without a contract", None),
        ("on contract", both),
    ]
    assert [each.name for each in NameNotFound.objects.filter(council=council)] == [
        "Dalesfoot Paper Ltd / Nobody Known Ltd"
    ]
    run = council.coverage_runs.latest("pk")
    assert run.figures["register_names"] == {"all": 2, "found": 1}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Alpha Ltd; Beta Ltd", ("Alpha Ltd", "Beta Ltd")),
        ("1. Alpha People; 2. Beta People", ("Alpha People", "Beta People")),
        ("Alpha Ltd / Beta Ltd", ("Alpha Ltd", "Beta Ltd")),
        ("Smith/Jones Ltd", ()),  # one firm's name
        ("Alpha, Beta & Gamma LLP", ()),
        ("Alpha Ltd;", ()),
    ],
)
def test_suppliers_in_one_cell_are_told_apart_by_marks_that_leave_no_doubt(name: str, parts: tuple[str, ...]) -> None:
    assert parts_of(name) == parts
