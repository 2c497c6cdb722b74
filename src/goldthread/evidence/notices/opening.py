"""The bytes of a file of notices as text: packed with gzip or zip, or not, in whatever Unicode it was saved."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from goldthread.evidence.sources.types import FileRefused

MOST_BYTES = 512 * 1024 * 1024
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_members(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Each file in a file, with its name, as UTF-8; raises `FileRefused` for what cannot be unpacked."""
    if path.stat().st_size > MOST_BYTES:
        raise _too_large(name)
    with path.open("rb") as file:
        first = file.read(4)
    try:
        if first.startswith(_ZIP):
            with ZipFile(path) as packed:
                for member in packed.infolist():
                    if _is_kept(member.filename):
                        with packed.open(member) as file:
                            yield f"{name}, {member.filename}", _unicode(_read(file, name), name)
        elif first.startswith(_GZIP):
            with gzip.open(path) as file:
                yield name, _unicode(_read(file, name), name)
        else:
            yield name, _unicode(path.read_bytes(), name)
    except (BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError) as fault:
        if isinstance(fault, FileNotFoundError | PermissionError):
            raise
        raise FileRefused(what=f"{name} is packed, and cannot be unpacked whole.", do="Download it again.") from None


def _is_kept(member: str) -> bool:
    """Files alone, without what a Mac packs beside them."""
    return (
        not member.endswith("/") and not member.startswith("__MACOSX") and not member.rpartition("/")[2].startswith(".")
    )


def _read(file: IO[bytes] | gzip.GzipFile, name: str) -> bytes:
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _too_large(name)
    return content


def _too_large(name: str) -> FileRefused:
    return FileRefused(what=f"{name} is larger than {MOST_BYTES // 2**20} MB.", do="Load it in smaller parts.")


def _unicode(content: bytes, name: str) -> bytes:
    """UTF-8 without its mark."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding).removeprefix("\ufeff").encode() if encoding != "utf-8" else content[3:]
            except UnicodeDecodeError:
                raise FileRefused(what=f"{name} is not whole Unicode.", do="Download it again.") from None
    return content
