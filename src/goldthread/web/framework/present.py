"""Presents a framework: its sections, one object with its ladders, and what changed since the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from goldthread.common.words import list_in_words, number_in_words
from goldthread.framework.changes import Carry, Change, ChangeKind
from goldthread.framework.compare import Comparison, LadderChange, Named, Reworded
from goldthread.framework.types import Framework, FrameworkObject, FrameworkStatus, Ladder, ValueCode
from goldthread.web.wording import count_of, opening

CARRIED = {
    Carry.SCORE: "takes over the level and the comments",
    Carry.COMMENT: "takes over the comments and starts without a level",
    Carry.NOTHING: "starts empty",
}
KINDS = {
    ChangeKind.UNCHANGED: "As it was",
    ChangeKind.RENAMED: "Renamed",
    ChangeKind.REWORDED: "Reworded",
    ChangeKind.SPLIT: "Split",
    ChangeKind.JOINED: "Joined",
    ChangeKind.ADDED: "New",
    ChangeKind.RETIRED: "Retired",
}


@dataclass(frozen=True)
class Section:
    """A theme, or the enablers, with what belongs to it."""

    name: str
    items: tuple[FrameworkObject, ...]
    weight: int | None = None


@dataclass(frozen=True)
class DrawnLevel:
    """One level of a ladder with its statements."""

    number: int
    name: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class DrawnCode:
    """A value code with its levels."""

    code: ValueCode
    levels: tuple[DrawnLevel, ...]


@dataclass(frozen=True)
class ItemPage:
    """A key area or an enabler, ready to be shown. An enabler has no codes beside its own ladder."""

    item: FrameworkObject
    description: str
    toolkit_name: str
    levels: tuple[DrawnLevel, ...]
    codes: tuple[DrawnCode, ...]
    before: FrameworkObject | None
    after: FrameworkObject | None


@dataclass(frozen=True)
class DrawnChange:
    """One rule of the change file, in words."""

    kind: str
    old: str
    new: str
    carried: str
    reason: str


@dataclass(frozen=True)
class DrawnComparison:
    """Texts that differ between two frameworks, by what they belong to."""

    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    renamed: tuple[Reworded, ...]
    reworded: tuple[tuple[str, str, str, str], ...]
    ladders: tuple[tuple[str, tuple[LadderChange, ...]], ...]


def say_list(frameworks: Sequence[Framework]) -> str:
    """The sentence above the list of frameworks."""
    published = [found.short_title for found in frameworks if found.status is FrameworkStatus.PUBLISHED]
    return f"New rounds ask about the {list_in_words(published)}." if published else "No framework is published yet."


def say_outline(framework: Framework) -> str:
    """How much a framework holds, in a sentence."""
    areas = sum(len(theme.key_areas) for theme in framework.themes)
    measured = sum(len(area.value_codes) for theme in framework.themes for area in theme.key_areas)
    parts = [count_of(len(framework.themes), "theme"), count_of(areas, "key area")]
    parts += [count_of(len(framework.enablers), "enabler")] if framework.enablers else []
    codes = f", measured by {len(framework.value_codes)} value codes," if measured else ""
    return opening(f"{list_in_words(parts)}{codes} each with {number_in_words(len(framework.levels))} levels.")


def list_sections(framework: Framework) -> list[Section]:
    """The objects by theme, the enablers last."""
    weights = {theme.name: theme.weight for theme in framework.themes}
    return [
        Section(name, tuple(items), weights.get(name))
        for name, items in groupby(framework.objects, key=lambda item: item.section)
    ]


def present_item(framework: Framework, object_id: str) -> ItemPage:
    """One object for its page. An unknown id raises UnknownItem."""
    item = framework.object(object_id)
    place = framework.objects.index(item)
    own = [code for code in item.value_codes if code.id != item.id]
    itself = next((code for code in item.value_codes if code.id == item.id), None)
    named = {area.id: area.toolkit_name for theme in framework.themes for area in theme.key_areas}
    named |= {enabler.id: enabler.toolkit_name for enabler in framework.enablers}
    return ItemPage(
        item=item,
        description=itself.description if itself else "",
        toolkit_name=named[item.id] or "",
        levels=_draw(framework, item.ladder),
        codes=tuple(DrawnCode(code, _draw(framework, code.ladder)) for code in own),
        before=framework.objects[place - 1] if place else None,
        after=framework.objects[place + 1] if place + 1 < len(framework.objects) else None,
    )


def present_change(older: Framework, newer: Framework, rule: Change) -> DrawnChange:
    """One rule in words: what became what, and what the new one takes over."""
    carried = [f"{_name(newer, new)} {CARRIED[carry]}" for new, carry in rule.carry.items()]
    again = f"; levels {list_in_words([str(n) for n in rule.reconfirm])} are confirmed again" if rule.reconfirm else ""
    return DrawnChange(
        kind=KINDS[rule.kind],
        old=list_in_words([_name(older, old) for old in rule.old]),
        new=list_in_words([_name(newer, new) for new in rule.new]),
        carried=f"{'; '.join(carried)}{again}." if carried else "",
        reason=rule.reason,
    )


def present_comparison(found: Comparison, older: Framework, newer: Framework) -> DrawnComparison:
    """Names, texts and levels that differ, ladders together by what they belong to."""
    ladders = [
        (f"{change_id} {_name(newer, change_id)}", tuple(rows))
        for change_id, rows in groupby(found.ladders, key=lambda change: change.id)
    ]
    reworded = [
        (_name(newer, change.id), change.field.replace("_", " "), change.old, change.new) for change in found.reworded
    ]
    return DrawnComparison(found.added, found.removed, found.renamed, tuple(reworded), tuple(ladders))


def _name(framework: Framework, item_id: str) -> str:
    """The name of whatever has this id; the id itself where nothing has."""
    named = {item.id: item.name for item in framework.objects}
    named |= {code.id: code.name for code in framework.value_codes if code.id not in named}
    named |= {theme.id: theme.name for theme in framework.themes}
    return named.get(item_id, item_id)


def _draw(framework: Framework, ladder: Ladder) -> tuple[DrawnLevel, ...]:
    return tuple(
        DrawnLevel(number, framework.level_name(number), statements) for number, statements in ladder.statements.items()
    )
