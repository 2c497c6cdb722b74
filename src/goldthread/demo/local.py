"""The local codes of the demonstration's council, drafted and published through the same actions as the screens."""

from collections.abc import Mapping
from typing import Any

from goldthread.assessment.local.actions import add_item, begin_supplement, publish_supplement
from goldthread.assessment.local.types import ItemContent, ItemKind
from goldthread.demo.clock import StoryClock
from goldthread.demo.play import Cast
from goldthread.demo.story import read_file
from goldthread.organisation.types import Role


def play_local(*, framework_id: str, cast: Cast, clock: StoryClock) -> None:
    """Draft and publish the codes and the priority on their day."""
    told = read_file("local-codes.yaml")
    head = cast.who(Role.COORDINATOR)
    clock.set_to(told["published"], 10)
    made = begin_supplement(
        council=cast.council, framework_id=framework_id, prefix=told["prefix"], title=told["title"], by=head
    )
    for code in told["codes"]:
        add_item(supplement=made, kind=ItemKind.CODE, item_id=code["id"], content=_content(code), by=head)
        clock.pass_minutes(20)
    for priority in told["priorities"]:
        add_item(
            supplement=made, kind=ItemKind.PRIORITY, item_id=priority["value_code"], content=_content(priority), by=head
        )
    clock.pass_minutes(60)
    publish_supplement(supplement=made, because=told["because"], by=cast.who(Role.APPROVER))


def _content(told: Mapping[str, Any]) -> ItemContent:
    return ItemContent(
        name=told.get("name", ""),
        description=told.get("description", ""),
        object_id=told.get("object", ""),
        area=told.get("area", ""),
        levels={level: tuple(lines) for level, lines in told.get("levels", {}).items()},
        notes=tuple(told.get("notes", ())),
        reason=told.get("reason", ""),
        statements=tuple(told.get("statements", ())),
    )
