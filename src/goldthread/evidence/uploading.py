"""Looking at uploaded files, and loading them: at once where they are small, else by the background worker."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from django_tasks import task

from goldthread.evidence.explorer.index import build_index
from goldthread.evidence.loading import Loader, Outcome, Wishes, open_loader
from goldthread.evidence.matching.automatic import match_soon
from goldthread.evidence.sources.types import ColumnMap, Field, FileRefused
from goldthread.evidence.sources.unsure import UnsureColumns
from goldthread.evidence.store import StoreFull
from goldthread.evidence.types import LoadKind
from goldthread.evidence.uploads import (
    Column,
    FileIn,
    FileStep,
    Upload,
    UploadStep,
    drop_file,
    path_of,
    read_upload,
    write_upload,
)
from goldthread.organisation.models import Council, Person

AT_ONCE_BYTES = 8 * 1024 * 1024
"""So much is read within a page's time; more goes to the background worker."""

_LOOKED_AGAIN = {FileStep.WAITING, FileStep.ASKED, FileStep.UNDERSTOOD}
_UNDER_WAY = {UploadStep.LOOKING: _LOOKED_AGAIN, UploadStep.LOADING: {FileStep.UNDERSTOOD}}


def start_looking(*, council: Council, upload: Upload, by: Person) -> None:
    """Look at the files that are waiting: understand their columns, count their rows, load nothing."""
    upload = _begin(upload, UploadStep.LOOKING)
    if upload.size <= AT_ONCE_BYTES:
        _watched(_look, council, upload, by)
    else:
        look_later.enqueue(council.pk, upload.token, by.pk)


def start_loading(*, council: Council, upload: Upload, by: Person) -> None:
    """Load the files that are understood."""
    upload = _begin(upload, UploadStep.LOADING)
    if upload.size <= AT_ONCE_BYTES:
        _watched(_load, council, upload, by)
    else:
        load_later.enqueue(council.pk, upload.token, by.pk)


def tell_columns(*, council: Council, upload: Upload, file: FileIn, told: Mapping[str, str], by: Person) -> None:
    """Say which column of a file holds which field, and look at it again."""
    changed = replace(file, told=dict(told), step=FileStep.WAITING)
    start_looking(council=council, upload=write_upload(upload.with_file(changed)), by=by)


Work = Callable[[Council, Upload, Person | None], None]


def _begin(upload: Upload, step: UploadStep) -> Upload:
    return write_upload(replace(upload, step=step, since=time.time()))


def _watched(work: Work, council: Council, upload: Upload, by: Person | None) -> None:
    """Do the work; where it fails for a reason of ours, the upload says so and the fault keeps its trace."""
    try:
        work(council, upload, by)
    except Exception:
        latest = read_upload(council, upload.token) or upload
        step = UploadStep.LOOKED if upload.step is UploadStep.LOOKING else UploadStep.DONE
        files = tuple(_failed(file) if file.step in _UNDER_WAY[upload.step] else file for file in latest.files)
        write_upload(replace(latest, step=step, files=files))
        raise


def _failed(file: FileIn) -> FileIn:
    what = f"{file.name} was not read: Goldthread itself failed, and nothing of the file was kept."
    return replace(file, step=FileStep.REFUSED, what=what, do="Tell whoever runs the server; its log says why.")


@task()
def look_later(council_id: int, token: str, person_id: int) -> None:
    """Look at large files in the background."""
    _work_later(_look, council_id, token, person_id)


@task()
def load_later(council_id: int, token: str, person_id: int) -> None:
    """Load large files in the background."""
    _work_later(_load, council_id, token, person_id)


@task()
def index_later(council_id: int) -> None:
    """Make the index of a council's spend in the background."""
    build_index(Council.objects.get(pk=council_id))


def _work_later(work: Work, council_id: int, token: str, person_id: int) -> None:
    council = Council.objects.get(pk=council_id)
    upload = read_upload(council, token)
    if upload is not None:
        _watched(work, council, upload, Person.objects.get(pk=person_id))


def _look(council: Council, upload: Upload, by: Person | None) -> None:
    for file in upload.files:
        if file.step in _LOOKED_AGAIN:
            upload = write_upload(upload.with_file(_one(council, upload, file, by, is_dry_run=True)))
    write_upload(replace(upload, step=UploadStep.LOOKED))


def _load(council: Council, upload: Upload, by: Person | None) -> None:
    for file in upload.files:
        if file.step is FileStep.UNDERSTOOD:
            done = _one(council, upload, file, by, is_dry_run=False)
            upload = write_upload(upload.with_file(done))
            if done.step is FileStep.LOADED:
                drop_file(upload, file)
    build_index(council)
    match_soon(council=council, by=by)
    write_upload(replace(upload, step=UploadStep.DONE))


def _one(council: Council, upload: Upload, file: FileIn, by: Person | None, *, is_dry_run: bool) -> FileIn:
    wishes = Wishes(
        told={Field(name): heading for name, heading in file.told.items()},
        kind=LoadKind(upload.kind) if upload.kind else None,
        any_body=upload.any_body,
        is_dry_run=is_dry_run,
    )
    plain = FileIn(file.number, file.name, file.size, told=file.told)
    try:
        with open_loader(council=council, by=by, wishes=wishes) as loader:
            return _understood(plain, _ask_loader(loader, upload, file))
    except UnsureColumns as unsure:
        asked = unsure.question
        return replace(
            plain,
            step=FileStep.ASKED,
            what=unsure.what,
            do=asked.why,
            sheet=asked.sheet or "",
            columns=_columns(asked.headings, asked.samples, asked.mapping),
            missing=asked.missing,
        )
    except (FileRefused, StoreFull) as refused:
        return replace(plain, step=FileStep.REFUSED, what=refused.what, do=refused.do)


def _ask_loader(loader: Loader, upload: Upload, file: FileIn) -> Outcome:
    return loader.load(path_of(upload, file), name=file.name)


def _understood(file: FileIn, outcome: Outcome) -> FileIn:
    if outcome.already_loaded and outcome.load is not None:
        return replace(file, step=FileStep.KNOWN, load_key=outcome.load.key)
    ingested, account = outcome.ingested, outcome.account
    if ingested is None or account is None:
        return replace(file, step=FileStep.REFUSED, what=f"{file.name} was not read.", do="Choose it again.")
    return replace(
        file,
        step=FileStep.LOADED if outcome.load else FileStep.UNDERSTOOD,
        layout=ingested.layout,
        encoding=ingested.encoding,
        amount_why=ingested.choice.why,
        columns=_columns(ingested.headings, ingested.samples, ingested.mapping),
        rows_read=ingested.rows_read,
        rows_loaded=account.rows_loaded,
        rows_set_aside=account.rows_set_aside,
        net_read=str(ingested.net_read),
        net_loaded=str(account.net_loaded),
        net_set_aside=str(account.net_set_aside),
        first_date=str(account.first_date or ""),
        last_date=str(account.last_date or ""),
        reasons=dict(account.reasons),
        warnings=outcome.warnings,
        load_key=outcome.load.key if outcome.load else "",
    )


def _columns(headings: tuple[str, ...], samples: tuple[tuple[str, ...], ...], mapping: ColumnMap) -> tuple[Column, ...]:
    by_place = {match.position: (name, match) for name, match in mapping.items()}
    found = []
    for place, heading in enumerate(headings):
        seen = samples[place] if place < len(samples) else ()
        if place in by_place:
            name, match = by_place[place]
            found.append(Column(heading, seen, name.value, match.confidence, match.told_how))
        else:
            found.append(Column(heading, seen))
    return tuple(found)
