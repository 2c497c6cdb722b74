"""Form parts that several families of screens share: a date in three boxes, and the error summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms


@dataclass(frozen=True)
class Fault:
    """One line of the error summary; `field` is the id of the input that it concerns."""

    field: str
    text: str


class DayMonthYear(forms.Widget):
    """Three boxes for a date, as people write it."""

    template_name = "goldthread/parts/date.html"

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, dict(attrs or {}))
        day, month, year = self._parts(value)
        context["widget"]["parts"] = [("day", "Day", day, 2), ("month", "Month", month, 2), ("year", "Year", year, 4)]
        return context

    @staticmethod
    def _parts(value: Any) -> Sequence[str]:
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value if isinstance(value, tuple) else ("", "", "")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str] | None:
        values = [str(data.get(f"{name}-{part}", "")).strip() for part in ("day", "month", "year")]
        return (values[0], values[1], values[2]) if any(values) else None

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_


class DateInThreeBoxes(forms.Field):
    """A date typed as day, month and year; its errors say which part is wrong."""

    widget = DayMonthYear

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or value is None:
            return None
        if isinstance(value, date):
            return value
        try:
            day, month, year = (int(part) for part in value)
            if not 1000 <= year <= 9999:
                raise forms.ValidationError("The year must have four figures, such as 2028.")
            return date(year, month, day)
        except ValueError:
            written = " ".join(part or "–" for part in value)
            raise forms.ValidationError(f'"{written}" is not a date. Give a day, a month and a year.') from None


def faults_of(form: forms.BaseForm) -> list[Fault]:
    """The form's faults for the summary at the top of the page, in the order of its fields."""
    found = []
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        place = (field.id_for_label or f"id_{name}") if field is not None else ""
        found += [Fault(place, str(error)) for error in errors]
    return found
