"""Presents one indicator's figures by department: bars, what each rests on, and which of them speaks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from goldthread.evidence.indicators.types import Direction, Figure, Grain, Indicator, Unit
from goldthread.evidence.indicators.words import say_exactly, say_figure, say_ratio, say_why_silent

WIDEST = Decimal(100)


@dataclass(frozen=True)
class DepartmentRow:
    """One department's figure, or the whole council's. `bar` is a whole per cent of the widest."""

    department_id: int | None
    name: str
    figure: str
    exact: str
    bar: int
    rows: int
    coverage: str
    note: str
    is_lowest: bool
    is_whole: bool


def department_rows(
    indicator: Indicator, figures: Iterable[Figure], names: Mapping[int, str], decides: int | None
) -> list[DepartmentRow]:
    """The council first, then its departments from the lowest figure on; those without one come last."""
    own = [figure for figure in figures if figure.indicator == indicator.id]
    widest = _widest(own, indicator.unit)
    rows = [_row(indicator, figure, names, widest, decides) for figure in sorted(own, key=partial(_order, indicator))]
    return sorted(rows, key=lambda row: not row.is_whole)


def find_lowest(indicator: Indicator, figures: Iterable[Figure]) -> Figure | None:
    """The department that stands furthest to the worse side; None where no side is better or none may speak."""
    if indicator.direction is Direction.NONE or indicator.grain is Grain.COUNCIL:
        return None
    sign = 1 if indicator.direction is Direction.HIGHER else -1
    own = [f for f in figures if f.indicator == indicator.id and f.department_id is not None and f.speaks]
    return min(own, key=lambda f: (sign * (f.value or Decimal(0)), f.department_id or 0), default=None)


def bar_of(value: Decimal | None, widest: Decimal) -> int:
    """A whole per cent from 0 to 100; a thing that is there has at least one."""
    if value is None or value <= 0 or widest <= 0:
        return 0
    return max(1, min(100, round(value / widest * 100)))


def _widest(figures: Sequence[Figure], unit: Unit) -> Decimal:
    if unit is Unit.PERCENT:
        return WIDEST
    return max((figure.value for figure in figures if figure.value is not None), default=Decimal(0))


def _order(indicator: Indicator, figure: Figure) -> tuple[bool, Decimal, int]:
    sign = -1 if indicator.direction is Direction.LOWER else 1
    return figure.value is None, sign * (figure.value or Decimal(0)), figure.department_id or 0


def _row(
    indicator: Indicator, figure: Figure, names: Mapping[int, str], widest: Decimal, decides: int | None
) -> DepartmentRow:
    whole = figure.department_id is None
    return DepartmentRow(
        department_id=figure.department_id,
        name="The whole council" if whole else names.get(figure.department_id or 0, "a department"),
        figure=say_figure(figure.value, indicator.unit),
        exact=say_exactly(figure.value, indicator.unit),
        bar=bar_of(figure.value, widest),
        rows=figure.rows,
        coverage=say_ratio(figure.coverage) if indicator.known else "",
        note=say_why_silent(figure),
        is_lowest=not whole and figure.department_id == decides,
        is_whole=whole,
    )
