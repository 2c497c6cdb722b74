"""Contracts with several suppliers in one cell: each is looked for by its own name, and any of them may be paid."""

import re
from collections.abc import Iterable, Mapping

from goldthread.evidence.coverage.types import Found
from goldthread.evidence.coverage.who import SAID, Named

_BETWEEN = re.compile(r"\s*;\s*|\s+/\s+|\s*\n\s*")
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s*")
_SHORTEST = 3


def parts_of(name: str) -> tuple[str, ...]:
    """The suppliers that a name holds, where marks between them leave no doubt; none where it is one name."""
    parts = [_NUMBERED.sub("", part).strip(" .,") for part in _BETWEEN.split(name)]
    whole = tuple(dict.fromkeys(part for part in parts if len(part) >= _SHORTEST))
    return whole if len(whole) > 1 else ()


def named_parts(names: Iterable[Named]) -> dict[str, tuple[Named, ...]]:
    """Each of several suppliers as a name to look for, by the id of the name that holds them. No number is theirs."""
    found = {}
    for each in names:
        parts = parts_of(each.name)
        if parts:
            found[each.id] = tuple(Named(f"{each.id}\t{number}", part) for number, part in enumerate(parts, 1))
    return found


def suppliers_of(id_: str, found: Mapping[str, Found], parts: Mapping[str, tuple[Named, ...]]) -> tuple[Found, ...]:
    """Whom a name stands for: what a person said, else those of its parts that were found, else the name itself."""
    whole = found.get(id_)
    if whole is not None and whole.how == SAID:
        return (whole,)
    each = {found[part.id].supplier: found[part.id] for part in parts.get(id_, ()) if part.id in found}
    return tuple(each.values()) or ((whole,) if whole else ())


def are_all_found(id_: str, found: Mapping[str, Found], parts: Mapping[str, tuple[Named, ...]]) -> bool:
    """Whether a name holds several suppliers, and every one of them was found."""
    return id_ in parts and all(part.id in found for part in parts[id_])


def one_of(id_: str, found: Mapping[str, Found], parts: Mapping[str, tuple[Named, ...]]) -> Found | None:
    """The supplier of a name that stands for one alone: a name of which a part was found is not one supplier's."""
    whole = found.get(id_)
    is_parted = any(part.id in found for part in parts.get(id_, ()))
    return None if is_parted and (whole is None or whole.how != SAID) else whole
