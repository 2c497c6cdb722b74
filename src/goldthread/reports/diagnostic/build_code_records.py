"""What the council's own records say beside one value code: at the council's level, and at those below it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from goldthread.assessment.types import CodeResult
from goldthread.evidence.indicators.types import Outcome
from goldthread.evidence.verdicts.claims import judge_claim, outcome_of_claim
from goldthread.evidence.verdicts.types import Records, Verdict
from goldthread.evidence.verdicts.words import SIGNS, show_figure, show_threshold
from goldthread.reports.diagnostic.material import Material
from goldthread.reports.diagnostic.record_types import CodeRecords, RecordsLine, SaidAgainst
from goldthread.reports.diagnostic.words import date_in_words


def build_code_records(result: CodeResult, material: Material) -> CodeRecords | None:
    """What the records say at the council's level and below it; None where they say nothing of the round at all."""
    records = material.records
    if records is None or records.period is None:
        return None
    level, names = result.level, material.level_names
    verdicts = [v for v in records.shown if v.value_code == result.value_code and v.level <= (level or 0)]
    told = [v for v in verdicts if v.indicator is not None]
    numbers = {load.key: number for number, load in enumerate(records.loads, 1)}
    said = [d for d in records.disputes if d.value_code == result.value_code]
    return CodeRecords(
        sentence=_say_code(verdicts, level, names),
        lines=tuple(_line(v, records, names, numbers) for v in reversed(told)),
        disputes=tuple(
            SaidAgainst(f"{d.department} disputes {names[d.level]}, {date_in_words(d.at)}", d.because) for d in said
        ),
    )


def _say_code(verdicts: Sequence[Verdict], level: int | None, names: Mapping[int, str]) -> str:
    if level is None:
        return "– silent. The council has no level here for its records to stand beside."
    claim = judge_claim(verdicts, level)
    if claim is None:
        return "– silent. No indicator bears on this level or any below it; it rests on what people attest."
    outcome = outcome_of_claim(verdicts, level)
    at = claim.level if outcome is Outcome.CONTRADICTS else level
    word = "silent on" if outcome is Outcome.SILENT else outcome.value
    return f"{SIGNS[outcome]} {word} {names[at]}."


def _line(verdict: Verdict, records: Records, names: Mapping[int, str], numbers: Mapping[str, int]) -> RecordsLine:
    word = "silent on" if verdict.outcome is Outcome.SILENT else verdict.outcome.value
    unit, asks = verdict.unit, verdict.threshold
    return RecordsLine(
        outcome=verdict.outcome.value,
        words=f"{SIGNS[verdict.outcome]} {word} {names[verdict.level]}",
        indicator_id=verdict.indicator or "",
        indicator=verdict.indicator_name,
        figure=show_figure(verdict.value, unit) if unit else "not known",
        asks=f", {show_threshold(asks, unit)} asked for" if asks and unit else "",
        decides=who_decides(verdict, records),
        period=verdict.period or (records.period.label if records.period else ""),
        coverage=_per_cent(verdict.coverage),
        confidence=_per_cent(verdict.confidence),
        reason=verdict.reason,
        rests_on=_rests_on(verdict, numbers),
    )


def who_decides(verdict: Verdict, records: Records) -> str:
    if verdict.department_id is None:
        return "the whole council"
    return records.departments.get(verdict.department_id, "one department")


def _per_cent(share: Decimal | None) -> str:
    return "not known" if share is None else f"{share * 100:.0f}%"


def _rests_on(verdict: Verdict, numbers: Mapping[str, int]) -> str:
    """The definition and the files, by their numbers in the list at the end of the page about records."""
    runs = _runs(sorted(numbers[key] for key in verdict.loads if key in numbers))
    files = f", file{'' if runs.isdecimal() else 's'} {runs}" if runs else ""
    return f"Definition {verdict.indicator} {verdict.definition_version}{files}"


def _runs(numbers: Iterable[int]) -> str:
    """ "1-4, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
