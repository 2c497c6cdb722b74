"""Claimed levels that the council's own records contradict, and whether anybody has answered. No level changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Value

from goldthread.assessment.models import Answer, Resolution, Round
from goldthread.assessment.queries.results import score_answers
from goldthread.assessment.types import CodeResult
from goldthread.evidence.indicators.types import Outcome
from goldthread.evidence.verdicts.claims import judge_claim
from goldthread.evidence.verdicts.models import VerdictDispute
from goldthread.evidence.verdicts.queries import Reading, read_verdicts
from goldthread.evidence.verdicts.types import Verdict
from goldthread.framework.load import load_framework


@dataclass(frozen=True)
class Contradiction:
    """A claimed level that the records contradict.

    `department` is whose claim it is, None where the council's level is meant; `said` is the answer given to it, empty
    where nobody has answered.
    """

    value_code: str
    level: int
    verdict: Verdict
    decides: str
    department: str | None = None
    answer_id: int | None = None
    said: str = ""


def find_contradictions(round: Round, answers: Sequence[Answer]) -> list[Contradiction]:
    """Departments' claims against their own figures, then the council's levels against figures that none of them owns.

    `answers` are those in scope. A department is never held to the figure of another.
    """
    reading = read_verdicts(round.council, framework_id=round.framework_id)
    if not any(verdict.outcome is Outcome.CONTRADICTS for verdict in reading.every):
        return []
    found = [*_of_departments(reading, answers)]
    met = {(row.value_code, row.verdict.department_id) for row in found}
    results = score_answers(answers, load_framework(round.framework_id))
    names = {answer.response.department_id: answer.response.department.name for answer in answers}
    council = _of_council(reading, results, names)
    found += [row for row in council if (row.value_code, row.verdict.department_id) not in met]
    return _with_answers(round, found) if found else []


def _of_departments(reading: Reading, answers: Iterable[Answer]) -> Iterable[Contradiction]:
    own = {number: reading.of_department(number) for number in {a.response.department_id for a in answers}}
    for answer in answers:
        department = answer.response.department
        verdicts = [v for v in own[department.pk] if v.value_code == answer.value_code]
        verdict = judge_claim(verdicts, answer.level)
        if verdict is not None and answer.level is not None and verdict.outcome is Outcome.CONTRADICTS:
            yield Contradiction(answer.value_code, answer.level, verdict, "", department.name, answer.pk)


def _of_council(reading: Reading, results: Iterable[CodeResult], names: Mapping[int, str]) -> Iterable[Contradiction]:
    for result in results:
        verdict = judge_claim([v for v in reading.shown if v.value_code == result.value_code], result.level)
        if verdict is not None and result.level is not None and verdict.outcome is Outcome.CONTRADICTS:
            number = verdict.department_id
            decides = "" if number is None else names.get(number) or reading.departments[number]
            yield Contradiction(result.value_code, result.level, verdict, decides)


def _with_answers(round: Round, found: Iterable[Contradiction]) -> list[Contradiction]:
    """With the moderator's note on the code and the departments' disputes of this period (one query)."""
    note = Resolution.objects.filter(round=round)
    notes = note.values_list("value_code", "note", Value(""), Value(""), Value(0))
    live = VerdictDispute.objects.filter(council=round.council, round_ref=round.ref, taken_back_at__isnull=True)
    disputes = live.order_by().values_list("value_code", "because", "department__name", "period", "level")
    given = [_Given(*row) for row in notes.union(disputes, all=True)]
    return [replace(row, said=" ".join(each.words for each in given if each.answers(row))) for row in found]


@dataclass(frozen=True)
class _Given:
    """A moderator's note, which names no department, or a dispute."""

    value_code: str
    text: str
    department: str
    period: str
    level: int

    @property
    def words(self) -> str:
        return f"{self.department} disputes it: {self.text}" if self.department else f"Moderation noted: {self.text}"

    def answers(self, row: Contradiction) -> bool:
        if self.value_code != row.value_code or not self.department:
            return self.value_code == row.value_code
        same = self.period == row.verdict.period and self.level <= row.level
        return same and row.department in {None, self.department}
