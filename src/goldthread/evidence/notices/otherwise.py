"""What notices say otherwise than the register of a contract, as both stand now. Nothing is changed by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, JSONObject

from goldthread.evidence.notices.models import Award
from goldthread.evidence.notices.types import ENVELOPES
from goldthread.organisation.models import Council
from goldthread.register.models import Contract

COMPARED = ("awarded_value", "maximum_value", "start", "end", "ended_on")
_DAYS = ("start", "end")


@dataclass(frozen=True)
class Unlike:
    """One field of a contract of which the register and the notices say unlike things."""

    field: str
    register: Decimal | date
    notice: Decimal | date


@dataclass(frozen=True)
class Said:
    """What the notices of one award say of its contract, and where it was published."""

    title: str
    ocid: str
    published_on: date | None
    unlike: tuple[Unlike, ...]


def compare(contract: Contract, said: Mapping[str, Any]) -> tuple[Unlike, ...]:
    """The compared fields of which both say something, and not the same."""
    return tuple(
        Unlike(name, getattr(contract, name), said[name])
        for name in COMPARED
        if said.get(name) is not None and getattr(contract, name) is not None and getattr(contract, name) != said[name]
    )


def said_by(award: Award) -> Said:
    """What an award says otherwise than its contract, which has to be read with it."""
    if award.contract is None:
        raise ValueError("only an award that is a contract of the register can say otherwise")
    said = {name: getattr(award, name) for name in _DAYS} | {"ended_on": _day(award.more.get("ended_on"))}
    said[_amount_of(award.more.get("arrangement"))] = award.value
    process = award.procurement
    return Said(str(award), process.ocid, process.published_on, compare(award.contract, said))


def published_otherwise(council: Council) -> QuerySet[Award]:
    """The awards that say otherwise than the contract of the register that they are: `said_by` tells what.

    The latest published first.
    """
    unlike = Q(ended__isnull=False, contract__ended_on__isnull=False)
    unlike &= ~Q(ended=Cast("contract__ended_on", TextField()))
    for name in _DAYS:
        unlike |= _differs(name, name)
    is_envelope = Q(under__in=ENVELOPES)
    unlike |= (is_envelope & _differs("value", "maximum_value")) | (~is_envelope & _differs("value", "awarded_value"))
    under = Coalesce(KeyTextTransform("arrangement", "more"), Value("", output_field=TextField()))
    rows = Award.objects.annotate(ended=KeyTextTransform("ended_on", "more"), under=under)
    rows = rows.filter(unlike, procurement__council=council, contract__isnull=False)
    return rows.select_related("procurement", "contract").order_by("-procurement__published_on", "pk")


def _differs(name: str, of_contract: str) -> Q:
    """Both say something, and not the same."""
    both = Q(**{f"{name}__isnull": False, f"contract__{of_contract}__isnull": False})
    return both & ~Q(**{name: F(f"contract__{of_contract}")})


def _amount_of(arrangement: str | None) -> str:
    """Which amount of a contract the value of an award is."""
    return "maximum_value" if arrangement in ENVELOPES else "awarded_value"


def with_notice(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Contracts with what the latest of their notices says: no more queries. `notice_of` reads it."""
    awards = Award.objects.filter(contract=OuterRef("pk")).order_by("-procurement__published_on", "-pk")
    told = JSONObject(
        title="title",
        value=Cast("value", TextField()),
        start="start",
        end="end",
        ended_on=KeyTextTransform("ended_on", "more"),
        arrangement=KeyTextTransform("arrangement", "more"),
        ocid="procurement__ocid",
        of="procurement__title",
        on="procurement__published_on",
    )
    return rows.annotate(notice_said=Subquery(awards.annotate(told=told).values("told")[:1]))


def notice_of(contract: Contract) -> Said | None:
    """What `with_notice` read of a contract; None where no notice is its own."""
    told: Mapping[str, Any] | None = getattr(contract, "notice_said", None)
    if not told:
        return None
    said = {name: _day(told[name]) for name in ("start", "end", "ended_on")}
    worth = {_amount_of(told["arrangement"]): Decimal(told["value"]) if told["value"] is not None else None}
    title = told["title"] or told["of"] or told["ocid"]
    return Said(title, told["ocid"], _day(told["on"]), compare(contract, said | worth))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
