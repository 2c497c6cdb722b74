"""Reads the demonstration's tables of contracts. A cell means what the column of the same name in the register means.

A day may be told from the day of loading, such as `today+14`, where a story needs something that is due soon.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from django.db import models

_TODAY = "today"
_YES_NO = {"yes": True, "no": False}

Row = Mapping[str, str]


def read_table(name: str) -> Iterator[Row]:
    """The rows of one table by their headings."""
    path = files("goldthread.demo.contracts").joinpath("data", f"{name}.csv")
    yield from csv.DictReader(path.read_text(encoding="utf-8").splitlines())


class Cells:
    """Turns cells into the values of a table's columns, as of one day."""

    def __init__(self, today: date) -> None:
        self._today = today

    def day(self, text: str) -> date | None:
        """A day; `today+14` and `today-20` are counted from the day of loading."""
        if not text:
            return None
        if text.startswith(_TODAY):
            return self._today + timedelta(days=int(text.removeprefix(_TODAY)))
        return date.fromisoformat(text)

    def needed_day(self, text: str) -> date:
        """A day that has to be there; raises ValueError where it is not."""
        day = self.day(text)
        if day is None:
            raise ValueError("a day is missing")
        return day

    def values(self, model: type[models.Model], row: Row, names: Iterable[str] = ()) -> dict[str, Any]:
        """What a row says of the columns of a model, without empty cells and links; of `names` alone where given."""
        wanted = set(names) or set(row)
        found: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            text = row.get(field.name) or ""
            if text and field.name in wanted and not field.is_relation:
                found[field.name] = self._value(field, text)
        return found

    def _value(self, field: "models.Field[Any, Any]", text: str) -> object:
        if isinstance(field, models.BooleanField):
            return _YES_NO[text]
        if isinstance(field, models.DateField):
            return self.day(text)
        if isinstance(field, models.JSONField):
            return [part.strip() for part in text.split(";")]
        return field.to_python(text)
