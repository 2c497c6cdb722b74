"""Presents what one indicator says of value codes: verdicts that speak as tags, the others with the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.evidence.indicators.types import Outcome, Threshold
from goldthread.evidence.indicators.words import say_figure
from goldthread.evidence.verdicts.types import Silence, Verdict
from goldthread.framework.types import Framework

SIGNS = {Outcome.SUPPORTS: "✓", Outcome.CONTRADICTS: "!", Outcome.SILENT: "–"}
WHOLE = "the whole council"
NO_RULE = "It makes no claim about any level; it is shown for what it tells by itself."


@dataclass(frozen=True)
class Said:
    """One verdict in sign and word, with the code, the threshold, who decides, and why."""

    sign: str
    style: str
    text: str
    named: str
    value_code: str
    level: int
    decides: str
    figure: str
    threshold: str
    reason: str


def present_verdict(verdict: Verdict, framework: Framework, departments: Mapping[int, str]) -> Said:
    """One verdict for a table."""
    named = f"{verdict.value_code} {framework.level_name(verdict.level)}"
    word = "silent on" if verdict.outcome is Outcome.SILENT else verdict.outcome.value
    decides = WHOLE if verdict.department_id is None else departments.get(verdict.department_id, "a department")
    told = verdict.value is not None and verdict.unit is not None
    return Said(
        sign=SIGNS[verdict.outcome],
        style=verdict.outcome.value,
        text=f"{word} {named}",
        named=named,
        value_code=verdict.value_code,
        level=verdict.level,
        decides=decides if told else "",
        figure=say_figure(verdict.value, verdict.unit) if verdict.unit else "unknown",
        threshold=say_threshold(verdict.threshold, verdict),
        reason=verdict.reason,
    )


def say_threshold(threshold: Threshold | None, verdict: Verdict) -> str:
    """ "at least 80%", or an empty text where nothing is asked."""
    if threshold is None or verdict.unit is None:
        return ""
    side = "at least" if threshold.at_least is not None else "at most"
    return f"{side} {say_figure(threshold.value, verdict.unit)}"


def speaking(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those that are not silent, what contradicts first, the lower level first."""
    found = [verdict for verdict in verdicts if verdict.outcome is not Outcome.SILENT]
    return sorted(found, key=lambda v: (v.outcome is not Outcome.CONTRADICTS, v.value_code, v.level))


def why_silent(verdicts: Sequence[Verdict]) -> str:
    """One reason for the silence of all of them: what is missing or weak before what is never claimed."""
    if not verdicts:
        return NO_RULE
    first = min(verdicts, key=lambda v: (v.silence is Silence.NO_CLAIM, v.level))
    return first.reason
