"""Control totals counted by Python and by the store come to the same, whatever the cells hold."""

from decimal import Decimal
from pathlib import Path

import pytest

from goldthread.evidence.sources import control
from goldthread.evidence.sources.types import Field
from goldthread.evidence.sources.typing import read_macros
from goldthread.evidence.store import ask, open_store
from tests.unit.evidence.sources.reading import read_bytes

ODD = ("£1,234.56", "(20.00)", "7.5-", "  12 ", "1 234,56", "", "-", "n/a", "3.10 CR", "Total", "EUR 5")
HEAD = "Body,Supplier Name,Payment Date,Net Amount,Reference"


@pytest.fixture(params=["python", "store"])
def counter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Small files are Python's to count; with no size small, every file is the store's."""
    if request.param == "store":
        monkeypatch.setattr(control, "SMALL", -1)
    return str(request.param)


def test_control_of_amounts_written_in_many_ways(tmp_path: Path, counter: str) -> None:
    rows = [f"Fell,Kestrel {n % 3},{1 + n % 28:02}/06/2025,{10 + n % 5}.25,R{n}" for n in range(40)]
    rows += [f'Fell,Kestrel,03/06/2025,"{text}",Q{n}' for n, text in enumerate(ODD * 2)]
    read = read_bytes(tmp_path, "\n".join([HEAD, *rows, ""]).encode())

    plain = sum((Decimal(10 + n % 5) + Decimal("0.25") for n in range(40)), Decimal(0))
    odd = Decimal("1234.56") - 20 - Decimal("7.5") + 12 + Decimal("1234.56") - Decimal("3.10")
    assert read.ingested.net_read == plain + 2 * odd, counter
    assert read.ingested.rows_read == 40 + 2 * len(ODD)
    assert read.account.net_loaded + read.account.net_set_aside == read.ingested.net_read
    assert sum(read.ingested.bodies.values()) == read.ingested.rows_read


def test_control_of_gross_less_vat_leaves_out_vat_without_an_amount(tmp_path: Path, counter: str) -> None:
    lines = ["Supplier Name,Payment Date,Gross Amount,VAT,Currency"]
    lines += [f"Kestrel {n},03/06/2025,120.00,20.00,GBP" for n in range(5)]
    lines += [
        'Kestrel,03/06/2025,"£1,200.00",£200.00,GBP',
        "Kestrel,03/06/2025,,4.00,GBP",
        "Kestrel,03/06/2025,50,,EUR",
    ]
    told = {Field.GROSS: "Gross Amount", Field.VAT: "VAT", Field.SUPPLIER: "Supplier Name"}
    read = read_bytes(tmp_path, "\n".join([*lines, ""]).encode(), told=told)

    assert read.ingested.net_read == Decimal(1500), counter
    assert read.ingested.rows_read == 8


NAMES = {
    "Total Gas Ltd": False,
    "Grand Total": True,
    "sub-total": True,
    "TOTALS :": True,
    "Subtotal": True,
    "Report total": True,
    "Kestrel Total": False,
    "": False,
}
CELLS = {" Kestrel ": "Kestrel", "N/A": None, "n/a": None, "#REF!": None, "": None, "   ": None, "NULL": None, "M": "M"}
CELLS |= {"North": "North", "0": "0", "0 ": "0", "zebra ": "zebra", "École": "École", "\u00a0": None, "-": "-"}
CATEGORIES = {
    "none": None,
    "UNCLASSIFIED": None,
    "0": None,
    "221858": "221858",
    "Not classified": None,
    "Nursing": "Nursing",
}
KEPT_BACK = (
    *("Data Protected", "Commercially Confidential", "Not Disclosed", "Foster Carer", "REDACATED", "*****", "Exempt"),
    *("Name witheld", "Personal details removed", "Suppressed", "Care Leaver", "R E D A C T E D", "[REDACTED]"),
    *("Confidential Information", "Sensitive data", "Third Party Payee", "- Personal -", "Client payment - personal"),
)
NAMED = (
    *("Confidential Shredding Ltd", "Personal Touch Catering", "Exempt Housing Ltd", "Fostering Solutions Ltd"),
    *(
        "Private Individual Care Homes Ltd",
        "Personal Data Solutions Ltd",
        "Data Protection People Ltd",
        "-",
        "3M",
        "XL",
    ),
    *(
        "The Foster Care Co-operative",
        "Restricted Access Ltd",
        "Xxtra Ltd",
        "Redactive Media",
        "Direct Payments Advice Ltd",
    ),
)
WITHHELD = {"Redacted": True, "REDACTION applied": True, "Undeterred Actors": False, "XXX": True, "individual": True}
WITHHELD |= dict.fromkeys(KEPT_BACK, True) | dict.fromkeys(NAMED, False)
WITHHELD |= {"Individual Restaurants": False, "Name Removed (GDPR)": True, "Kestrel": False, "personal Data": True}


@pytest.mark.parametrize(
    ("macro", "said"),
    [("is_total_alone", NAMES), ("cell_text", CELLS), ("cell_category", CATEGORIES), ("is_withheld", WITHHELD)],
)
def test_macros_say_what_a_cell_is(macro: str, said: dict[str, object]) -> None:
    with open_store(macros=read_macros(), threads=1) as db:
        found = {cell: ask(db, f"SELECT {macro}(?)", [cell])[0][0] for cell in said}
        nothing = ask(db, f"SELECT {macro}(NULL::VARCHAR)")[0][0]
    assert found == said
    assert nothing is (None if macro.startswith("cell") else False)
