"""The one loader of frameworks: a folder of YAML files in, a checked `Framework` or every fault out."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from goldthread.common.errors import UserError
from goldthread.framework.build import build_framework
from goldthread.framework.change_rules import build_changes, check_changes
from goldthread.framework.changes import ChangeFile
from goldthread.framework.faults import Fault, FrameworkFaults
from goldthread.framework.files import Document, read_document
from goldthread.framework.form_rules import check_form
from goldthread.framework.outline import Outline, build_outline
from goldthread.framework.references import ENABLERS, KEY_AREAS, check_references
from goldthread.framework.schema import DEFINITIONS, FileKind, check_shape
from goldthread.framework.types import Framework, UnknownItem

FRAMEWORK_FILE = "framework.yaml"
CHANGES_FILE = "changes.yaml"


@dataclass(frozen=True)
class _Folder:
    """What was read of a framework's folder, and the faults met on the way."""

    framework: Document
    key_areas: tuple[Document, ...]
    enablers: tuple[Document, ...]
    outline: Outline
    files: tuple[str, ...]
    faults: tuple[Fault, ...]


@cache
def load_framework(framework_id: str) -> Framework:
    """A shipped framework by its id. An unknown id raises UnknownItem.

    Its change file is not read: the tests of the shipped files hold it.
    """
    if framework_id not in framework_ids():
        known = ", ".join(framework_ids())
        raise UnknownItem(f'There is no framework "{framework_id}".', f"Use one of {known}.")
    return _load(DEFINITIONS / framework_id)


def load_framework_from(path: Path) -> Framework:
    """The framework in a folder, checked whole. Any fault raises FrameworkFaults with all of them."""
    faults = check_framework(path)
    if faults:
        raise FrameworkFaults(str(path), faults)
    return _load(path)


@cache
def list_frameworks() -> tuple[Framework, ...]:
    """The shipped frameworks in the order of their ids."""
    return tuple(load_framework(framework_id) for framework_id in framework_ids())


@cache
def framework_ids() -> tuple[str, ...]:
    """The ids of the shipped frameworks; none of them is read."""
    return tuple(sorted(file.parent.name for file in DEFINITIONS.glob(f"*/{FRAMEWORK_FILE}")))


@cache
def family_of(framework_id: str) -> str:
    """The id of the oldest framework that this one came from by superseding; its own where it superseded none."""
    older = load_framework(framework_id).supersedes
    return family_of(older) if older in framework_ids() and older != framework_id else framework_id


@cache
def load_changes(framework_id: str) -> ChangeFile | None:
    """How a shipped framework came from the one it supersedes; None where there is none."""
    return load_changes_from(DEFINITIONS / framework_id) if load_framework(framework_id).supersedes else None


def digest_changes(framework_id: str) -> str:
    """The SHA-256 of a shipped framework's change file, which it must have."""
    return hashlib.sha256((DEFINITIONS / framework_id / CHANGES_FILE).read_bytes()).hexdigest()


def load_changes_from(path: Path) -> ChangeFile | None:
    """The change file in a folder; None where there is none. Faults of its shape raise FrameworkFaults."""
    if not (path / CHANGES_FILE).is_file():
        return None
    document, faults = _read_checked(path, CHANGES_FILE, FileKind.CHANGES)
    if document is None or faults:
        raise FrameworkFaults(str(path), tuple(faults))
    return build_changes(document.value)


def check_framework(path: Path) -> tuple[Fault, ...]:
    """Every fault in a framework's folder, its change file and the framework it supersedes included."""
    folder = _read_folder(path)
    if isinstance(folder, tuple):
        return folder
    return (*folder.faults, *_check_change_file(path, folder))


def _load(path: Path) -> Framework:
    folder = _read_folder(path)
    if isinstance(folder, tuple):
        raise FrameworkFaults(str(path), folder)
    if folder.faults:
        raise FrameworkFaults(str(path), folder.faults)
    return build_framework(folder.framework.value, _values(folder.key_areas), _values(folder.enablers))


def _read_folder(path: Path) -> _Folder | tuple[Fault, ...]:
    """Read a folder; only the faults where framework.yaml itself cannot be read."""
    if not path.is_dir():
        raise UserError(f"There is no folder {path}.", "Give the folder that holds framework.yaml.")
    files = tuple(sorted(_files(path)))
    if FRAMEWORK_FILE not in files:
        return (Fault(FRAMEWORK_FILE, "", "The file is missing.", "Write it, or give the folder that holds it."),)
    framework, faults = _read_checked(path, FRAMEWORK_FILE, FileKind.FRAMEWORK)
    if framework is None:
        return tuple(faults)
    documents: dict[str, list[Document]] = {KEY_AREAS: [], ENABLERS: []}
    for folder, kind in ((KEY_AREAS, FileKind.KEY_AREA), (ENABLERS, FileKind.ENABLER)):
        for file in files:
            if file.startswith(f"{folder}/") and file.endswith(".yaml"):
                document, found = _read_checked(path, file, kind)
                faults += found
                documents[folder] += [document] if document else []
    outline = build_outline(framework, documents[KEY_AREAS], documents[ENABLERS])
    faults += check_references(path.resolve().name, framework, outline, list(files))
    faults += check_form(framework, outline)
    areas, enablers = tuple(documents[KEY_AREAS]), tuple(documents[ENABLERS])
    return _Folder(framework, areas, enablers, outline, files, tuple(faults))


def _files(path: Path) -> list[str]:
    """YAML files alone, relative to the folder: a note or a picture beside them does no harm."""
    found = (file.relative_to(path) for file in path.rglob("*.y*ml") if file.is_file())
    return [file.as_posix() for file in found if not any(part.startswith(".") for part in file.parts)]


def _read_checked(path: Path, file: str, kind: FileKind) -> tuple[Document | None, list[Fault]]:
    document, faults = read_document(path, file)
    return document, faults + (check_shape(document, kind) if document else [])


def _check_change_file(path: Path, folder: _Folder) -> list[Fault]:
    supersedes = folder.outline.supersedes
    if CHANGES_FILE not in folder.files:
        if not supersedes:
            return []
        message = f'It supersedes "{supersedes}" but the folder has no {CHANGES_FILE}.'
        return [folder.framework.fault(("supersedes",), message, "Write the changes, or take `supersedes` out.")]
    document, faults = _read_checked(path, CHANGES_FILE, FileKind.CHANGES)
    if document is None or faults:
        return faults
    changes = build_changes(document.value)
    return check_changes(document, changes, _find_older(path, changes.old_framework), folder.outline)


def _find_older(path: Path, framework_id: str) -> Outline | None:
    """The outline of a framework that stands beside this one, or else is shipped."""
    for folder in (path.resolve().parent / framework_id, DEFINITIONS / framework_id):
        if (folder / FRAMEWORK_FILE).is_file():
            older = _read_folder(folder)
            return None if isinstance(older, tuple) else older.outline
    return None


def _values(documents: tuple[Document, ...]) -> dict[str, dict[str, Any]]:
    return {document.value["id"]: document.value for document in documents}
