"""Presents what notices say otherwise than the register of a contract, in a list and on the contract's page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.evidence.notices.otherwise import Said, notice_of
from goldthread.web.evidence.wording import exact_pounds
from goldthread.web.register.scenes import Panel, Scene

_NAMES = {"awarded_value": "Contract value", "start": "Start", "end": "End", "ended_on": "Ended on"}


@dataclass(frozen=True)
class SaidShown:
    """The notice, and each field in words: its name, what the register says, what was published."""

    said: Said
    rows: tuple[tuple[str, str, str], ...]


def present_said(said: Said) -> SaidShown:
    return SaidShown(
        said, tuple((_NAMES[each.field], _words(each.register), _words(each.notice)) for each in said.unlike)
    )


def _words(value: Decimal | date) -> str:
    return f"{value:%-d %b %Y}" if isinstance(value, date) else exact_pounds(value)


def build_otherwise(scene: Scene) -> Panel | None:
    """What the latest notice says otherwise, as `with_notice` read it with the contract."""
    said = notice_of(scene.contract)
    if said is None or not said.unlike:
        return None
    context = {"shown": present_said(said), "may_keep": scene.may_keep}
    return Panel("otherwise", "Published otherwise", "goldthread/register/panels/otherwise.html", context)
