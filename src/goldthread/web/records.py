"""Presents what the council's payments say beside a level: figure, threshold, verdict. No score is read or changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldthread.assessment.models import Round
from goldthread.assessment.queries.signed import signed_records
from goldthread.assessment.types import CodeResult, RoundState
from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.indicators.types import Figure, Indicator, Outcome, Threshold, Unit
from goldthread.evidence.verdicts import claims
from goldthread.evidence.verdicts.claims import judge_claim
from goldthread.evidence.verdicts.queries import Reading, read_verdicts, reading_of
from goldthread.evidence.verdicts.types import Verdict
from goldthread.evidence.verdicts.words import SIGNS, show_figure, show_threshold
from goldthread.framework.types import Framework


@dataclass(frozen=True)
class Tag:
    """A verdict in sign and word; `level` is its number and `text` what follows the sign."""

    sign: str
    text: str
    style: str
    level: int
    can_dispute: bool


@dataclass(frozen=True)
class Part:
    """What one indicator says of a value code: its figure, a bar where it is a share, and the verdicts by level."""

    indicator: Indicator
    period: str
    period_key: str
    figure: str
    width: int | None
    mark: int | None
    sentence: str
    coverage: str
    tags: tuple[Tag, ...]
    reason: str


@dataclass(frozen=True)
class Count:
    """How many of an object's claimed levels the records support, contradict or say nothing of."""

    supported: int = 0
    contradicted: int = 0
    silent: int = 0


def read_records(round_: Round) -> Reading | None:
    """What the records say beside a round: as frozen with it once it is signed, else of the last year on hand.

    None for a council without payments, and for a round that was signed without any.
    """
    if round_.state == RoundState.SIGNED:
        records = signed_records(round_)
        reading = reading_of(records, round_.council) if records else None
    else:
        reading = read_verdicts(round_.council, framework_id=round_.framework_id)
    return reading if reading is not None and reading.period is not None and reading.every else None


def read_department(reading: Reading, department_id: int) -> tuple[Verdict, ...]:
    """The verdicts by a department's own figures alone: as frozen with a signed round, else judged now."""
    return reading.of_department(department_id)


def verdicts_beside(reading: Reading, value_code: str, department: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """By level, the verdict of `department` (`read_department`) where it may speak; else the whole council's."""
    return claims.verdicts_beside(reading.shown, value_code, department)


def tag_claim(verdict: Verdict | None, level: int | None, framework: Framework) -> Tag | None:
    """The tag beside a claimed level: support of a lower level says nothing of the one that is claimed."""
    if verdict is None:
        return None
    if verdict.outcome is Outcome.SUPPORTS and verdict.level != level:
        return Tag(SIGNS[Outcome.SILENT], f"silent on {framework.level_name(level or 0)}", "silent", level or 0, False)
    return tag_verdict(verdict, framework)


def tag_verdict(verdict: Verdict, framework: Framework) -> Tag:
    outcome = verdict.outcome
    named = f"{outcome.value} {framework.level_name(verdict.level)}"
    text = named if outcome is not Outcome.SILENT else f"silent on {framework.level_name(verdict.level)}"
    return Tag(SIGNS[outcome], text, outcome.value, verdict.level, outcome is not Outcome.SILENT)


def count_claims(tags: Iterable[Tag | None]) -> Count | None:
    """None where no record bears on any of them."""
    styles = [tag.style for tag in tags if tag is not None]
    if not styles:
        return None
    return Count(*(styles.count(outcome.value) for outcome in (Outcome.SUPPORTS, Outcome.CONTRADICTS, Outcome.SILENT)))


def present_parts(
    reading: Reading, verdicts: Sequence[Verdict], framework: Framework, *, own: int | None = None
) -> tuple[Part, ...]:
    """What to show beside a value code, one part per indicator; `own` is the reader's department."""
    by_indicator: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.indicator is not None and verdict.value is not None:
            by_indicator.setdefault(verdict.indicator, []).append(verdict)
    known = {each.id: each for each in list_indicators()}
    found = [(known[key], rows) for key, rows in by_indicator.items() if key in known]
    return tuple(_part(reading, indicator, rows, framework, own) for indicator, rows in found)


def _part(
    reading: Reading, indicator: Indicator, verdicts: Sequence[Verdict], framework: Framework, own: int | None
) -> Part:
    speaking = [v for v in verdicts if v.outcome is not Outcome.SILENT]
    first = next((v for v in speaking if v.outcome is Outcome.CONTRADICTS), (speaking or list(verdicts))[0])
    share = indicator.unit is Unit.PERCENT and first.value is not None
    threshold = first.threshold
    return Part(
        indicator=indicator,
        period=reading.period.label if reading.period else "",
        period_key=reading.period.key if reading.period else "",
        figure=show_figure(first.value, indicator.unit),
        width=_place(first.value) if share else None,
        mark=_place(threshold.value) if share and threshold else None,
        sentence=" ".join(filter(None, [_asks(first, threshold, framework), _whose(reading, first, own)])),
        coverage="" if first.coverage is None else f"Rests on {first.coverage * 100:.0f}% of what matters.",
        tags=tuple(tag_verdict(v, framework) for v in speaking or verdicts[:1]),
        reason=first.reason,
    )


def _asks(verdict: Verdict, threshold: Threshold | None, framework: Framework) -> str:
    if threshold is None or verdict.unit is None:
        return ""
    return f"{framework.level_name(verdict.level)} asks for {show_threshold(threshold, verdict.unit)}."


def _whose(reading: Reading, verdict: Verdict, own: int | None) -> str:
    """Whose figure it is, with the council's beside it."""
    whole = _whole(reading.figures, verdict.indicator)
    if verdict.department_id is None or verdict.unit is None:
        return "This is the figure of the whole council."
    council = f"Council {show_figure(whole, verdict.unit)}; " if whole is not None else ""
    if verdict.department_id != own:
        return f"{council}this is {reading.department_name(verdict) or 'one department'}, which decides."
    lowest = next((v for v in reading.every if v.indicator == verdict.indicator and v.level == verdict.level), None)
    return f"{council}yours is the one that decides." if lowest and lowest.department_id == own else f"{council}yours."


def _whole(figures: Iterable[Figure], indicator: str | None) -> Decimal | None:
    return next((f.value for f in figures if f.indicator == indicator and f.department_id is None), None)


def _place(value: Decimal | None) -> int:
    """A whole per cent that a bar can show, from 0 to 100."""
    return min(100, max(0, round(value or 0)))


def tag_results(reading: Reading, results: Iterable[CodeResult], framework: Framework) -> dict[str, Tag]:
    """The tag beside each value code at the level where the council stands; none where no record bears on it."""
    by_code: dict[str, list[Verdict]] = {}
    for verdict in reading.shown:
        by_code.setdefault(verdict.value_code, []).append(verdict)
    tags = {
        result.value_code: tag_claim(
            judge_claim(by_code.get(result.value_code, ()), result.level), result.level, framework
        )
        for result in results
    }
    return {code: tag for code, tag in tags.items() if tag is not None}
