"""The people plan from the command line. Import it once Django is ready."""

from datetime import date

from django.utils import timezone

from goldthread.cli.lookup import standing_of_actor
from goldthread.cli.output import iso_day, print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action
from goldthread.register.attachments import seen_attachments
from goldthread.register.models import Attachment
from goldthread.register.people_plan import is_late
from goldthread.register.people_plan_queries import ReadPart, read_parts
from goldthread.register.people_plan_words import say_plan


def show_plan(council_name: str, *, as_json: bool, actor: str | None) -> None:
    """Every part with its documents; those that the actor may see, where one is named."""
    council, today = find_council(council_name), timezone.localdate()
    seen = Attachment.objects.filter(council=council)
    if actor is not None:
        seen = seen_attachments(standing_of_actor(actor, council, Action.VIEW_TRAINING))
    parts = read_parts(council, seen)
    if as_json:
        print_json({"council": council.slug, "parts": [_as_json(read, today) for read in parts]})
        return
    print_table(
        ("Part", "How far", "Owner", "Agreed", "Review by", "What shows it"), [_row(read, today) for read in parts]
    )
    print_words(say_plan(parts, today))


def _row(read: ReadPart, today: date) -> tuple[object, ...]:
    row = read.row
    if row is None:
        return read.part.label, "not said", "", "", "", ""
    review = f"{row.review_on}, late" if row.review_on and is_late(row.review_on, today) else row.review_on or ""
    shown = "; ".join([*([row.note] if row.note else []), *(paper.title for paper in read.documents)])
    return read.part.label, row.state, row.owner or "", row.agreed_on or "", review, shown


def _as_json(read: ReadPart, today: date) -> dict[str, object]:
    row = read.row
    return {
        "part": read.part.key,
        "name": read.part.label,
        "state": row.state if row else None,
        "owner": row.owner.email if row and row.owner else None,
        "agreed_on": iso_day(row.agreed_on) if row else None,
        "review_on": iso_day(row.review_on) if row else None,
        "is_late": is_late(row.review_on, today) if row else None,
        "note": (row.note or None) if row else None,
        "documents": [paper.title for paper in read.documents],
    }
