"""What an import would do, row by row, worked out against the round without writing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches

from goldthread.assessment.actions.answers import (
    CONTENT_FIELDS,
    AnswerContent,
    AnswerRefused,
    check_content,
    content_of,
)
from goldthread.assessment.exchange.faults import Fault
from goldthread.assessment.exchange.given import GivenAnswer
from goldthread.assessment.exchange.parse import AnswersFile, parse_answers
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Response, Round
from goldthread.assessment.transitions import ANSWERING_ROUND_STATES
from goldthread.assessment.types import ResponseState, RoundState
from goldthread.framework.types import Framework


@dataclass(frozen=True)
class PlannedChange:
    """One answer that the file would change. `answer` is the row as it was read, so a later save is noticed."""

    row: int
    department: str
    value_code: str
    before: AnswerContent
    after: AnswerContent
    answer: Answer

    @property
    def changed(self) -> tuple[str, ...]:
        return tuple(name for name in CONTENT_FIELDS if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do: `changes` to untouched answers, `conflicts` with answers that were given already."""

    round: Round
    file: str
    sha256: str
    rows: int
    changes: tuple[PlannedChange, ...]
    conflicts: tuple[PlannedChange, ...]
    faults: tuple[Fault, ...]
    unchanged: int
    notes: tuple[str, ...]


def plan_import(round: Round, content: bytes, filename: str) -> ImportPlan:
    """Read a file and compare it with the round. Writes nothing, and raises nothing for what the file holds."""
    return plan_answers(round, parse_answers(content, filename))


def plan_answers(round: Round, parsed: AnswersFile) -> ImportPlan:
    """Compare what a file says with the round. Writes nothing."""
    reader = _Reader(round, framework_of(round))
    faults = [*parsed.faults, *reader.round_faults()]
    changes: list[PlannedChange] = []
    conflicts: list[PlannedChange] = []
    unchanged = 0
    for given in parsed.answers:
        found = reader.find_answer(given)
        if isinstance(found, Fault):
            faults.append(found)
            continue
        before = content_of(found)
        after = _apply_given(before, given)
        if _same(before, after):
            unchanged += 1
            continue
        if fault := reader.change_fault(found, given) or reader.content_fault(after, found.value_code, given.row):
            faults.append(fault)
            continue
        name = found.response.department.name
        planned = PlannedChange(given.row, name, found.value_code, before, after, found)
        is_given = found.version > 0 and before != AnswerContent()  # one that was taken back has nothing to lose
        (conflicts if is_given else changes).append(planned)
    faults.sort(key=lambda fault: fault.row or 0)
    return ImportPlan(
        round=round,
        file=parsed.name,
        sha256=parsed.sha256,
        rows=parsed.rows,
        changes=tuple(changes),
        conflicts=tuple(conflicts),
        faults=tuple(faults),
        unchanged=unchanged,
        notes=parsed.notes,
    )


def plan_as_json(plan: ImportPlan) -> dict[str, object]:
    """The published shape of `goldthread round import ROUND FILE --dry-run --json`."""
    return {
        "file": plan.file,
        "sha256": plan.sha256,
        "rows": plan.rows,
        "changes": [_change_as_json(change) for change in plan.changes],
        "conflicts": [_change_as_json(change) for change in plan.conflicts],
        "faults": [{"row": fault.row, "what": fault.what, "do": fault.do} for fault in plan.faults],
        "unchanged": plan.unchanged,
        "notes": list(plan.notes),
    }


def _change_as_json(change: PlannedChange) -> dict[str, object]:
    before, after = asdict(change.before), asdict(change.after)
    return {
        "row": change.row,
        "department": change.department,
        "value_code": change.value_code,
        "from": {name: before[name] for name in change.changed},
        "to": {name: after[name] for name in change.changed},
    }


def _apply_given(before: AnswerContent, given: GivenAnswer) -> AnswerContent:
    values = {**asdict(before), **given.texts, "state": given.state, "level": given.level}
    if given.in_place is not None:
        values["in_place"] = given.in_place
    if given.exemplar_consent is not None:
        values["exemplar_consent"] = given.exemplar_consent
    return AnswerContent(**values)


def _same(before: AnswerContent, after: AnswerContent) -> bool:
    """Whether nothing differs but the kind of line end, which spreadsheets change by themselves."""
    return _with_plain_lines(before) == _with_plain_lines(after)


def _with_plain_lines(content: AnswerContent) -> Mapping[str, object]:
    return {
        name: value.replace("\r\n", "\n") if isinstance(value, str) else value
        for name, value in asdict(content).items()
    }


class _Reader:
    """Finds the answer that a row speaks of, or says why there is none; remembers rows, so as to notice a second."""

    def __init__(self, round: Round, framework: Framework) -> None:
        self.round = round
        self.codes = {code.id.casefold(): code.id for code in framework.every_code}
        self.framework = framework
        responses = list(Response.objects.filter(round=round).select_related("department"))
        self.asked = _by_name(responses)
        self.departments = {d.name.casefold() for d in round.council.departments.all()}
        rows = Answer.objects.filter(round=round).select_related("response__department", "response__round")
        self.answers = {(row.response_id, row.value_code): row for row in rows}
        self.seen: dict[tuple[int, str], int] = {}

    def round_faults(self) -> list[Fault]:
        """A fault for the whole file where the round takes no answers now."""
        if self.round.state in ANSWERING_ROUND_STATES:
            return []
        state = RoundState(self.round.state).label
        return [
            Fault(None, f"The round is {state}, so answers cannot be changed.", "Open or reopen it before importing.")
        ]

    def find_answer(self, given: GivenAnswer) -> Answer | Fault:
        """The answer of the row's department and code, or the fault that keeps it from being found."""
        response = self.asked.get(_plain(given.department))
        if response is None:
            return self._department_fault(given)
        code = self.codes.get(given.value_code.casefold())
        if code is None:
            return self._code_fault(given)
        earlier = self.seen.setdefault((response.pk, code), given.row)
        name = response.department.name
        if earlier != given.row:
            return Fault(given.row, f"{name} and {code} stand in row {earlier} already.", "Keep one of the two rows.")
        answer = self.answers.get((response.pk, code))
        if answer is None:
            return Fault(
                given.row, f"{name} is not asked {code} in this round.", "Remove the row, or ask the department first."
            )
        return answer

    def change_fault(self, answer: Answer, given: GivenAnswer) -> Fault | None:
        """The fault of changing a response that its department has submitted."""
        if answer.response.state != ResponseState.SUBMITTED:
            return None
        return Fault(
            given.row,
            f"{answer.response.department.name} has submitted its answers, and this row changes {answer.value_code}.",
            "Return the response to the department first, with a reason, or remove the row.",
        )

    def content_fault(self, content: AnswerContent, value_code: str, row: int) -> Fault | None:
        """What keeps an answer of this content from being saved, by the rule that a page keeps too."""
        try:
            check_content(content, value_code=value_code, framework=self.framework)
        except AnswerRefused as refused:
            return Fault(row, refused.what, refused.do)
        return None

    def _department_fault(self, given: GivenAnswer) -> Fault:
        if not given.department:
            return Fault(given.row, "The department is empty.", "Name the department.")
        if _plain(given.department) in self.departments:
            return Fault(
                given.row, f"{given.department} is not asked in this round.", "Remove the row, or ask it first."
            )
        names = [response.department.name for response in self.asked.values()]
        near = get_close_matches(given.department, names, n=1)
        do = f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(dict.fromkeys(names))}."
        return Fault(given.row, f'{self.round.council.name} has no department "{given.department}".', do)

    def _code_fault(self, given: GivenAnswer) -> Fault:
        if not given.value_code:
            return Fault(given.row, "The value code is empty.", "Give one, such as CLR1.")
        near = get_close_matches(given.value_code.upper(), self.codes.values(), n=1)
        see = f"See the codes with: goldthread framework show {self.framework.id}"
        do = f"Did you mean {near[0]}?" if near else see
        return Fault(given.row, f'"{given.value_code}" is not a value code of {self.framework.short_title}.', do)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _by_name(responses: Sequence[Response]) -> dict[str, Response]:
    """Responses by the short name of their department, and, before those, by its name."""
    short = {_plain(row.department.short): row for row in responses}
    return short | {_plain(row.department.name): row for row in responses}
