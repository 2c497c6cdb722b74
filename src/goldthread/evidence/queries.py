"""Reads of the evidence room: which loads count, and a connection with their rows."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from goldthread.evidence.matching.models import MatchRun
from goldthread.evidence.models import DepartmentName, Load
from goldthread.evidence.store import Connection, attach_spend, open_store
from goldthread.evidence.types import LoadKind, LoadState
from goldthread.organisation.models import Council, Event
from goldthread.register.models import Contract

ROWS_FILE = "rows.parquet"


def evidence_folder() -> Path:
    return Path(settings.DATA_DIR) / "evidence"


def rows_file(load: Load) -> Path:
    return evidence_folder() / load.folder / ROWS_FILE


def raw_file(load: Load) -> Path:
    return evidence_folder() / load.folder / load.raw_name


def _live(councils: Sequence[Council], kinds: Sequence[LoadKind]) -> QuerySet[Load]:
    return Load.objects.filter(council__in=councils, state=LoadState.LIVE, kind__in=kinds)


class Loads(list[Load]):
    """A council's live loads, oldest first; without any it still knows the register, asked once when it is needed."""

    def __init__(self, council: Council, rows: Iterable[Load]) -> None:
        super().__init__(rows)
        self._council = council

    @cached_property
    def _without(self) -> tuple[int | None, bool]:
        events = Subquery(_record_events(self._council))
        kept = Exists(Contract.objects.filter(council=OuterRef("pk")))
        asked = Council.objects.filter(pk=self._council.pk).annotate(event=events, kept=kept)
        return asked.values_list("event", "kept").get()

    @property
    def record_event(self) -> int | None:
        """The latest event that may have changed the register."""
        return self[0].record_event if self else self._without[0]

    @property
    def has_contracts(self) -> bool:
        """Whether a council without payments has contracts."""
        return self._without[1]


def live_loads(council: Council, *, kinds: Sequence[LoadKind] | None = None) -> Loads:
    """The loads whose rows count, oldest first.

    Each knows the council's latest matching as `match_run`, and the latest event of its register as `record_event`.
    """
    latest = MatchRun.objects.filter(council=council).order_by("-at", "-pk").values("pk")[:1]
    loads = _live([council], kinds or list(LoadKind))
    return Loads(
        council,
        loads.annotate(  # type: ignore[no-redef]  # the model says the types of both
            match_run=Subquery(latest), record_event=Subquery(_record_events(council))
        ),
    )


NOT_OF_THE_REGISTER = (
    *("answer.saved", "answer.excluded", "answer.included", "answers.imported", "response.submitted"),
    *("response.returned", "resolution.saved", "department.asked", "department.invited", "document.attached"),
)
"""Frequent events that leave the register as it is. Any other kind, a new one too, counts as a change of it."""


def _record_events(council: Council) -> QuerySet[Event, Any]:
    events = Event.objects.filter(council=council).exclude(kind__in=NOT_OF_THE_REGISTER)
    return events.order_by().values("council").annotate(last=Max("pk")).values_list("last", flat=True)


def latest_record_event(council: Council) -> int | None:
    """The latest event that may have changed the register (one query)."""
    return next(iter(_record_events(council)), None)


def loads_behind(council: Council) -> tuple[str, ...]:
    """The keys of the loads whose rows count, oldest first."""
    return tuple(load.key for load in live_loads(council))


def evidence_digest(council: Council, loads: Sequence[Load] | None = None) -> str:
    """Changes whenever a figure could: over the live loads and the confirmed names of departments.

    `loads` may be given where `live_loads` has been read already. Without payments, names matter to no figure.
    """
    keys = [load.key for load in (live_loads(council) if loads is None else loads)]
    digest = hashlib.sha256("\n".join(sorted(keys)).encode())
    for _council, name, department in confirmed_names([council]) if keys else ():
        digest.update(f"\n{name}\t{department}".encode())
    return digest.hexdigest()


def confirmed_names(councils: Sequence[Council]) -> list[tuple[str, str, int]]:
    """Council, finance's name and department of every confirmed name."""
    rows = DepartmentName.objects.filter(council__in=councils, is_confirmed=True, department__isnull=False)
    found = rows.order_by("council__slug", "name").select_related("council")
    return [(row.council.slug, row.name, row.department_id) for row in found if row.department_id is not None]


@contextmanager
def open_spend(
    councils: Sequence[Council], *, kinds: Sequence[LoadKind] = (LoadKind.SPEND, LoadKind.CARD)
) -> Iterator[Connection]:
    """A connection with the view `spend`: the payment lines of the councils' live loads, and no others."""
    files = [rows_file(load) for load in _live(councils, kinds)]
    with open_store(temporary=evidence_folder() / "spill") as db:
        attach_spend(db, files, confirmed_names(councils))
        yield db
