"""One value code as its page shows it: the five levels, ticks, comments, evidence, and two texts in conflict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.assessment.actions.answers import (
    AnswerConflict,
    AnswerContent,
    AnswerRefused,
    content_of,
    missing_parts,
)
from goldthread.assessment.models import Answer, Evidence
from goldthread.assessment.types import TEXT_LABELS, AnswerState, CommentKind
from goldthread.framework.local_types import Priority
from goldthread.framework.types import Framework, Level, ValueCode
from goldthread.organisation.models import Person
from goldthread.web.answering.areas import Area
from goldthread.web.answering.carrying import CodeCarried
from goldthread.web.answering.present import Place, field_id, say_when
from goldthread.web.answering.records import CodeRecords

COMMENT_HINTS: dict[CommentKind, str] = {
    CommentKind.GOOD_PRACTICE: "What works well here that others could learn from?",
    CommentKind.SUPPORT_WANTED: "What would help you most to reach the next level?",
    CommentKind.HOW_DONE: "How is it done in your department, and by whom?",
    CommentKind.OTHER: "Anything else that a reader of this answer should know",
}


@dataclass(frozen=True)
class Tick:
    """One statement of a level, to be ticked where it is in place already."""

    id: str
    value: str
    text: str
    checked: bool


@dataclass(frozen=True)
class Choice:
    """One level as a card."""

    number: int
    name: str
    chosen: bool
    next_up: bool
    is_exemplar: bool
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class TextField:
    """One text of an answer."""

    name: str
    id: str
    label: str
    hint: str
    text: str
    fault: str


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence in the list beside an answer."""

    title: str
    url: str
    is_file: bool
    until: date | None
    is_out_of_date: bool
    remove_url: str


@dataclass(frozen=True)
class CodeView:
    """Everything that the page shows of one value code."""

    code: ValueCode
    area_name: str
    answer_id: int
    version: int
    content: AnswerContent
    choices: tuple[Choice, ...]
    not_applicable: bool
    because: TextField
    comments: tuple[TextField, ...]
    contact: TextField
    note: TextField
    consent_fault: str
    level_fault: str
    last_level: int | None
    last_in_words: str
    saved: str
    evidence: tuple[EvidenceLine, ...]
    save_url: str
    evidence_url: str
    next_url: str
    priority: Priority | None = None
    records: CodeRecords | None = None
    carried: CodeCarried | None = None

    @property
    def comment_count(self) -> int:
        return sum(bool(comment.text) for comment in self.comments)

    @property
    def comments_open(self) -> bool:
        return bool(self.comment_count) or any(comment.fault for comment in self.comments)

    @property
    def is_below_last(self) -> bool:
        level = self.content.level
        return level is not None and self.last_level is not None and level < self.last_level and not self.comment_count

    @property
    def is_answered(self) -> bool:
        return self.content.state is not AnswerState.UNANSWERED


@dataclass(frozen=True)
class AreaContext:
    """What all codes of one page share."""

    place: Place
    area: Area
    framework: Framework
    last_levels: Mapping[str, int | None]
    today: date
    next_urls: Mapping[str, str]


def build_code(
    shared: AreaContext,
    code: ValueCode,
    answer: Answer,
    *,
    typed: AnswerContent | None = None,
    version: int | None = None,
    faults: Sequence[AnswerRefused] = (),
) -> CodeView:
    """A code with what is saved, or with what was typed where that could not be saved."""
    content = typed or content_of(answer)
    said = {fault.field: f"{fault.what} {fault.do}" for fault in faults}
    last = shared.last_levels.get(code.id)
    texts = {name: _text_field(code.id, name, content, said) for name in TEXT_LABELS}
    return CodeView(
        code=code,
        area_name=shared.area.name,
        answer_id=answer.pk,
        version=answer.version if version is None else version,
        content=content,
        choices=tuple(_choice(code, content, level, shared.framework) for level in shared.framework.levels),
        not_applicable=content.state is AnswerState.NOT_APPLICABLE,
        because=texts["not_applicable_because"],
        comments=tuple(texts[kind.field] for kind in CommentKind),
        contact=texts["exemplar_contact"],
        note=texts["exemplar_note"],
        consent_fault=said.get("exemplar_consent", ""),
        level_fault=said.get("level", ""),
        last_level=last,
        last_in_words=shared.framework.level_name(last) if last else "",
        saved=say_saved(answer),
        evidence=tuple(_evidence_line(row, shared) for row in answer.evidence.all() if row.removed_at is None),
        save_url=shared.place.url("save", code.id),
        evidence_url=shared.place.url("evidence_add", code.id),
        next_url=shared.next_urls.get(code.id, ""),
        priority=local.priority(code.id) if (local := shared.framework.local) else None,
    )


def _choice(code: ValueCode, content: AnswerContent, level: Level, framework: Framework) -> Choice:
    number, name = level.number, level.name
    next_up = content.level is not None and number == content.level + 1
    ticks = tuple(
        Tick(
            id=f"{code.id}-{number}-{place}",
            value=f"{number}.{place}",
            text=text,
            checked=next_up and f"{number}.{place}" in content.in_place,
        )
        for place, text in enumerate(code.ladder.at(number), start=1)
    )
    return Choice(
        number=number,
        name=name,
        chosen=number == content.level,
        next_up=next_up,
        is_exemplar=number == framework.exemplar_level,
        ticks=ticks,
    )


def _text_field(code_id: str, name: str, content: AnswerContent, said: Mapping[str, str]) -> TextField:
    hint = next((COMMENT_HINTS[kind] for kind in CommentKind if kind.field == name), "")
    text = str(getattr(content, name))
    return TextField(name, field_id(code_id, name), TEXT_LABELS[name], hint, text, said.get(name, ""))


def _evidence_line(row: Evidence, shared: AreaContext) -> EvidenceLine:
    return EvidenceLine(
        title=row.title,
        url=row.url or shared.place.url("evidence_file", row.pk),
        is_file=row.document_id is not None,
        until=row.expires_on,
        is_out_of_date=row.expires_on is not None and row.expires_on < shared.today,
        remove_url=shared.place.url("evidence_remove", row.pk),
    )


def say_saved(answer: Answer) -> str:
    return f"Saved {say_when(answer.changed_at)}" if answer.changed_at else ""


def say_missing(answer: Answer, framework: Framework) -> list[str]:
    """What this answer still needs before it can be submitted, beyond being answered at all."""
    if answer.state == AnswerState.UNANSWERED:
        return []
    return [f"{fault.what} {fault.do}" for fault in missing_parts([answer], framework)]


@dataclass(frozen=True)
class Difference:
    """One part of an answer in which two texts differ."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class ConflictView:
    """Two texts for one answer, side by side. Nothing has been overwritten."""

    value_code: str
    heading: str
    their_name: str
    keep_theirs: str
    version: int
    differences: tuple[Difference, ...]


def build_conflict(conflict: AnswerConflict, code: ValueCode, framework: Framework, reader: Person) -> ConflictView:
    """The two texts, each part that differs, with who saved theirs and when."""
    theirs, mine = content_of(conflict.current), conflict.attempted
    by = conflict.current.changed_by
    own = by is not None and by.pk == reader.pk
    who = "You" if own else str(by or "Somebody")
    when = say_when(conflict.current.changed_at) if conflict.current.changed_at else "in the meantime"
    where = " in another window" if own else ""
    said_theirs, said_mine = said_in_words(theirs, code, framework), said_in_words(mine, code, framework)
    return ConflictView(
        value_code=code.id,
        heading=f"{who} saved a different answer to {code.id}{where} {when}",
        their_name="Saved in the other window" if own else f"{who}’s answer",
        keep_theirs="Keep the other window’s" if own else "Keep theirs",
        version=conflict.current.version,
        differences=tuple(
            Difference(label, said_theirs[label], said_mine[label])
            for label in said_theirs
            if said_theirs[label] != said_mine[label]
        ),
    )


def said_in_words(content: AnswerContent, code: ValueCode, framework: Framework) -> dict[str, str]:
    """Every part of an answer by its label, in words; "" where it is empty."""
    if content.level is not None:
        level = f"{content.level} {framework.level_name(content.level)}"
    else:
        level = "Does not apply to us" if content.state is AnswerState.NOT_APPLICABLE else "Not answered"
    said = {"Level": level, "In place already": "\n".join(_statement(value, code) for value in content.in_place)}
    said |= {label: str(getattr(content, name)) for name, label in TEXT_LABELS.items()}
    return {**said, "Ready to be an exemplar": "Yes" if content.exemplar_consent else "No"}


def _statement(value: str, code: ValueCode) -> str:
    """The statement that a tick such as "3.1" stands for."""
    level, _, place = value.partition(".")
    return code.ladder.at(int(level))[int(place) - 1]
