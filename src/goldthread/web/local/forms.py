"""Forms of local codes: beginning them, a code with its ladder, a priority, and reasons."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from goldthread.assessment.local.types import ItemContent, ItemKind
from goldthread.framework.faults import Fault
from goldthread.framework.types import Framework
from goldthread.web.contract_work.pages import area, choice, line

_PLACE = re.compile(r"^(?:value_codes|priorities)\[0\]\.?")
_FIELDS = {"object": "object_id", "value_code": "item_id", "id": "item_id"}


class BeginForm(forms.Form):
    """What begins a council's additions to a framework."""

    def __init__(self, frameworks: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework_id"] = choice("Framework", frameworks)
        self.fields["prefix"] = line(
            "Prefix",
            hint="Two to six capital letters that begin the id of every code of yours, such as WH. It stays for good.",
            required=True,
            missing="Give a prefix, such as WH.",
            length=8,
            width="govuk-input--width-5",
        )
        self.fields["title"] = line("What you call them", hint="Such as: Wharfemoor’s local codes", length=120)


class CodeForm(forms.Form):
    """A local code. Nothing but the id of a new one has to be there: a draft may be half written."""

    version = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=9)

    def __init__(self, framework: Framework, *args: Any, prefix_of_ids: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.framework = framework
        if prefix_of_ids:
            self.fields["item_id"] = line(
                f"Id, after {prefix_of_ids}-",
                hint="At most twelve letters and digits, such as GREEN. It never changes and is never used again.",
                required=True,
                missing=f"Give the code an id, such as {prefix_of_ids}-GREEN.",
                length=20,
                width="govuk-input--width-10",
            )
        self.fields["name"] = line("Name", length=120)
        self.fields["description"] = area("What it measures", hint="Begins with “The extent to which”", rows=2)
        places = [("", "An area of our own, named below"), *((o.id, f"{o.id} {o.name}") for o in framework.objects)]
        self.fields["object_id"] = choice("Where it belongs", places, required=False)
        self.fields["area"] = line("Area of our own", hint="Only where the framework has no place for it", length=120)
        for level in framework.levels:
            self.fields[f"level_{level.number}"] = area(
                f"{level.number} {level.name}: what holds at this level",
                hint="One statement a line, one to five of them, without a full stop",
            )
        self.fields["notes"] = area("Notes, one a line", rows=2)

    def content(self) -> ItemContent:
        """What was written, as the draft keeps it."""
        said = self.cleaned_data
        return ItemContent(
            name=said["name"].strip(),
            description=said["description"].strip(),
            object_id=said["object_id"],
            area=said["area"].strip(),
            levels={str(each.number): _lines(said[f"level_{each.number}"]) for each in self.framework.levels},
            notes=_lines(said["notes"]),
        )

    @staticmethod
    def written(content: ItemContent, version: int) -> dict[str, object]:
        """The draft as its form shows it."""
        found: dict[str, object] = {f"level_{level}": "\n".join(texts) for level, texts in content.levels.items()}
        names = ("name", "description", "object_id", "area")
        return found | {n: getattr(content, n) for n in names} | {"notes": "\n".join(content.notes), "version": version}


class PriorityForm(forms.Form):
    """A priority on a code of the framework."""

    version = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=9)

    def __init__(self, framework: Framework, *args: Any, chooses: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if chooses:
            codes = [("", "Choose a value code"), *((c.id, f"{c.id} {c.name}") for c in framework.value_codes)]
            self.fields["item_id"] = choice("Value code", codes, missing="Choose the value code that is a priority.")
        self.fields["reason"] = area("Why it is a priority", hint="Departments read it beside the code")
        self.fields["statements"] = area(
            "What we ask for beyond the framework", hint="One statement a line, up to five. They never move a level."
        )

    def content(self) -> ItemContent:
        """What was written, as the draft keeps it."""
        said = self.cleaned_data
        return ItemContent(reason=said["reason"].strip(), statements=_lines(said["statements"]))

    @staticmethod
    def written(content: ItemContent, version: int) -> dict[str, object]:
        """The draft as its form shows it."""
        return {"reason": content.reason, "statements": "\n".join(content.statements), "version": version}


ItemForm = CodeForm | PriorityForm


def form_of(kind: ItemKind) -> type[CodeForm] | type[PriorityForm]:
    return CodeForm if kind is ItemKind.CODE else PriorityForm


def field_of(fault: Fault, form: ItemForm) -> str:
    """The field of the form that a fault speaks of; "" where none does."""
    path = _PLACE.sub("", fault.path)
    level = re.match(r"levels\.(\d)", path)
    name = f"level_{level[1]}" if level else re.split(r"[.\[]", path)[0]
    if not name:
        missing = re.search(r'"(\w+)"', fault.message)
        name = missing[1] if missing else ""
    name = _FIELDS.get(name, name)
    return name if name in form.fields else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(found for each in text.splitlines() if (found := each.strip()))
