"""Files as councils publish them, written out small: each is mapped rightly or asked about, to the penny."""

import csv
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from goldthread.evidence.sources.unsure import UnsureColumns
from tests.unit.evidence.sources.reading import Read, read_bytes

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("layouts.yaml").read_text(encoding="utf-8"))


def one_line(text: str) -> str:
    return " ".join(text.split())


def columns_of(read: Read) -> dict[str, str]:
    """Field to heading; "amount" is the column that counts."""
    mapping = read.ingested.mapping
    columns = {field.value: one_line(match.column) for field, match in mapping.items()}
    return {**columns, "amount": one_line(mapping[read.ingested.choice.field].column)}


def pounds_apart(text: str) -> Decimal | None:
    """An amount by plain string work, apart from the code under test."""
    bare = re.sub(r"[£Â\s\u00a0\u2009\u202f]", "", text).upper()
    is_credit = bare.endswith(("CR", "-")) or bare.startswith(("-", "(")) or "-" in bare[:2]
    figure = bare.removesuffix("CR").removesuffix("DR").strip("()-")
    if re.fullmatch(r"[\d.]*\d,\d\d", figure):
        figure = figure.replace(".", "").replace(",", ".")
    try:
        value = Decimal(figure.replace(",", "")).quantize(Decimal("0.01"))
    except ArithmeticError:
        return None
    return -value if is_credit else value


def count_apart(case: Mapping[str, Any]) -> Decimal:
    """The sum of the amount's column by Python's csv alone, over every row in which there is an amount."""
    text = case["text"].replace("\r", "\n")
    wanted = case["map"]["amount"]
    for delimiter in ",;\t|":
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        heads = [place for place, row in enumerate(rows) if wanted in map(one_line, row)]
        if heads:
            position = [one_line(cell) for cell in rows[heads[0]]].index(wanted)
            found = [pounds_apart(row[position]) for row in rows[heads[0] + 1 :] if len(row) > position]
            return sum((value for value in found if value is not None), Decimal(0))
    raise AssertionError(f"{wanted} is no heading")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_layout_is_read_rightly_or_asked(tmp_path: Path, case: dict[str, Any]) -> None:
    content = case["text"].encode(case.get("encoding", "utf-8"))
    if "asks" in case:
        with pytest.raises(UnsureColumns) as asked:
            read_bytes(tmp_path, content)
        assert list(asked.value.question.missing) == case["asks"]
        return
    read = read_bytes(tmp_path, content)
    columns = columns_of(read)
    wanted = case.get("map", {})
    assert {field: columns.get(field) for field in wanted} == wanted
    assert str(read.account.net_loaded) == case["net"]
    assert read.account.rows_set_aside == case.get("aside", 0), dict(read.account.reasons)
    assert case.get("first") in {None, read.account.first_date}
    assert case.get("basis") in {None, read.ingested.choice.basis.value}
    is_plain = (
        "amount" in wanted
        and not read.ingested.choice.less_vat
        and "more cells than headings" not in str(read.account.reasons)
    )
    if is_plain:
        assert count_apart(case) == read.ingested.net_read
