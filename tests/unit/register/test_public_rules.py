"""What the public register leaves out, name by name and text by text."""

import pytest

from goldthread.register.rules import AN_INDIVIDUAL, published_supplier, without_personal_data


@pytest.mark.parametrize(
    ("name", "has_number", "shown"),
    [
        ("Fellside Catering CIC", False, "Fellside Catering CIC"),
        ("Mr John Smith", False, AN_INDIVIDUAL),
        ("mrs. A. Jones", False, AN_INDIVIDUAL),
        ("Dr Anna Okafor", False, AN_INDIVIDUAL),
        ("Dr Anna Okafor & Partners", False, "Dr Anna Okafor & Partners"),
        ("Dr Martens Airwair Ltd", False, "Dr Martens Airwair Ltd"),
        ("Mr Clutch", True, "Mr Clutch"),  # a company number says that it is no individual
        ("Miss J Lee t/a Lee Cleaning", False, "[name left out] t/a Lee Cleaning"),
        ("Drake Fencing", False, "Drake Fencing"),
        ("Sirius Systems", False, "Sirius Systems"),
        ("", False, ""),
        ("Brook Care, jo@brook.example", False, "Brook Care, [e-mail address left out]"),
    ],
)
def test_supplier_as_published(name: str, has_number: bool, shown: str) -> None:
    assert published_supplier(name, has_number=has_number) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("School meals, lot 2", "School meals, lot 2"),
        ("Respite for Mrs Jane O'Neill, 2026", "Respite for [name left out], 2026"),
        ("Ask jo.b+c@council.gov.uk", "Ask [e-mail address left out]"),
        ("Ring 0113 496 0000 first", "Ring [telephone number left out] first"),
        ("Ring +44 113 496 0000", "Ring [telephone number left out]"),
        ("Contract 2026/0042 of 01042026", "Contract 2026/0042 of 01042026"),
        ("NI QQ 12 34 56 C held", "NI [number left out] held"),
        ("Mrs", "Mrs"),
    ],
)
def test_text_as_published(text: str, shown: str) -> None:
    assert without_personal_data(text) == shown
