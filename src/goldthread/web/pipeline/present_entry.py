"""Presents one pipeline entry: its steps with the day of each, its particulars, what was weighed, who was met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.organisation.models import Event
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.register.actions.pipeline import subject_of_entry
from goldthread.register.lead_times import Own, lead_days, say_procedure
from goldthread.register.models import Appraisal, Engagement, PipelineEntry
from goldthread.register.permissions import can_plan
from goldthread.register.types import Certainty, PipelineState, Procedure
from goldthread.web.history.present import EventRow, present_event
from goldthread.web.pipeline.present import EntryLine, present_line, say_entry

EVENTS_SHOWN = 20
NOT_SAID = "not said"
_YES_NO = {True: "yes", False: "no", None: NOT_SAID}


@dataclass(frozen=True)
class StepRow:
    """One step: its last day, and how it stands; `is_late` where it is late or planned too late."""

    name: str
    by: date | None
    stands: str
    is_late: bool = False


@dataclass(frozen=True)
class EntryPage:
    """Everything on an entry's page."""

    line: EntryLine
    finding: str
    steps: tuple[StepRow, ...]
    basis: str
    facts: tuple[tuple[str, str], ...]
    appraisals: Sequence[tuple[Appraisal, list[tuple[str, str]]]]
    engagements: Sequence[Engagement]
    gaps: tuple[str, ...]
    events: tuple[EventRow, ...]
    may_plan: bool
    may_accept: bool


def present_entry(entry: PipelineEntry, standing: Standing, own: Own, *, today: date) -> EntryPage:
    """Read what belongs to the entry and say it."""
    line = present_line(entry, own, today)
    appraisals = list(entry.appraisals.select_related("by"))
    engagements = list(entry.engagements.select_related("by"))
    events = Event.objects.filter(council=entry.council, subject=subject_of_entry(entry)).select_related("by")
    return EntryPage(
        line=line,
        finding=say_entry(line),
        steps=_steps(line, appraisals, today),
        basis=_say_basis(entry, own),
        facts=_facts(line),
        appraisals=[(each, [(name, each.weighed.get(name, "")) for name in each.options]) for each in appraisals],
        engagements=engagements,
        gaps=_gaps(line, appraisals),
        events=tuple(present_event(event, about=str(entry)) for event in events[:EVENTS_SHOWN]),
        may_plan=can_plan(standing, entry) and not entry.is_closed,
        may_accept=line.state is PipelineState.REQUESTED and standing.can(Action.PLAN_PROCUREMENTS),
    )


def _steps(line: EntryLine, appraisals: Sequence[Appraisal], today: date) -> tuple[StepRow, ...]:
    entry, worked = line.entry, line.worked
    is_open = line.state is not PipelineState.CLOSED
    days = (worked.appraise_by, worked.approve_by, worked.launch_by, worked.award_by) if worked else (None,) * 4
    appraise, approve, launch, award = days

    def row(name: str, by: date | None, done: date | None, planned: tuple[str, date | None]) -> StepRow:
        if done is not None:
            return StepRow(name, by, f"Done on {done:%-d %B %Y}")
        words, day = planned
        if day is not None:
            after = f", {(day - by).days} days too late" if by and day > by and is_open else ""
            return StepRow(name, by, f"{words} {day:%-d %B %Y}{after}", is_late=bool(after))
        is_late = bool(by and today > by and is_open and entry.launched_on is None)
        return StepRow(name, by, "Late" if is_late else "To do" if is_open else "Not done", is_late)

    wave = entry.wave
    meets = (f"{wave.board} meets on" if wave else "", wave.meets_on if wave and not wave.decided_on else None)
    awarded = entry.becomes.awarded_on or entry.becomes.start if entry.becomes else None
    return (
        row("Options weighed", appraise, appraisals[0].on if appraisals else None, ("", None)),
        row("Approved", approve, entry.approved_on, meets),
        row("Launched", launch, entry.launched_on, ("Planned for", entry.launch_on)),
        row("Awarded", award, awarded, ("", None)),
        StepRow("Needed", entry.needed_on, "" if entry.needed_on else "Nobody has said when"),
    )


def _say_basis(entry: PipelineEntry, own: Own) -> str:
    """On which lead times the days rest."""
    if entry.needed_on is None:
        return ""
    procedure = Procedure(entry.procedure)
    days = lead_days(procedure, on=entry.needed_on, own=own)
    route = (
        f"{say_procedure(procedure)}, as no route is chosen yet"
        if procedure is Procedure.UNKNOWN
        else say_procedure(procedure)
    )
    whose = "the council’s own" if days.certainty is Certainty.OWN else "usual"
    return (
        f"Worked back by {whose} lead times for {route}: {days.paper} days for the paper to the board, {days.prepare} "
        f"to prepare, {days.tender} from the notice to the award, {days.mobilise} to start."
    )


def _facts(line: EntryLine) -> tuple[tuple[str, str], ...]:
    entry = line.entry
    idea = entry.revenue_idea or ("asked, and none found" if entry.is_revenue_asked else "not asked yet")
    pairs = [
        ("Route", line.route),
        ("Board", entry.board_route),
        ("Budget code", entry.budget_code),
        ("Could the council earn from it?", idea),
        ("Department", entry.department.name if entry.department else ""),
        ("Category", entry.category),
        ("For several departments", _YES_NO[entry.is_cross_department]),
        ("With other councils", _YES_NO[entry.is_joint]),
        ("Procurement’s advice", _day(entry.advice_on)),
        ("Social value assessed", _day(entry.social_value_assessed_on)),
        ("Personal data", _YES_NO[entry.holds_personal_data]),
        ("Personal data assessed", _day(entry.data_assessed_on)),
        ("In the published pipeline", f"since {_day(entry.published_on)}" if entry.published_on else "no"),
    ]
    return tuple((name, text or NOT_SAID) for name, text in pairs)


def _gaps(line: EntryLine, appraisals: Sequence[Appraisal]) -> tuple[str, ...]:
    """What an entry cannot go before a board without."""
    entry = line.entry
    if line.state in {PipelineState.CLOSED, PipelineState.LAUNCHED}:
        return ()
    lacking = {
        "It has no day of need, so that no day can be worked back.": entry.needed_on is None,
        "Nothing says why anything is bought at all.": not entry.why,
        "No route is chosen.": entry.procedure == Procedure.UNKNOWN,
        "No options were weighed.": not appraisals,
        "It is tied to no budget.": not entry.budget_code,
        "It has no estimated value.": entry.estimated_value is None,
        "No board is named.": not entry.board_route and entry.wave is None,
        "Nobody asked whether the council could earn from it.": not entry.is_revenue_asked,
        "Nobody says whether it will hold personal data.": entry.holds_personal_data is None,
    }
    return tuple(text for text, is_lacking in lacking.items() if is_lacking)


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
