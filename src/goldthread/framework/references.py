"""What no schema can see: ids that clash, files nobody names, names without a file, ladders with a gap."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from goldthread.framework.faults import Fault
from goldthread.framework.files import Document, PathInFile
from goldthread.framework.outline import Outline, Reference

KEY_AREAS = "key-areas"
ENABLERS = "enablers"


def check_references(folder_name: str, framework: Document, outline: Outline, files: list[str]) -> list[Fault]:
    """Every fault between the files of one framework. `files` are those in the folder, relative to it."""
    return [
        *_check_names(folder_name, framework, outline),
        *_check_levels(framework, outline),
        *_check_clashes(framework, outline),
        *_check_dangling(framework, outline, files),
        *_check_unnamed(outline, files),
        *_check_ladders(outline),
    ]


def _check_names(folder_name: str, framework: Document, outline: Outline) -> Iterator[Fault]:
    if outline.id and outline.id != folder_name:
        message = f'The id is "{outline.id}" but the folder is "{folder_name}".'
        yield framework.fault(("id",), message, "Give both the same name.")
    if outline.id and outline.supersedes == outline.id:
        yield framework.fault(("supersedes",), "A framework cannot supersede itself.", "Name the older framework.")
    for item in outline.items:
        stem = PurePosixPath(item.document.file).stem
        if not item.path and item.id and item.id != stem:
            message = f'The id is "{item.id}" but the file is "{item.document.file}".'
            yield item.document.fault(("id",), message, "Give both the same name.")


def _check_levels(framework: Document, outline: Outline) -> Iterator[Fault]:
    for place, number in enumerate(outline.levels):
        if number != place + 1:
            message = f"Level {number} stands where level {place + 1} is expected."
            yield framework.fault(("levels", place, "number"), message, "Number the levels 1, 2, 3 in that order.")


def _check_clashes(framework: Document, outline: Outline) -> Iterator[Fault]:
    for group in (outline.theme_ids, outline.key_areas, outline.enablers):
        yield from _check_repeats(framework, group)
    first: dict[str, str] = {}
    for item in outline.items:
        if item.id in first:
            message = f'The id "{item.id}" is already used in {first[item.id]}.'
            yield item.document.fault((*item.path, "id"), message, "Give each item an id of its own.")
        elif item.id:
            first[item.id] = item.document.file


def _check_repeats(framework: Document, references: tuple[Reference, ...]) -> Iterator[Fault]:
    seen: set[str] = set()
    for reference in references:
        if reference.id and reference.id in seen:
            yield framework.fault(reference.path, f'"{reference.id}" stands twice.', "Keep one of the two.")
        seen.add(reference.id)


def _check_dangling(framework: Document, outline: Outline, files: list[str]) -> Iterator[Fault]:
    for folder, references in ((KEY_AREAS, outline.key_areas), (ENABLERS, outline.enablers)):
        for reference in references:
            file = f"{folder}/{reference.id}.yaml"
            if file not in files:
                message = f'"{reference.id}" has no file.'
                yield framework.fault(reference.path, message, f"Write {file}, or take the id out.")


def _check_unnamed(outline: Outline, files: list[str]) -> Iterator[Fault]:
    named = {f"{KEY_AREAS}/{reference.id}.yaml" for reference in outline.key_areas}
    named |= {f"{ENABLERS}/{reference.id}.yaml" for reference in outline.enablers}
    for file in files:
        if file in named or file in ("framework.yaml", "changes.yaml"):
            continue
        if file.startswith(f"{KEY_AREAS}/") and file.endswith(".yaml"):
            yield Fault(
                file,
                "",
                "No theme names this key area.",
                "Add it to a theme in framework.yaml, or remove it.",
            )
        elif file.startswith(f"{ENABLERS}/") and file.endswith(".yaml"):
            yield Fault(file, "", "The enablers do not name it.", "Add it in framework.yaml, or remove it.")
        else:
            remedy = f"Files are framework.yaml, changes.yaml, {KEY_AREAS}/ID.yaml and {ENABLERS}/ID.yaml."
            yield Fault(file, "", "This file has no place in a framework.", remedy)


def _check_ladders(outline: Outline) -> Iterator[Fault]:
    wanted = tuple(str(number) for number in outline.levels)
    for item in outline.items:
        if item.ladder is None or not wanted:
            continue
        path: PathInFile = (*item.path, "levels")
        whose = item.id or "the item"
        for level in wanted:
            if level not in item.ladder:
                yield item.document.fault(path, f"Level {level} of {whose} is missing.", "Write its statements.")
        for level in item.ladder:
            if level not in wanted:
                message = f'{whose} has a level "{level}" that the framework does not have.'
                yield item.document.fault((*path, level), message, f"Use the levels {', '.join(wanted)}.")
