"""Bytes of a file of answers to text: size, kind and encoding are looked at before anything else."""

import codecs

from goldthread.assessment.exchange.faults import FileUnreadable

# A large council: 20 departments x 59 codes x 5 kB of comments is 6 MB. Beyond this it is some other file.
MAXIMUM_BYTES = 10 * 1024 * 1024

_OTHER_KINDS = (
    (b"PK\x03\x04", "an Excel workbook or another zipped file, whatever its name says"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook, whatever its name says"),
    (b"%PDF-", "a PDF"),
)
_SAVE_AS = "Open it in the spreadsheet, save it as CSV (UTF-8), and import that."


def check_size(size: int) -> None:
    """Raise `FileUnreadable` for a file larger than answers can be. `size` is in bytes."""
    if size > MAXIMUM_BYTES:
        raise FileUnreadable(
            what=f"The file has {size / 1024 / 1024:,.0f} MB, and a file of answers has at most "
            f"{MAXIMUM_BYTES // 1024 // 1024} MB.",
            do="Check that it is the right file, or import it in parts.",
        )


def decode_text(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and a note where the encoding was not UTF-8; raises `FileUnreadable`, also where there is no text."""
    text, notes = _read_text(content)
    if not text.strip():
        raise FileUnreadable(what="The file is empty.", do="Export the round to get a file with every row to fill in.")
    return text, notes


def _read_text(content: bytes) -> tuple[str, tuple[str, ...]]:
    check_size(len(content))
    for beginning, kind in _OTHER_KINDS:
        if content.startswith(beginning):
            raise FileUnreadable(what=f"The file is {kind}.", do=_SAVE_AS)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode(content, "utf-16"), ("The file is in UTF-16 and was read so.",)
    if b"\0" in content:
        raise FileUnreadable(what="The file holds bytes that are not text.", do=_SAVE_AS)
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = "The file is not UTF-8, so it was read as Windows-1252 (cp1252): look at £, € and letters with accents."
        return _decode(content, "cp1252"), (note,)


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise FileUnreadable(what="The file's text cannot be read in any usual encoding.", do=_SAVE_AS) from None
