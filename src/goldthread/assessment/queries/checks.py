"""What to look at before a round is signed: what must be mended, and what must have been seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Subquery
from django.utils import timezone

from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Evidence, Exclusion, Round
from goldthread.assessment.queries.contradictions import Contradiction, find_contradictions
from goldthread.assessment.queries.results import read_answers, score_answers
from goldthread.assessment.queries.rounds import signed_before
from goldthread.assessment.types import AnswerState, CommentKind
from goldthread.evidence.verdicts.words import say_figure
from goldthread.framework.load import load_framework


class CheckKind(StrEnum):
    """The kinds of finding. Only a missing answer, or a missing reason for one, stops sign-off; none to a local code
    does, so that no level of the framework waits for one.

    A contradiction that nobody answered asks whoever signs for a reason.
    """

    UNANSWERED = "unanswered"
    LOCAL_UNANSWERED = "local code unanswered"
    NO_REASON = "not applicable without a reason"
    CONTRADICTED = "contradicted by our records, not answered"
    CONTRADICTED_ANSWERED = "contradicted by our records, answered"
    NOT_SUBMITTED = "not submitted"
    TOP_WITHOUT_EVIDENCE = "top level without evidence"
    EXPIRED_EVIDENCE = "evidence out of date"
    BELOW_LAST_ROUND = "below last round without a comment"


BLOCKING = frozenset({CheckKind.UNANSWERED, CheckKind.NO_REASON})


@dataclass(frozen=True)
class Finding:
    """One finding of a check: where it is, and what to do."""

    kind: CheckKind
    value_code: str
    department: str
    what: str
    do: str
    answer_id: int | None = None

    @property
    def blocks(self) -> bool:
        return self.kind in BLOCKING

    @property
    def needs_reason(self) -> bool:
        """Whether the round can be signed with a reason alone."""
        return self.kind is CheckKind.CONTRADICTED


def has_comment(answer: Answer) -> bool:
    return any(getattr(answer, kind.field).strip() for kind in CommentKind)


def run_checks(round: Round, answers: Sequence[Answer] | None = None, today: date | None = None) -> list[Finding]:
    """Every finding, the blocking ones first, in the framework's order (at most nine queries)."""
    rows = [a for a in (read_answers(round) if answers is None else answers) if not getattr(a, "live_exclusions", ())]
    day = today or timezone.localdate()
    framework = framework_of(round)
    local = {code.id for code in framework.local_codes}
    found = [each for answer in rows for each in _answer_findings(answer, is_local=answer.value_code in local)]
    found += _evidence_findings(rows, day, framework.highest_level)
    found += _fallen_findings(round, rows)
    found += [_contradiction(row, round) for row in find_contradictions(round, rows)]
    found += _response_findings(rows)
    order = {code.id: place for place, code in enumerate(framework.every_code)}
    kinds = list(CheckKind)
    return sorted(found, key=lambda f: (not f.blocks, kinds.index(f.kind), order.get(f.value_code, -1), f.department))


def _answer_findings(answer: Answer, *, is_local: bool) -> list[Finding]:
    name, code = answer.response.department.name, answer.value_code
    if answer.state == AnswerState.UNANSWERED:
        return [
            Finding(
                CheckKind.LOCAL_UNANSWERED if is_local else CheckKind.UNANSWERED,
                code,
                name,
                f"{name} has not answered {code}.",
                "Ask for the answer, or leave the department out of this code with a reason.",
                answer.pk,
            )
        ]
    if answer.state == AnswerState.NOT_APPLICABLE and not answer.not_applicable_because.strip() and not is_local:
        return [
            Finding(
                CheckKind.NO_REASON,
                code,
                name,
                f"{name} says that {code} does not apply, without a reason.",
                "Return the response for the reason, or leave the answer out with one.",
                answer.pk,
            )
        ]
    return []


def _evidence_findings(answers: Sequence[Answer], day: date, top: int) -> list[Finding]:
    by_answer = {answer.pk: answer for answer in answers}
    rows = Evidence.objects.filter(answer__round_id__in={a.round_id for a in answers}, removed_at__isnull=True)
    live = [row for row in rows if row.answer_id in by_answer]
    backed = {row.answer_id for row in live if row.expires_on is None or row.expires_on >= day}
    found = []
    for answer in answers:
        if answer.level == top and answer.pk not in backed:
            name = answer.response.department.name
            found.append(
                Finding(
                    CheckKind.TOP_WITHOUT_EVIDENCE,
                    answer.value_code,
                    name,
                    f"{name} claims the top level of {answer.value_code} without evidence in date.",
                    "Ask for a link or a file that shows it.",
                    answer.pk,
                )
            )
    for row in live:
        if row.expires_on is not None and row.expires_on < day:
            answer = by_answer[row.answer_id]
            name = answer.response.department.name
            found.append(
                Finding(
                    CheckKind.EXPIRED_EVIDENCE,
                    answer.value_code,
                    name,
                    f'"{row.title}", behind {answer.value_code} of {name}, ran out on {row.expires_on:%-d %B %Y}.',
                    "Ask for what replaced it.",
                    answer.pk,
                )
            )
    return found


def _fallen_findings(round: Round, answers: Sequence[Answer]) -> list[Finding]:
    title, levels = _last_levels(round)
    found = []
    for answer in answers:
        was = levels.get((answer.response.department_id, answer.value_code))
        if was is not None and answer.level is not None and answer.level < was and not has_comment(answer):
            name = answer.response.department.name
            found.append(
                Finding(
                    CheckKind.BELOW_LAST_ROUND,
                    answer.value_code,
                    name,
                    f"{name} is at {answer.level} for {answer.value_code}; in {title} it was at {was}.",
                    "Ask what has changed and have it written as a comment.",
                    answer.pk,
                )
            )
    return found


def _contradiction(row: Contradiction, round: Round) -> Finding:
    names, code = load_framework(round.framework_id), row.value_code
    who = f"{row.department} claims" if row.department else "The council stands at"
    whose = f" ({row.decides})" if row.decides else ""
    what = (
        f"{who} {names.level_name(row.level)} for {code}; our records contradict"
        f" {names.level_name(row.verdict.level)}: {say_figure(row.verdict)}{whose}."
    )
    if row.said:
        kind, do = CheckKind.CONTRADICTED_ANSWERED, "Read what was answered beside the figure. No level changes."
        return Finding(kind, code, row.department or "", f"{what} {row.said}", do, row.answer_id)
    do = "Have it disputed by the department or noted by a moderator; else give a reason with the signature."
    return Finding(CheckKind.CONTRADICTED, code, row.department or "", what, do, row.answer_id)


def _last_levels(round: Round) -> tuple[str, dict[tuple[int, str], int]]:
    """The last signed round's title, and its levels that count, by department and value code (one query)."""
    last = Subquery(signed_before(round).values("pk")[:1])
    excluded = Exclusion.objects.filter(answer__round=last, lifted_at__isnull=True)
    rows = Answer.objects.filter(round=last, level__isnull=False).exclude(pk__in=excluded.values("answer"))
    found = list(rows.values_list("response__department", "value_code", "level", "round__title"))
    levels = {(department, code): level for department, code, level, _ in found if level is not None}
    return (found[0][3] if found else "", levels)


def _response_findings(answers: Iterable[Answer]) -> list[Finding]:
    responses = {answer.response_id: answer.response for answer in answers}
    return [
        Finding(
            CheckKind.NOT_SUBMITTED,
            "",
            response.department.name,
            f"{response.department.name} has not submitted its response.",
            "Ask it to submit, so that its answers are its last word.",
        )
        for response in responses.values()
        if response.state != "submitted"
    ]


def codes_still_open(round: Round) -> list[str]:
    """Value codes that are asked and not final."""
    results = score_answers(read_answers(round), load_framework(round.framework_id))
    return [result.value_code for result in results if result.asked and not result.final]
