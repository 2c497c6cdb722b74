"""Loading a published file: kept, read, accounted for, and only then counted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from uuid import uuid4

from django.db import IntegrityError, OperationalError
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.actions import NewLoad, record_load
from goldthread.evidence.keeping import Draft, drop_kept, keep_draft, lock_council, start_draft, sweep_leftovers
from goldthread.evidence.models import ColumnMemory, Load
from goldthread.evidence.queries import evidence_folder, live_loads, raw_file, rows_file
from goldthread.evidence.sources.account import Account, take_account
from goldthread.evidence.sources.bodies import is_known, is_own, others_among
from goldthread.evidence.sources.bytes import FileFacts, measure_file
from goldthread.evidence.sources.ingest import FileToLoad, Ingested, ingest_file
from goldthread.evidence.sources.marks import Repeats, set_bodies_aside, set_repeats_aside
from goldthread.evidence.sources.types import Field, FileRefused, Reason, Told
from goldthread.evidence.sources.typing import read_macros
from goldthread.evidence.store import Connection, StoreFull, open_store, watch_faults
from goldthread.evidence.types import LoadKind, LoadState
from goldthread.organisation.models import Council, Person

MEMORY = "2GB"
"""What a load may take before it spills to disk: the web server has its share of the machine too."""


@dataclass(frozen=True)
class Wishes:
    """What the person who loads asks for."""

    told: Mapping[Field, str] = field(default_factory=dict)
    kind: LoadKind | None = None
    any_body: bool = False
    keep_repeats: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one file. `load` is None in a dry run."""

    file: str
    facts: FileFacts
    load: Load | None
    already_loaded: bool = False
    ingested: Ingested | None = None
    account: Account | None = None
    repeats: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Loader:
    """Loads files of one council one after another with one connection to the store."""

    def __init__(self, db: Connection, council: Council, by: Person | None, wishes: Wishes) -> None:
        self._db, self._council, self._by, self._wishes = db, council, by, wishes

    def load(self, path: Path, *, replaces: Load | None = None, name: str = "", key: str = "") -> Outcome:
        """Load one file; raises `FileRefused` or `StoreFull`, and then nothing of it is left.

        `key` names the load where it has to be the same at each run; else it is drawn.
        """
        name = name or path.name
        if not path.is_file():
            raise FileRefused(what=f"There is no file {path}.", do="Check the name, or give the folder as well.")
        with (
            watch_faults(name),
            lock_council(self._council) as folder,
            start_draft(folder, key or uuid4().hex) as draft,
        ):
            raw = draft.raw(PurePath(name).suffix.lower()[:10])
            facts = measure_file(path, keep=raw)
            already = self._find_same(facts) if replaces is None else None
            if already is not None:
                return Outcome(file=name, facts=facts, load=already, already_loaded=True)
            return self._load_draft(draft, raw, name, facts, replaces)

    def _load_draft(self, draft: Draft, raw: Path, name: str, facts: FileFacts, replaces: Load | None) -> Outcome:
        file = FileToLoad(
            path=raw,
            name=name,
            facts=facts,
            council=self._council.slug,
            load_key=draft.key,
            told=self._memories(),
            told_now=self._wishes.told,
            kind=self._wishes.kind,
            today=timezone.localdate(),
        )
        ingested = ingest_file(self._db, file, draft.work, draft.rows)
        warnings = self._look_at_bodies(draft.rows, name, ingested)
        account = take_account(self._db, draft.rows)
        repeats = self._set_repeats_aside(draft.rows, account, replaces)
        if repeats.by_load:
            account = take_account(self._db, draft.rows)
        if repeats.alike:
            warnings = (*warnings, _say_alike(name, repeats.alike))
        _check_account(name, ingested, account)
        new = NewLoad(name, facts, ingested, account, repeats.by_load, raw.name, draft.key, self._wishes.told)
        load = None if self._wishes.is_dry_run else self._keep(draft, new, replaces)
        return Outcome(name, facts, load, False, ingested, account, repeats.by_load, warnings)

    def _keep(self, draft: Draft, new: NewLoad, replaces: Load | None) -> Load:
        place = keep_draft(draft, self._council, new.ingested.kind)
        try:
            return record_load(
                council=self._council,
                new=new,
                folder=str(place.relative_to(evidence_folder())),
                replaces=replaces,
                by=self._by,
            )
        except IntegrityError:
            drop_kept(place)
            raise FileRefused(
                what=f"{new.name} has just been loaded by somebody else.", do="See it with: goldthread spend list"
            ) from None
        except OperationalError as error:
            drop_kept(place)
            if "full" not in str(error):
                raise
            raise StoreFull(
                what=f"{new.name} was not loaded: the disk of GOLDTHREAD_DATA is full.",
                do="Free some room and load it again; nothing of it was kept.",
            ) from None

    def _find_same(self, facts: FileFacts) -> Load | None:
        return Load.objects.filter(council=self._council, sha256=facts.sha256, state=LoadState.LIVE).first()

    def _memories(self) -> dict[str, Told]:
        rows = ColumnMemory.objects.filter(council=self._council)
        return {
            row.fingerprint: Told(
                now=self._wishes.told, remembered={Field(name): heading for name, heading in row.mapping.items()}
            )
            for row in rows
        }

    def _look_at_bodies(self, rows: Path, name: str, ingested: Ingested) -> tuple[str, ...]:
        """Set another council's payments aside where this council is known by name; else say what was seen."""
        others = [] if self._wishes.any_body else others_among(ingested.bodies, self._council.name)
        if not others:
            return ()
        listed = ", ".join(others[:3])
        if is_known(self._council.name) or self._has_own_loads():
            _check_is_own(name, ingested, others, self._council)
            count = set_bodies_aside(self._db, rows, others)
            return (
                f"{name}: {count:,} rows are payments of {listed}, not of {self._council.name}; they are set aside.",
            )
        return (f"{name} names {listed} as the paying body, not {self._council.name}. Withdraw it if that is wrong.",)

    def _has_own_loads(self) -> bool:
        return any(is_own(body, self._council.name) for load in live_loads(self._council) for body in load.bodies)

    def _set_repeats_aside(self, rows: Path, account: Account, replaces: Load | None) -> Repeats:
        if self._wishes.keep_repeats:
            return Repeats({}, 0)
        near = [
            load
            for load in live_loads(self._council)
            if load != replaces and _overlap(load, account.first_date, account.last_date)
        ]
        return set_repeats_aside(self._db, rows, [rows_file(load) for load in near])


def _say_alike(name: str, count: int) -> str:
    return (
        f"{name}: {count:,} rows agree with another load in day, amount and supplier, though not in their references. "
        "Withdraw it if it is the same payments published again."
    )


def _check_is_own(name: str, ingested: Ingested, others: Sequence[str], council: Council) -> None:
    """Refuse a file most of whose rows name another council: its companies' rows are not this council's either."""
    foreign = sum(count for body, count in ingested.bodies.items() if " ".join(body.split()) in others)
    if foreign * 2 >= sum(ingested.bodies.values()):
        raise FileRefused(
            what=f"{name} holds payments of {', '.join(others[:3])}, not of {council.name}.",
            do="Load it for that council, or add --any-body if it is this council's after all.",
        )


def _overlap(load: Load, first: date | None, last: date | None) -> bool:
    if first is None or last is None or load.first_date is None or load.last_date is None:
        return False
    return load.first_date <= last and first <= load.last_date


def _check_account(name: str, ingested: Ingested, account: Account) -> None:
    """Refuse a file of which nothing would count."""
    if ingested.rows_read == 0:
        raise FileRefused(what=f"{name} has headings and no rows.", do="Download it again: there is nothing to load.")
    if account.rows_loaded or account.reasons.keys() == {Reason.REPEATED}:
        return
    reasons = ", ".join(f"{count:,} rows: {reason}" for reason, count in account.reasons.items())
    raise FileRefused(
        what=f"{name} holds no row that can be loaded ({reasons}).",
        do="Look at the file, and name its columns with --map where they were taken wrongly.",
    )


@contextmanager
def open_loader(*, council: Council, by: Person | None, wishes: Wishes) -> Iterator[Loader]:
    """A loader for as many files as there are. What a killed load left is swept away first."""
    with lock_council(council) as folder:
        sweep_leftovers(council, folder)
    with open_store(temporary=evidence_folder() / "spill", memory=MEMORY, macros=read_macros()) as db:
        yield Loader(db, council, by, wishes)


def load_file(*, council: Council, path: Path, by: Person | None, wishes: Wishes | None = None) -> Outcome:
    """Load one file; raises `FileRefused` or `StoreFull`."""
    with open_loader(council=council, by=by, wishes=wishes or Wishes()) as loader:
        return loader.load(path)


def reload_load(*, load: Load, by: Person | None, wishes: Wishes | None = None) -> Outcome:
    """Read a load's kept raw file again with what is known today; the new load takes the old one's place at once."""
    if load.state != LoadState.LIVE:
        raise UserError(what=f"{load.file_name} was withdrawn.", do="Load the file again with: goldthread spend load")
    with open_loader(council=load.council, by=by, wishes=wishes or Wishes()) as loader:
        return loader.load(raw_file(load), replaces=load, name=load.file_name)


def settle_repeats(*, withdrawn: Load, by: Person | None) -> Sequence[Outcome]:
    """Load again every file whose rows were set aside because the withdrawn load held them."""
    leaning = [load for load in live_loads(withdrawn.council) if withdrawn.key in load.repeats]
    return [reload_load(load=load, by=by) for load in leaning]
