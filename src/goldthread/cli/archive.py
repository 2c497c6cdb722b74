"""The data directory as one file and back: database, attached files, evidence; consistent while people work."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from goldthread.cli.archive_members import (
    DATABASE,
    DOCUMENTS,
    EVIDENCE,
    ArchiveRefused,
    Contents,
    find_evidence,
    pack,
    unpack,
)
from goldthread.cli.output import Job

_BESIDE_DATABASE = ("-wal", "-shm", "-journal")
_REFERENCE = "reference"
_LIVE_LOADS = "SELECT folder, raw_name, file_name FROM evidence_load WHERE state = 'live'"


@dataclass(frozen=True)
class DataPlaces:
    """Where everything is kept. The cache is never in a backup; what lies in it belongs to the data it was made of."""

    folder: Path
    database: Path
    documents: Path

    @property
    def evidence(self) -> Path:
        return self.folder / EVIDENCE

    @property
    def cache(self) -> Path:
        return self.folder / "cache"


def read_places() -> DataPlaces:
    """The places that the settings name; raises `ArchiveRefused` where the database is not a file of ours."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        raise ArchiveRefused(
            what="The database is a PostgreSQL server, which this command neither copies nor fills.",
            do=f"Use pg_dump for it first, then copy the folders {DOCUMENTS} and {EVIDENCE} of {settings.DATA_DIR}.",
        )
    return DataPlaces(Path(settings.DATA_DIR), Path(database["NAME"]), Path(settings.MEDIA_ROOT))


def write_archive(*, places: DataPlaces, target: Path, replace: bool = False, job: Job | None = None) -> Contents:
    """Write a backup and answer what is in it. People may go on working meanwhile.

    The database is copied first: a file is always kept before the row that names it and never changed after, so each
    row's files are in the backup, and a load that is being made has no row. It appears under its name only when whole.
    """
    job = job or Job()
    if target.exists() and not replace:
        raise ArchiveRefused(what=f"{target} exists already.", do="Choose another name, or add --replace.")
    if not places.database.exists():
        raise ArchiveRefused(what=f"There is nothing to back up in {places.folder}.", do="Check GOLDTHREAD_DATA.")
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        registers = _registers(places)
        with tempfile.TemporaryDirectory(prefix="goldthread-backup-") as workplace:
            copy = Path(workplace) / DATABASE
            _copy_database(places.database, copy)
            files = [(DATABASE, copy), *_find_documents(places.documents), *find_evidence(places.evidence)]
            job.begin(sum(path.stat().st_size for _name, path in files if path.exists()))
            with partial.open("xb") as out:
                partial.chmod(0o600)
                contents = pack(out, files, advance=job.advance, find_missing=lambda packed: find_missing(copy, packed))
                out.flush()
                os.fsync(out.fileno())
            if registers != _registers(places):
                raise ArchiveRefused(
                    what="A register was put in the place of an older one while the backup was written.",
                    do="Run it again; nothing was written.",
                )
        partial.replace(target)
    except OSError as error:
        raise ArchiveRefused(
            what=f"{target} could not be written: {error.strerror or error}.",
            do="Choose a folder that exists and has room.",
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    return contents


def restore_archive(*, places: DataPlaces, source: Path, replace: bool = False, job: Job | None = None) -> Path | None:
    """Put a backup in place of what there is; answers where that was moved to, None where there was nothing.

    Raises `ArchiveRefused` where the directory holds data and `replace` is not given, and where the backup is not
    whole; then nothing has changed.
    """
    job = job or Job()
    held = _held(places)
    if held and not replace:
        raise ArchiveRefused(
            what=f"{places.folder} holds data already.",
            do="Name an empty folder in GOLDTHREAD_DATA, or add --replace to move what is there aside.",
        )
    workplace = Path(tempfile.mkdtemp(prefix=".restore-", dir=places.folder))
    try:
        if source.exists():
            job.begin(source.stat().st_size)
        unpack(source, workplace, job.advance)
        _check_database(workplace / DATABASE, source)
        aside = _move_aside(places, held) if held else None
        (workplace / DATABASE).replace(places.database)
        for name, place in ((DOCUMENTS, places.documents), (EVIDENCE, places.evidence)):
            if (workplace / name).exists():
                (workplace / name).replace(place)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return aside


def find_missing(database: Path, contents: Contents) -> list[str]:
    """The files of live loads that a database names and a backup does not hold, by the names they were loaded under."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        try:
            rows = opened.execute(
                "SELECT folder, raw_name, file_name FROM evidence_load WHERE state = 'live'"
            ).fetchall()
        except sqlite3.DatabaseError:
            return []  # a database from before payments were kept
    return [
        file_name
        for folder, raw, file_name in rows
        if not {f"{EVIDENCE}/{folder}/rows.parquet", f"{EVIDENCE}/{folder}/{raw}"} <= contents.files.keys()
    ]


def _find_documents(folder: Path) -> list[tuple[str, Path]]:
    found = sorted(path for path in folder.glob("*/*") if path.is_file())
    return [(f"{DOCUMENTS}/{path.parent.name}/{path.name}", path) for path in found]


def _registers(places: DataPlaces) -> list[tuple[str, int, int]]:
    """The registers of companies, charities and postcodes as they lie there: the only files that are replaced."""
    found = list((places.evidence / _REFERENCE).glob("[!.]*"))
    return sorted((path.name, path.stat().st_ino, path.stat().st_mtime_ns) for path in found)


def _copy_database(source: Path, copy: Path) -> None:
    """SQLite's own copy: a whole state at one moment, whoever is writing."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
        closing(sqlite3.connect(copy)) as written,
    ):
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")


def _check_database(database: Path, source: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as opened:
            found = opened.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise ArchiveRefused(
            what=f"The database in {source} is damaged.", do="Use another backup; nothing has changed."
        )
    if _is_of_newer(database):
        raise ArchiveRefused(
            what=f"A newer version of Goldthread wrote {source}.",
            do="Install that version and restore again; nothing has changed.",
        )


def _is_of_newer(database: Path) -> bool:
    """Whether the tables were changed by a version that this one does not know."""
    from django.db.migrations.loader import MigrationLoader

    from goldthread.cli.setup import OUR_ROOMS

    with closing(sqlite3.connect(database)) as opened:
        try:
            applied = set(opened.execute("SELECT app, name FROM django_migrations").fetchall())
        except sqlite3.DatabaseError:
            return False
    known = MigrationLoader(None).disk_migrations.keys()
    return any(app in OUR_ROOMS and (app, name) not in known for app, name in applied)


def _held(places: DataPlaces) -> list[Path]:
    """What of the data directory a restore would replace."""
    beside = [places.database.with_name(places.database.name + ending) for ending in _BESIDE_DATABASE]
    there = [path for path in (places.database, *beside) if path.exists()]
    for folder in (places.documents, places.evidence):
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
    there += [folder for folder in (places.documents, places.evidence) if folder.exists()]
    return [*there, places.cache] if there and places.cache.exists() else there


def _move_aside(places: DataPlaces, held: list[Path]) -> Path:
    aside = places.folder / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    for path in held:
        path.replace(aside / path.name)
    return aside
