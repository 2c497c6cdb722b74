"""Verdicts and figures in the words that people read: a sign and a word, a figure with its unit, a threshold."""

from decimal import Decimal

from goldthread.evidence.indicators.types import Outcome, Threshold, Unit
from goldthread.evidence.verdicts.types import Verdict

SIGNS = {Outcome.SUPPORTS: "✓", Outcome.CONTRADICTS: "!", Outcome.SILENT: "–"}


def show_figure(value: Decimal | None, unit: Unit) -> str:
    """A figure as people read it; what is not known is a word, never 0."""
    if value is None:
        return "not known"
    if unit is Unit.PERCENT:
        return f"{value:.1f}".removesuffix(".0") + "%"
    if unit is Unit.DAYS:
        return f"{value:.1f}".removesuffix(".0") + " days"
    return f"£{value:,.0f}" if unit is Unit.POUNDS else f"{value:,.0f}"


def show_threshold(threshold: Threshold, unit: Unit) -> str:
    """ "at least 40%", "at most 30 days"."""
    return f"at {'least' if threshold.at_least is not None else 'most'} {show_figure(threshold.value, unit)}"


def say_figure(verdict: Verdict) -> str:
    """ "Spend with a purchase order is 25% in 2025-26; at least 40% is asked for"; empty where there is no figure."""
    if verdict.unit is None or verdict.value is None:
        return ""
    found = f"{verdict.indicator_name} is {show_figure(verdict.value, verdict.unit)} in {verdict.period}"
    asks = verdict.threshold
    return f"{found}; {show_threshold(asks, verdict.unit)} is asked for" if asks else found
