"""Every indicator of the register counted a second time, row by row in Python, over rows made by chance.

A flag that is None is neither yes nor no. What makes a row is tested in `test_rows.py`.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import pytest

from goldthread.evidence.indicators.compute import compute
from goldthread.evidence.indicators.engine import DuckEngine
from goldthread.evidence.indicators.load import list_indicators, load_tables
from goldthread.evidence.indicators.material import Material, Span
from goldthread.evidence.indicators.passes import register_columns
from goldthread.evidence.indicators.types import Column, ColumnKind, Figure, PeriodKind, TableName
from goldthread.evidence.store import make_table_of, open_store

Row = dict[str, object]
Sum = Callable[[Sequence[Row]], Decimal | None]
SPAN = Span("2025-26", date(2025, 4, 1), date(2026, 3, 31), PeriodKind.YEAR)
DEPARTMENTS = (None, 1, 2, 3)
WORDS = {
    "kind": ("report", "saving", "waiver", "contract manager", "procurement officer", "senior manager", "councillor"),
    "audience": ("chief officers", "councillors", "scrutiny", "suppliers", None),
}


def yes(*flags: str) -> Callable[[Row], bool]:
    return lambda row: all(row[flag] is True for flag in flags)


def known(flag: str) -> Callable[[Row], bool]:
    return lambda row: row[flag] is not None


def kind(*kinds: str, also: str = "") -> Callable[[Row], bool]:
    return lambda row: row["kind"] in kinds and (not also or row[also] is True)


def told(audiences: Sequence[str]) -> Callable[[Row], bool]:
    return lambda row: row["kind"] == "report" and row["audience"] in audiences


def anything(row: Row) -> bool:
    return bool(row)


def count(*conditions: Callable[[Row], bool]) -> Sum:
    return lambda rows: Decimal(sum(all(each(row) for each in conditions) for row in rows))


def total(column: str, *conditions: Callable[[Row], bool]) -> Sum:
    def add(rows: Sequence[Row]) -> Decimal | None:
        found = [row[column] for row in rows if all(each(row) for each in conditions) and row[column] is not None]
        return sum((Decimal(str(each)) for each in found), Decimal(0)) if found else None

    return add


LIVE = yes("is_live")
RISKY = yes("is_live", "is_high_risk")
LARGE, VCSE_CHAIN = yes("is_live", "is_major"), yes("is_live", "has_vcse_chain")
FRESHLY_TENDERED = yes("is_new", "is_tender_known")
MEMBERS, CHIEFS = ("councillors", "scrutiny"), ("chief officers", "councillors", "scrutiny")


def changed(row: Row) -> bool:
    return bool(row["changes"])


def no_sum(_rows: Sequence[Row]) -> Decimal | None:
    return None


SLOW: dict[str, tuple[Sum, Sum]] = {
    "register-completeness": (count(LIVE, yes("is_complete")), count(LIVE)),
    "register-freshness": (count(LIVE, yes("is_fresh")), count(LIVE)),
    "changes-on-form": (total("changes_on_form", changed), total("changes", changed)),
    "unexplained-overruns": (
        count(known("value"), yes("has_overrun")),
        count(known("value"), known("has_overrun")),
    ),
    "changes-reported": (total("changes_reported", changed), total("changes", changed)),
    "distress-clause-share": (
        count(yes("is_live", "is_major", "is_service", "has_distress_clause")),
        count(yes("is_live", "is_major", "is_service"), known("has_distress_clause")),
    ),
    "reviewed-against-plan": (count(LIVE, yes("is_reviewed_against_plan")), count(LIVE)),
    "savings-validated": (total("validated", kind("saving")), total("claimed", kind("saving"))),
    "named-manager-share": (count(LIVE, yes("has_manager")), count(LIVE)),
    "profile-share": (
        count(yes("is_live", "has_manager", "is_in_profile")),
        count(yes("is_live", "has_manager"), known("is_in_profile")),
    ),
    "managers-trained": (count(yes("is_manager", "is_refreshed")), count(yes("is_manager"))),
    "managers-advanced": (count(yes("is_manager", "is_heavy", "is_advanced")), count(yes("is_manager", "is_heavy"))),
    "managers-qualified": (count(yes("is_manager", "is_qualified")), count(yes("is_manager"))),
    "strategic-data": (count(yes("has_all_five", "has_chain")), count(anything)),
    "strategic-by-criteria": (count(yes("is_by_criteria")), count(anything)),
    "strategic-shared": (count(yes("is_shared")), count(anything)),
    "strategic-plans": (count(yes("has_all_plans")), count(anything)),
    "strategic-met": (count(yes("is_met")), count(anything)),
    "market-engaged": (count(yes("is_over_threshold", "has_engagement")), count(yes("is_over_threshold"))),
    "pipeline-published": (count(yes("is_over_floor", "is_published")), count(yes("is_over_floor"))),
    "ending-contracts-planned": (
        count(yes("ends_soon", "is_major", "is_planned")),
        count(yes("ends_soon", "is_major")),
    ),
    "pipeline-budget": (count(yes("has_budget")), count(anything)),
    "appraisal-share": (count(yes("is_over_floor", "has_appraisal")), count(yes("is_over_floor"))),
    "wide-appraisals": (count(yes("has_appraisal", "is_wide_appraisal")), count(yes("has_appraisal"))),
    "research-share": (count(yes("is_over_floor", "has_research")), count(yes("is_over_floor"))),
    "innovation-scored": (
        count(FRESHLY_TENDERED, yes("has_innovation")),
        count(FRESHLY_TENDERED, known("has_innovation")),
    ),
    "performance-reports": (count(told(CHIEFS)), no_sum),
    "reports-with-benefits": (
        count(kind("report"), lambda row: row["is_about_commerce"] is True or row["is_about_social_value"] is True),
        count(kind("report")),
    ),
    "annual-report-published": (count(kind("report", also="is_published")), no_sum),
    "reviews-after-contract": (
        count(yes("is_ended", "is_reviewed_after")),
        count(yes("is_ended"), known("is_reviewed_after")),
    ),
    "councillor-briefings": (count(told(MEMBERS)), no_sum),
    "councillors-trained": (count(kind("councillor", also="is_commercially_aware")), count(kind("councillor"))),
    "senior-managers-trained": (
        count(kind("senior manager", also="is_commercially_aware")),
        count(kind("senior manager")),
    ),
    "early-advice": (count(yes("is_over_floor", "is_advised")), count(yes("is_over_floor"))),
    "joint-contracts": (count(LIVE, yes("is_joint")), count(LIVE, known("is_joint"))),
    "board-route": (count(yes("is_over_threshold", "has_board_route")), count(yes("is_over_threshold"))),
    "partnership-trained": (count(yes("is_partnership_trained")), count(anything)),
    "risks-mitigated": (count(RISKY, yes("has_risk", "is_mitigated")), count(RISKY)),
    "risks-accepted": (count(RISKY, yes("has_risk", "is_accepted")), count(RISKY, yes("has_risk"))),
    "slavery-rated": (count(LIVE, yes("is_slavery_rated")), count(LIVE)),
    "slavery-checked": (
        count(LIVE, yes("is_slavery_high", "is_slavery_checked")),
        count(LIVE, yes("is_slavery_high")),
    ),
    "data-question-answered": (count(LIVE, known("holds_data")), count(LIVE)),
    "data-terms-sound": (count(LIVE, yes("holds_data", "is_data_sound")), count(LIVE, yes("holds_data"))),
    "planned-data-answered": (count(yes("is_data_answered")), count(anything)),
    "contingency-share": (count(RISKY, yes("has_contingency")), count(RISKY)),
    "backup-share": (count(RISKY, yes("has_backup")), count(RISKY)),
    "social-value-trained": (
        count(kind("contract manager", "procurement officer", also="is_social_value_trained")),
        count(kind("contract manager", "procurement officer")),
    ),
    "social-value-assessed": (count(yes("is_social_value_assessed")), count(anything)),
    "social-value-weight-5": (
        count(FRESHLY_TENDERED, yes("is_weighted_5")),
        count(FRESHLY_TENDERED, known("is_weighted_5")),
    ),
    "social-value-weight-10": (
        count(FRESHLY_TENDERED, yes("is_weighted_10")),
        count(FRESHLY_TENDERED, known("is_weighted_10")),
    ),
    "social-value-reports": (count(told(MEMBERS), yes("is_about_social_value")), no_sum),
    "smes-engaged": (count(yes("has_engagement", "has_smes")), count(yes("has_engagement"), known("has_smes"))),
    "vcses-engaged": (count(yes("has_engagement", "has_vcses")), count(yes("has_engagement"), known("has_vcses"))),
    "lots-or-markets": (
        count(FRESHLY_TENDERED, lambda row: row["has_lots"] is True or row["is_by_market"] is True),
        count(FRESHLY_TENDERED, lambda row: row["has_lots"] is not None or row["is_by_market"] is not None),
    ),
    "outcome-based": (
        count(FRESHLY_TENDERED, yes("is_outcome_based")),
        count(FRESHLY_TENDERED, known("is_outcome_based")),
    ),
    "register-coverage": (total("amount", yes("is_listed")), total("amount")),
    "on-contract-share": (total("amount", yes("is_on")), total("amount")),
    "off-contract-share": (total("amount", yes("is_off")), total("amount")),
    "chain-returns": (count(LARGE, yes("has_return")), count(LARGE, known("has_return"))),
    "chain-monitored": (
        count(LARGE, yes("has_return", "has_chain_terms", "has_concerns_route")),
        count(LARGE, known("has_return")),
    ),
    "chain-route": (count(LARGE, yes("has_concerns_route")), count(LARGE, known("has_concerns_route"))),
    "chain-paid-in-time": (total("chain_paid_in_time", LARGE), total("chain_paid", LARGE)),
    "vcse-chain-returns": (count(VCSE_CHAIN, yes("has_return")), count(VCSE_CHAIN)),
    "vcse-chain-route": (
        count(VCSE_CHAIN, yes("has_concerns_route")),
        count(VCSE_CHAIN, known("has_concerns_route")),
    ),
    "people-plan-agreed": (count(yes("is_agreed")), no_sum),
    "people-plan-sound": (count(yes("is_sound")), no_sum),
    "reviewed-for-model": (count(LIVE, yes("is_reviewed_for_model")), count(LIVE)),
}
REGISTER = [indicator for indicator in list_indicators() if indicator.table.is_register]


def make_cell(chance: random.Random, column: Column, number: int) -> object:
    match column.kind:
        case ColumnKind.FLAG:
            return chance.choice((True, True, False, None))
        case ColumnKind.COUNT:
            return chance.randrange(4)
        case ColumnKind.MONEY:
            return chance.choice((None, Decimal(chance.randrange(100, 9_000_000)) / 100))
    return chance.choice(WORDS.get(column.name, (f"{column.name} {number}",)))


def make_rows(table: TableName) -> Iterator[Row]:
    """Rows by chance, each for the council and once more for its department."""
    chance = random.Random(f"register {table}")  # noqa: S311 rows, not secrets
    for number in range(240):
        row = {column.name: make_cell(chance, column, number) for column in load_tables()[table].columns.values()}
        department = chance.choice(DEPARTMENTS)
        place = {"council": "north", "period": SPAN.key}
        yield {**place, "scope": "council", "department_id": None, **row}
        if department is not None:
            yield {**place, "scope": "department", "department_id": department, **row}


@pytest.fixture(scope="module")
def rows() -> dict[TableName, list[Row]]:
    return {table: list(make_rows(table)) for table in TableName if table.is_register}


@pytest.fixture(scope="module")
def figures(rows: dict[TableName, list[Row]]) -> dict[tuple[str, int | None], Figure]:
    material = Material(("north",), (SPAN,), (), date(2026, 6, 1), has_register=True)
    with open_store() as db:
        for table, held in rows.items():
            make_table_of(db, table.value, register_columns(table), held)
        found = compute(DuckEngine(db), material, REGISTER)
    return {(figure.indicator, figure.department_id): figure for figure in found}


def test_every_indicator_of_the_register_is_counted_slowly_too() -> None:
    assert set(SLOW) == {indicator.id for indicator in REGISTER}


@pytest.mark.parametrize("indicator", REGISTER, ids=lambda each: each.id)
def test_figures_are_those_of_the_slow_count(
    rows: dict[TableName, list[Row]], figures: dict[tuple[str, int | None], Figure], indicator: object
) -> None:
    found = next(each for each in REGISTER if each is indicator)
    numerator, denominator = SLOW[found.id]
    places = DEPARTMENTS if (found.id, 1) in figures else (None,)
    for department in places:
        scope = "council" if department is None else "department"
        mine = [r for r in rows[found.table] if r["scope"] == scope and r["department_id"] == department]
        figure = figures[found.id, department]
        assert (figure.numerator or Decimal(0)) == (numerator(mine) or Decimal(0))
        assert figure.denominator == denominator(mine)


def test_without_a_register_every_figure_says_that_nothing_is_kept() -> None:
    with open_store() as db:
        found = compute(DuckEngine(db), Material(("north",), (SPAN,), (), date(2026, 6, 1)), REGISTER[:3])
    assert {figure.reason for figure in found} == {"The register and its logs hold nothing of this for the period."}
    assert {figure.value for figure in found} == {None}
