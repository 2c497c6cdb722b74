"""What matching answers: where a record belongs, how sure that is, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why two names are one supplier, the surest first."""

    PERSON = "person"
    COMPANY_NUMBER = "company number"
    CHARITY_NUMBER = "charity number"
    SUPPLIER_ID = "supplier id"
    NAME_AND_VAT = "name and VAT number"
    NAME_AND_POSTCODE = "name and postcode"
    NAME_AND_CATEGORY = "name and category"
    LIKE_NAME_AND_VAT = "like name and VAT number"
    LIKE_NAME_AND_POSTCODE = "like name and postcode"
    DISTINCTIVE_NAME = "distinctive name"


Edge = tuple[int, int, int]
"""A reason for two nodes to be one supplier: the two, and the row of the table `edges` that says why and how surely.

A node is a set of records that cannot be told apart. A plain tuple, since there are hundreds of thousands.
"""


class Standing(StrEnum):
    """What a published name is: somebody's, withheld, or a private person's."""

    NAMED = "named"
    WITHHELD = "withheld"
    INDIVIDUAL = "individual"


class Size(StrEnum):
    """A supplier's size; unknown is said, never taken for small or large."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    UNKNOWN = "unknown"


class Sector(StrEnum):
    """What kind of body a supplier is."""

    COMPANY = "company"
    CHARITY = "charity"
    CIC = "cic"
    PUBLIC = "public"
    INDIVIDUAL = "individual"
    UNKNOWN = "unknown"


class DecisionKind(StrEnum):
    """What a person decided about two names."""

    MERGE = "merge"
    SPLIT = "split"
    NEVER = "never-merge"

    @property
    def keeps_apart(self) -> bool:
        return self is not DecisionKind.MERGE


class ReferenceKind(StrEnum):
    """A register that suppliers are looked up in."""

    COMPANIES = "companies"
    CHARITIES = "charities"
    POSTCODES = "postcodes"


@dataclass(frozen=True)
class Marks:
    """What stands against a merge: each node's company number and charity number where it has one, and refusals.

    `apart` lists pairs of nodes that a person said are never one supplier.
    """

    companies: Mapping[int, str] = field(default_factory=dict)
    charities: Mapping[int, str] = field(default_factory=dict)
    apart: Sequence[tuple[int, int]] = ()


Place = tuple[int, int, int]
"""Where a node came to be: the node, its root, and the edge that brought it there."""


@dataclass(frozen=True)
class Clustering:
    """What came of a file of records. `withheld` counts redacted names and individuals: each stands alone."""

    records: int
    clusters: int
    merged: int
    withheld: int
    by_reason: Mapping[str, int]
    refused: int
