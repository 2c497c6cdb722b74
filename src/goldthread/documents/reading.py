"""Has the text of an attached file read by a process of its own, and keeps what came of it."""

import json
import subprocess
import sys
from pathlib import Path, PurePath

from goldthread.documents.actions import document_path
from goldthread.documents.models import Document, DocumentText
from goldthread.documents.types import Reading, TextState

LONGEST_SECONDS = 60
_MODULE = "goldthread.documents.extract"


def text_of(document: Document) -> DocumentText | None:
    """What was read from the document's file; None where nobody has tried yet."""
    return DocumentText.objects.filter(sha256=document.sha256).first()


def keep_text(document: Document) -> DocumentText:
    """The text of the document's file, read now where it was not before."""
    held = text_of(document)
    if held is not None:
        return held
    found = read_apart(document_path(document.sha256), PurePath(document.name).suffix.lstrip(".").lower())
    made, _is_new = DocumentText.objects.update_or_create(
        sha256=document.sha256,
        defaults={"state": found.state.value, "says": found.says[:300], "text": found.text},
    )
    return made


def read_apart(path: Path, extension: str) -> Reading:
    """Read a file's text in a process of its own, which may die or be stopped without harm to this one."""
    command = [sys.executable, "-m", _MODULE, str(path), extension]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS, check=False)
        said = json.loads(done.stdout)
        return Reading(TextState(said["state"]), said["text"], said["says"])
    except subprocess.TimeoutExpired:
        took = f"Reading it took longer than {LONGEST_SECONDS} seconds and was stopped"
        return Reading(TextState.UNREADABLE, says=f"{took}; its name is searched.")
    except (ValueError, KeyError):
        return Reading(TextState.UNREADABLE, says="Reading it took too much and was stopped; its name is searched.")
