"""Whose payments a file holds: the names in its body column against the council that it is loaded for."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml

_GENERIC = frozenset(
    (
        *("council", "borough", "city", "county", "district", "metropolitan", "unitary", "london", "royal"),
        *("the", "of", "and", "in", "for", "combined", "authority", "corporation", "mayoral", "mbc", "bc", "cc", "dc"),
    )
)
_WORD = re.compile(r"[a-z0-9]+")


def name_of_place(name: str) -> frozenset[str]:
    """The words of a council's name that are its own: "The Borough of Calderdale" is calderdale."""
    words = frozenset(_WORD.findall(name.casefold().replace("'", "").replace("_", " ")))
    return words - _GENERIC or words


@cache
def known_places() -> frozenset[frozenset[str]]:
    """The English councils that Goldthread knows by name."""
    path = files("goldthread") / "definitions" / "reference" / "english-councils.yaml"
    return frozenset(map(name_of_place, yaml.safe_load(path.read_text(encoding="utf-8"))["names"]))


def is_known(council: str) -> bool:
    """Whether a council is one that Goldthread knows by name."""
    return name_of_place(council) in known_places()


def is_own(body: str, council: str) -> bool:
    """Whether a body is the council, or goes by its name: "East North East Homes Leeds" goes by Leeds."""
    named, own = name_of_place(body), name_of_place(council)
    return named == own or (bool(named & own) and named not in known_places())


def is_another_council(body: str, council: str) -> bool:
    """Whether a body is a known English council, and not this one. An arm's-length company is neither."""
    return name_of_place(body) in known_places() and not is_own(body, council)


def others_among(bodies: Iterable[str], council: str) -> list[str]:
    """The names that stand for another council."""
    return sorted({" ".join(body.split()) for body in bodies if is_another_council(body, council)})
