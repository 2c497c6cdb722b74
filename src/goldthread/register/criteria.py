"""The criteria of reviews after contracts: the shipped ones, or the newest edition of the council."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from goldthread.common.errors import UserError
from goldthread.organisation.models import Council
from goldthread.register.models import CriteriaEdition

_FILE = files("goldthread.definitions").joinpath("reviews/criteria.yaml")
_KEYS, _OF_EACH = {"version", "author", "reviewer", "review_date", "source", "criteria"}, {"id", "name", "question"}


@dataclass(frozen=True)
class Criterion:
    """One thing that a review looks at. Its id stays the same from edition to edition."""

    id: str
    name: str
    question: str


@dataclass(frozen=True)
class Criteria:
    """One edition. `version` is what a review names it by; a shipped one is nobody's own and not public."""

    version: str
    items: tuple[Criterion, ...]
    edition: CriteriaEdition | None = None

    @property
    def is_public(self) -> bool:
        return self.edition is not None and self.edition.is_public


@cache
def load_shipped() -> Criteria:
    """The criteria that Goldthread ships; raises `UserError` with the place of what is wrong in the file."""
    held: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    wrong = set(held) ^ _KEYS
    wrong |= {f"criteria/{each.get('id')}: {key}" for each in held.get("criteria", ()) for key in set(each) ^ _OF_EACH}
    if wrong:
        named = ", ".join(sorted(wrong))
        raise UserError(what=f"reviews/criteria.yaml: unknown or missing: {named}.", do="Correct the file.")
    return Criteria(held["version"], read_items(held["criteria"]))


def read_items(rows: Sequence[dict[str, str]]) -> tuple[Criterion, ...]:
    return tuple(Criterion(row["id"], row["name"], row["question"]) for row in rows)


def criteria_of(council: Council) -> Criteria:
    """What reviews of the council look at now (one query)."""
    edition = CriteriaEdition.objects.filter(council=council).order_by("-number").first()
    if edition is None:
        return load_shipped()
    return Criteria(f"council {edition.number}", read_items(edition.criteria), edition)
