"""What the council's own records say of the levels, for the report: by value code, in all, and the files beneath it."""

from collections.abc import Sequence

from goldthread.assessment.types import CodeResult
from goldthread.common.words import list_in_words, number_in_words
from goldthread.evidence.indicators.types import Outcome
from goldthread.evidence.verdicts.claims import judge_claim, outcome_of_claim
from goldthread.evidence.verdicts.types import Records
from goldthread.evidence.verdicts.words import SIGNS, show_figure, show_threshold
from goldthread.reports.diagnostic.build_code_records import who_decides
from goldthread.reports.diagnostic.build_tables import Results, sections_of
from goldthread.reports.diagnostic.material import Material
from goldthread.reports.diagnostic.record_types import (
    LoadLine,
    RecordsPage,
    RecordsRow,
    SpokenCode,
)
from goldthread.reports.diagnostic.words import count_of, date_in_words, sentence

DIGEST_SHOWN = 12
NOTHING_FROZEN = (
    "This round was signed before the council’s records were frozen with it, so this report says nothing of them."
)
NO_PAYMENTS = (
    "No payments of the council were on hand, so its records say nothing of any level. Absence is no sign against one."
)
NOT_OF_ONE = "This report holds one department’s answers alone; what the records say stands in the council’s report."
OUTCOMES = (Outcome.SUPPORTS, Outcome.CONTRADICTS, Outcome.SILENT)


def build_records(material: Material, results: Results) -> RecordsPage:
    """The page about records: how many levels they support, contradict and leave alone, and on which codes."""
    records = material.records
    if material.department or records is None or records.period is None:
        why = NOT_OF_ONE if material.department else NO_PAYMENTS if records is not None else NOTHING_FROZEN
        return RecordsPage(sentence=why, more="", alt="", rows=(), spoken=(), loads=(), despite="")
    rows = []
    for name, items in sections_of(material):
        outcomes = [_outcome(results[code.id], records) for item in items for code in item.value_codes]
        rows.append(RecordsRow(name, *(outcomes.count(outcome) for outcome in OUTCOMES)))
    return RecordsPage(
        sentence=_say_all(rows),
        more=_say_more(records, results),
        alt="Bar chart: how many levels the records support, contradict and say nothing of. The table after it holds "
        "every figure.",
        rows=tuple(rows),
        spoken=_spoken(material, records, results),
        loads=tuple(_load(number, records) for number in range(len(records.loads))),
        despite=records.signed_despite.strip(),
    )


def _outcome(result: CodeResult, records: Records) -> Outcome | None:
    if result.level is None:
        return None
    return outcome_of_claim([v for v in records.shown if v.value_code == result.value_code], result.level)


def _say_all(rows: Sequence[RecordsRow]) -> str:
    total = sum(row.total for row in rows)
    if not total:
        return "No value code has a level yet for the council’s own records to stand beside."
    supports, contradicts, silent = (sum(getattr(row, outcome.value) for row in rows) for outcome in OUTCOMES)
    levels = f"Of {count_of(total, 'level')} that the council stands at, its own records support"
    no = "none" if not supports else number_in_words(supports)
    against = "none" if not contradicts else number_in_words(contradicts)
    nothing = "none" if not silent else number_in_words(silent)
    return f"{levels} {no}, contradict {against}, and say nothing of {nothing}."


def _say_more(records: Records, results: Results) -> str:
    """Why so many are silent, and of which year the records speak."""
    told = {v.value_code for v in records.shown if v.indicator is not None}
    without = sum(1 for result in results.values() if result.level is not None and result.value_code not in told)
    label = records.period.label if records.period else ""
    spoke = f"The records are the council’s payments of {label}, in {count_of(len(records.loads), 'file')}."
    none = sentence(f"on {count_of(without, 'value code')} no payment could say anything") if without else ""
    return f"{spoke} {none} Silence is no sign against a level, and no verdict has changed one.".replace("  ", " ")


def _spoken(material: Material, records: Records, results: Results) -> tuple[SpokenCode, ...]:
    """The codes whose level is contradicted, then those whose level is supported."""
    names = {code.id: code.name for code in material.framework.value_codes}
    found = []
    for result in results.values():
        verdicts = [v for v in records.shown if v.value_code == result.value_code]
        claim = judge_claim(verdicts, result.level)
        outcome = _outcome(result, records)
        if claim is None or claim.unit is None or outcome in {None, Outcome.SILENT} or result.level is None:
            continue
        asks = show_threshold(claim.threshold, claim.unit) if claim.threshold else ""
        departments = [d.department for d in records.disputes if d.value_code == result.value_code]
        found.append(
            SpokenCode(
                id=result.value_code,
                name=names[result.value_code],
                level=f"{result.level} {material.level_names[result.level]}",
                outcome=claim.outcome.value,
                words=f"{SIGNS[claim.outcome]} {claim.outcome.value} {material.level_names[claim.level]}",
                indicator_id=claim.indicator or "",
                period=claim.period,
                figure=f"{claim.indicator_name}: {show_figure(claim.value, claim.unit)}, {asks} asked for",
                decides=who_decides(claim, records),
                answer=_answer(departments, material.resolutions.get(result.value_code, "")),
            )
        )
    return tuple(sorted(found, key=lambda row: row.outcome != Outcome.CONTRADICTS))


def _answer(departments: Sequence[str], note: str) -> str:
    parts = [f"disputed by {list_in_words(list(dict.fromkeys(departments)))}"] if departments else []
    parts += ["noted in moderation"] if note.strip() else []
    return sentence(list_in_words(parts)) if parts else "No answer."


def _load(place: int, records: Records) -> LoadLine:
    load = records.loads[place]
    first, last = load.first, load.last
    return LoadLine(
        number=place + 1,
        file_name=load.file_name,
        kind=load.kind,
        rows=f"{load.rows:,}",
        net=f"£{load.net:,.2f}",
        dates=f"{date_in_words(first)} to {date_in_words(last)}" if first and last else "no dates",
        loaded_on=date_in_words(load.loaded_on),
        digest=load.sha256[:DIGEST_SHOWN],
    )
