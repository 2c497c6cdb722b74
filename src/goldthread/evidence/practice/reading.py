"""Reads rows of many tables in one query: each row as JSON beside the name of its kind, made into a record again.

A record has the columns that were asked for and no others. What a database gives for a date, an amount or a yes is told
by the field: SQLite writes them as texts and numbers, PostgreSQL as JSON has them.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models
from django.db.models import CharField, F, Field, Model, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

Told = Callable[[Any], Any]


@dataclass(frozen=True)
class Asked:
    """Rows of one table. `columns` names what is read of each, all of the table's where it is empty.

    `beside` has what is read besides by its name: the way to it and the field whose values it has.
    """

    rows: QuerySet[Any]
    columns: tuple[str, ...] = ()
    beside: Mapping[str, tuple[str | Combinable, "Field[Any, Any]"]] = field(default_factory=dict)

    @property
    def model(self) -> type[Model]:
        return self.rows.model

    @property
    def fields(self) -> dict[str, "Field[Any, Any]"]:
        """The columns of the table that are read, by their names and in the table's own order, as `from_db` has it."""
        own = self.model._meta.concrete_fields
        return {each.attname: each for each in own if not self.columns or each.attname in self.columns}

    def told(self, kind: str) -> QuerySet[Any, Any]:
        """The rows as two columns: the kind, and a row as JSON."""
        ways: dict[str, Any] = {name: F(name) for name in self.fields if name not in self.beside}
        ways |= {name: F(way) if isinstance(way, str) else way for name, (way, _field) in self.beside.items()}
        row = JSONObject(**ways)
        named = Value(kind, output_field=CharField())
        told: QuerySet[Any, Any] = self.rows.order_by().annotate(told_kind=named, told_row=row)
        return told.values_list("told_kind", "told_row")

    def maker(self) -> Callable[[Mapping[str, Any]], Model]:
        """What makes a record of a row."""
        own = [(name, _teller(each)) for name, each in self.fields.items() if name not in self.beside]
        more = [(name, _teller(each)) for name, (_way, each) in self.beside.items()]
        names = [name for name, _ in own]

        def make(row: Mapping[str, Any]) -> Model:
            record = self.model.from_db(None, names, [tell(row[name]) for name, tell in own])
            for name, tell in more:
                setattr(record, name, tell(row[name]))
            return record

        return make


def read_kinds(asked: Mapping[str, Asked]) -> Mapping[str, list[Any]]:
    """The records of each kind, by their keys where these are read (one query). A kind without any has no entry."""
    if not asked:
        return {}
    first, *others = (each.told(kind) for kind, each in asked.items())
    makers = {kind: each.maker() for kind, each in asked.items()}
    found: dict[str, list[Any]] = defaultdict(list)
    for kind, row in first.union(*others, all=True):
        found[kind].append(makers[kind](row))
    for rows in found.values():
        rows.sort(key=lambda record: record.__dict__.get("id", 0))
    return found


def _teller(of: "Field[Any, Any]") -> Told:
    """How a value of a field is read from JSON. None stays None."""
    if isinstance(of, models.ForeignKey):
        return _teller(of.target_field)
    if isinstance(of, models.DateTimeField):
        return _moment
    if isinstance(of, models.DateField):
        return _day
    if isinstance(of, models.DecimalField):
        return partial(_amount, Decimal(1).scaleb(-of.decimal_places))
    if isinstance(of, models.BooleanField):
        return _yes
    if isinstance(of, models.JSONField):
        return _json
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _moment(value: Any) -> datetime | None:
    """SQLite keeps moments in UTC without saying so."""
    if value is None:
        return None
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _amount(step: Decimal, value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(step)


def _yes(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _json(value: Any) -> Any:
    """SQLite gives JSON within JSON as a text."""
    return json.loads(value) if isinstance(value, str) else value
