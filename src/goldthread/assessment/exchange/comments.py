"""The one `comment` column: what a respondent wrote, as labelled lines, joined and split again without loss. Pure."""

import re
from collections.abc import Mapping

from goldthread.assessment.types import CommentKind

REASON_FIELD = "not_applicable_because"
LABELS: Mapping[str, str] = {REASON_FIELD: "Reason", **{kind.field: kind.value.capitalize() for kind in CommentKind}}
TEXT_FIELDS = tuple(LABELS)

_FIELDS = {label.casefold(): field for field, label in LABELS.items()}
_LABELLED = re.compile(rf"(?P<escape>\\*)(?P<label>{'|'.join(LABELS.values())}):", re.IGNORECASE | re.ASCII)


def join_comments(texts: Mapping[str, str]) -> str:
    """One text of every text that is not empty, each behind its label.

    A later line that itself looks like a label gets a backslash before it, so that splitting gives back the same texts.
    """
    return "\n".join(f"{label}: {_escape(texts[field])}" for field, label in LABELS.items() if texts.get(field))


def split_comments(comment: str, *, unlabelled: str = CommentKind.OTHER.field) -> dict[str, str]:
    """The texts by field, empty where the comment has none; lines before any label go to the field `unlabelled`."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    before_any_label = lines
    for line in comment.split("\n"):
        found = _LABELLED.match(line)
        if found and not found["escape"]:
            lines = sections.setdefault(_FIELDS[found["label"].casefold()], [])
            lines.append(line[found.end() :].removeprefix(" "))
        else:
            lines.append(line[1:] if found else line)
    if any(line.strip() for line in before_any_label):
        sections[unlabelled] = before_any_label + sections.get(unlabelled, [])
    return {field: "\n".join(sections.get(field, [])) for field in TEXT_FIELDS}


def has_label(comment: str, field: str) -> bool:
    """Whether a line of the comment begins with the label of this field."""
    matches = (_LABELLED.match(line) for line in comment.split("\n"))
    return any(m is not None and not m["escape"] and _FIELDS[m["label"].casefold()] == field for m in matches)


def _escape(text: str) -> str:
    first, *others = text.split("\n")
    return "\n".join([first, *(f"\\{line}" if _LABELLED.match(line) else line for line in others)])
