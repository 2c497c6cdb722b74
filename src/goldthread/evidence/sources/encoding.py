"""Text made straight: UTF-8, lines ending with LF, mojibake undone. One line in is one line out."""

import re
from collections.abc import Iterator
from pathlib import Path

from goldthread.evidence.sources.bytes import FileFacts
from goldthread.evidence.sources.kinds import LONGEST_LINE
from goldthread.evidence.sources.types import FileRefused

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_BOM = b"\xef\xbb\xbf"
_BLOCK = 1024 * 1024


def is_straight(facts: FileFacts) -> bool:
    """Whether the file can be read as it lies."""
    return facts.is_utf8 and not facts.is_mojibake and not facts.has_nul and not facts.lone_returns


def name_encoding(facts: FileFacts) -> str:
    """The encoding of a file that is straight."""
    return "utf-8-sig" if facts.head.startswith(_BOM) else "utf-8"


def straighten_text(path: Path, name: str, facts: FileFacts, target: Path) -> str:
    """Write the file to `target` in UTF-8 and answer what its encoding was."""
    wide = facts.utf16
    counts = {"utf-8": 0, "cp1252": 0, "mojibake": 0}
    with target.open("w", encoding="utf-8", newline="") as out:
        lines = _wide_lines(path, wide) if wide else _decoded(_lines(path, name, facts), counts)
        for line in lines:
            repaired = _BEYOND_ASCII.sub(_undo_mojibake, line) if facts.is_mojibake else line
            counts["mojibake"] += repaired != line
            out.write(repaired.rstrip("\r\n").replace("\0", "").replace("\r", " ") + "\n")
    if wide:
        return wide
    found = name_encoding(facts)
    if counts["cp1252"]:
        found = "utf-8 and cp1252 mixed" if counts["utf-8"] else "cp1252"
    return f"{found}, mojibake undone" if counts["mojibake"] else found


def _wide_lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        for number, line in enumerate(file):
            yield line.lstrip("\ufeff") if number == 0 else line


def _lines(path: Path, name: str, facts: FileFacts) -> Iterator[bytes]:
    """Lines by LF, or by CR where that is what ends most of them."""
    if facts.newlines >= facts.lone_returns:
        with path.open("rb") as file:
            while line := file.readline(4 * LONGEST_LINE):
                yield _check_length(line, name)
        return
    rest = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            *whole, rest = (rest + block.replace(b"\n", b" ")).split(b"\r")
            _check_length(rest, name)
            yield from whole
    if rest:
        yield rest


def _check_length(line: bytes, name: str) -> bytes:
    if len(line) >= 4 * LONGEST_LINE:
        raise FileRefused(
            what=f"{name} has a line of more than {4 * LONGEST_LINE // 10**6} MB: its line ends are lost.",
            do="Export it again from the ledger.",
        )
    return line


def _decoded(lines: Iterator[bytes], counts: dict[str, int]) -> Iterator[str]:
    for number, raw in enumerate(lines):
        line = raw.removeprefix(_BOM) if number == 0 else raw
        try:
            text = line.decode("utf-8")
            counts["utf-8"] += not line.isascii()
        except UnicodeDecodeError:
            counts["cp1252"] += 1
            try:
                text = line.decode("cp1252")
            except UnicodeDecodeError:
                text = line.decode("latin-1")
        yield text


def _undo_mojibake(found: re.Match[str]) -> str:
    """UTF-8 that was read as cp1252 and saved again, read rightly; any other letters stay as they are."""
    text = found[0]
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text
