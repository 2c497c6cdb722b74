"""Taking a load out of the figures, and taking it back in. Files that leaned on it are read again."""

from django_tasks import task

from goldthread.common.errors import UserError
from goldthread.evidence.actions import withdraw_load
from goldthread.evidence.explorer.index import build_index
from goldthread.evidence.loading import Wishes, open_loader, settle_repeats
from goldthread.evidence.matching.automatic import match_if_needed, match_soon
from goldthread.evidence.models import Load
from goldthread.evidence.queries import live_loads, raw_file, rows_file
from goldthread.evidence.types import LoadKind, LoadState
from goldthread.organisation.models import Person

AT_ONCE_ROWS = 100_000
"""So many rows are read again within a page's time; more are left to the background worker."""


def withdraw(*, load: Load, why: str, by: Person) -> bool:
    """Withdraw a load. Answers whether all is settled; else the background worker is still reading files again."""
    withdrawn = withdraw_load(load=load, why=why, by=by)
    leaning = [each for each in live_loads(withdrawn.council) if withdrawn.key in each.repeats]
    if sum(each.rows_read for each in leaning) > AT_ONCE_ROWS:
        settle_later.enqueue(withdrawn.pk, by.pk)
        return False
    settle_repeats(withdrawn=withdrawn, by=by)
    match_soon(council=withdrawn.council, by=by)
    return True


def take_back(*, load: Load, by: Person) -> bool:
    """Read a withdrawn load's kept file again as a new load. Answers whether it is done; else it is being done."""
    if load.state != LoadState.WITHDRAWN:
        raise UserError(what=f"{load.file_name} counts already.", do="There is nothing to do.")
    if any(each.sha256 == load.sha256 for each in live_loads(load.council)):
        raise UserError(
            what=f"{load.file_name} was loaded again already.", do="Look for it among the loads that count."
        )
    if load.rows_read > AT_ONCE_ROWS:
        take_back_later.enqueue(load.pk, by.pk)
        return False
    _read_again(load, by)
    match_soon(council=load.council, by=by)
    return True


def withdraw_lost() -> list[str]:
    """Withdraw every load whose files are gone, so that no figure rests on it; answers the names of the files."""
    lost = [load for load in Load.objects.filter(state=LoadState.LIVE) if not _has_files(load)]
    for load in lost:
        withdraw_load(load=load, why="Its files were not in the backup that was restored.", by=None)
    for load in lost:
        settle_repeats(withdrawn=load, by=None)
    return [load.file_name for load in lost]


def _has_files(load: Load) -> bool:
    return rows_file(load).is_file() and raw_file(load).is_file()


def _read_again(load: Load, by: Person | None) -> None:
    wishes = Wishes(kind=LoadKind(load.kind))
    with open_loader(council=load.council, by=by, wishes=wishes) as loader:
        loader.load(raw_file(load), name=load.file_name)


@task()
def settle_later(load_id: int, person_id: int) -> None:
    """Read again, in the background, the files whose rows a withdrawn load had held."""
    load = Load.objects.select_related("council").get(pk=load_id)
    by = Person.objects.get(pk=person_id)
    settle_repeats(withdrawn=load, by=by)
    build_index(load.council)
    match_if_needed(council=load.council, by=by)


@task()
def take_back_later(load_id: int, person_id: int) -> None:
    """Read a withdrawn load's file again in the background."""
    load = Load.objects.select_related("council").get(pk=load_id)
    by = Person.objects.get(pk=person_id)
    _read_again(load, by)
    build_index(load.council)
    match_if_needed(council=load.council, by=by)
