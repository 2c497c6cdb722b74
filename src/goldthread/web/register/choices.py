"""A reader's choice in the address: filters, order and columns, and the addresses that carry them on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from django.http import QueryDict

from goldthread.organisation.models import Department, Person
from goldthread.register.narrowing import BY_END, NOBODY, SORTABLE, ContractFilter
from goldthread.register.types import Lacking, LiveState, Regime, Visibility
from goldthread.web.choosing import Narrowing, Option
from goldthread.web.forms import Fault
from goldthread.web.register.columns import BY_KEY, USUAL, Column

Kind = TypeVar("Kind", bound=StrEnum)
MONTHS_AHEAD = (3, 6, 12, 24)
FURTHEST_MONTHS = 600  # fifty years: beyond this it is a slip of typing
STATES = {
    LiveState.LIVE: "Live",
    LiveState.TO_COME: "Still to begin",
    LiveState.ENDED: "Ended",
    LiveState.ANY: "All",
}
LACKS = {
    Lacking.MANAGER: "No manager",
    Lacking.END: "No end",
    Lacking.VALUE: "No value",
    Lacking.DEPARTMENT: "No department",
    Lacking.SUPPLIER: "No supplier",
}


@dataclass(frozen=True)
class RegisterChoice:
    """What the address asks for."""

    filter: ContractFilter
    columns: tuple[Column, ...]

    @property
    def query(self) -> str:
        """The choice as the part of an address after the question mark."""
        return query_of(self.filter, self.columns)


def read_choice(asked: QueryDict) -> tuple[RegisterChoice, list[Fault]]:
    """What the address asks for; a number of months that is none narrows nothing and is a fault."""
    months, faults = _read_months(asked.get("ending", "").strip())
    order = asked.get("order", BY_END)
    wanted = ContractFilter(
        words=_short(asked.get("q")),
        department=_key(asked.get("department")),
        manager=_key(asked.get("manager")),
        supplier=_short(asked.get("supplier")),
        category=_short(asked.get("category")),
        regime=_one(Regime, asked.get("regime")),
        state=_one(LiveState, asked.get("state")) or LiveState.LIVE,
        ending=months,
        lacks=_one(Lacking, asked.get("lacks")),
        visibility=_one(Visibility, asked.get("visibility")),
        order=order if order.removeprefix("-") in SORTABLE else BY_END,
    )
    chosen = set(asked.getlist("column"))
    columns = tuple(column for column in BY_KEY.values() if column.key in chosen)
    return RegisterChoice(wanted, columns or USUAL), faults


def query_of(wanted: ContractFilter, columns: Sequence[Column] = USUAL) -> str:
    parts = QueryDict(mutable=True)
    plain = {
        "q": wanted.words,
        "department": wanted.department,
        "manager": wanted.manager,
        "supplier": wanted.supplier,
        "category": wanted.category,
        "regime": wanted.regime.value if wanted.regime else "",
        "state": wanted.state.value if wanted.state is not LiveState.LIVE else "",
        "ending": str(wanted.ending) if wanted.ending is not None else "",
        "lacks": wanted.lacks.value if wanted.lacks else "",
        "visibility": wanted.visibility.value if wanted.visibility else "",
        "order": wanted.order if wanted.order != BY_END else "",
    }
    parts.update({name: value for name, value in plain.items() if value})
    if tuple(columns) != USUAL:
        parts.setlist("column", [column.key for column in columns])
    return parts.urlencode()


def narrowings(
    choice: RegisterChoice, departments: Sequence[Department], managers: Sequence[Person]
) -> list[Narrowing]:
    """What narrows the list beyond the state, each with the way to take it off."""
    wanted = choice.filter
    named = {str(row.pk): row.name for row in departments}
    people = {str(row.pk): str(row) for row in managers}
    parts: list[tuple[object, str, Mapping[str, object]]] = [
        (wanted.words, f"“{wanted.words}”", {"words": ""}),
        (wanted.department, _of(named, wanted.department, "department"), {"department": ""}),
        (wanted.manager, _of(people, wanted.manager, "manager"), {"manager": ""}),
        (wanted.supplier, f"supplier “{wanted.supplier}”", {"supplier": ""}),
        (wanted.category, f"category {wanted.category}", {"category": ""}),
        (wanted.regime, f"{wanted.regime.value if wanted.regime else ''}", {"regime": None}),
        (wanted.ending is not None, f"ending within {wanted.ending} months", {"ending": None}),
        (wanted.lacks, LACKS[wanted.lacks].lower() if wanted.lacks else "", {"lacks": None}),
        (wanted.visibility, wanted.visibility.value if wanted.visibility else "", {"visibility": None}),
    ]
    return [
        Narrowing(text, query_of(replace(wanted, **without), choice.columns))  # type: ignore[arg-type]  # one field each
        for is_set, text, without in parts
        if is_set
    ]


def offer(pairs: Sequence[tuple[str, str]], chosen: str, *, everything: str = "") -> list[Option]:
    """A list to choose from; what was chosen is in it even where nothing has it now."""
    found = [Option("", everything, not chosen)] if everything else []
    found += [Option(value, text, value == chosen) for value, text in pairs]
    if chosen and not any(option.is_chosen for option in found):
        found.append(Option(chosen, chosen, True))
    return found


def offer_months(chosen: int | None) -> list[Option]:
    pairs = [(str(number), f"{number} months") for number in sorted({*MONTHS_AHEAD, *([chosen] if chosen else [])})]
    return offer(pairs, str(chosen) if chosen is not None else "", everything="Whenever")


def _read_months(text: str) -> tuple[int | None, list[Fault]]:
    if not text:
        return None, []
    if text.isdecimal() and int(text) <= FURTHEST_MONTHS:
        return int(text), []
    return None, [Fault("ending", f"“{text[:20]}” is no number of months. Choose one, such as 6.")]


def _one(kinds: type[Kind], text: str | None) -> Kind | None:
    return kinds(text) if text in set(kinds) else None


def _key(text: str | None) -> str:
    return text if text and (text == NOBODY or (text.isdecimal() and len(text) < 19)) else ""


def _short(text: str | None) -> str:
    return " ".join((text or "").replace("\x00", "").split())[:200]


def _of(names: Mapping[str, str], key: str, noun: str) -> str:
    return f"no {noun}" if key == NOBODY else names.get(key, f"another {noun}")
