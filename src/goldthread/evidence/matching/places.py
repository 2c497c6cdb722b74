"""A council's own area: which districts of the postcode directory are in it."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FILE = files("goldthread") / "definitions" / "reference" / "matching" / "local_authorities.csv"
_KINDS = re.compile(
    r"\b(council|city|county|district|borough|metropolitan|london|royal|of|the|corporation|unitary|authority)\b"
)


@dataclass(frozen=True)
class Area:
    """The code of a council's area, or none; its districts are those of this code or of this county."""

    code: str
    name: str

    def holds(self, district: str, county: str, district_name: str) -> bool | None:
        """Whether a postcode's district is the council's own; None where neither code nor name can tell."""
        if self.code and district:
            return self.code in {district, county} or _county_of(district) == self.code
        said = district_name or district
        return plain_name(said) == plain_name(self.name) if said and not self.code else None


def plain_name(name: str) -> str:
    """A council's name without the words that all of them have: "Trafford Council" is Trafford."""
    return " ".join(_KINDS.sub(" ", name.casefold().replace("&", "and")).split())


def area_of(council_name: str) -> Area:
    """The area of a council, by its name."""
    return Area(_codes().get(plain_name(council_name), ""), council_name)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with _FILE.open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def _codes() -> dict[str, str]:
    return {plain_name(name): row["gss"] for row in _rows() for name in (row["official_name"], row["name"])}


@cache
def _counties() -> dict[str, str]:
    return {row["gss"]: row["county_gss"] for row in _rows()}


def _county_of(district: str) -> str:
    return _counties().get(district, "")
