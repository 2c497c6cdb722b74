"""Computes indicators for the command line. Django is needed for a council's own data, not for a folder of files."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.evidence.explorer.periods import Period, read_period
from goldthread.evidence.indicators.load import find_indicator
from goldthread.evidence.indicators.types import Figure, Unit

ENGINES = ("duckdb", "spark")
Departments = Mapping[int, str]


class ComputeRefused(UserError):
    """Something that cannot be computed as asked."""


@dataclass(frozen=True)
class Wish:
    """What the command was asked."""

    council: str | None
    period: str
    by: str | None
    indicators: tuple[str, ...]
    engine: str
    data: Path | None


def compute_and_print(wish: Wish, *, as_json: bool) -> None:
    """Print the figures; raises `ComputeRefused`, `UnknownCouncil` or `UnknownIndicator`."""
    period = find_period(wish.period)
    _check(wish)
    figures, departments = _compute(wish, period)
    shown = [f for f in figures if wish.by or f.department_id is None]
    if as_json:
        print_json([figure_as_json(figure, departments) for figure in shown])
        return
    print_table(
        ("Council", "Indicator", "Department", "Figure", "Known for", "Note"),
        [
            (
                f.council,
                f.indicator,
                _department(f, departments) or "",
                show_value(f.value, find_indicator(f.indicator).unit),
                "" if f.coverage is None else f"{f.coverage:.0%}",
                f.reason,
            )
            for f in shown
        ],
        whole=2,
    )
    print_words(f"Period: {period.label}. A figure without a note may speak.")


def find_period(key: str) -> Period:
    """The period that the words name; raises `ComputeRefused`."""
    found = read_period(key.strip())
    if found is None or found.first is None:
        raise ComputeRefused(
            what=f'"{key}" is no period.', do="Name a year such as 2025-26, a quarter 2025-26-q1 or a month 2025-04m."
        )
    return found


def show_value(value: Decimal | None, unit: Unit) -> str:
    """A figure as people read it; rounding is for showing alone."""
    if value is None:
        return "not known"
    return {
        Unit.PERCENT: f"{value:.1f}%",
        Unit.POUNDS: f"£{value:,.2f}",
        Unit.DAYS: f"{value:.1f} days",
        Unit.INDEX: f"{value:,.0f} of 10,000",
    }.get(unit, f"{value:,.0f}")


def figure_as_json(figure: Figure, departments: Departments) -> dict[str, object]:
    """A figure with all that it rests on; money and shares to four places."""
    return {
        "indicator": figure.indicator,
        "council": figure.council,
        "period": figure.period,
        "department": _department(figure, departments),
        "value": _number(figure.value),
        "unit": find_indicator(figure.indicator).unit.value,
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "rows": figure.rows,
        "coverage": _number(figure.coverage),
        "confidence": _number(figure.confidence),
        "state": figure.state.value,
        "reason": figure.reason,
        "definition_version": figure.definition_version,
        "loads": list(figure.loads),
        "parts": [{"label": part.label, "amount": _number(part.amount)} for part in figure.parts],
    }


def _check(wish: Wish) -> None:
    if wish.by not in (None, "department"):
        raise ComputeRefused(what=f'Figures are not broken down by "{wish.by}".', do="Write --by department.")
    if wish.engine not in ENGINES:
        raise ComputeRefused(what=f'There is no engine "{wish.engine}".', do="Write --engine duckdb or --engine spark.")
    if wish.council is None and wish.data is None:
        raise ComputeRefused(
            what="No council is named.", do="Write --council NAME, or --data DIR for every council of a folder."
        )
    if wish.data is not None and not wish.data.is_dir():
        raise ComputeRefused(what=f"There is no folder {wish.data}.", do="Name the folder of the Parquet files.")
    if wish.engine == "spark" and wish.data is None:
        raise ComputeRefused(
            what="Spark reads a folder of files.", do="Write --data DIR; GOLDTHREAD_DATA/evidence holds this council's."
        )


def _compute(wish: Wish, period: Period) -> tuple[list[Figure], Departments]:
    wanted = [find_indicator(name).id for name in wish.indicators]
    figures, departments = _compute_folder(wish, period) if wish.data is not None else _compute_own(wish, period)
    return [f for f in figures if not wanted or f.indicator in wanted], departments


def _compute_own(wish: Wish, period: Period) -> tuple[list[Figure], Departments]:
    from goldthread.evidence.indicators.gather import read_figures
    from goldthread.organisation.models import Department
    from goldthread.organisation.queries import find_council

    council = find_council(wish.council or "")
    departments = dict(Department.objects.filter(council=council).values_list("pk", "name"))
    return read_figures(council, period), departments


def _compute_folder(wish: Wish, period: Period) -> tuple[list[Figure], Departments]:
    from goldthread.evidence.indicators.folder import compute_folder

    assert wish.data is not None  # noqa: S101  checked before
    return compute_folder(wish.data, period, council=wish.council, engine=wish.engine), {}


def _department(figure: Figure, departments: Departments) -> str | None:
    if figure.department_id is None:
        return None
    return departments.get(figure.department_id, str(figure.department_id))


def _number(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 4)
