"""The bytes of a file: kept, weighed and looked at once, block by block."""

import codecs
import hashlib
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 4 * 1024 * 1024
HEAD = 64 * 1024
_MOJIBAKE = ("Â£".encode(), "â€".encode(), "Ã©".encode(), "ï»¿".encode(), "Ã¢".encode())
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class FileFacts:
    """What one pass over the bytes tells. `is_utf8` holds for plain ASCII too; an endless line has 4 MB or more."""

    sha256: str
    size: int
    newlines: int
    lone_returns: int
    has_nul: bool
    is_utf8: bool
    is_mojibake: bool
    ends_open: bool
    head: bytes
    has_endless_line: bool = False
    nuls: int = 0

    @property
    def lines(self) -> int:
        """Physical lines, where lines end with LF."""
        return self.newlines + self.ends_open

    @property
    def utf16(self) -> str | None:
        """The UTF-16 of the file, by its mark or by the pattern of its zeros."""
        for mark, name in _UTF16:
            if self.head.startswith(mark):
                return name
        if not self.has_nul:
            return None
        start = self.head[:2000]
        low, high = start[1::2].count(0), start[0::2].count(0)
        half = len(start) // 2
        if low > half * 0.7 > high:
            return "utf-16-le"
        return "utf-16-be" if high > half * 0.7 > low else None


def measure_file(source: Path, *, keep: Path | None = None) -> FileFacts:
    """Look through a file; where `keep` is given, copy it there first and look at the copy.

    The digest is taken beside everything else: it leaves the interpreter free.
    """
    if keep is not None:
        source = Path(shutil.copyfile(source, keep))
    with ThreadPoolExecutor(max_workers=1) as beside:
        digest = beside.submit(_digest, source)
        return _look_through(source, digest)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _look_through(source: Path, digest: Future[str]) -> FileFacts:
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = newlines = lone_returns = 0
    is_mojibake = has_endless_line = False
    nuls = 0
    is_utf8, head, last = True, b"", b""
    with source.open("rb") as file:
        while block := file.read(_BLOCK):
            # Two-byte counts are dear: where the beginning has no lone CR, the rest is taken to have none.
            # A reader that then finds more or fewer rows than lines cleans the file row by row.
            if not size or lone_returns:
                lone_returns += block.count(b"\r") - block.count(b"\r\n")
            head = head or block[:HEAD]
            size += len(block)
            ends = block.count(b"\n")
            newlines += ends
            has_endless_line = has_endless_line or (not ends and len(block) == _BLOCK and b"\r" not in block)
            last = block[-1:]
            nuls += block.count(b"\0")
            is_ascii = block.isascii()
            is_mojibake = is_mojibake or (not is_ascii and any(mark in block for mark in _MOJIBAKE))
            if is_utf8 and not (is_ascii and not decoder.getstate()[0]):
                is_utf8 = _decodes(decoder, block)
    if is_utf8 and decoder.getstate()[0]:
        is_utf8 = False
    if lone_returns == 1 and head.find(b"\r\n") >= 0:
        lone_returns = 0  # the first block ends between the two
    return FileFacts(
        sha256=digest.result(),
        size=size,
        newlines=newlines,
        lone_returns=lone_returns,
        has_nul=nuls > 0,
        nuls=nuls,
        is_utf8=is_utf8,
        is_mojibake=is_mojibake,
        ends_open=last not in {b"\n", b""},
        head=head,
        has_endless_line=has_endless_line,
    )


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True
