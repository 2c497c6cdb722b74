"""Builds the verdicts by value code and the list of every figure."""

from collections.abc import Sequence

from goldthread.evidence.indicators.gather import of_payments
from goldthread.evidence.indicators.types import Direction, Figure, Indicator, Outcome
from goldthread.evidence.indicators.words import say_figure, say_ratio
from goldthread.evidence.verdicts.queries import FRAMEWORK, Reading
from goldthread.evidence.verdicts.types import Verdict
from goldthread.framework.load import load_framework
from goldthread.framework.types import Framework
from goldthread.reports.spend.types import CodeSaid, FigureRow, Said

SIGNS = {Outcome.SUPPORTS: "✓", Outcome.CONTRADICTS: "!", Outcome.SILENT: "–"}
WHOLE = "the whole council"
_ORDER = {Outcome.CONTRADICTS: 0, Outcome.SUPPORTS: 1, Outcome.SILENT: 2}


def build_codes(reading: Reading) -> list[CodeSaid]:
    """The value codes on which a rule of any indicator bears, in the framework's order."""
    framework = load_framework(FRAMEWORK)
    found = []
    for code in framework.value_codes:
        verdicts = sorted(
            (v for v in reading.every if v.value_code == code.id), key=lambda v: (_ORDER[v.outcome], v.level)
        )
        if verdicts:
            area = framework.object_of(code.id).name
            said = tuple(_said(verdict, reading, framework) for verdict in verdicts)
            found.append(CodeSaid(code.id, code.name, area, said))
    return found


def _said(verdict: Verdict, reading: Reading, framework: Framework) -> Said:
    asked = ""
    if verdict.threshold is not None and verdict.unit is not None:
        side = "at least" if verdict.threshold.at_least is not None else "at most"
        asked = f"{side} {say_figure(verdict.threshold.value, verdict.unit)}"
    return Said(
        sign=SIGNS[verdict.outcome],
        outcome=verdict.outcome.value,
        level=f"{verdict.level} {framework.level_name(verdict.level)}",
        indicator=verdict.indicator_name,
        figure=say_figure(verdict.value, verdict.unit) if verdict.unit else "unknown",
        asked=asked,
        decides=reading.department_name(verdict) or WHOLE,
        reason=verdict.reason,
    )


def build_figures(reading: Reading) -> list[FigureRow]:
    """Every indicator with the council's figure and its weakest department's."""
    return [_figure(indicator, reading) for indicator in of_payments()]


def _figure(indicator: Indicator, reading: Reading) -> FigureRow:
    own = [figure for figure in reading.figures if figure.indicator == indicator.id]
    whole = next((figure for figure in own if figure.department_id is None), None)
    return FigureRow(
        id=indicator.id,
        name=indicator.name,
        figure=say_figure(whole.value if whole else None, indicator.unit),
        weakest=_weakest(indicator, own, reading),
        coverage=say_ratio(whole.coverage) if whole and indicator.known else "",
        note=whole.reason if whole else "It has no figure for such a period.",
        version=indicator.version,
    )


def _weakest(indicator: Indicator, figures: Sequence[Figure], reading: Reading) -> str:
    if indicator.direction is Direction.NONE:
        return ""
    sign = 1 if indicator.direction is Direction.HIGHER else -1
    speaking = [f for f in figures if f.department_id is not None and f.speaks and f.value is not None]
    if not speaking:
        return ""
    lowest = min(speaking, key=lambda f: (sign * (f.value or 0), f.department_id or 0))
    name = reading.departments.get(lowest.department_id or 0, "a department")
    return f"{name}: {say_figure(lowest.value, indicator.unit)}"
