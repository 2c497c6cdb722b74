"""Files inside files: zip and gzip, unpacked into the working folder and never beyond it."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast

from goldthread.evidence.sources.types import FileRefused

MOST_MEMBERS = 1000
MOST_BYTES = 20 * 1024**3
_NOT_TABLES = frozenset(
    {".pdf", ".doc", ".docx", ".jpg", ".jpeg", ".png", ".gif", ".md", ".html", ".htm", ".xml", ".json"}
)


def unpack_gzip(path: Path, name: str, work: Path) -> Path:
    """The one file in a gzip."""
    target = work / "unpacked-0"
    try:
        with gzip.open(path) as packed, target.open("wb") as out:
            _copy(cast("IO[bytes]", packed), out, name)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise FileRefused(what=f"{name} is a damaged gzip file.", do="Download it again.") from None
    return target


def unpack_zip(path: Path, name: str, work: Path) -> Iterator[tuple[str, Path]]:
    """Each member of a zip that may hold a table, with its name in it."""
    try:
        with zipfile.ZipFile(path) as package:
            members = [m for m in package.infolist() if _may_hold_table(m)]
            if len(members) > MOST_MEMBERS:
                raise FileRefused(what=f"{name} holds {len(members):,} files.", do="Load a smaller zip.")
            for number, member in enumerate(members):
                target = work / f"unpacked-{number}"
                with package.open(member) as packed, target.open("wb") as out:
                    _copy(packed, out, name)
                yield member.filename, target
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise FileRefused(what=f"{name} is a damaged zip.", do="Download it again.") from None
    except RuntimeError:
        raise FileRefused(what=f"{name} is locked with a password.", do="Unpack it, and load what is in it.") from None


def _may_hold_table(member: zipfile.ZipInfo) -> bool:
    place = PurePosixPath(member.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
    return not member.is_dir() and not hidden and place.suffix.lower() not in _NOT_TABLES


def _copy(packed: IO[bytes], out: IO[bytes], name: str) -> None:
    done = 0
    while block := packed.read(1024 * 1024):
        done += len(block)
        if done > MOST_BYTES:
            raise FileRefused(what=f"{name} unpacks to more than 20 GB.", do="Load it in smaller parts.")
        out.write(block)
