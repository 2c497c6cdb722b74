"""Where loads are kept, so that a crash at any moment leaves nothing half visible and the next load cleans up."""

import fcntl
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from goldthread.evidence.models import Load
from goldthread.evidence.queries import ROWS_FILE, evidence_folder
from goldthread.evidence.store import sync_file
from goldthread.evidence.types import LoadKind
from goldthread.organisation.models import Council

PARTIAL = ".part-"
_LOCK = ".lock"
_WORK = "work"


@dataclass(frozen=True)
class Draft:
    """A load in the making: a folder that nobody else looks into."""

    folder: Path
    key: str

    @property
    def rows(self) -> Path:
        return self.folder / ROWS_FILE

    @property
    def work(self) -> Path:
        return self.folder / _WORK

    def raw(self, suffix: str) -> Path:
        return self.folder / f"raw{suffix}"


@contextmanager
def lock_council(council: Council) -> Iterator[Path]:
    """The council's folder, held against other loads of the same council; a load that waits goes on afterwards."""
    folder = evidence_folder() / council.slug
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / _LOCK).open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def sweep_leftovers(council: Council, folder: Path) -> int:
    """Remove what a killed load left: drafts, and folders that no catalogue row names. Call it under the lock."""
    kept = set(Load.objects.filter(council=council).values_list("folder", flat=True))
    left = list(folder.glob(f"{PARTIAL}*"))
    for kind in LoadKind:
        left += [p for p in (folder / kind).glob("*") if str(p.relative_to(evidence_folder())) not in kept]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def sweep_kind(folder: Path, kind: str, kept: Collection[str]) -> int:
    """Remove what a killed load of one kind left: drafts, and folders not in `kept`. Call it under the lock."""
    left = [*folder.glob(f"{PARTIAL}*")]
    left += [p for p in (folder / kind).glob("*") if str(p.relative_to(evidence_folder())) not in kept]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


@contextmanager
def start_draft(folder: Path, key: str) -> Iterator[Draft]:
    """A draft's folder, which is gone at the end unless it was kept."""
    draft = Draft(folder / f"{PARTIAL}{key}", key)
    draft.work.mkdir(parents=True, mode=0o700)
    try:
        yield draft
    finally:
        shutil.rmtree(draft.folder, ignore_errors=True)


def keep_draft(draft: Draft, council: Council, kind: str) -> Path:
    """Make a draft lasting under its own name and answer its folder. Only a catalogue row makes it count."""
    shutil.rmtree(draft.work)
    for file in draft.folder.iterdir():
        sync_file(file)
    sync_file(draft.folder)
    place = evidence_folder() / council.slug / kind / draft.key
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.replace(draft.folder, place)  # noqa: PTH105  a rename, and nothing else, is meant
    sync_file(place.parent)
    return place


def drop_kept(place: Path) -> None:
    """Remove a kept folder whose catalogue row could not be written."""
    shutil.rmtree(place, ignore_errors=True)
