"""Columns: layouts of many councils by name, and files without names by what the values look like."""

import pytest

from goldthread.evidence.sources.amounts import Basis, choose_amount
from goldthread.evidence.sources.mapping import map_columns, unsure_of
from goldthread.evidence.sources.types import Field, FileRefused, How, Told

NOBODY = Told(now={}, remembered={})
SAMPLES = {
    "date": ["01/04/2024", "17/04/2024", "30/04/2024"],
    "money": ["100.00", "-25.50", "1,300.75"],
    "vat": ["20.00", "-5.10", "260.15"],
    "gross": ["120.00", "-30.60", "1,560.90"],
    "company": ["Acre Homes Ltd", "Brook & Sons Limited", "Carr Trust"],
    "words": ["Place", "Adults", "Corporate"],
    "number": ["510001", "510002", "510003"],
    "link": ["http://example.org/1", "http://example.org/1", "http://example.org/1"],
}


def sample_of(*kinds: str) -> list[list[str]]:
    return [[SAMPLES[kind][row] for kind in kinds] for row in range(3)]


LAYOUTS = [
    # headings, what the columns hold, and the column of supplier, day and amount
    (
        "Body Name|Body|Service Division|Expenses Type|Merchant Category|Date|Amount excl vat|Supplier Name (T)",
        "words link words words words date money company",
        ("Supplier Name (T)", "Date", "Amount excl vat"),
    ),
    (
        "Directorate|Cost Centre Description|CIPFA Purpose|Payment Date|Trans No|Payment Amount £|Beneficiary",
        "words words words date number money company",
        ("Beneficiary", "Payment Date", "Payment Amount £"),
    ),
    (
        "Effective Date|Organisational Unit|CPC|Irrecoverable VAT|Net Amount (£)|Supplier ID|Vendor",
        "date words number vat money number company",
        ("Vendor", "Effective Date", "Net Amount (£)"),
    ),
    (
        "Payee Name|Invoice Date|Date Paid|Invoice Ref|Total (inc VAT)|Total excl. VAT|VAT Amount|ProClass",
        "company date date number gross money vat words",
        ("Payee Name", "Date Paid", "Total excl. VAT"),
    ),
    (
        "* Expenditure Category|* Date|TOTAL|* SUPPLIER FINAL",
        "words date money company",
        ("* SUPPLIER FINAL", "* Date", "TOTAL"),
    ),
    (
        "SupplierName|PaymentDate|NetAmount|DeptName",
        "company date money words",
        ("SupplierName", "PaymentDate", "NetAmount"),
    ),
    ("Creditor|Posting Date|Nett|Division", "company date money words", ("Creditor", "Posting Date", "Nett")),
    ("Name: |Paid On|Sum", "company date money", ("Name: ", "Paid On", "Sum")),
]


@pytest.mark.parametrize(("headings", "kinds", "wanted"), LAYOUTS)
def test_layout_is_mapped_by_its_names(headings: str, kinds: str, wanted: tuple[str, str, str]) -> None:
    names, sample = headings.split("|"), sample_of(*kinds.split())
    mapping = map_columns(names, sample, NOBODY)
    assert unsure_of(mapping) == []
    amount = mapping[choose_amount(mapping, sample).field]
    assert (mapping[Field.SUPPLIER].column, mapping[Field.PAYMENT_DATE].column, amount.column) == wanted


def test_net_vat_and_gross_are_told_apart_by_their_sum_where_nothing_is_named() -> None:
    sample = sample_of("company", "gross", "vat", "money", "date")
    mapping = map_columns([f"column {n}" for n in range(5)], sample, NOBODY)
    assert [mapping[field].position for field in (Field.GROSS, Field.VAT, Field.NET)] == [1, 2, 3]
    assert (mapping[Field.SUPPLIER].position, mapping[Field.SUPPLIER].how) == (0, How.VALUES)
    assert unsure_of(mapping) == []


def test_heading_is_not_believed_against_its_values() -> None:
    mapping = map_columns(
        ["Supplier", "Supplier Name", "Date", "Amount"], sample_of("number", "company", "date", "money"), NOBODY
    )
    assert mapping[Field.SUPPLIER].column == "Supplier Name"


def test_bare_name_of_things_that_are_no_companies_is_asked() -> None:
    mapping = map_columns(["Name", "Date", "Amount"], sample_of("words", "date", "money"), NOBODY)
    assert unsure_of(mapping) == ["supplier"]


def test_what_a_person_said_goes_before_every_name() -> None:
    names, sample = ["Supplier", "Name: ", "Date", "Amount"], sample_of("company", "words", "date", "money")
    mapping = map_columns(names, sample, Told(now={Field.SUPPLIER: "Name: "}, remembered={}))
    assert (mapping[Field.SUPPLIER].column, mapping[Field.SUPPLIER].how) == ("Name: ", How.TOLD)
    mapping = map_columns(names, sample, Told(now={}, remembered={Field.SUPPLIER: "name"}))
    assert mapping[Field.SUPPLIER].how is How.REMEMBERED


def test_heading_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(FileRefused) as refused:
        map_columns(["Supplier"], [["A Ltd"]], Told(now={Field.SUPPLIER: "Payee"}, remembered={}))
    assert (refused.value.what, refused.value.do) == (
        'No column is called "Payee".',
        'Name one of these after --map: "Supplier".',
    )


@pytest.mark.parametrize(
    ("names", "kinds", "basis", "why"),
    [
        ("Supplier|Date|Net|VAT|Gross", "company date money vat gross", Basis.NET, '"Net" is published net of VAT.'),
        ("Supplier|Date|Gross", "company date gross", Basis.GROSS, 'Only "Gross" is published, which includes VAT.'),
        (
            "Supplier|Date|Amount",
            "company date money",
            Basis.UNSTATED,
            '"Amount" does not say whether it includes VAT, and nothing beside it tells.',
        ),
        (
            "Supplier|Date|Amount|VAT|Gross",
            "company date money vat gross",
            Basis.NET,
            '"Amount" and VAT together make gross, so it is net.',
        ),
        (
            "Supplier|Date|Gross|VAT",
            "company date gross vat",
            Basis.NET,
            '"Gross" less "VAT", row by row; a row without VAT counts gross.',
        ),
    ],
)
def test_amount_used_is_chosen_with_a_reason(names: str, kinds: str, basis: Basis, why: str) -> None:
    sample = sample_of(*kinds.split())
    choice = choose_amount(map_columns(names.split("|"), sample, NOBODY), sample)
    assert (choice.basis, choice.why) == (basis, why)


def test_part_of_an_invoice_beside_the_whole_is_asked_and_the_answer_stands() -> None:
    headings = ["Supplier", "Payment Date", "Net Amount", "Line Amount"]
    sample = [
        ["Acre Homes Ltd", "03/04/2025", "300.00", "100.00"],
        ["Acre Homes Ltd", "03/04/2025", "300.00", "200.00"],
        ["Brook & Sons", "04/04/2025", "50.50", "50.50"],
    ]
    assert unsure_of(map_columns(headings, sample, NOBODY)) == ["amount"]

    for said in ("Line Amount", "Net Amount"):
        mapping = map_columns(headings, sample, Told(now={Field.AMOUNT: said}, remembered={}))

        assert unsure_of(mapping) == []
        assert mapping[choose_amount(mapping, sample).field].column == said


def test_group_of_suppliers_is_not_who_was_paid() -> None:
    headings = ["Supplier Group", "Supplier Handle", "Payment Date", "Amount"]
    sample = [[group, *row] for group, row in zip(SAMPLES["words"], sample_of("company", "date", "money"), strict=True)]

    assert map_columns(headings, sample, NOBODY)[Field.SUPPLIER].column == "Supplier Handle"


def test_upper_of_two_levels_is_the_department() -> None:
    sample = sample_of("words", "words", "company", "date", "money")
    for headings, department in (
        ("Service|Division", "Division"),
        ("Division|Directorate", "Directorate"),
        ("Service Label|Department", "Department"),
        ("Service Label|Service Division Label", "Service Label"),
    ):
        mapping = map_columns([*headings.split("|"), "Supplier", "Payment Date", "Amount"], sample, NOBODY)

        assert mapping[Field.DEPARTMENT].column == department
        assert mapping[Field.SERVICE].column in headings.replace(department, "").split("|")


FIVE = tuple(f"0{day}/04/2024" for day in range(1, 6))
NAMES_OF_FIVE = ("Acre Ltd", "Brook Ltd", "Carr Ltd", "Dene Ltd", "Esk Ltd")


@pytest.mark.parametrize(
    ("heading", "amounts", "mark", "marks", "why"),
    [
        ("Net Amount", "-1.50 -2.00 -3.00 4.00 -5.00", "Ref", "1 2 3 4 5", "most of them are negative"),
        ("Amount", "1.00 2.00 3.00 4.00 5.00", "DR/CR", "DR CR DR DR DR", 'marked "CR" beside it carry no minus'),
        ("Amount", "1.00 2.00 3.00 4.00 5.00", "Doc Type", "Invoice Invoice CRN Invoice PI", 'marked "CRN"'),
        ("Amount £000", "1.00 2.00 3.00 4.00 5.00", "Ref", "1 2 3 4 5", "not in pounds"),
        ("Net Amount (£'000s)", "1.00 2.00 3.00 4.00 5.00", "Ref", "1 2 3 4 5", "not in pounds"),
        ("Amount (pence)", "100 200 300 400 500", "Ref", "1 2 3 4 5", "not in pounds"),
        ("Net Amount", "1.234 2,50 3,00 4,00 5,00", "Ref", "1 2 3 4 5", "a stop groups thousands"),
        ("Net Amount", "1.00 -2.00 3.00 4.00 5.00", "DR/CR", "DR CR DR DR DR", None),
        ("Amount over £25,000", "1.00 2.00 3.00 4.00 5.00", "Doc Type", "AP AP Credit-card AP PI", None),
        ("Net Amount", "1.00 -2.00 3.00 4.00 5.00", "Doc Type", "Invoice Credit Invoice Invoice PI", None),
    ],
)
def test_amounts_that_may_not_be_what_was_paid_are_asked(
    heading: str, amounts: str, mark: str, marks: str, why: str | None
) -> None:
    names = ["Supplier Name", "Payment Date", heading, mark]
    sample = list(zip(NAMES_OF_FIVE, FIVE, amounts.split(), marks.split(), strict=True))
    mapping = map_columns(names, sample, NOBODY)
    notes = [mapping[field].note for field in (Field.NET, Field.AMOUNT) if field in mapping]
    assert unsure_of(mapping) == (["amount"] if why else [])
    assert any(why in note for note in notes) if why else notes == [""]
    told = map_columns(names, sample, Told(now={Field.AMOUNT: heading}, remembered={}))
    assert unsure_of(told) == []


@pytest.mark.parametrize("twin", ["Supplier Name", "Payment Date"])
def test_heading_that_stands_there_twice_is_asked_and_answered_by_number(twin: str) -> None:
    names = ["Supplier Name", "Payment Date", "Net Amount", twin]
    other = [
        f"{name} of Fell" if twin == "Supplier Name" else f"1{day}/05/2024" for day, name in enumerate(NAMES_OF_FIVE)
    ]
    sample = list(zip(NAMES_OF_FIVE, FIVE, "12345", other, strict=True))
    field = Field.SUPPLIER if twin == "Supplier Name" else Field.PAYMENT_DATE
    assert unsure_of(map_columns(names, sample, NOBODY)) == [field.value]
    told = map_columns(names, sample, Told(now={field: "column 4"}, remembered={}))
    assert (told[field].position, unsure_of(told)) == (3, [])


def test_numbered_period_is_no_day() -> None:
    names = ["Supplier Name", "Accounting Period", "Net Amount"]
    sample = list(zip(NAMES_OF_FIVE, ["01/2024"] * 5, "12345", strict=True))
    assert unsure_of(map_columns(names, sample, NOBODY)) == ["payment_date"]


def test_what_was_paid_goes_before_what_was_invoiced() -> None:
    names = ["Supplier", "Date", "Invoice Amount", "Paid Amount"]
    sample = list(zip(NAMES_OF_FIVE, FIVE, "22345", "12345", strict=True))
    assert map_columns(names, sample, NOBODY)[Field.AMOUNT].column == "Paid Amount"


@pytest.mark.parametrize(
    ("vat", "is_vat"),
    [("20 20 20 20 20", False), ("1 2 0 1 3", False), ("2.00 4.00 0 2.00 4.00", True), ("0 0 0 0 0", True)],
)
def test_codes_and_rates_are_no_vat(vat: str, is_vat: bool) -> None:
    names = ["Supplier", "Date Paid", "Gross", "VAT"]
    sample = list(zip(NAMES_OF_FIVE, FIVE, ["12.00", "24.00", "503.10", "12.00", "24.00"], vat.split(), strict=True))
    assert (Field.VAT in map_columns(names, sample, NOBODY)) is is_vat


def test_one_supplier_in_every_row_beside_others_is_asked() -> None:
    names = ["Supplier Name", "Merchant Name", "Payment Date", "Net"]
    sample = list(zip(["Kestrel Bank"] * 5, NAMES_OF_FIVE, FIVE, "12345", strict=True))
    mapping = map_columns(names, sample, NOBODY)
    assert (unsure_of(mapping), mapping[Field.SUPPLIER].note) == (["supplier"], "the same name stands in every row")


def test_amount_beside_another_of_as_good_a_name_is_asked() -> None:
    names = ["Supplier", "Date Paid", "Amount", "Total"]
    sample = list(
        zip(
            NAMES_OF_FIVE,
            FIVE,
            ["1.10", "2.10", "3.10", "4.10", "5.10"],
            ["9.10", "8.10", "7.10", "6.10", "5.20"],
            strict=True,
        )
    )
    mapping = map_columns(names, sample, NOBODY)
    assert (unsure_of(mapping), mapping[Field.AMOUNT].note) == (["amount"], '"Total" beside it may be meant as well')
