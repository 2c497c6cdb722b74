"""Presents local codes: what the draft holds, what is still to be mended, and how a version reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from goldthread.assessment.local.models import LocalItem, LocalVersion
from goldthread.assessment.local.queries import check_item
from goldthread.assessment.local.types import CONTENT_FIELDS, ItemContent, ItemKind
from goldthread.framework.faults import Fault as FrameworkFault
from goldthread.framework.local_types import Supplement
from goldthread.framework.types import Framework
from goldthread.web.forms import Fault
from goldthread.web.local.forms import ItemForm, field_of
from goldthread.web.wording import count_of, opening

_MISSING = re.compile(r'The key "(\w+)" is missing\.')
LABELS = {
    "name": "Name",
    "description": "What it measures",
    "object_id": "Where it belongs",
    "area": "Area of our own",
    "levels": "Levels",
    "notes": "Notes",
    "reason": "Why",
    "statements": "What we ask for beyond",
}


@dataclass(frozen=True)
class ItemLine:
    """One item of the draft in a list."""

    item: LocalItem
    name: str
    place: str
    state: str
    faults: int


@dataclass(frozen=True)
class LevelShown:
    """One level of a code with its statements, as a department reads it."""

    number: int
    name: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class CodeShown:
    """A local code as a department will see it."""

    id: str
    name: str
    description: str
    place: str
    levels: tuple[LevelShown, ...]
    notes: tuple[str, ...]
    whose: str


def say_draft(items: Sequence[LocalItem], latest: LocalVersion | None, *, news: bool, faults: int) -> str:
    """The finding of the draft's page."""
    live = [item for item in items if item.retired_in is None]
    codes = sum(item.kind == ItemKind.CODE for item in live)
    holds = f"{opening(count_of(codes, 'local code'))} and {count_of(len(live) - codes, 'priority', 'priorities')}"
    published = f"version {latest.number} is published" if latest else "nothing is published yet"
    if not live and latest is None:
        return "Nothing is written yet. Add a code, or say which codes of the framework are priorities."
    if not news:
        return f"{holds}; {published}, and nothing has changed since."
    mend = (
        f"{opening(count_of(faults, 'thing'))} {'is' if faults == 1 else 'are'} to be mended before" if faults else ""
    )
    return f"{holds}; {published}. {f'{mend} the draft can be published.' if mend else 'The draft can be published.'}"


def list_items(items: Sequence[LocalItem], framework: Framework) -> list[ItemLine]:
    """The items in their order, each with how many faults it has."""
    return [_line(item, framework) for item in items]


def _line(item: LocalItem, framework: Framework) -> ItemLine:
    faults = len(check_item(item, on=timezone.localdate())) if item.retired_in is None else 0
    name, place = item.name or "No name yet", item.area
    if item.kind == ItemKind.PRIORITY:
        name, place = framework.value_code(item.item_id).name, framework.object_of(item.item_id).name
    elif item.object_id:
        place = framework.object(item.object_id).name
    state = f"Since version {item.since}" if item.since else "New in the draft"
    return ItemLine(item, name, place or "No place yet", state, faults)


def faults_at(found: Sequence[FrameworkFault], form: ItemForm) -> list[Fault]:
    """The faults of an item, each led to its field."""
    return [Fault(f"id_{name}" if (name := field_of(fault, form)) else "", say_fault(fault)) for fault in found]


def say_fault(fault: FrameworkFault) -> str:
    """A fault as the screens say it: what a file calls a key is a box here, by the words above it."""
    missing = _MISSING.fullmatch(fault.message)
    if missing and missing[1] in LABELS:
        return f"“{LABELS[missing[1]]}” is still empty. Fill it in before you publish."
    return f"{fault.message} {fault.remedy}"


def differences(theirs: ItemContent, mine: ItemContent) -> list[tuple[str, str, str]]:
    """Each part in which two texts differ: its label, theirs and mine."""
    return [
        (LABELS[name], _say(getattr(theirs, name)), _say(getattr(mine, name)))
        for name in CONTENT_FIELDS
        if getattr(theirs, name) != getattr(mine, name)
    ]


def _say(value: object) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{level}: {'; '.join(lines)}" for level, lines in value.items() if lines)
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def show_codes(supplement: Supplement, framework: Framework) -> list[CodeShown]:
    """The codes of a version, as departments read them."""
    return [
        CodeShown(
            id=code.id,
            name=code.name,
            description=code.description,
            place=framework.object(code.object_id).name if code.object_id else code.area,
            levels=tuple(LevelShown(each.number, each.name, code.ladder.at(each.number)) for each in framework.levels),
            notes=code.notes,
            whose=f"Written by {code.origin.council}, version {code.origin.version}" if code.origin else "",
        )
        for code in supplement.codes
    ]


def show_priorities(supplement: Supplement, framework: Framework) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Each priority: its id and name, why, and what is asked for beyond."""
    return [
        (each.value_code, framework.value_code(each.value_code).name, each.reason, each.statements)
        for each in supplement.priorities
    ]
