"""What the answering pages say about a whole response: counts, what is left, and the list of areas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from goldthread.assessment.actions.answers import missing_parts
from goldthread.assessment.models import Answer
from goldthread.assessment.types import AnswerState
from goldthread.framework.types import Framework, ValueCode
from goldthread.web.answering.areas import Area, areas_of

# An estimate to plan by: reading the five levels of one code and choosing one of them.
MINUTES_PER_CODE = 1


@dataclass(frozen=True)
class Place:
    """Whose answers are shown; makes the addresses of their pages."""

    council_slug: str
    ref: str
    department_id: int

    def url(self, name: str, *rest: object) -> str:
        return reverse(f"answering:{name}", args=[self.council_slug, self.ref, self.department_id, *rest])


@dataclass(frozen=True)
class Tally:
    """How many value codes are asked, and how many of them have an answer."""

    asked: int
    done: int

    @property
    def left(self) -> int:
        return self.asked - self.done

    @property
    def in_words(self) -> str:
        return f"{self.done} of {self.asked}"


@dataclass(frozen=True)
class CodeLine:
    """One value code in a list, with what the department has answered."""

    code: ValueCode
    area_name: str
    url: str
    level: int | None
    answer: str
    done: bool


@dataclass(frozen=True)
class AreaLine:
    """One page of the questionnaire in a list. `asked` codes come in their order."""

    area: Area
    url: str
    tally: Tally
    current: bool
    codes: tuple[CodeLine, ...]

    @property
    def left(self) -> tuple[CodeLine, ...]:
        return tuple(line for line in self.codes if not line.done)


@dataclass(frozen=True)
class FaultLine:
    """One thing that keeps a response from being submitted, with where it can be mended."""

    url: str
    text: str
    do: str
    is_unanswered: bool


def tally(answers: Iterable[Answer]) -> Tally:
    return tally_states(answer.state for answer in answers)


def tally_states(states: Iterable[str]) -> Tally:
    """The same from the states alone."""
    listed = list(states)
    return Tally(asked=len(listed), done=sum(state != AnswerState.UNANSWERED for state in listed))


def time_left(count: int) -> str:
    """About how long the codes that are left take, in words; "" where none is left."""
    minutes = count * MINUTES_PER_CODE
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"about {minutes} minute{'' if minutes == 1 else 's'}"
    hours_in_words = f"about {hours} hour{'' if hours == 1 else 's'}"
    return f"{hours_in_words} {rest} minutes" if rest > 1 else hours_in_words


def say_progress(counts: Tally) -> str:
    """The finding of a page on which answers are still written."""
    if not counts.asked:
        return "No value code is asked."
    if not counts.left:
        return f"All {counts.asked} value codes are answered." if counts.asked > 1 else "The value code is answered."
    answered = f"{counts.done} of {counts.asked} value codes {'is' if counts.done == 1 else 'are'} answered"
    if not counts.done:
        answered = f"None of {counts.asked} value codes is answered yet" if counts.asked > 1 else "Not answered yet"
    return f"{answered}; {counts.left} {'is' if counts.left == 1 else 'are'} left, {time_left(counts.left)}."


def say_answer(answer: Answer, framework: Framework) -> str:
    if answer.level is not None:
        return f"{answer.level} {framework.level_name(answer.level)}"
    return "Does not apply" if answer.state == AnswerState.NOT_APPLICABLE else "Not answered"


def list_areas(
    place: Place, framework: Framework, answers: Mapping[str, Answer], *, current: Area | None = None
) -> list[AreaLine]:
    """The areas in which the department is asked anything, in order."""
    lines = []
    for area in areas_of(framework):
        asked = [code for code in area.codes if code.id in answers]
        if asked:
            url = place.url("area", area.id)
            codes = tuple(_code_line(code, area, url, answers[code.id], framework) for code in asked)
            counts = tally(answers[code.id] for code in asked)
            lines.append(AreaLine(area=area, url=url, tally=counts, current=area == current, codes=codes))
    return lines


def _code_line(code: ValueCode, area: Area, url: str, answer: Answer, framework: Framework) -> CodeLine:
    return CodeLine(
        code=code,
        area_name=area.name,
        url=f"{url}#{code.id}",
        level=answer.level,
        answer=say_answer(answer, framework),
        done=answer.state != AnswerState.UNANSWERED,
    )


def next_to_answer(areas: Sequence[AreaLine]) -> CodeLine | None:
    """The code to go on with: in an area that was begun, else the first that is left."""
    begun = [area for area in areas if area.tally.done and area.left]
    waiting = begun or [area for area in areas if area.left]
    return waiting[0].left[0] if waiting else None


def find_codes(areas: Sequence[AreaLine], *, words: str, unanswered_only: bool) -> list[CodeLine]:
    """The codes whose id, name, description or statements hold every word, in any order."""
    wanted = words.casefold().split()
    return [
        line
        for area in areas
        for line in area.codes
        if not (unanswered_only and line.done) and all(word in _searched(line) for word in wanted)
    ]


def _searched(line: CodeLine) -> str:
    statements = [text for level in line.code.ladder.statements.values() for text in level]
    return " ".join([line.code.id, line.code.name, line.area_name, line.code.description, *statements]).casefold()


def list_faults(areas: Sequence[AreaLine], answers: Mapping[str, Answer], framework: Framework) -> list[FaultLine]:
    """Everything that is missing, in the order of the questionnaire, each with the place where it is mended."""
    lines = []
    for area in areas:
        for line in area.codes:
            for fault in missing_parts([answers[line.code.id]], framework):
                field = field_id(line.code.id, fault.field)
                url = f"{area.url}#{field}"
                lines.append(FaultLine(url, fault.what, fault.do, is_unanswered=not line.done))
    return lines


def field_id(value_code: str, field: str) -> str:
    """The id on the page of a part of an answer."""
    return value_code if field == "level" else f"{value_code}-{field}"


def say_when(moment: datetime) -> str:
    """ "at 14:02" today, else "on 3 June at 14:02", with the year where it is another."""
    local, now = timezone.localtime(moment), timezone.localtime()
    clock = f"at {local:%H:%M}"
    if local.date() == now.date():
        return clock
    year = "" if local.year == now.year else f" {local.year}"
    return f"on {local.day} {local:%B}{year} {clock}"
