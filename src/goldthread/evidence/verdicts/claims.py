"""Claimed levels beside verdicts, pure. A contradiction of a lower level bears on every claim above it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from goldthread.evidence.indicators.types import Figure, Grain, Indicator, Outcome
from goldthread.evidence.verdicts.rules import decide, judge_all
from goldthread.evidence.verdicts.types import Silence, Verdict

_OWN = (None, Silence.NO_CLAIM)
"""A department's own figure stands beside its answer but where it is missing or too weak."""


def judge_department(
    figures: Iterable[Figure], department_id: int, indicators: Iterable[Indicator], period: str, on: date
) -> tuple[Verdict, ...]:
    """The verdicts by a department's own figures alone, one per code and level; empty where it has none.

    The department stands for the whole, so that neither another department nor the council speaks for it.
    """
    own = [figure for figure in figures if figure.department_id == department_id]
    both = [*(replace(figure, department_id=None) for figure in own), *own]
    has_figure = {figure.indicator for figure in own}
    told = [each for each in indicators if each.id in has_figure and each.grain is Grain.DEPARTMENT]
    every = judge_all(told, both, on)
    places = dict.fromkeys((verdict.value_code, verdict.level) for verdict in every)
    return tuple(decide(every, code, level, period) for code, level in places)


def verdicts_beside(shown: Iterable[Verdict], value_code: str, department: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """By level, the verdict of `department` (`judge_department`) where it may speak; else the whole council's."""
    own = {v.level: v for v in department if v.value_code == value_code and v.silence in _OWN}
    return tuple(own.get(v.level, v) for v in shown if v.value_code == value_code and v.indicator is not None)


def judge_claim(verdicts: Iterable[Verdict], level: int | None) -> Verdict | None:
    """The verdict on a claimed level: a contradiction of it or of any level below, else what is said of the level.

    None without a level, or where no indicator bears on the level or on any below it.
    """
    if level is None:
        return None
    claimed = [v for v in verdicts if v.level <= level and v.indicator is not None]
    against = [v for v in claimed if v.outcome is Outcome.CONTRADICTS]
    if against:
        return min(against, key=lambda v: v.level)
    return max(claimed, key=lambda v: v.level, default=None)


def outcome_of_claim(verdicts: Sequence[Verdict], level: int) -> Outcome:
    """What is said of the claimed level itself: support of a lower one is silence on it."""
    verdict = judge_claim(verdicts, level)
    if verdict is None or (verdict.outcome is Outcome.SUPPORTS and verdict.level != level):
        return Outcome.SILENT
    return verdict.outcome
