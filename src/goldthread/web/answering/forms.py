"""What a respondent typed, read from a POST. Whatever is wrong is said, and all that was typed is kept."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from goldthread.assessment.actions.answers import AnswerContent, AnswerRefused
from goldthread.assessment.types import TEXT_LABELS, AnswerState, limit_of
from goldthread.framework.types import ValueCode

NOT_APPLICABLE_CHOICE = "na"
TITLE_LIMIT = 200


@dataclass(frozen=True)
class TypedAnswer:
    """One answer as it was typed, the version it was written over, and what is wrong with it."""

    content: AnswerContent
    version: int
    faults: tuple[AnswerRefused, ...]


def read_answer(post: QueryDict, code: ValueCode, before: AnswerContent) -> TypedAnswer:
    """The typed answer. A part that the form did not send stays as it was."""
    faults: list[AnswerRefused] = []
    state, level = _read_choice(post, code, before, faults)
    texts = {name: _text(post, name, getattr(before, name)) for name in TEXT_LABELS}
    for name, text in texts.items():
        limit = limit_of(name)
        if len(text) > limit:
            faults.append(
                AnswerRefused(
                    what=f"{code.id}: {TEXT_LABELS[name]} is {len(text):,} characters long.",
                    do=f"Shorten it to {limit:,} characters, or attach it as a file.",
                    field=name,
                )
            )
    sent = "choice" in post
    content = AnswerContent(
        state=state,
        level=level,
        in_place=_in_place(post.getlist("in_place"), code, level) if sent else before.in_place,
        exemplar_consent="exemplar_consent" in post if sent else before.exemplar_consent,
        **texts,
    )
    version = post.get("version", "")
    return TypedAnswer(content, int(version) if version.isascii() and version.isdigit() else -1, tuple(faults))


def _read_choice(
    post: QueryDict, code: ValueCode, before: AnswerContent, faults: list[AnswerRefused]
) -> tuple[AnswerState, int | None]:
    if "clear" in post:
        return AnswerState.UNANSWERED, None
    choice = post.get("choice")
    if choice is None:
        return before.state, before.level
    if choice == "":
        return AnswerState.UNANSWERED, None
    if choice == NOT_APPLICABLE_CHOICE:
        return AnswerState.NOT_APPLICABLE, None
    if choice.isascii() and choice.isdigit() and int(choice) in code.ladder.statements:
        return AnswerState.LEVEL, int(choice)
    highest = max(code.ladder.statements)
    faults.append(
        AnswerRefused(what=f'{code.id}: "{choice[:20]}" is not a level.', do=f"Choose a level from 1 to {highest}.")
    )
    return before.state, before.level


def _in_place(ticked: list[str], code: ValueCode, level: int | None) -> tuple[str, ...]:
    """The ticked statements of the next level up; ticks of other levels say nothing about the step ahead."""
    if level is None or level + 1 not in code.ladder.statements:
        return ()
    possible = [f"{level + 1}.{place}" for place, _ in enumerate(code.ladder.at(level + 1), start=1)]
    return tuple(value for value in possible if value in ticked)


def _text(post: QueryDict, name: str, before: str) -> str:
    typed = post.get(name)
    return before if typed is None else typed.replace("\r\n", "\n").replace("\0", "").strip()


@dataclass(frozen=True)
class TypedEvidence:
    """A link or a file as it was offered; the three parts of the date as typed."""

    title: str = ""
    url: str = ""
    file: "UploadedFile[bytes] | None" = None
    day: str = ""
    month: str = ""
    year: str = ""
    expires_on: date | None = None


def read_evidence(request: HttpRequest, today: date) -> tuple[TypedEvidence, dict[str, str]]:
    """The offered evidence, and a message per field that is wrong."""
    post, faults = request.POST, dict[str, str]()
    file = request.FILES.get("file")
    typed = TypedEvidence(
        title=_text(post, "title", ""),
        url=_text(post, "url", ""),
        file=file if isinstance(file, UploadedFile) else None,
        day=_text(post, "day", ""),
        month=_text(post, "month", ""),
        year=_text(post, "year", ""),
    )
    if typed.url and typed.file:
        faults["url"] = "Give a web address or choose a file, not both: add them one after the other"
    if not typed.url and not typed.file:
        faults["url"] = "Give a web address, or choose a file"
    if len(typed.title) > TITLE_LIMIT:
        faults["title"] = f"Shorten the name to {TITLE_LIMIT} characters"
    expires_on: date | None = None
    if typed.day or typed.month or typed.year:
        try:
            expires_on = date(int(typed.year), int(typed.month), int(typed.day))
        except (ValueError, OverflowError):
            faults["day"] = "The date must be a real one, such as 31 3 2028"
    if expires_on and expires_on < today:
        faults["day"] = "The date has passed: give evidence that still holds, or leave the date empty"
    return TypedEvidence(**{**typed.__dict__, "expires_on": expires_on}), faults
