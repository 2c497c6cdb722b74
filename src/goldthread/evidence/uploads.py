"""Files on their way in by a screen: kept apart, looked at, asked about, then loaded. None of them counts yet."""

import json
import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from goldthread.evidence.queries import evidence_folder
from goldthread.organisation.models import Council

_STATE = "upload.json"
_KEPT_SECONDS = 7 * 24 * 60 * 60
_BLOCK = 1024 * 1024


class FileStep(StrEnum):
    """How far one file has come."""

    WAITING = "waiting"
    UNDERSTOOD = "understood"
    ASKED = "asked"
    REFUSED = "refused"
    KNOWN = "known"
    LOADED = "loaded"


class UploadStep(StrEnum):
    """How far the files together have come. In LOOKING and LOADING something works on them."""

    LOOKING = "looking"
    LOOKED = "looked"
    LOADING = "loading"
    DONE = "done"


@dataclass(frozen=True)
class Column:
    """A published column: its heading, some values, and the field that it was taken for ("" for none)."""

    heading: str
    samples: tuple[str, ...]
    field: str = ""
    confidence: float = 0.0
    how: str = ""


@dataclass(frozen=True)
class FileIn:
    """One file and what is known of it. Pounds are text, to the penny; `told` is field to heading."""

    number: int
    name: str
    size: int
    step: FileStep = FileStep.WAITING
    what: str = ""
    do: str = ""
    sheet: str = ""
    layout: str = ""
    encoding: str = ""
    amount_why: str = ""
    columns: tuple[Column, ...] = ()
    missing: tuple[str, ...] = ()
    told: dict[str, str] = field(default_factory=dict)
    rows_read: int = 0
    rows_loaded: int = 0
    rows_set_aside: int = 0
    net_read: str = "0"
    net_loaded: str = "0"
    net_set_aside: str = "0"
    first_date: str = ""
    last_date: str = ""
    reasons: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    load_key: str = ""


@dataclass(frozen=True)
class Upload:
    """Files that one person chose together."""

    token: str
    council: str
    step: UploadStep
    since: float
    files: tuple[FileIn, ...]
    kind: str = ""
    any_body: bool = False

    @property
    def is_working(self) -> bool:
        return self.step in {UploadStep.LOOKING, UploadStep.LOADING}

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    def with_file(self, file: FileIn) -> "Upload":
        return replace(self, files=tuple(file if each.number == file.number else each for each in self.files))


def keep_upload(
    council: Council, files: Iterable[tuple[str, BinaryIO]], *, kind: str = "", any_body: bool = False
) -> Upload:
    """Put files aside to be looked at. What nobody came back to within a week is taken away."""
    _sweep(council)
    token = uuid4().hex
    folder = _folder(council.slug, token)
    folder.mkdir(parents=True, mode=0o700)
    kept = []
    for number, (name, content) in enumerate(files):
        with _place(folder, number, name).open("wb") as out:
            shutil.copyfileobj(content, out, _BLOCK)
            kept.append(FileIn(number, name, out.tell()))
    upload = Upload(token, council.slug, UploadStep.LOOKING, time.time(), tuple(kept), kind, any_body)
    return write_upload(upload)


def read_upload(council: Council, token: str) -> Upload | None:
    """An upload of this council's; None where there is none."""
    place = _folder(council.slug, token) / _STATE
    try:
        return _from_json(json.loads(place.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def write_upload(upload: Upload) -> Upload:
    """Keep how far an upload has come; a reader sees the old state or the new, never half of one."""
    place = _folder(upload.council, upload.token) / _STATE
    partial = place.with_suffix(f".{os.getpid()}-{uuid4().hex[:8]}.part")
    partial.write_text(json.dumps(asdict(upload)), encoding="utf-8")
    partial.replace(place)
    return upload


def path_of(upload: Upload, file: FileIn) -> Path:
    return _place(_folder(upload.council, upload.token), file.number, file.name)


def drop_upload(upload: Upload) -> None:
    """Take an upload away, with its files."""
    shutil.rmtree(_folder(upload.council, upload.token), ignore_errors=True)


def drop_file(upload: Upload, file: FileIn) -> None:
    """Take one file's copy away: it is loaded, and kept beside its rows."""
    path_of(upload, file).unlink(missing_ok=True)


def _folder(slug: str, token: str) -> Path:
    return evidence_folder() / slug / "uploads" / token


def _place(folder: Path, number: int, name: str) -> Path:
    suffix = Path(name).suffix.lower()
    return folder / f"{number}{suffix if suffix[1:].isalnum() and len(suffix) < 8 else ''}"


def _sweep(council: Council) -> None:
    for folder in (evidence_folder() / council.slug / "uploads").glob("*"):
        if time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _from_json(read: dict[str, Any]) -> Upload:
    return Upload(**{**read, "step": UploadStep(read["step"]), "files": tuple(map(_file_from_json, read["files"]))})


def _file_from_json(read: dict[str, Any]) -> FileIn:
    columns = tuple(Column(**{**column, "samples": tuple(column["samples"])}) for column in read["columns"])
    listed = {name: tuple(read[name]) for name in ("missing", "warnings")}
    return FileIn(**{**read, **listed, "step": FileStep(read["step"]), "columns": columns})
