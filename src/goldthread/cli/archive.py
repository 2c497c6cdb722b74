"""The data directory as one file and back: the database, consistent while in use, and the attached files."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from goldthread import __version__
from goldthread.common.errors import UserError

FORMAT = "goldthread-backup-1"
MANIFEST, DATABASE, DOCUMENTS = "manifest.json", "goldthread.sqlite3", "documents"
_BLOCK = 1024 * 1024
_BESIDE_DATABASE = ("-wal", "-shm", "-journal")


class ArchiveRefused(UserError):
    """A backup that cannot be written, or a file that cannot be restored."""


@dataclass(frozen=True)
class DataPlaces:
    """Where everything is kept."""

    folder: Path
    database: Path
    documents: Path


def read_places() -> DataPlaces:
    """The places that the settings name; raises `ArchiveRefused` where the database is not a file of ours."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        raise ArchiveRefused(
            what="The database is a PostgreSQL server, which this command does not copy.",
            do=f"Use pg_dump for it, and copy the folder {settings.MEDIA_ROOT}.",
        )
    return DataPlaces(Path(settings.DATA_DIR), Path(database["NAME"]), Path(settings.MEDIA_ROOT))


def write_archive(*, places: DataPlaces, target: Path, replace: bool = False) -> int:
    """Write a backup and answer how many attached files are in it. People may go on working meanwhile.

    The database is copied first: a file is always kept before the row that names it, so each row's file is in the
    backup. It appears under its name only when it is whole.
    """
    if target.exists() and not replace:
        raise ArchiveRefused(what=f"{target} exists already.", do="Choose another name, or add --replace.")
    if not places.database.exists():
        raise ArchiveRefused(what=f"There is nothing to back up in {places.folder}.", do="Check GOLDTHREAD_DATA.")
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="goldthread-backup-") as workplace:
            copy = Path(workplace) / DATABASE
            _copy_database(places.database, copy)
            with partial.open("xb") as out:
                partial.chmod(0o600)
                count = _write_tar(out, copy, places.documents)
                out.flush()
                os.fsync(out.fileno())
        partial.replace(target)
    except OSError as error:
        raise ArchiveRefused(
            what=f"{target} could not be written: {error.strerror}.", do="Choose a folder that exists and has room."
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    return count


def restore_archive(*, places: DataPlaces, source: Path, replace: bool = False) -> Path | None:
    """Put a backup in place of what there is; answers where that was moved to, None where there was nothing.

    Raises `ArchiveRefused` where the directory holds data and `replace` is not given, and where the backup is not
    whole; then nothing has changed.
    """
    held = _held(places)
    if held and not replace:
        raise ArchiveRefused(
            what=f"{places.folder} holds data already.",
            do="Name an empty folder in GOLDTHREAD_DATA, or add --replace to move what is there aside.",
        )
    workplace = Path(tempfile.mkdtemp(prefix=".restore-", dir=places.folder))
    try:
        _read_tar(source, workplace)
        _check_database(workplace / DATABASE, source)
        aside = _move_aside(places, held) if held else None
        (workplace / DATABASE).replace(places.database)
        if (workplace / DOCUMENTS).exists():
            (workplace / DOCUMENTS).replace(places.documents)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return aside


def _copy_database(source: Path, copy: Path) -> None:
    """SQLite's own copy: a whole state at one moment, whoever is writing."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
        closing(sqlite3.connect(copy)) as written,
    ):
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")


def _write_tar(out: IO[bytes], database: Path, documents: Path) -> int:
    files = sorted(path for path in documents.glob("*/*") if path.is_file())
    manifest = {
        "format": FORMAT,
        "goldthread": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database_sha256": _digest(database),
        "documents": len(files),
    }
    content = json.dumps(manifest, indent=2).encode()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        tar.addfile(entry, io.BytesIO(content))
        tar.add(database, DATABASE)
        for path in files:
            tar.add(path, f"{DOCUMENTS}/{path.parent.name}/{path.name}", recursive=False)
    return len(files)


def _read_tar(source: Path, workplace: Path) -> None:
    """Unpack what a backup holds and nothing else; every file is checked against the digest that was kept with it."""
    damaged = ArchiveRefused(what=f"{source} is damaged.", do="Use another backup; nothing has changed.")
    try:
        with tarfile.open(source, mode="r:gz") as tar:
            manifest = _read_manifest(tar, source)
            for member in tar:
                if member.name == MANIFEST:
                    continue
                kept = tar.extractfile(member) if member.isfile() else None
                if kept is None or not _is_ours(member.name):
                    raise damaged
                digest = _unpack(kept, workplace / member.name)
                expected = manifest["database_sha256"] if member.name == DATABASE else PurePosixPath(member.name).name
                if digest != expected:
                    raise damaged
    except OSError as error:
        raise ArchiveRefused(what=f"{source} could not be read: {error}.", do="Check its name.") from None
    except (tarfile.TarError, zlib.error, EOFError):
        raise damaged from None
    found = sum(1 for path in workplace.glob(f"{DOCUMENTS}/*/*") if path.is_file())
    if not (workplace / DATABASE).exists() or found != manifest["documents"]:
        raise damaged


def _read_manifest(tar: tarfile.TarFile, source: Path) -> dict[str, object]:
    first = tar.next()
    opened = tar.extractfile(first) if first is not None and first.name == MANIFEST and first.isfile() else None
    try:
        manifest = json.loads(opened.read(_BLOCK)) if opened is not None else None
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ArchiveRefused(
            what=f"{source} is not a backup of Goldthread.", do="Name a file that `goldthread backup` wrote."
        )
    return manifest


def _is_ours(name: str) -> bool:
    parts = name.split("/")
    is_document = len(parts) == 3 and parts[0] == DOCUMENTS and parts[2].isalnum() and parts[1] == parts[2][:2]
    return name == DATABASE or is_document


def _unpack(content: IO[bytes], place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with place.open("xb") as out:
        place.chmod(0o600)
        while block := content.read(_BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


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


def _held(places: DataPlaces) -> list[Path]:
    """What of the data directory a restore would replace."""
    beside = [places.database.with_name(places.database.name + ending) for ending in _BESIDE_DATABASE]
    there = [path for path in (places.database, *beside) if path.exists()]
    has_documents = places.documents.exists() and any(places.documents.iterdir())
    if places.documents.exists() and not has_documents:
        places.documents.rmdir()
    return [*there, *([places.documents] if has_documents else [])]


def _move_aside(places: DataPlaces, held: list[Path]) -> Path:
    aside = places.folder / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    for path in held:
        path.replace(aside / path.name)
    return aside


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
