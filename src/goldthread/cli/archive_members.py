"""What stands in a backup, member by member: packed and unpacked block by block, each with its size and SHA-256.

The manifest comes first and says who wrote it; the list of contents comes last, so that a backup that was cut short
has none. Backups of the first form hold no evidence and no list.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from goldthread import __version__
from goldthread.common.errors import UserError

FORMAT, FIRST_FORMAT = "goldthread-backup-2", "goldthread-backup-1"
MANIFEST, CONTENTS, DATABASE, DOCUMENTS, EVIDENCE = (
    *("manifest.json", "contents.json", "goldthread.sqlite3", "documents", "evidence"),
)
NOT_KEPT = frozenset({"spill", "uploads"})
"""Folders of evidence that hold nothing lasting: what DuckDB spills, and files chosen on a screen, not yet loaded."""

_BLOCK = 1024 * 1024
_QUICK = 1  # of gzip's nine levels: twice as much room as the ninth saves would cost ten times the time
_DEEPEST = 8


class ArchiveRefused(UserError):
    """A backup that cannot be written, or a file that cannot be restored."""


@dataclass
class Contents:
    """Every file of a backup with its size and SHA-256, and the loads whose files were gone already."""

    files: dict[str, list[Any]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def count(self, folder: str) -> int:
        return sum(name.startswith(f"{folder}/") for name in self.files)


class _Hashing:
    """A file that is weighed while it is read."""

    def __init__(self, opened: IO[bytes], advance: Callable[[int], None]) -> None:
        self._opened, self._advance, self.digest = opened, advance, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._opened.read(size)
        self.digest.update(block)
        self._advance(len(block))
        return block


def find_evidence(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each lasting file of the evidence folder with its name in a backup. Drafts of loads begin with a dot."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NOT_KEPT and not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                path = Path(root) / name
                yield f"{EVIDENCE}/{path.relative_to(folder).as_posix()}", path


def pack(
    out: IO[bytes],
    files: Iterable[tuple[str, Path]],
    *,
    advance: Callable[[int], None],
    find_missing: Callable[[Contents], list[str]],
) -> Contents:
    """Write the manifest, the files, and the list of contents. A file that has gone since it was found is left out."""
    contents = Contents()
    made = {"format": FORMAT, "goldthread": __version__, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
    with (
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=_QUICK, filename="") as zipped,
        tarfile.open(fileobj=zipped, mode="w|") as tar,
    ):
        _add_text(tar, MANIFEST, json.dumps(made, indent=2))
        for name, path in files:
            try:
                opened = path.open("rb")
            except FileNotFoundError:
                continue
            with opened:
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = os.fstat(opened.fileno()).st_size, 0o600
                hashing = _Hashing(opened, advance)
                tar.addfile(entry, hashing)
            tar.members = []  # type: ignore[attr-defined]  # else every entry stays in memory to the end
            contents.files[name] = [entry.size, hashing.digest.hexdigest()]
        contents.missing = find_missing(contents)
        _add_text(tar, CONTENTS, json.dumps(vars(contents)))
    return contents


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def unpack(source: Path, folder: Path, advance: Callable[[int], None]) -> Contents:
    """Unpack what a backup holds and nothing else, each file checked; raises `ArchiveRefused`."""
    damaged = ArchiveRefused(what=f"{source} is damaged.", do="Use another backup; nothing has changed.")
    try:
        with source.open("rb") as opened, tarfile.open(fileobj=opened, mode="r|gz") as tar:
            manifest = _read_manifest(tar, source)
            try:
                found, listed = _unpack_members(tar, folder, damaged, advance)
            except OSError as error:
                if error.errno is None:
                    raise damaged from None
                raise ArchiveRefused(
                    what=f"{source} could not be restored into {folder.parent}: {error.strerror}.",
                    do="Free some room there, or name another folder in GOLDTHREAD_DATA; nothing has changed.",
                ) from None
    except OSError as error:
        raise ArchiveRefused(what=f"{source} could not be read: {error}.", do="Check its name.") from None
    except (tarfile.TarError, zlib.error, EOFError, ValueError, KeyError, TypeError):
        raise damaged from None
    is_first = manifest["format"] == FIRST_FORMAT
    if DATABASE not in found.files or not (_fits_first(manifest, found) if is_first else listed == found.files):
        raise damaged
    return found


def _unpack_members(
    tar: tarfile.TarFile, folder: Path, damaged: ArchiveRefused, advance: Callable[[int], None]
) -> tuple[Contents, object]:
    """The files that were unpacked, and the list of them that the backup ends with: None where there is none."""
    found, listed = Contents(), None
    while (member := tar.next()) is not None:
        tar.members = []  # type: ignore[attr-defined]  # as in `pack`
        opened = tar.extractfile(member) if member.isfile() else None
        if opened is None or listed is not None:
            raise damaged
        if member.name == CONTENTS:
            read = json.load(opened)
            listed, found.missing = read["files"], list(map(str, read["missing"]))
        elif not _is_ours(member.name) or member.name in found.files:
            raise damaged
        else:
            found.files[member.name] = [member.size, _unpack_one(opened, folder / member.name, advance)]
    return found, listed


def _read_manifest(tar: tarfile.TarFile, source: Path) -> dict[str, Any]:
    try:
        first = tar.next()
        opened = tar.extractfile(first) if first is not None and first.name == MANIFEST and first.isfile() else None
        manifest = json.loads(opened.read(_BLOCK)) if opened is not None else None
    except (ValueError, tarfile.TarError, EOFError):
        manifest = None
    form = str(manifest.get("format")) if isinstance(manifest, dict) else ""
    if not isinstance(manifest, dict) or not form.startswith("goldthread-backup-"):
        raise ArchiveRefused(
            what=f"{source} is not a backup of Goldthread.", do="Name a file that `goldthread backup` wrote."
        )
    if form not in {FORMAT, FIRST_FORMAT}:
        raise ArchiveRefused(
            what=f"{source} was written by a newer Goldthread ({manifest.get('goldthread')}).",
            do="Install that version and restore again; nothing has changed.",
        )
    return manifest


def _fits_first(manifest: dict[str, Any], found: Contents) -> bool:
    """Whether a backup of the first form is whole: attached files are named by their own SHA-256."""
    documents = [(name, digest) for name, (_size, digest) in found.files.items() if name != DATABASE]
    return (
        found.files[DATABASE][1] == manifest["database_sha256"]
        and len(documents) == manifest["documents"]
        and all(PurePosixPath(name).name == digest for name, digest in documents)
    )


def _is_ours(name: str) -> bool:
    parts = name.split("/")
    is_document = len(parts) == 3 and parts[0] == DOCUMENTS and parts[2].isalnum() and parts[1] == parts[2][:2]
    is_plain = all(part and not part.startswith(".") and part.isprintable() and "\\" not in part for part in parts)
    is_evidence = parts[0] == EVIDENCE and 1 < len(parts) <= _DEEPEST and is_plain
    return name == DATABASE or is_document or is_evidence


def _unpack_one(content: IO[bytes], place: Path, advance: Callable[[int], None]) -> str:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with place.open("xb") as out:
        place.chmod(0o600)
        while block := content.read(_BLOCK):
            digest.update(block)
            out.write(block)
            advance(len(block))
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()
