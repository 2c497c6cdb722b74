"""Headings that councils have published: what pays whom, when and how much is mapped rightly, or is asked about."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from goldthread.evidence.sources.amounts import choose_amount
from goldthread.evidence.sources.headings import find_headings
from goldthread.evidence.sources.mapping import map_columns, unsure_of, without_guesses
from goldthread.evidence.sources.types import Field, Told

PUBLISHED: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("published-headings.yaml").read_text(encoding="utf-8")
)
CHANGES = Path(__file__).parents[4] / "CHANGELOG.md"
ROWS = 30
COMPANIES = ("Acre Homes Ltd", "Brook & Sons", "REDACTED PERSONAL DATA", "The Oaks Nursing Home", "Carr Surfacing PLC")
WORDS = ("Adult Social Care", "Highways", "Corporate", "Housing", "Environment", "Building repairs", "Stationery")
MONTHS = ("April", "May", "June")


def pence_of(row: int) -> int:
    """A different amount for every row, some of them credits."""
    return (row * 7919 + 50021) * (-1 if row % 11 == 5 else 1)


VALUES: dict[str, Callable[[int, int], str]] = {
    "number": lambda row, place: str(510000 + 97 * row + 1000 * place),
    "date": lambda row, place: f"{(row * 3 + place) % 28 + 1:02d}/0{row % 3 + 4}/2024",
    "money": lambda row, place: f"{(pence_of(row) + 1117 * place) / 100:.2f}",
    "amount": lambda row, _place: f"{pence_of(row) / 100:.2f}",
    "vat": lambda row, _place: f"{pence_of(row) // 5 / 100:.2f}",
    "gross": lambda row, _place: f"{(pence_of(row) + pence_of(row) // 5) / 100:.2f}",
    "supplier": lambda row, _place: COMPANIES[row % len(COMPANIES)],
    "company": lambda row, _place: COMPANIES[(row + 1) % len(COMPANIES)],
    "words": lambda row, place: WORDS[(row + place) % len(WORDS)],
    "string": lambda row, _place: f"{510000 + row}{COMPANIES[row % len(COMPANIES)]}",
    "body": lambda _row, _place: "Fellbeck Council",
    "link": lambda _row, _place: "http://example.org/id/fellbeck",
    "list": lambda _row, _place: "LIST",
    "period": lambda row, _place: f"20240{row % 3 + 1}",
    "small": lambda row, _place: str(row % 3 + 1),
    "month": lambda row, _place: f"{MONTHS[row % 3][:3]}-24",
    "monthname": lambda row, _place: MONTHS[row % 3],
    "year": lambda _row, _place: "2024",
    "yes": lambda row, _place: "Yes" if row % 9 == 4 else "No",
    "capital": lambda row, _place: "Capital" if row % 9 == 4 else "Revenue",
    "currency": lambda _row, _place: "GBP",
    "empty": lambda _row, _place: "",
}


def read_layout(layout: str) -> tuple[list[str], list[str], dict[str, int]]:
    """The headings, what the values of each look like, and the place of each field that has to be found."""
    headings, kinds, wanted = [], [], {}
    for place, cell in enumerate(layout.split("|")):
        heading, is_field, said = cell.partition(" = ")
        kind = said.strip()
        if is_field:
            assert kind == "date" or kind not in wanted
            wanted[kind] = place
            kind = kind if kind in VALUES else "words"
        else:
            heading, _sign, said = cell.partition(" ~ ")
            kind = said.strip() or "number"
        headings.append(heading.strip())
        kinds.append(kind)
    return headings, kinds, wanted


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["council"] for case in PUBLISHED])
def test_published_headings_are_mapped_rightly_or_asked_about(case: dict[str, Any]) -> None:
    headings, kinds, wanted = read_layout(case["layout"])
    rows = [[VALUES[kind](row, place) for place, kind in enumerate(kinds)] for row in range(ROWS)]
    assert find_headings([["Payments to suppliers over £500"], [], headings, *rows]).row == 2

    mapping = map_columns(headings, rows, Told(now={}, remembered={}))

    assert unsure_of(mapping) == case.get("asks", [])
    found = {field.value: match.position for field, match in without_guesses(mapping).items()}
    if Field.PAYMENT_DATE in mapping:
        found["date"] = mapping[Field.PAYMENT_DATE].position
    if "amount" in wanted:
        found["amount"] = mapping[choose_amount(mapping, rows).field].position
    named = {field: headings[found[field]] if field in found else None for field in wanted}
    assert named == {field: headings[place] for field, place in wanted.items()}
    assert {field: found[field] for field in wanted} == wanted


def test_published_headings_are_as_many_as_is_said_of_them() -> None:
    councils = {case["council"].partition(" (")[0] for case in PUBLISHED}
    asked = sum("asks" in case for case in PUBLISHED)
    said = " ".join(CHANGES.read_text(encoding="utf-8").split())
    assert f"{len(PUBLISHED)} published layouts of {len(councils)} councils" in said
    assert f"{len(PUBLISHED) - asked} are mapped, {asked} are asked about" in said
