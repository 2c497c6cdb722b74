"""Verdicts from figures, pure. Each rule stands in SCORING.md with the name of its test. No score is read or changed.

The lowest department speaks, as in the scoring: one department below the threshold is enough against a level, and
every department that matters has to reach it before the records support one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from goldthread.evidence.indicators.types import (
    Figure,
    FigureState,
    Grain,
    Indicator,
    Outcome,
    Threshold,
    VerdictRule,
)
from goldthread.evidence.verdicts.types import Silence, Verdict

LEAST_TOLD_APART = Decimal("0.8")
"""For support, departments that may speak have to hold so much of the council's whole; a proposal of 2026."""
_SILENCES = {
    FigureState.NO_RECORDS: Silence.NO_RECORDS,
    FigureState.TOO_LITTLE: Silence.TOO_LITTLE,
    FigureState.WEAK_COVERAGE: Silence.WEAK_COVERAGE,
    FigureState.WEAK_CONFIDENCE: Silence.WEAK_CONFIDENCE,
}
_RANK = {Outcome.CONTRADICTS: 0, Outcome.SUPPORTS: 1, Outcome.SILENT: 2}
_MET = "The figure reaches the threshold, which fits the level and does not prove it."
_MISSED = "The figure does not reach the threshold, which is no sign against the level."
_NEVER = "No indicator bears on this level; it rests on what people attest."


def find_threshold(indicator: Indicator, rule: VerdictRule, on: date) -> Threshold | None:
    """The threshold of the rule's code and level that was last to come into force by that day."""
    fits = (t for t in indicator.thresholds if (t.value_code, t.level) == (rule.value_code, rule.level))
    return max((t for t in fits if t.holds_from <= on), key=lambda t: t.holds_from, default=None)


def judge(indicator: Indicator, rule: VerdictRule, figures: Sequence[Figure], on: date) -> Verdict:
    """What one indicator says by one of its rules. `figures` are the council's and its departments', of one period.

    `on` is the period's last day: the threshold in force then is the one that is held against it.
    """
    council = next((f for f in figures if f.department_id is None), None)
    threshold = find_threshold(indicator, rule, on)
    blank = _blank(indicator, rule, threshold)
    if council is None:
        return replace(blank, silence=Silence.NO_RECORDS, reason="No payments of this period are on hand.")
    shown = _with_figure(blank, council)
    if not rule.speaks:
        return replace(shown, silence=Silence.NO_CLAIM, reason=rule.because)
    if threshold is None:
        return replace(shown, silence=Silence.NO_THRESHOLD, reason="No threshold was in force in this period.")
    speakers = [f for f in figures if f.speaks and _stands_alone(indicator, f)]
    if not speakers:
        return _cannot_speak(shown, council)
    lowest = _lowest(speakers, threshold)
    if lowest.value is not None and not threshold.is_met(lowest.value):
        return _say(_with_figure(blank, lowest), rule.missed, rule, _MISSED)
    shown = _with_figure(blank, lowest)
    if rule.met is Outcome.SUPPORTS and indicator.grain is Grain.DEPARTMENT:
        if not council.speaks:
            return _cannot_speak(_with_figure(blank, council), council)
        told = _told_apart(speakers, council)
        if told < LEAST_TOLD_APART:
            return replace(shown, silence=Silence.NOT_TOLD_APART, reason=_in_part(told))
    return _say(shown, rule.met, rule, _MET)


def _in_part(told: Decimal) -> str:
    return (
        f"The figure reaches the threshold, but only {told * 100:.0f}% of it can be told apart by department;"
        f" at least {LEAST_TOLD_APART * 100:.0f}% is needed."
    )


def _told_apart(speakers: Sequence[Figure], council: Figure) -> Decimal:
    """The share of the council's whole that is held by departments that may speak, from 0 to 1."""
    if not council.denominator:
        return Decimal(0)
    told = (f.denominator or Decimal(0) for f in speakers if f.department_id is not None)
    return sum(told, Decimal(0)) / council.denominator


def _stands_alone(indicator: Indicator, figure: Figure) -> bool:
    """A council's figure may count against a level for its departments only where it lies between theirs."""
    return indicator.grain is Grain.COUNCIL or figure.department_id is not None or indicator.adds_up


def _lowest(figures: Sequence[Figure], threshold: Threshold) -> Figure:
    """The figure furthest to the worse side; among equals a department before the council, then by its number."""
    sign = 1 if threshold.at_least is not None else -1
    return min(
        figures,
        key=lambda f: (sign * (f.value or Decimal(0)), f.department_id is None, f.department_id or 0),
    )


def judge_all(indicators: Iterable[Indicator], figures: Sequence[Figure], on: date) -> list[Verdict]:
    """Every verdict of every indicator's rules, in the order of the indicators."""
    return [
        judge(indicator, rule, [f for f in figures if f.indicator == indicator.id], on)
        for indicator in indicators
        for rule in indicator.verdicts
    ]


def decide(verdicts: Sequence[Verdict], value_code: str, level: int, period: str) -> Verdict:
    """The one verdict that is shown for a code at a level: a contradiction before support, support before silence.

    Among silent ones, a figure that could have spoken comes before one that never claims anything.
    """
    found = [v for v in verdicts if (v.value_code, v.level) == (value_code, level)]
    if not found:
        return Verdict(value_code, level, Outcome.SILENT, _NEVER, Silence.NO_INDICATOR, period)
    return min(found, key=lambda v: (_RANK[v.outcome], v.silence is Silence.NO_CLAIM, v.value is None))


def _blank(indicator: Indicator, rule: VerdictRule, threshold: Threshold | None) -> Verdict:
    return Verdict(
        value_code=rule.value_code,
        level=rule.level,
        outcome=Outcome.SILENT,
        reason="",
        silence=None,
        period="",
        indicator=indicator.id,
        indicator_name=indicator.name,
        definition_version=indicator.version,
        unit=indicator.unit,
        threshold=threshold,
    )


def _with_figure(verdict: Verdict, figure: Figure) -> Verdict:
    return replace(
        verdict,
        period=figure.period,
        value=figure.value,
        department_id=figure.department_id,
        coverage=figure.coverage,
        confidence=figure.confidence,
        loads=figure.loads,
    )


def _cannot_speak(shown: Verdict, figure: Figure) -> Verdict:
    silence = _SILENCES.get(figure.state, Silence.NOT_TOLD_APART)
    return replace(shown, silence=silence, reason=figure.reason or "No department has a figure that may speak.")


def _say(shown: Verdict, outcome: Outcome, rule: VerdictRule, silent: str) -> Verdict:
    if outcome is Outcome.SILENT:
        return replace(shown, silence=Silence.NO_CLAIM, reason=silent)
    return replace(shown, outcome=outcome, reason=rule.because)
