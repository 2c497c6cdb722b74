"""Presents one indicator of one period: the finding, the figure, who speaks, what it says, and how it is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.common.words import list_in_words
from goldthread.evidence.indicators.explain import Sum, Told, explain_columns, explain_piece, explain_where
from goldthread.evidence.indicators.load import load_tables
from goldthread.evidence.indicators.merge import show_sql
from goldthread.evidence.indicators.types import Figure, Grain, Indicator, Outcome, PeriodKind, Unit
from goldthread.evidence.indicators.words import UNITS, better_side, say_exactly, say_figure, say_ratio
from goldthread.evidence.models import Load
from goldthread.evidence.verdicts.queries import FRAMEWORK, Reading
from goldthread.framework.load import load_framework
from goldthread.web.evidence.indicators.asked import Asked
from goldthread.web.evidence.indicators.present_departments import DepartmentRow, department_rows, find_lowest
from goldthread.web.evidence.indicators.present_list import find_whole
from goldthread.web.evidence.indicators.present_rows import plural_of
from goldthread.web.evidence.indicators.verdicts import Said, present_verdict

_KINDS = {PeriodKind.YEAR: "years", PeriodKind.QUARTER: "quarters", PeriodKind.MONTH: "months"}
_ORDER = {Outcome.CONTRADICTS: 0, Outcome.SUPPORTS: 1, Outcome.SILENT: 2}


@dataclass(frozen=True)
class Whole:
    """The council's own figure in words, with what it rests on."""

    figure: str
    exact: str
    numerator: str
    denominator: str
    coverage: str
    confidence: str
    rows: int
    reason: str


@dataclass(frozen=True)
class PartRow:
    """One part of a figure that is broken down; what is not known is a part of its own."""

    name: str
    pounds: str
    share: str
    bar: int


@dataclass(frozen=True)
class Limit:
    """One threshold with its date and source."""

    value_code: str
    level: str
    text: str
    holds_from: date
    source: str


@dataclass(frozen=True)
class Method:
    """How the figure is computed, in words and in SQL."""

    grain: str
    counted: str
    numerator: Told | None
    denominator: Told | None
    known: Told | None
    where: Sum | None
    columns: tuple[tuple[str, str], ...]
    sql: str
    minimum: str
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class Page:
    """Everything on an indicator's page but its history and its rows."""

    finding: str
    unit: str
    better: str
    whole: Whole | None
    departments: tuple[DepartmentRow, ...]
    departments_say: str
    parts: tuple[PartRow, ...]
    said: tuple[Said, ...]
    method: Method
    loads: tuple[Load, ...]


def present_page(indicator: Indicator, asked: Asked, reading: Reading, loads: Sequence[Load]) -> Page:
    """The page of one indicator in the period asked for."""
    figures = [figure for figure in reading.figures if figure.indicator == indicator.id]
    whole, lowest = find_whole(figures, indicator.id), find_lowest(indicator, figures)
    verdicts = sorted(
        (v for v in reading.every if v.indicator == indicator.id),
        key=lambda v: (_ORDER[v.outcome], v.value_code, v.level),
    )
    framework = load_framework(FRAMEWORK)
    said = tuple(present_verdict(verdict, framework, reading.departments) for verdict in verdicts)
    behind = {load.key: load for load in loads}
    return Page(
        finding=_say_finding(indicator, asked, whole, _say_lowest(indicator, lowest, whole, reading.departments), said),
        unit=UNITS[indicator.unit],
        better=better_side(indicator),
        whole=_whole(indicator, whole) if whole else None,
        departments=tuple(
            department_rows(indicator, figures, reading.departments, lowest.department_id if lowest else None)
        ),
        departments_say=_say_departments(indicator, figures, lowest, reading.departments),
        parts=tuple(_parts(whole)) if whole else (),
        said=said,
        method=explain_method(indicator),
        loads=tuple(behind[key] for key in (whole.loads if whole else ()) if key in behind),
    )


def explain_method(indicator: Indicator) -> Method:
    """How an indicator is computed, whatever the period."""
    framework, least = load_framework(FRAMEWORK), indicator.minimum
    needs = [f"{least.rows:,} row{'' if least.rows == 1 else 's'}"]
    if indicator.known:
        needs.append(f"{least.coverage * 100:.0f}% of what matters known")
    needs.append(f"{least.confidence * 100:.0f}% sure of columns and matches")
    return Method(
        grain=load_tables()[indicator.table].grain,
        counted=plural_of(indicator.table),
        numerator=explain_piece(indicator, indicator.numerator),
        denominator=explain_piece(indicator, indicator.denominator),
        known=explain_piece(indicator, indicator.known),
        where=explain_where(indicator),
        columns=tuple(explain_columns(indicator)),
        sql=show_sql(indicator),
        minimum=", ".join(needs),
        limits=tuple(
            Limit(
                value_code=limit.value_code,
                level=framework.level_name(limit.level),
                text=f"{'at least' if limit.at_least is not None else 'at most'}"
                f" {say_figure(limit.value, indicator.unit)}",
                holds_from=limit.holds_from,
                source=limit.source,
            )
            for limit in indicator.thresholds
        ),
    )


def _whole(indicator: Indicator, figure: Figure) -> Whole:
    return Whole(
        figure=say_figure(figure.value, indicator.unit),
        exact=say_exactly(figure.value, indicator.unit),
        numerator=_say_sum(figure.numerator),
        denominator=_say_sum(figure.denominator) if indicator.denominator else "",
        coverage=say_ratio(figure.coverage) if indicator.known else "",
        confidence=say_ratio(figure.confidence),
        rows=figure.rows,
        reason=figure.reason,
    )


def _say_sum(amount: Decimal | None) -> str:
    """A numerator or a denominator with its digits."""
    if amount is None:
        return "unknown"
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _say_finding(indicator: Indicator, asked: Asked, whole: Figure | None, lowest: str, said: Sequence[Said]) -> str:
    """The figure, who decides, and what follows: one or two sentences."""
    if whole is None:
        kinds = " and ".join(_KINDS[kind] for kind in indicator.periods)
        return f"This figure is made for {kinds} alone; choose one to see it."
    if whole.value is None:
        return f"For {asked.period.label} it is unknown. {whole.reason}"
    text = f"{say_figure(whole.value, indicator.unit)} for the whole council in {asked.period.label}"
    text += lowest and f"; {lowest}"
    spoken = [_say_outcome(said, outcome) for outcome in (Outcome.CONTRADICTS, Outcome.SUPPORTS)]
    if any(spoken):
        return f"{text}. The records {' and '.join(filter(None, spoken))}."
    return f"{text}. {whole.reason or 'It neither supports nor contradicts a level.'}"


def _say_outcome(said: Sequence[Said], outcome: Outcome) -> str:
    """ "contradict ENB2 Developing and ENB2 Mature", or an empty text."""
    levels = [each.named for each in said if each.style == outcome.value]
    return f"{outcome.value.removesuffix('s')} {list_in_words(levels)}" if levels else ""


def _say_lowest(indicator: Indicator, lowest: Figure | None, whole: Figure | None, names: Mapping[int, str]) -> str:
    if lowest is None or lowest.department_id is None:
        return ""
    if whole is not None and lowest.value == whole.value:
        return "no department stands worse"
    name = names.get(lowest.department_id, "one department")
    return f"{name} stands weakest with {say_figure(lowest.value, indicator.unit)}"


def _say_departments(
    indicator: Indicator, figures: Sequence[Figure], lowest: Figure | None, names: Mapping[int, str]
) -> str:
    if indicator.grain is Grain.COUNCIL:
        return "This figure is the council’s alone; departments have none of their own."
    if not any(figure.department_id for figure in figures):
        return "No payment of this period counts for a department yet: finance’s names have still to be confirmed."
    if lowest is not None and lowest.department_id is not None:
        name = names.get(lowest.department_id, "one department")
        return f"The weakest speaks, as in the scoring: {name}."
    if not any(figure.department_id and figure.speaks for figure in figures):
        return "No department’s figure may speak."
    return "Neither side is better, so no department stands weakest."


def _parts(whole: Figure) -> list[PartRow]:
    total = sum((part.amount for part in whole.parts if part.amount > 0), Decimal(0))
    rows = []
    for part in whole.parts:
        share = part.amount / total if total and part.amount >= 0 else None
        bar = max(1, round(share * 100)) if share else 0
        rows.append(PartRow(part.label or "unknown", say_exactly(part.amount, Unit.POUNDS), say_ratio(share), bar))
    return rows
