"""The bytes of a file: kept, weighed and looked at once, block by block."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_BLOCK = 4 * 1024 * 1024
HEAD = 64 * 1024
_MOJIBAKE = ("Â£".encode(), "â€".encode(), "Ã©".encode(), "ï»¿".encode(), "Ã¢".encode())
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class FileFacts:
    """What one pass over the bytes tells. `is_utf8` holds for plain ASCII too."""

    sha256: str
    size: int
    newlines: int
    returns: int
    pairs: int
    has_nul: bool
    is_utf8: bool
    is_mojibake: bool
    ends_open: bool
    head: bytes

    @property
    def lone_returns(self) -> int:
        return self.returns - self.pairs

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


def measure_file(source: Path, *, keep: IO[bytes] | None = None) -> FileFacts:
    """Read a file once; where `keep` is given, copy it there on the way."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = newlines = returns = pairs = 0
    has_nul = is_mojibake = False
    is_utf8, head, last = True, b"", b""
    with source.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            if keep is not None:
                keep.write(block)
            head = head or block[:HEAD]
            size += len(block)
            newlines += block.count(b"\n")
            if found := block.count(b"\r"):
                returns += found
                pairs += block.count(b"\r\n")
            pairs += last == b"\r" and block[:1] == b"\n"
            last = block[-1:]
            has_nul = has_nul or b"\0" in block
            if not block.isascii():
                is_mojibake = is_mojibake or any(mark in block for mark in _MOJIBAKE)
            if is_utf8 and not (block.isascii() and not decoder.getstate()[0]):
                is_utf8 = _decodes(decoder, block)
    if is_utf8 and decoder.getstate()[0]:
        is_utf8 = False
    return FileFacts(
        sha256=digest.hexdigest(),
        size=size,
        newlines=newlines,
        returns=returns,
        pairs=pairs,
        has_nul=has_nul,
        is_utf8=is_utf8,
        is_mojibake=is_mojibake,
        ends_open=last not in {b"\n", b""},
        head=head,
    )


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True
