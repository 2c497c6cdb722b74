"""Presents pipeline entries: what stands of each, what comes next, and the sentence above the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.common.words import list_in_words
from goldthread.register.lead_times import Own, WorkedBack, say_too_late, work_back
from goldthread.register.models import PipelineEntry
from goldthread.register.pipeline.queries import entry_state
from goldthread.register.pipeline.rules import next_step
from goldthread.register.pipeline.types import NextStep, Step
from goldthread.register.types import PipelineState, Procedure, VatBasis
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds
from goldthread.web.pipeline.choices import OPEN, PipelineChoice
from goldthread.web.register.columns import Value
from goldthread.web.wording import opening

NO_DAY, NO_ROUTE = "no day of need", "Not chosen yet"
HEADS = (
    *("Title", "Department", "Category", "Stands", "Needed on", "Procedure", "Estimated value", "VAT of estimated"),
    *("Appraise by", "Approve by", "Launch by", "Award by", "Launch planned", "Approved on", "Launched on"),
    *(
        "Next step",
        "Next step by",
        "Late",
        "Budget code",
        "Board",
        "Wave",
        "Replaces",
        "Becomes",
        "With other councils",
    ),
    *("Across departments", "Personal data", "Why", "Revenue idea", "Published on"),
)
_YES_NO = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True)
class EntryLine:
    """One entry, with what the rules say of it."""

    entry: PipelineEntry
    state: PipelineState
    worked: WorkedBack | None
    next: NextStep | None
    too_late: str

    @property
    def is_late(self) -> bool:
        return self.next is not None and self.next.is_late

    @property
    def value(self) -> str:
        return short_pounds(self.entry.estimated_value) if self.entry.estimated_value is not None else ""

    @property
    def exact(self) -> str:
        return exact_pounds(self.entry.estimated_value) if self.entry.estimated_value is not None else ""

    @property
    def route(self) -> str:
        return NO_ROUTE if self.entry.procedure == Procedure.UNKNOWN else opening(self.entry.procedure)

    @property
    def next_in_words(self) -> str:
        """ "Weigh the options by 4 Jan 2027", or where the entry stands."""
        if self.next is not None:
            return f"{self.next.step.value[:1].upper()}{self.next.step.value[1:]} by {self.next.by:%-d %b %Y}"
        if self.state is PipelineState.LAUNCHED and self.entry.launched_on:
            return f"Launched on {self.entry.launched_on:%-d %b %Y}"
        return "Closed" if self.state is PipelineState.CLOSED else "Say when it is needed"


def present_line(entry: PipelineEntry, own: Own, today: date) -> EntryLine:
    """An entry of `entries_of`, worked back by the council's lead times."""
    state, procedure = entry_state(entry), Procedure(entry.procedure)
    worked = work_back(entry.needed_on, procedure, own=own) if entry.needed_on else None
    has_appraisal: bool = getattr(entry, "has_appraisal", False)
    following = next_step(state, worked, has_appraisal=has_appraisal, today=today)
    is_waiting = following is not None and entry.needed_on is not None
    late = say_too_late(entry.needed_on, procedure, own=own, today=today) if is_waiting and entry.needed_on else ""
    return EntryLine(entry, state, worked, following, late)


def say_pipeline(lines: Sequence[EntryLine], choice: PipelineChoice, *, is_empty: bool) -> str:
    """How many entries there are, what they may cost, and how many are late for their next step."""
    if is_empty:
        return "Nothing is in the pipeline yet. See what your contracts propose, or plan the first entry."
    if not lines:
        return "No entry fits. Take a filter away."
    known = [line.entry.estimated_value for line in lines if line.entry.estimated_value is not None]
    worth = f", estimated at {short_pounds(sum(known, Decimal(0)))}" if known else ", of no known value"
    noun = say_count(len(lines), "open entry" if choice.state == OPEN else "entry", _plural(choice))
    parts = [f"{noun}{worth}"]
    late = sum(1 for line in lines if line.is_late)
    asked = sum(1 for line in lines if line.state is PipelineState.REQUESTED)
    undated = sum(1 for line in lines if line.worked is None and line.state is not PipelineState.CLOSED)
    told = [f"{late:,} {'is' if late == 1 else 'are'} late for the next step"] if late else []
    told += [f"{asked:,} {'waits' if asked == 1 else 'wait'} to be taken in"] if asked else []
    told += [f"{undated:,} {'has' if undated == 1 else 'have'} {NO_DAY}"] if undated else []
    return f"{parts[0]}; {list_in_words(told)}." if told else f"{parts[0]}; none is late."


def _plural(choice: PipelineChoice) -> str:
    return "open entries" if choice.state == OPEN else "entries"


def say_values(lines: Sequence[EntryLine]) -> str:
    """On what the sum of the estimates rests."""
    known = [line.entry for line in lines if line.entry.estimated_value is not None]
    if not known:
        return ""
    counts = {basis: sum(1 for entry in known if entry.estimated_vat == basis) for basis in VatBasis}
    bases = [(number, basis.value) for basis, number in counts.items() if number]
    how = f"all {bases[0][1]}" if len(bases) == 1 else list_in_words([f"{number:,} {text}" for number, text in bases])
    return f"Estimates are known of {len(known):,} of {len(lines):,}: {how}. Values of several years count whole."


def file_rows(lines: Iterable[EntryLine]) -> Iterable[list[Value]]:
    """What a file holds of each entry, in the order of `HEADS`."""
    return (_file_row(line) for line in lines)


def _file_row(line: EntryLine) -> list[Value]:
    entry, worked, following = line.entry, line.worked, line.next
    days = [worked.appraise_by, worked.approve_by, worked.launch_by, worked.award_by] if worked else [None] * 4
    return [
        *(entry.title, entry.department.name if entry.department else "", entry.category, line.state.value),
        *(entry.needed_on, entry.procedure, entry.estimated_value, entry.estimated_vat),
        *days,
        *(entry.launch_on, entry.approved_on, entry.launched_on),
        *((following.step.value, following.by, _YES_NO[following.is_late]) if following else ("", None, "")),
        *(entry.budget_code, entry.board_route, entry.wave.name if entry.wave else ""),
        *(str(entry.replaces) if entry.replaces else "", str(entry.becomes) if entry.becomes else ""),
        *(_YES_NO[entry.is_joint], _YES_NO[entry.is_cross_department], _YES_NO[entry.holds_personal_data]),
        *(entry.why, entry.revenue_idea, entry.published_on),
    ]


STEP_NOUNS = {Step.APPRAISE: "an options appraisal", Step.APPROVE: "the approval", Step.LAUNCH: "the launch"}


def say_entry(line: EntryLine) -> str:
    """When it is needed, by which route, and what comes next: the finding of an entry's page."""
    entry, worked = line.entry, line.worked
    if line.state is PipelineState.CLOSED:
        when = f" on {entry.closed_on:%-d %B %Y}" if entry.closed_on else ""
        because = entry.closed_because.strip()
        return f"It was closed{when}: {because}" if because else f"It was closed{when}."
    if worked is None:
        return "Nobody has said when it is needed, so no day can be worked back."
    needed = f"Needed on {worked.needed_on:%-d %B %Y}"
    if line.state is PipelineState.LAUNCHED and entry.launched_on:
        return f"{needed}, and launched on {entry.launched_on:%-d %B %Y}."
    if line.too_late:
        return line.too_late
    if line.next is None:
        return f"{needed}."
    day = f"{line.next.by:%-d %B %Y}"
    tail = f"was due by {day}" if line.next.is_late else f"by {day}"
    return f"{needed}, so launch it by {worked.launch_by:%-d %B %Y}. Next: {STEP_NOUNS[line.next.step]} {tail}."
