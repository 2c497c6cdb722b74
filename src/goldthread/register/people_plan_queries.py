"""Reads the six parts of a council's people plan with the documents that show them, in two questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from goldthread.organisation.models import Council
from goldthread.organisation.permissions import Standing
from goldthread.register.attachments import seen_attachments
from goldthread.register.models import Attachment, PeoplePlanPart
from goldthread.register.types import PlanPart


@dataclass(frozen=True)
class ReadPart:
    """One part; `row` is None where nobody has told of it. `documents` are those that the reader may see."""

    part: PlanPart
    row: PeoplePlanPart | None
    documents: Sequence[Attachment]


def read_people_plan(standing: Standing) -> list[ReadPart]:
    """All six parts in their order."""
    return read_parts(standing.council, seen_attachments(standing))


def read_parts(council: Council, documents: QuerySet[Attachment]) -> list[ReadPart]:
    """The same with those of `documents` that were not withdrawn."""
    seen = documents.filter(withdrawn_at=None)
    rows = PeoplePlanPart.objects.filter(council=council).select_related("owner", "changed_by")
    held = {row.part: row for row in rows.prefetch_related(Prefetch("attachments", seen, to_attr="seen"))}
    found = []
    for part in PlanPart:
        row = held.get(part.value)
        found.append(ReadPart(part, row, vars(row)["seen"] if row else ()))
    return found
