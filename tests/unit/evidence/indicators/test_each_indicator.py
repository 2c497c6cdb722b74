"""Each shipped indicator against an independent slow count over small written-out lines."""

from datetime import date
from decimal import Decimal

import pytest

from goldthread.evidence.explorer.periods import read_period
from goldthread.evidence.indicators.compute import compute
from goldthread.evidence.indicators.engine import DuckEngine, rows_as_sql
from goldthread.evidence.indicators.load import find_indicator, list_indicators
from goldthread.evidence.indicators.material import Material, Span, span_of
from goldthread.evidence.indicators.passes import SUPPLIER_FACTS
from goldthread.evidence.indicators.types import Figure, Grain
from goldthread.evidence.store import open_store
from tests.unit.evidence.indicators.lines import DEPARTMENTS, Line, fact_rows, make_lines, make_loads, put_into
from tests.unit.evidence.indicators.slow import SLOW, Scene

AS_OF = date(2026, 1, 15)  # the last quarter that is due ended in September 2025
COUNCILS = ("north", "south")
PERIODS = ("2025-26", "2025-26-q2", "2025-05m")
Key = tuple[str, str, str, int | None]


def spans() -> tuple[Span, ...]:
    return tuple(span_of(period) for key in PERIODS if (period := read_period(key)) is not None)


@pytest.fixture(scope="module")
def lines() -> dict[str, list[Line]]:
    return {council: make_lines(council) for council in COUNCILS}


@pytest.fixture(scope="module")
def figures(lines: dict[str, list[Line]]) -> dict[Key, Figure]:
    """Everything at once: two councils, a year with one of its quarters and one of its months, and departments."""
    with open_store() as db:
        put_into(db, [line for council in COUNCILS for line in lines[council]])
        engine = DuckEngine(db)
        engine.make_table("supplier_facts", rows_as_sql(SUPPLIER_FACTS, fact_rows(COUNCILS)))
        loads = tuple(load for council in COUNCILS for load in make_loads(council))
        found = compute(engine, Material(COUNCILS, spans(), loads, AS_OF, has_matching=True), list_indicators())
    return {(f.indicator, f.council, f.period, f.department_id): f for f in found}


def scene_of(lines: list[Line], span: Span, department: int | None) -> Scene:
    mine = [x for x in lines if department is None or DEPARTMENTS.get(x["department"] or "") == department]
    return Scene(
        span=span,
        lines=[x for x in mine if span.first <= x["payment_date"] <= span.last],
        before=[x for x in mine if span.before_first <= x["payment_date"] <= span.before_last],
        council=lines,
        as_of=AS_OF,
        loaded={load.key: load.loaded_on for load in make_loads(lines[0]["council"])},
    )


def test_every_shipped_indicator_is_counted_slowly_too() -> None:
    told = {indicator.id for indicator in list_indicators() if not indicator.table.is_register}
    assert set(SLOW) == told  # those of the register: tests/unit/evidence/practice/test_sums.py


@pytest.mark.parametrize("indicator_id", sorted(SLOW))
def test_indicator_equals_the_slow_count(
    indicator_id: str, figures: dict[Key, Figure], lines: dict[str, list[Line]]
) -> None:
    indicator = find_indicator(indicator_id)
    departments = [None, *DEPARTMENTS.values()] if indicator.grain is Grain.DEPARTMENT else [None]
    compared = 0
    for council in COUNCILS:
        for span in spans():
            if span.kind not in indicator.periods:
                assert (indicator_id, council, span.key, None) not in figures
                continue
            for department in departments:
                scene = scene_of(lines[council], span, department)
                if not scene.lines:
                    continue
                figure = figures[(indicator_id, council, span.key, department)]
                check(figure, SLOW[indicator_id](scene), indicator.unit.scale, has_whole=bool(indicator.whole))
                compared += figure.value is not None
    assert compared >= 2, "the written lines never let this indicator speak"


def check(figure: Figure, answer: tuple[object, ...], scale: int, *, has_whole: bool) -> None:
    numerator, denominator, known, whole = (None if x is None else Decimal(str(x)) for x in answer)
    coverage = (known or Decimal(0)) / whole if has_whole and whole else None
    assert figure.coverage == coverage, figure
    if has_whole and not coverage:
        expected = None
    elif denominator is None:
        expected = numerator
    else:
        expected = (numerator or Decimal(0)) * scale / denominator if denominator else None
    assert figure.value == expected, figure


def test_parts_of_a_breakdown_add_up_to_the_whole(figures: dict[Key, Figure]) -> None:
    for figure in figures.values():
        indicator = find_indicator(figure.indicator)
        if indicator.breakdown is not None and indicator.breakdown.of == indicator.denominator and figure.parts:
            assert sum(part.amount for part in figure.parts) == figure.denominator


def test_what_is_unknown_is_a_part_of_its_own_and_comes_last(figures: dict[Key, Figure]) -> None:
    parts = figures[("sme-share", "north", "2025-26", None)].parts
    assert [part.label for part in parts][-1] is None
    assert {part.label for part in parts} == {"micro", "small", "medium", "large", None}


def test_a_line_without_a_confirmed_department_counts_for_the_council_alone(figures: dict[Key, Figure]) -> None:
    whole = figures[("third-party-spend", "north", "2025-26", None)]
    departments = [figures[("third-party-spend", "north", "2025-26", d)] for d in DEPARTMENTS.values()]
    assert whole.rows > sum(figure.rows for figure in departments) > 0


def test_a_figure_names_the_loads_of_its_period_and_its_definition(figures: dict[Key, Figure]) -> None:
    figure = figures[("purchase-order-share", "north", "2025-26", None)]
    assert figure.loads == ("north-load-full", "north-load-bare")
    assert figures[("third-party-spend", "north", "2025-26", None)].loads == (*figure.loads[:2], "north-load-cards")
    assert figure.definition_version == find_indicator("purchase-order-share").version


def test_confidence_is_that_of_the_weakest_guess_beneath(figures: dict[Key, Figure]) -> None:
    assert figures[("third-party-spend", "north", "2025-26", None)].confidence == 1
    assert figures[("purchase-order-share", "north", "2025-26", None)].confidence == Decimal("0.95")
    assert figures[("sme-share", "north", "2025-26", None)].confidence == Decimal("0.9")
