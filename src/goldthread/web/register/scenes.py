"""What the builders of a contract's sections are given and make; families of screens share these two shapes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.organisation.permissions import Standing
from goldthread.register.models import Contract
from goldthread.web.register.spend import Spent


@dataclass(frozen=True)
class Scene:
    """What every builder is given: the contract, who looks, whether they may change it, the day, and what was paid.

    `spent` is by the key of the contract and of those called off from it; one that is absent is not worked out yet.
    """

    contract: Contract
    standing: Standing
    may_keep: bool
    today: date
    spent: Mapping[int, Spent]


@dataclass(frozen=True)
class Panel:
    """One section: its anchor, its heading, and the template that shows `context` (as `panel.context`)."""

    id: str
    title: str
    template: str
    context: Mapping[str, object]


Builder = Callable[[Scene], Panel | Sequence[Panel] | None]
