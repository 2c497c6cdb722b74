"""Values of local codes: the kinds of item, and what is written about one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ItemKind(StrEnum):
    """What a council may add to a framework."""

    CODE = "value code"
    PRIORITY = "priority"


@dataclass(frozen=True)
class ItemContent:
    """Everything that is written about one item. A code uses the first six, a priority the last two."""

    name: str = ""
    description: str = ""
    object_id: str = ""
    area: str = ""
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    reason: str = ""
    statements: tuple[str, ...] = ()


CONTENT_FIELDS = tuple(ItemContent.__dataclass_fields__)
