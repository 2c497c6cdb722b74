"""What real councils have published, loaded as councils of their own that hold nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from django.db import transaction

from goldthread.common.errors import UserError
from goldthread.demo.example_plan import Horizon, load_example_plan
from goldthread.framework.load import load_framework
from goldthread.organisation.actions import create_council
from goldthread.organisation.models import Council
from goldthread.organisation.types import CouncilKind
from goldthread.plan.actions.ambitions import save_published_rating, set_ambition

_SOURCE_LIMIT = 300


class UnknownExample(UserError):
    """No example has the id that was given."""


@dataclass(frozen=True)
class Example:
    """A published strategy: what it says of each object, and its KPIs as they stand in the file."""

    id: str
    title: str
    source: str
    council: str
    kind: CouncilKind
    framework: str
    published: int
    ambition_year: int
    ambition_reason: str
    levels: Mapping[str, tuple[int, int]]
    areas: Mapping[str, str]
    horizons: Mapping[str, Horizon]
    own_areas: tuple[Mapping[str, Any], ...]
    kpis: tuple[Mapping[str, Any], ...]

    @property
    def council_name(self) -> str:
        """The name here, which says that it is not the council itself that works in it."""
        return f"{self.council} (published {self.published} example)"


@dataclass(frozen=True)
class LoadedExample:
    """What a load left: the council, and how many rows it holds. `changed` counts what this load wrote."""

    council: Council
    ratings: int
    ambitions: int
    kpis: int
    changed: int


def list_examples() -> tuple[Example, ...]:
    """Every example that this installation ships, by id."""
    found = (path for path in _folder().iterdir() if path.name.endswith(".yaml"))
    return tuple(_read(path) for path in sorted(found, key=lambda path: path.name))


def find_example(example_id: str) -> Example:
    """An example by id; raises `UnknownExample`."""
    for example in list_examples():
        if example.id == example_id:
            return example
    raise UnknownExample(what=f'There is no example "{example_id}".', do="See them with: goldthread example list")


def find_example_council(example_id: str) -> Council:
    """The council that an example was loaded as; raises `UnknownExample` where it was not."""
    example = find_example(example_id)
    found = Council.objects.filter(name=example.council_name, is_example=True).first()
    if found is None:
        raise UnknownExample(
            what=f"The example {example_id} is not loaded.", do=f"Load it with: goldthread example load {example_id}"
        )
    return found


@transaction.atomic
def load_example(example_id: str) -> LoadedExample:
    """Load an example's levels, ambitions and KPIs. Loading it again changes nothing."""
    example = find_example(example_id)
    council = Council.objects.filter(name=example.council_name).first()
    changed = 0 if council else 1
    council = council or create_council(name=example.council_name, kind=example.kind, by=None, is_example=True)
    before = council.events.count()
    framework = load_framework(example.framework)
    for object_id, (current, ambition) in example.levels.items():
        save_published_rating(
            council=council,
            framework_id=framework.id,
            object_id=object_id,
            level=current,
            as_of=date(example.published, 1, 1),
            source=f"{example.title}. {example.source}"[:_SOURCE_LIMIT],
            by=None,
        )
        set_ambition(
            council=council,
            framework_id=framework.id,
            object_id=object_id,
            level=ambition,
            by_date=date(example.ambition_year, 12, 31),
            reason=example.ambition_reason,
            by=None,
        )
    load_example_plan(council, framework.id, example.own_areas, example.horizons, example.kpis)
    return LoadedExample(
        council=council,
        ratings=council.published_ratings.count(),
        ambitions=council.ambitions.count(),
        kpis=council.kpis.count(),
        changed=changed + council.events.count() - before,
    )


def _folder() -> Traversable:
    return files("goldthread").joinpath("definitions", "examples")


def _read(path: Traversable) -> Example:
    content: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Example(
        id=content["id"],
        title=content["title"],
        source=" ".join(content["source"].split()),
        council=content["council"]["name"],
        kind=CouncilKind(content["council"]["kind"]),
        framework=content["framework"],
        published=content["published"],
        ambition_year=content["ambition_year"],
        ambition_reason=content["ambition_reason"],
        levels={row["id"]: (row["current"], row["ambition"]) for row in content["objects"]},
        areas={row["id"]: row["name"] for row in content["areas"]},
        horizons={row["id"]: Horizon(row["name"], date(row["assessed"], 12, 31)) for row in content["horizons"]},
        own_areas=tuple(content["areas"]),
        kpis=tuple(content["kpis"]),
    )
