"""Trafford's and Leeds's published payments: the pages against a count with the csv module alone, to the penny."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from goldthread.evidence.explorer.export import FileFormat
from goldthread.evidence.loading import load_file
from goldthread.evidence.models import Load
from goldthread.organisation.types import Role
from tests.factories import make_council, make_person
from tests.pages import client_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TRAFFORD = ("trafford-supplier-spend-2024-25.csv", "trafford-supplier-spend-2025-26.csv")
LEEDS = ("2011-01.csv", "2011-02.csv", "2020-06.csv")
LEEDS_NAMES = {"Net Amount": "amount", "Amount": "amount", "Date paid": "day", "Payment Date": "day"}
LEEDS_SUPPLIER = ("Supplier name", "Beneficiary Name")


def pounds(amount: Decimal) -> str:
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}"


def rows_of(place: Path, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    with place.open(encoding=encoding, newline="") as file:
        yield from csv.DictReader(file)


def look(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return text_of(answer)


def test_trafford_to_the_penny(shared: Path) -> None:
    council = make_council(name="Trafford Council", departments=["Adults"])
    client = client_of(make_person(Role.COORDINATOR, council))
    folder = shared / "data" / "spend" / "trafford"
    whole, withheld = Decimal(0), Decimal(0)
    months: dict[str, Decimal] = defaultdict(Decimal)
    suppliers: dict[str, Decimal] = defaultdict(Decimal)
    units: Counter[str] = Counter()
    lines = 0
    for name in TRAFFORD:
        load_file(council=council, path=folder / name, by=None)
        for row in rows_of(folder / name):
            amount = Decimal(row["Amount"])
            lines, whole = lines + 1, whole + amount
            months[row["PaymentDate"][:7]] += amount
            units[row["OrganisationalUnit"].strip()] += 1
            if row["BeneficiaryName"].strip().casefold().startswith("redacted"):
                withheld += amount
            else:
                suppliers[" ".join(row["BeneficiaryName"].split())] += amount
    assert sum(load.rows_loaded for load in Load.objects.all()) == lines

    here = f"/c/{council.slug}/evidence/"
    text = look(client, here)
    assert f"{lines:,} payments to" in text
    assert f"Name of the payee withheld {pounds(withheld)}" in text
    for month, amount in months.items():
        assert f"{date.fromisoformat(month + '-01'):%B %Y} {pounds(amount)}" in text
    for name, amount in sorted(suppliers.items(), key=lambda pair: -pair[1])[:15]:
        assert f"{name} {pounds(amount)}" in text
    unit, count = units.most_common(1)[0]
    found = client.get(f"{here}payments/", {"department": f"name:{unit}"})
    assert f"{count:,} payments of" in text_of(found)
    assert f"{lines:,} payments of {pounds(whole)} in all" in look(client, f"{here}payments/")


def leeds_lines(place: Path) -> Iterator[tuple[date, Decimal, str]]:
    """Every line with a day and an amount, read without anything of ours."""
    for row in rows_of(place, "cp1252"):
        cells = {
            LEEDS_NAMES.get(str(name).strip(), str(name).strip()): (value or "").strip() for name, value in row.items()
        }
        if not cells["day"]:
            continue
        form = "%d-%b-%Y" if "-" in cells["day"] else "%d/%m/%Y"
        supplier = next(cells[name] for name in LEEDS_SUPPLIER if name in cells)
        day = datetime.strptime(cells["day"], form).date()  # noqa: DTZ007  a day has no zone
        yield day, Decimal(cells["amount"].replace(",", "")), supplier


@pytest.mark.parametrize("name", LEEDS)
def test_a_month_of_leeds_to_the_penny(shared: Path, name: str) -> None:
    council = make_council(name="Leeds City Council", departments=["Adults"])
    client = client_of(make_person(Role.COORDINATOR, council))
    place = shared / "data" / "spend" / "leeds" / name
    load_file(council=council, path=place, by=None)
    published = list(leeds_lines(place))
    whole = sum((amount for _day, amount, _supplier in published), Decimal(0))
    here = f"/c/{council.slug}/evidence/"
    assert f"{len(published):,} payments of {pounds(whole)} in all" in look(client, f"{here}payments/")
    sent = client.get(f"{here}payments.{FileFormat.CSV}")
    rows = list(csv.DictReader(io.StringIO(b"".join(sent.streaming_content).decode("utf-8-sig"))))
    assert sorted(Decimal(row["amount"]) for row in rows) == sorted(amount for _day, amount, _supplier in published)
    assert Counter(row["payment_date"] for row in rows) == Counter(str(day) for day, _amount, _supplier in published)
