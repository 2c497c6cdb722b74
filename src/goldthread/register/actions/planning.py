"""What is done before something is bought: options weighed, the market met. Each record is added and stays."""

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.models import Person
from goldthread.register.actions.pipeline import EntryRefused, check_open, hold_entry, save_entry, tell_entry
from goldthread.register.models import Appraisal, Engagement, PipelineEntry
from goldthread.register.pipeline.rules import check_appraisal, check_engagement
from goldthread.register.pipeline.types import SaidAppraisal, SaidEngagement
from goldthread.register.search.actions import index_records


@transaction.atomic
def add_appraisal(*, entry: PipelineEntry, said: SaidAppraisal, by: Person | None) -> Appraisal:
    """Record which ways were weighed and which was chosen; why anything is bought at all goes to the entry.

    Raises `EntryRefused` with every fault. The same appraisal sent twice is one.
    """
    held = hold_entry(entry)
    check_open(held)
    faults = check_appraisal(said, today=timezone.localdate())
    if faults or said.chosen is None:
        raise EntryRefused(tuple(faults))
    columns = {
        "on": said.on,
        "options": [option.value for option in said.options],
        "weighed": {option.value: text.strip() for option, text in said.weighed.items() if text.strip()},
        "chosen": said.chosen.value,
        "why": said.why.strip(),
    }
    newest = held.appraisals.order_by("-pk").first()
    if newest is not None and newest.by == by and all(getattr(newest, name) == each for name, each in columns.items()):
        return newest
    appraisal = Appraisal.objects.create(council=held.council, entry=held, by=by, **columns)
    if held.why != said.need.strip():
        held.why = said.need.strip()
        save_entry(held, by=by)
    tell_entry(
        held,
        by=by,
        kind="appraised",
        done=f"{len(said.options)} options were weighed and “{said.chosen.value}” was chosen",
        after={**columns, "need": said.need.strip()},
    )
    return appraisal


@transaction.atomic
def log_engagement(*, entry: PipelineEntry, said: SaidEngagement, by: Person | None) -> Engagement:
    """Record a meeting with the market. Raises `EntryRefused` with every fault; the same one sent twice is one."""
    held = hold_entry(entry)
    check_open(held)
    faults = check_engagement(said, today=timezone.localdate())
    if faults:
        raise EntryRefused(tuple(faults))
    columns = vars(said) | {"kind": said.kind.value, "title": said.title.strip()}
    same = held.engagements.filter(by=by, **columns).first()
    if same is not None:
        return same
    engagement = Engagement.objects.create(council=held.council, entry=held, by=by, **columns)
    index_records([engagement], is_new=True)
    tell_entry(held, by=by, kind="engaged", done=f"the market was met, {engagement.title}", after=columns)
    return engagement
