"""What differs between two frameworks: items, names, wording, ladders, and the rules of the change file."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from goldthread.framework.changes import ChangeFile
from goldthread.framework.types import Framework, FrameworkObject, Ladder, Theme, ValueCode


@dataclass(frozen=True)
class Named:
    """An item that stands in one framework alone.

    `kind` is theme, key area, enabler, value code, level, or a part of the scoring or the grid.
    """

    kind: str
    id: str
    name: str


@dataclass(frozen=True)
class Reworded:
    """A text that differs. `field` is name, summary, theme and the like; `id` is the newer one."""

    kind: str
    id: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class LadderChange:
    """One level of one ladder whose statements differ."""

    kind: str
    id: str
    level: int
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """The differences from `old` to `new`. `changes` is there where the newer one supersedes the older."""

    old: str
    new: str
    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    renamed: tuple[Reworded, ...]
    reworded: tuple[Reworded, ...]
    ladders: tuple[LadderChange, ...]
    changes: ChangeFile | None

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same in every part compared."""
        return not any((self.added, self.removed, self.renamed, self.reworded, self.ladders))


@dataclass(frozen=True)
class _Part:
    """An item of either framework, made comparable: its texts by field, and its ladder where it has one."""

    kind: str
    id: str
    name: str
    texts: dict[str, str]
    ladder: Ladder | None


def compare_frameworks(old: Framework, new: Framework, changes: ChangeFile | None = None) -> Comparison:
    """Compare item by item, matched by id, or by a change of one old id into one new one.

    A change file counts only if it leads from `old` to `new`. The order of items is not compared.
    """
    rules = changes if changes and (changes.old_framework, changes.new_framework) == (old.id, new.id) else None
    before, after = _parts(old), _parts(new)
    pairs = _pairs(before, after, rules)
    reworded = [change for was, now in pairs for change in _compare_texts(was, now)]
    return Comparison(
        old=old.id,
        new=new.id,
        added=_alone(after, {(now.kind, now.id) for _, now in pairs}),
        removed=_alone(before, {(was.kind, was.id) for was, _ in pairs}),
        renamed=tuple(change for change in reworded if change.field == "name"),
        reworded=tuple(change for change in reworded if change.field != "name"),
        ladders=tuple(change for was, now in pairs for change in _compare_ladders(was, now)),
        changes=rules,
    )


_Parts = dict[tuple[str, str], _Part]


def _parts(framework: Framework) -> _Parts:
    parts = [
        _Part("level", str(level.number), level.name, {"meaning": level.meaning}, None) for level in framework.levels
    ]
    parts += [_Part("theme", theme.id, theme.name, _weight(theme), None) for theme in framework.themes]
    parts += _scoring_parts(framework)
    enablers = {enabler.id: enabler for enabler in framework.enablers}
    themes = {area.id: theme.id for theme in framework.themes for area in theme.key_areas}
    for item in framework.objects:
        texts = _texts(item)
        if item.id in enablers:
            parts.append(
                _Part("enabler", item.id, item.name, texts | _texts(enablers[item.id].value_code), item.ladder)
            )
        else:
            codes = [code for code in item.value_codes if code.id != item.id]
            own = {} if codes or not item.value_codes else {"description": item.value_codes[0].description}
            parts.append(_Part("key area", item.id, item.name, texts | {"theme": themes[item.id]} | own, item.ladder))
            parts += [_Part("value code", code.id, code.name, _texts(code), code.ladder) for code in codes]
    return {(part.kind, part.id): part for part in parts}


def _weight(theme: Theme) -> dict[str, str]:
    return {} if theme.weight is None else {"weight": f"{theme.weight}%"}


def _scoring_parts(framework: Framework) -> list[_Part]:
    """The points of each level, and the columns of a grid."""
    points = framework.scoring.points if framework.scoring else {}
    parts = [_Part("points of level", str(level), f"{worth}", {}, None) for level, worth in points.items()]
    columns = enumerate(framework.grid, start=1)
    return parts + [
        _Part("column", str(place), column.name, {"items": ", ".join(column.items)}, None) for place, column in columns
    ]


def _texts(item: FrameworkObject | ValueCode) -> dict[str, str]:
    """The texts that people read, by field, the name aside."""
    wanted = ("summary", "what_it_is", "why_it_matters", "description", "object_id")
    return {field.name: getattr(item, field.name) for field in fields(item) if field.name in wanted}


def _pairs(before: _Parts, after: _Parts, rules: ChangeFile | None) -> list[tuple[_Part, _Part]]:
    moved = (
        {change.old[0]: change.new[0] for change in rules.changes if _is_one_to_one(change.old, change.new)}
        if rules
        else {}
    )
    pairs = []
    for (kind, item_id), was in before.items():
        now = after.get((kind, moved.get(item_id, item_id)))
        if now:
            pairs.append((was, now))
    return pairs


def _is_one_to_one(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    return len(old) == len(new) == 1


def _alone(parts: _Parts, paired: set[tuple[str, str]]) -> tuple[Named, ...]:
    return tuple(Named(part.kind, part.id, part.name) for key, part in parts.items() if key not in paired)


def _compare_texts(was: _Part, now: _Part) -> Iterator[Reworded]:
    if was.name != now.name:
        yield Reworded(now.kind, now.id, "name", was.name, now.name)
    for field, text in now.texts.items():
        if was.texts.get(field, "") != text:
            yield Reworded(now.kind, now.id, field, was.texts.get(field, ""), text)


def _compare_ladders(was: _Part, now: _Part) -> Iterator[LadderChange]:
    old = was.ladder.statements if was.ladder else {}
    new = now.ladder.statements if now.ladder else {}
    for level in sorted({*old, *new}):
        before, after = old.get(level, ()), new.get(level, ())
        removed = tuple(statement for statement in before if statement not in after)
        added = tuple(statement for statement in after if statement not in before)
        if removed or added:
            yield LadderChange(now.kind, now.id, level, removed, added)
