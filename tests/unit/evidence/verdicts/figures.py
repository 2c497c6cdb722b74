"""Indicators and figures for the tests of verdicts, made of the few things that matter there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from goldthread.evidence.indicators.load import find_indicator
from goldthread.evidence.indicators.types import (
    Figure,
    FigureState,
    Indicator,
    Minimum,
    Outcome,
    Threshold,
    VerdictRule,
)

ON = date(2026, 3, 31)
BASE = find_indicator("purchase-order-share")
RULE = VerdictRule("ENB2", 3, Outcome.SUPPORTS, Outcome.CONTRADICTS, "Because.")
LIMIT = Threshold("ENB2", 3, Decimal(80), None, date(2018, 4, 1), "proposed")
CEILING = replace(LIMIT, at_least=None, at_most=Decimal(80))


def indicator(*limits: Threshold, rule: VerdictRule = RULE) -> Indicator:
    """A share by department; without limits, at least 80 per cent since 2018."""
    least = Minimum(50, Decimal("0.6"), Decimal("0.7"))
    return replace(BASE, thresholds=limits or (LIMIT,), verdicts=(rule,), minimum=least)


def figure(
    value: int | str | None, department: int | None = None, *, state: FigureState = FigureState.KNOWN, of: int = 100
) -> Figure:
    """A figure of so many per cent, of `of` pounds; without a department, the council's."""
    return Figure(
        indicator=BASE.id,
        definition_version="1-test",
        council="north",
        period="2025-26",
        department_id=department,
        numerator=None,
        denominator=Decimal(of),
        value=None if value is None else Decimal(value),
        rows=100,
        coverage=Decimal("0.9"),
        confidence=Decimal(1),
        state=state,
        reason="" if state is FigureState.KNOWN else f"It is {state.value}.",
        loads=("load",),
    )
