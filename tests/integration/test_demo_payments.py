"""The demonstration's payments, loaded and computed as anybody's: each indicator finds what was planted."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from goldthread.assessment.models import Answer
from goldthread.demo.payments.load import load_payments
from goldthread.demo.payments.plan import read_file
from goldthread.demo.payments.suppliers import make_suppliers
from goldthread.demo.payments.types import NO_SIZE, Sector
from goldthread.evidence.indicators import gather
from goldthread.evidence.indicators.engine import DuckEngine, rows_as_sql
from goldthread.evidence.indicators.gather import compute_figures, of_payments
from goldthread.evidence.indicators.material import Span
from goldthread.evidence.indicators.passes import SUPPLIER_FACTS
from goldthread.evidence.indicators.types import Figure, Outcome, PeriodKind
from goldthread.evidence.models import DepartmentName, Load
from goldthread.evidence.store import Connection
from goldthread.evidence.verdicts.queries import Reading, read_verdicts
from goldthread.organisation.models import Council
from tests.demo_counts import COUNCIL, count_indicators, read_rows
from tests.integration.test_demo_contracts import TRUTHS as OF_CONTRACTS
from tests.prepared import put_demo

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]

TRUTHS = read_file("truths")
PLANTED = TRUTHS["planted"]
YEAR = Span("2025-26", date(2025, 4, 1), date(2026, 3, 31), PeriodKind.YEAR)
TODAY = date(2026, 11, 21)
NEARLY = Fraction(1, 10**20)
"""Decimals are divided to 28 figures; the counts are exact fractions."""


def attach_told_facts(db: Connection, council: Council, _loads: Sequence[Load]) -> bool:
    """Who is who as the plan tells it, in the place of matching: these tests are about the figures."""
    told = {
        spelling: each
        for group in make_suppliers().values()
        for each in group
        if each.id
        for spelling in each.spellings
    }
    rows = [
        (
            council.slug,
            name,
            each.id,
            bool(each.company_number or each.charity_number),
            None if each.group.size == NO_SIZE else each.group.size,
            each.group.sector.value if each.postcode or each.group.sector is Sector.PUBLIC else None,
            each.ward or None,
            bool(each.ward) if each.postcode or each.ward else None,
            Decimal(1),
        )
        for name, each in told.items()
    ]
    DuckEngine(db).make_table("supplier_facts", rows_as_sql(SUPPLIER_FACTS, rows))
    return True


@pytest.fixture(scope="module")
def council(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Council]:
    """Wharfemoor with its payments, in a data directory of its own; gone again after this module."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "DATA_DIR", tmp_path_factory.mktemp("demo"))
        patch.setattr(gather, "attach_facts", attach_told_facts)
        yield put_demo()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def figures(council: Council) -> dict[tuple[str, str], Figure]:
    """Each indicator's figure of 2025-26 by department."""
    names = {row.pk: row.short for row in council.departments.all()}
    found = compute_figures(council, [YEAR], as_of=TODAY)
    return {(row.indicator, names[row.department_id] if row.department_id else COUNCIL): row for row in found}


@pytest.fixture(scope="module")
def reading(council: Council) -> Reading:
    return read_verdicts(council, as_of=TODAY)


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[str, Fraction | None]]:
    return count_indicators(PLANTED["year"], PLANTED["before"])


@pytest.mark.parametrize("indicator", [indicator.id for indicator in of_payments()])
def test_the_engine_finds_what_was_planted(
    indicator: str,
    figures: dict[tuple[str, str], Figure],
    counted: dict[str, dict[str, Fraction | None]],
) -> None:
    for department, expected in counted[indicator].items():
        value = figures[indicator, department].value
        if expected is None or value is None:
            assert value is expected, department
        else:
            assert abs(Fraction(value) - expected) <= NEARLY * max(1, expected), department


@pytest.mark.parametrize("told", TRUTHS["verdicts"], ids=lambda told: f"{told['value_code']}-{told['level']}")
def test_the_records_say_what_the_story_tells(told: Mapping[str, Any], council: Council, reading: Reading) -> None:
    verdict = reading.of(told["value_code"], told["level"])
    assert (verdict.outcome.value, verdict.indicator) == (told["verdict"], told.get("indicator"))
    if "department" in told:
        department = council.departments.get(short_name=told["department"])
        assert (verdict.department_id, verdict.value) == (department.pk, told["value"])


def test_no_other_level_is_contradicted_or_supported(reading: Reading) -> None:
    spoken = {(v.value_code, v.level) for v in reading.shown if v.outcome is not Outcome.SILENT}
    planted = [*TRUTHS["verdicts"], *OF_CONTRACTS["verdicts"]]
    assert spoken == {(told["value_code"], told["level"]) for told in planted if told["verdict"] != "silent"}


def test_place_claims_what_its_own_orders_contradict(council: Council) -> None:
    rows = Answer.objects.filter(response__round__council=council, response__round__ref="2026", value_code="ENB2")
    assert rows.get(response__department__short_name="Place").level == 3


def test_every_indicator_that_ships_has_a_planted_truth() -> None:
    assert {indicator.id for indicator in of_payments()} == set(PLANTED["figures"])


def test_every_published_line_but_one_total_is_loaded_to_the_penny(council: Council) -> None:
    loads = Load.objects.filter(council=council)
    assert sum(load.rows_loaded for load in loads) == len(read_rows())
    assert sum(load.net_loaded for load in loads) == sum(row.amount for row in read_rows())
    aside = {load.file_name: load.reasons for load in loads if load.rows_set_aside}
    assert aside == {"wharfemoor-payments-2024-25-q1.csv": {"total": 1}}


def test_finances_names_are_confirmed_and_schools_stand_for_no_department(council: Council) -> None:
    names = {row.name: row.department for row in DepartmentName.objects.filter(council=council, is_confirmed=True)}
    assert len(names) == DepartmentName.objects.filter(council=council).count() == 23
    assert {department.short for department in names.values() if department} == set(PLANTED["order"]) - {COUNCIL}
    assert [name for name, department in sorted(names.items()) if department is None] == [
        "Maintained Schools",
        "Schools Delegated",
    ]


def test_a_second_load_adds_nothing_and_what_was_withdrawn_stays_so(council: Council) -> None:
    load = Load.objects.filter(council=council).latest("pk")
    Load.objects.filter(pk=load.pk).update(state="withdrawn")
    assert load_payments(council) == 0
    load.save()
