"""The pages of the report about one value code each."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from goldthread.assessment.types import AnswerState, CodeResult, CommentKind
from goldthread.common.words import list_in_words
from goldthread.framework.types import ValueCode
from goldthread.reports.diagnostic.build_code_records import build_code_records
from goldthread.reports.diagnostic.ladders import build_level_texts
from goldthread.reports.diagnostic.material import GivenAnswer, GivenEvidence, Material
from goldthread.reports.diagnostic.types import (
    CodePage,
    Comment,
    CommentGroup,
    DepartmentLine,
    EvidenceLine,
    InPlace,
    LineState,
)
from goldthread.reports.diagnostic.words import count_of, date_in_words, sentence

DIGEST_SHOWN = 12  # characters: enough to tell two files of a council apart by eye
COMMENT_HEADINGS = {
    CommentKind.GOOD_PRACTICE: "Good practice",
    CommentKind.SUPPORT_WANTED: "Support wanted",
    CommentKind.HOW_DONE: "How it is done",
    CommentKind.OTHER: "Other",
}


def build_code(code: ValueCode, result: CodeResult, answers: Sequence[GivenAnswer], material: Material) -> CodePage:
    """One value code with everything that was said about it; `answers` are those to this code."""
    names = material.level_names
    asked = {answer.department for answer in answers}
    others = [name for name in material.departments if name not in asked]
    return CodePage(
        id=code.id,
        name=code.name,
        description=sentence(code.description),
        asked=bool(answers),
        sentence=result.sentence,
        level=result.level,
        final=result.final,
        levels=build_level_texts(dict(code.ladder.statements), names, level=result.level, final=result.final),
        spread=_spread(result, names),
        departments=tuple(_department(answer, result, names) for answer in answers),
        not_asked=list_in_words(others) if answers else "",
        comments=_comments(answers),
        in_place=tuple(found for answer in answers if (found := _in_place(answer, code, names)) is not None),
        evidence=tuple(_evidence(a.department, e, material) for a in answers for e in a.evidence),
        exemplars=tuple(Comment(a.department, a.exemplar_note.strip()) for a in answers if a.is_exemplar),
        resolution=material.resolutions.get(code.id, "").strip(),
        records=build_code_records(result, material),
        ambition=say_ambition(material, code.id) if code.id != code.object_id else "",  # an enabler's stands above it
    )


def say_ambition(material: Material, item_id: str) -> str:
    """What the council aims for on an object or on one value code, by when and why; empty where nothing is set."""
    aim = material.aims.get(item_id)
    if aim is None:
        return ""
    why = aim.reason.strip().rstrip(".")
    return sentence(f"{material.level_names[aim.level]} by {date_in_words(aim.by_date)}. {why}")


def _spread(result: CodeResult, names: Mapping[int, str]) -> str:
    if result.level is None or result.highest is None or result.answered < 2:
        return ""
    if result.spread == 0:
        who = "Both departments" if result.answered == 2 else f"All {count_of(result.answered, 'department')}"
        return f"{who} with a level chose the same."
    apart = count_of(result.spread, "level")
    return f"Departments range from {names[result.level]} to {names[result.highest]}, {apart} apart."


def _department(answer: GivenAnswer, result: CodeResult, names: Mapping[int, str]) -> DepartmentLine:
    state = line_state(answer)
    chose = f"{answer.level} {names[answer.level]}" if answer.level else answer.state.value
    words = {
        LineState.LEVEL: chose,
        LineState.EXCLUDED: f"{chose}, left out",
        LineState.NOT_APPLICABLE: "does not apply",
    }.get(state, state.value)
    why = answer.excluded_because if state is LineState.EXCLUDED else answer.not_applicable_because
    return DepartmentLine(
        department=answer.department,
        state=state,
        level=answer.level,
        words=words,
        note=sentence(why or "") if state in {LineState.EXCLUDED, LineState.NOT_APPLICABLE} else "",
        lowest=state is LineState.LEVEL and answer.level == result.level and result.spread > 0,
    )


def line_state(answer: GivenAnswer) -> LineState:
    if answer.excluded_because is not None:
        return LineState.EXCLUDED
    return {
        AnswerState.LEVEL: LineState.LEVEL,
        AnswerState.NOT_APPLICABLE: LineState.NOT_APPLICABLE,
        AnswerState.UNANSWERED: LineState.UNANSWERED,
    }[answer.state]


def _comments(answers: Sequence[GivenAnswer]) -> tuple[CommentGroup, ...]:
    groups = [
        CommentGroup(
            heading,
            tuple(Comment(a.department, a.comments[kind].strip()) for a in answers if a.comments[kind].strip()),
        )
        for kind, heading in COMMENT_HEADINGS.items()
    ]
    return tuple(group for group in groups if group.comments)


def _in_place(answer: GivenAnswer, code: ValueCode, names: Mapping[int, str]) -> InPlace | None:
    """The ticked statements of the level above the chosen one; other ticks say nothing about it."""
    following = (answer.level or 0) + 1
    statements = code.ladder.statements.get(following, ())
    ticked = tuple(text for place, text in enumerate(statements, 1) if f"{following}.{place}" in answer.in_place)
    if not ticked:
        return None
    return InPlace(answer.department, names[following], ticked, len(statements))


def _evidence(department: str, given: GivenEvidence, material: Material) -> EvidenceLine:
    is_link = urlsplit(given.url).scheme in {"http", "https"} if given.url else False
    return EvidenceLine(
        department=department,
        title=given.title,
        url=given.url if is_link else "",
        digest=given.sha256[:DIGEST_SHOWN],
        good_until=date_in_words(given.expires_on) if given.expires_on else "",
        expired=given.expires_on is not None and given.expires_on < material.day,
    )
