"""Pure rules of the pipeline: what contracts propose, where an entry stands, what comes next, what cannot be saved."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from goldthread.register.lead_times import WorkedBack
from goldthread.register.pipeline.types import Cause, EntryDays, NextStep, SaidAppraisal, SaidEngagement, Step
from goldthread.register.rules import Fault, add_months
from goldthread.register.types import PipelineCause, PipelineState

MONTHS_AHEAD = 18
"""How far ahead ends and breaks ask for a successor: the span of the Act's pipeline notice."""
REVIEW_MONTHS = 6
"""How far ahead a planned review does: it is prepared in the half-year before."""
LONGEST_YEARS = 30
"""A need further away is likelier a slip of typing than a plan."""
_DONE = {
    "advice_on": "The advice was given",
    "market_note_on": "The market was looked at",
    "social_value_assessed_on": "Social value was assessed",
    "data_assessed_on": "Personal data was assessed",
    "approved_on": "It was approved",
    "launched_on": "It was launched",
    "published_on": "It was published",
}


def list_causes(
    *, end: date | None, ended_on: date | None, breaks: Sequence[date], review: date | None, today: date
) -> tuple[Cause, ...]:
    """The days of a contract that ask for a successor: its end, its open breaks, its review; the end speaks first."""
    if (ended_on and ended_on <= today) or (end and end < today):
        return ()
    until, soon = add_months(today, MONTHS_AHEAD), add_months(today, REVIEW_MONTHS)
    found = [Cause(PipelineCause.END, end)] if end and end <= until else []
    found += [Cause(PipelineCause.BREAK, day) for day in sorted(set(breaks)) if today <= day <= until]
    if review and today <= review <= soon:
        found.append(Cause(PipelineCause.REVIEW, review))
    return tuple(found)


def need_of(causes: Sequence[Cause], end: date | None) -> date | None:
    """From which day a successor is needed: the day after the end or the break; a review alone means the end."""
    first = causes[0]
    if first.kind is PipelineCause.REVIEW:
        return end + timedelta(days=1) if end else None
    return first.on + timedelta(days=1)


def state_of(*, is_closed: bool, is_request: bool, approved_on: date | None, launched_on: date | None) -> PipelineState:
    """Where an entry stands."""
    if is_closed:
        return PipelineState.CLOSED
    if is_request:
        return PipelineState.REQUESTED
    if launched_on:
        return PipelineState.LAUNCHED
    return PipelineState.APPROVED if approved_on else PipelineState.PLANNED


def next_step(state: PipelineState, worked: WorkedBack | None, *, has_appraisal: bool, today: date) -> NextStep | None:
    """What is to be done next; None for what is launched or closed, or has no day of need."""
    if worked is None or state in {PipelineState.CLOSED, PipelineState.LAUNCHED}:
        return None
    if state is PipelineState.APPROVED:
        step, by = Step.LAUNCH, worked.launch_by
    elif has_appraisal:
        step, by = Step.APPROVE, worked.approve_by
    else:
        step, by = Step.APPRAISE, worked.appraise_by
    return NextStep(step, by, today > by)


def check_entry(entry: EntryDays, changed: Collection[str], *, today: date) -> list[Fault]:
    """Every fault in an entry. Only what was changed is held against today: what time overtook may stay."""
    faults = []
    if not entry.title.strip():
        faults.append(Fault("title", "The entry has no title.", "Say in a few words what is bought."))
    if entry.needed_on and "needed_on" in changed and entry.launched_on is None:
        if entry.needed_on < today:
            what = f"It would be needed on {_say(entry.needed_on)}, which has passed."
            faults.append(Fault("needed_on", what, "Give the day from which the council will need it."))
        elif entry.needed_on > add_months(today, LONGEST_YEARS * 12):
            what = f"It would be needed on {_say(entry.needed_on)}, more than {LONGEST_YEARS} years away."
            faults.append(Fault("needed_on", what, "Correct the year."))
    if entry.launch_on and entry.needed_on and entry.launch_on > entry.needed_on:
        what = f"It would be launched on {_say(entry.launch_on)}, after it is needed on {_say(entry.needed_on)}."
        faults.append(Fault("launch_on", what, "Give an earlier launch, or a later need."))
    for name, says in _DONE.items():
        day: date | None = getattr(entry, name)
        if day and name in changed and day > today:
            faults.append(Fault(name, f"{says} on {_say(day)}, which is still to come.", "Correct the day."))
    if entry.approved_on and entry.launched_on and entry.launched_on < entry.approved_on and "launched_on" in changed:
        what = f"It was launched on {_say(entry.launched_on)}, before it was approved on {_say(entry.approved_on)}."
        faults.append(Fault("launched_on", what, "Correct one of the two days, or record a breach of the rules."))
    return faults


def check_appraisal(said: SaidAppraisal, *, today: date) -> list[Fault]:
    """Every fault in an options appraisal."""
    faults = []
    if not said.need.strip():
        faults.append(
            Fault("need", "Nothing says why anything is bought at all.", "Say what happens if nothing is bought.")
        )
    if len(said.options) < 2:
        what = "One way alone was weighed." if said.options else "No way of providing it was weighed."
        faults.append(Fault("options", what, "Weigh at least two; to stop providing it may be one of them."))
    if said.chosen is None:
        faults.append(Fault("chosen", "No way was chosen.", "Choose one of those that were weighed."))
    elif said.chosen not in said.options and said.options:
        what = f"“{said.chosen.label}” was chosen, and it was not weighed."
        faults.append(Fault("chosen", what, "Tick it among the ways that were weighed, or choose another."))
    if not said.why.strip():
        faults.append(Fault("why", "No reason was given.", "Say why this way is better than the others."))
    if said.on > today:
        what = f"The options were weighed on {_say(said.on)}, which is still to come."
        faults.append(Fault("on", what, "Correct the day."))
    return faults


def check_engagement(said: SaidEngagement, *, today: date) -> list[Fault]:
    """Every fault in a meeting with the market."""
    faults = []
    if not said.title.strip():
        faults.append(Fault("title", "The meeting has no title.", "Say in a few words what it was."))
    if said.on > today:
        what = f"The market was met on {_say(said.on)}, which is still to come."
        faults.append(Fault("on", what, "Record it once it was held."))
    return faults


def _say(day: date) -> str:
    return f"{day:%-d %B %Y}"
