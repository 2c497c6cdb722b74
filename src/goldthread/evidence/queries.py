"""Reads of the evidence room: which loads count, and a connection with their rows."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject

from goldthread.evidence.gathering import JSONList
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
    def _without(self) -> tuple[int | None, bool]:  # no event at all is None
        events = Subquery(_record_events(self._council))
        kept = Exists(Contract.objects.filter(council=OuterRef("pk")))
        asked = Council.objects.filter(pk=self._council.pk).annotate(had=events, kept=kept)
        return asked.values_list("had", "kept").get()

    @cached_property
    def names(self) -> list[tuple[str, str, int]]:
        """The council's confirmed names of departments, as they were when the loads were read.

        Without payments, names matter to no figure.
        """
        told = (self[0].department_names if self else None) or []
        return sorted((self._council.slug, row["name"], row["department"]) for row in told)

    @property
    def record_events(self) -> int:
        """A number that grows with every event that may have changed the register."""
        return (self[0].record_events if self else self._without[0]) or 0

    @property
    def has_contracts(self) -> bool:
        """Whether a council without payments has contracts."""
        return self._without[1]


def live_loads(council: Council, *, kinds: Sequence[LoadKind] | None = None) -> Loads:
    """The loads whose rows count, oldest first.

    Each knows the council's latest matching as `match_run`, as `record_events` what its register's events come to, and
    the confirmed names of its departments as `department_names`.
    """
    latest = MatchRun.objects.filter(council=council).order_by("-at", "-pk").values("pk")[:1]
    loads = _live([council], kinds or list(LoadKind))
    return Loads(
        council,
        loads.annotate(  # type: ignore[no-redef]  # the model says the types of both
            match_run=Subquery(latest),
            record_events=Subquery(_record_events(council)),
            department_names=Subquery(_department_names(council)),
        ),
    )


def _department_names(council: Council) -> QuerySet[DepartmentName, Any]:
    rows = DepartmentName.objects.filter(council=council, is_confirmed=True, department__isnull=False)
    told = JSONList(JSONObject(name="name", department="department"))
    return rows.order_by().values("council").annotate(told=told).values_list("told", flat=True)


NOT_OF_THE_REGISTER = (
    *("answer.saved", "answer.excluded", "answer.included", "answers.imported", "response.submitted"),
    *("response.returned", "resolution.saved", "department.asked", "department.invited", "document.attached"),
)
"""Frequent events that leave the register as it is. Any other kind, a new one too, counts as a change of it."""


def _record_events(council: Council) -> QuerySet[Event, Any]:
    """The sum of their numbers: it grows with one that began earlier and was committed after a later one was seen."""
    events = Event.objects.filter(council=council).exclude(kind__in=NOT_OF_THE_REGISTER)
    return events.order_by().values("council").annotate(sum=Sum("pk")).values_list("sum", flat=True)


def sum_record_events(council: Council) -> int:
    """A number that grows with every event that may have changed the register (one query)."""
    return next(iter(_record_events(council)), 0)


def loads_behind(council: Council) -> tuple[str, ...]:
    """The keys of the loads whose rows count, oldest first."""
    return tuple(load.key for load in live_loads(council))


def evidence_digest(council: Council, loads: Sequence[Load] | None = None) -> str:
    """Changes whenever a figure could: over the live loads and the confirmed names of departments.

    `loads` may be given where `live_loads` has been read already. Without payments, names matter to no figure.
    """
    live = live_loads(council) if loads is None else loads
    digest = hashlib.sha256("\n".join(sorted(load.key for load in live)).encode())
    names = names_among(council, live)
    for _council, name, department in names if live else ():
        digest.update(f"\n{name}\t{department}".encode())
    return digest.hexdigest()


def names_among(council: Council, loads: Sequence[Load]) -> list[tuple[str, str, int]]:
    """The council's confirmed names, from its loads where `live_loads` read them."""
    return loads.names if isinstance(loads, Loads) else confirmed_names([council])


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
    with _open(files, confirmed_names(councils)) as db:
        yield db


@contextmanager
def open_spend_of(council: Council, loads: Sequence[Load]) -> Iterator[Connection]:
    """As `open_spend`, where the council's `live_loads` are at hand; without any, nothing is asked of the database."""
    with _open([rows_file(load) for load in loads], names_among(council, loads)) as db:
        yield db


@contextmanager
def _open(files: Sequence[Path], names: list[tuple[str, str, int]]) -> Iterator[Connection]:
    with open_store(temporary=evidence_folder() / "spill") as db:
        attach_spend(db, files, names)
        yield db
