"""Presents files on their way in: what was understood of each, what is asked, and what comes next."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.evidence.sources.mapping import REQUIRED, SURE, name_column
from goldthread.evidence.sources.types import Field
from goldthread.evidence.uploads import Column, FileIn, FileStep, Upload, UploadStep
from goldthread.web.evidence.present_loads import AccountRow, name_field, say_sureness
from goldthread.web.evidence.wording import exact_pounds, say_count, say_span, short_pounds
from goldthread.web.forms import Fault

_SLOW_SECONDS = 20
_MISSING = {"supplier": "who was paid", "payment_date": "when it was paid", "amount": "how much was paid"}
_OTHER_BODY = "--any-body"
_FIRST = (Field.SUPPLIER, Field.PAYMENT_DATE, Field.NET, Field.GROSS, Field.AMOUNT, Field.VAT, Field.DEPARTMENT)


@dataclass(frozen=True)
class ShownFile:
    """A file as the page of an upload shows it."""

    file: FileIn
    says: str
    tag: str
    account: tuple[AccountRow, ...]
    columns: tuple["ShownColumn", ...]
    reasons: tuple[tuple[str, int], ...]
    do: str = ""


@dataclass(frozen=True)
class ShownColumn:
    """A published column with some of its values, and what it is taken for."""

    place: int
    heading: str
    samples: tuple[str, ...]
    field: str
    field_name: str
    sureness: str
    is_doubtful: bool
    is_fixed: bool
    """A column that is understood may hold something else, but not nothing."""


def say_upload(upload: Upload) -> str:
    """The sentence above the files."""
    steps = [file.step for file in upload.files]
    if upload.step is UploadStep.DONE:
        loaded = [file for file in upload.files if file.step is FileStep.LOADED]
        if not loaded:
            return "Nothing was loaded."
        rows = sum(file.rows_loaded for file in loaded)
        pounds = sum((Decimal(file.net_loaded) for file in loaded), Decimal(0))
        files = say_count(len(loaded), "file was", "files were")
        return f"{files} loaded: {say_count(rows, 'payment')} of {short_pounds(pounds)}."
    parts = [
        (FileStep.UNDERSTOOD, "file is understood and can be loaded", "files are understood and can be loaded"),
        (FileStep.ASKED, "file needs a word from you", "files need a word from you"),
        (FileStep.REFUSED, "file cannot be read", "files cannot be read"),
        (FileStep.KNOWN, "file is loaded already", "files are loaded already"),
    ]
    said = [say_count(steps.count(step), one, many) for step, one, many in parts if step in steps]
    return f"{'; '.join(said)}. Nothing is loaded yet."


def say_waiting(upload: Upload) -> str:
    """How far the work has come, while it goes on."""
    looking = upload.step is UploadStep.LOOKING
    behind = {FileStep.WAITING} if looking else {FileStep.UNDERSTOOD}
    done = sum(file.step not in behind for file in upload.files)
    text = f"{done} of {say_count(len(upload.files), 'file')} {'looked at' if looking else 'loaded'}."
    if done == 0 and time.time() - upload.since > _SLOW_SECONDS:
        text += " Large files take a minute or two. If this stays so, the background worker may not be running."
    return text


def present_file(file: FileIn) -> ShownFile:
    """One file with its account, its columns and its sentence."""
    tags = {
        FileStep.UNDERSTOOD: "understood",
        FileStep.ASKED: "asks you",
        FileStep.REFUSED: "cannot be read",
        FileStep.KNOWN: "loaded already",
        FileStep.LOADED: "loaded",
        FileStep.WAITING: "waiting",
    }
    account = (
        AccountRow("Read", file.rows_read, exact_pounds(Decimal(file.net_read))),
        AccountRow("Loaded" if file.load_key else "To load", file.rows_loaded, exact_pounds(Decimal(file.net_loaded))),
        AccountRow("Set aside", file.rows_set_aside, exact_pounds(Decimal(file.net_set_aside))),
    )
    return ShownFile(
        file=file,
        says=say_file(file),
        tag=tags[file.step],
        account=account if file.rows_read else (),
        columns=tuple(_column(place, column) for place, column in enumerate(file.columns)),
        reasons=tuple(sorted(file.reasons.items(), key=lambda pair: -pair[1])),
        do=_say_do(file),
    )


def say_file(file: FileIn) -> str:
    """What became of a file so far, in a sentence."""
    if file.step is FileStep.ASKED:
        wanted = [_MISSING[each] for each in file.missing]
        return f"It is not sure which column says {' and '.join(wanted)}{f': {file.do}' if file.do else ''}."
    if file.step is FileStep.REFUSED:
        return file.what
    if file.step is FileStep.KNOWN:
        return "The same content is loaded already, so there is nothing to do."
    if file.step is FileStep.WAITING:
        return "It has not been looked at yet."
    first, last = _day(file.first_date), _day(file.last_date)
    span = f", {say_span(first, last)}" if first else ""
    aside = f" {say_count(file.rows_set_aside, 'row is', 'rows are')} set aside." if file.rows_set_aside else ""
    return f"{say_count(file.rows_loaded, 'payment')} of {short_pounds(Decimal(file.net_loaded))}{span}.{aside}"


def ask_columns(file: FileIn, typed: Mapping[int, str]) -> list[ShownColumn]:
    """Every column with what it is taken for, or with what was chosen for it on the page."""
    columns = []
    for place, column in enumerate(file.columns):
        shown = _column(place, column)
        chosen = typed.get(place, column.field)
        columns.append(ShownColumn(**{**vars(shown), "field": chosen}))
    return columns


def offer_fields() -> list[tuple[str, str]]:
    """The fields to choose from: those that every payment needs first."""
    rest = sorted((field for field in Field if field not in _FIRST), key=name_field)
    return [(field.value, name_field(field)) for field in (*_FIRST, *rest)]


def read_told(file: FileIn, typed: Mapping[int, str]) -> tuple[dict[str, str], list[Fault]]:
    """Field to heading for everything that was chosen, and what is wrong with it."""
    told: dict[str, str] = {}
    faults: list[Fault] = []
    for place, chosen in typed.items():
        if chosen not in set(Field):
            continue
        heading = name_column([column.heading for column in file.columns], place)
        if chosen in told:
            text = f'Two columns are chosen for "{name_field(chosen)}". Choose one of them.'
            faults.append(Fault(f"column-{place}", text))
        told[chosen] = heading
    for wanted, fields in REQUIRED.items():
        if not any(field.value in told for field in fields):
            faults.append(Fault("column-0", f"Choose the column that says {_MISSING[wanted]}."))
    headings = [column.heading for column in file.columns]
    sure = [(p, c) for p, c in enumerate(file.columns) if c.confidence >= SURE and c.field not in file.told]
    unchanged = {column.field: name_column(headings, place) for place, column in sure}
    return {name: heading for name, heading in told.items() if unchanged.get(name) != heading}, faults


def _column(place: int, column: Column) -> ShownColumn:
    return ShownColumn(
        place=place,
        heading=column.heading or f"column {place + 1}",
        samples=column.samples,
        field=column.field,
        field_name=name_field(column.field) if column.field else "",
        sureness=say_sureness(column.confidence) if column.field else "",
        is_doubtful=bool(column.field) and column.confidence < SURE,
        is_fixed=bool(column.field) and column.confidence >= SURE,
    )


def _say_do(file: FileIn) -> str:
    """What to do about a file that cannot be read, in the words of the site."""
    if _OTHER_BODY in file.do:
        return "Load it for that council; or choose it again and tick that the payments are this council's after all."
    return "" if "--" in file.do or "goldthread " in file.do else file.do


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
